"""Detect changes of the files that the pages are built from."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from records.project.discovery import discover
from records.project.settings import CONFIG_PATH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from records.project.project import Project


def signature(project: Project) -> int:
    """Return a number that changes with records, settings, templates and the current commit."""
    stamps = [
        (file.path, file.size, file.mtime)
        for file in discover(project.store.checked_root, project.store.roots)
    ]
    other_stamps = [_stamp(path) for path in _other_files(project)]
    return hash((tuple(stamps), tuple(other_stamps)))


def _other_files(project: Project) -> Iterator[str]:
    yield os.path.join(project.root, *CONFIG_PATH.split("/"))
    for place, folders, names in os.walk(os.path.join(project.root, ".records", "templates")):
        folders.sort()
        for name in sorted(names):
            yield os.path.join(place, name)
    if project.location is not None:
        head = os.path.join(project.location.git_dir, "HEAD")
        yield head
        yield os.path.join(project.location.git_dir, "logs", "HEAD")


def _stamp(path: str) -> tuple[str, int, int]:
    try:
        stat = os.stat(path)
    except OSError:
        return (path, 0, 0)
    return (path, stat.st_size, stat.st_mtime_ns)
