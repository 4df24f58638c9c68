"""The text files of a project that can cite a record: code and docs, without what git ignores."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from records.errors import GitError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from records.project import Project

LARGEST = 2_000_000
_SKIPPED = frozenset((".git", "node_modules", ".venv", "venv", "__pycache__", ".tox", "dist", "build"))


def text_files(project: Project) -> Iterator[str]:
    """POSIX paths from the root, sorted: tracked files and new ones that git does not ignore; small and not binary."""
    for path in sorted(set(tree_files(project))):
        full = os.path.join(project.root, path)
        try:
            if os.path.islink(full) or not os.path.isfile(full) or os.path.getsize(full) > LARGEST:
                continue
            with open(full, "rb") as file:
                if b"\0" not in file.read(8192):
                    yield path
        except OSError:
            continue


def tree_files(project: Project) -> list[str]:
    """POSIX paths from the root of all files, without those that git ignores."""
    git = project.git()
    if git is not None:
        try:
            listed = git.run("ls-files", "-z", "--cached", "--others", "--exclude-standard")
            return [name.decode("utf-8", "surrogateescape") for name in listed.split(b"\0") if name]
        except GitError:
            pass
    found = []
    for folder, folders, names in os.walk(project.root):
        folders[:] = sorted(name for name in folders if name not in _SKIPPED)
        inner = os.path.relpath(folder, project.root).replace(os.sep, "/")
        found += [name if inner == "." else f"{inner}/{name}" for name in names]
    return found
