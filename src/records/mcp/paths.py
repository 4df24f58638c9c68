"""Read the paths that agents give: absolute or not, with `./` or without, always within the root."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from records.errors import InvalidInput, NotFound
from records.project.root import path_within

if TYPE_CHECKING:
    from collections.abc import Iterable

    from records.project.project import Project

_SHOWN = 200


def from_root(project: Project, path: str) -> str:
    """The path as POSIX from the project's root; `.` is the root itself.

    Raises:
        InvalidInput: it lies outside the root, or is no path.
    """
    stripped = path.strip()
    if not stripped or "\0" in stripped:
        raise InvalidInput(f"{path[:_SHOWN]!r} is no path", "give a path from the repository's root")
    for root in dict.fromkeys((project.root, os.path.realpath(project.root))):
        full = os.path.normpath(os.path.join(root, stripped))
        inside = path_within(full, root)
        if inside is not None:
            return inside
    raise InvalidInput(
        f"{path[:_SHOWN]} lies outside {project.root}", "give a path from the repository's root"
    )


def existing(project: Project, paths: Iterable[str]) -> tuple[str, ...]:
    """The paths from the root, all of which are there; the empty text is the root.

    Raises:
        InvalidInput: one of them lies outside the root, or is no path.
        NotFound: one of them is not there: what is asked about it would seem well.
    """
    inside = [from_root(project, path) for path in paths]
    for path in inside:
        if not os.path.lexists(os.path.join(project.root, path)):
            raise NotFound(
                f"there is no file or folder {path[:_SHOWN]}", "name what is there, or leave the paths out"
            )
    return tuple("" if path == "." else path for path in inside)


def changed(project: Project, paths: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The paths that a record may list, and a note for each that lies outside the root: it is left out."""
    inside_paths, notes = [], []
    for path in paths:
        try:
            inside_paths.append(from_root(project, path))
        except InvalidInput as error:
            notes.append(f"left out of the files: {error.message}")
    return tuple(dict.fromkeys(inside_paths)), tuple(notes)
