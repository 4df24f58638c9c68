"""Paths that a person types or is shown: from the folder they stand in to the root of the project, and back."""

from __future__ import annotations

import os

from records.cli.invocation import CURRENT
from records.cli.output import echo_path, note
from records.errors import InvalidInput, NotFound

TYPE_CHECKING = False  # `typing` takes longer to import than most commands run
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from records.model.code_location import CodeLocation
    from records.project.project import Project


def path_from_root(project: Project, path: str) -> str:
    """A path that a person gave, from the folder they are in, as POSIX from the project's root.

    Raises:
        InvalidInput: it lies outside the root.
    """
    from records.project.root import path_within

    base = _standing()
    full = os.path.normpath(os.path.join(base, path))
    inside = path_within(full, project.root)
    if inside is None:
        raise InvalidInput(f"{path} lies outside {project.root}", "name a path within the repository")
    return inside


def code_location(place: str) -> CodeLocation:
    """Parse a path, perhaps with lines, that a person gave in the folder we are in, or that `-C` names."""
    from records.model.code_location import parse_code_location

    return parse_code_location(place, lambda path: os.path.exists(os.path.join(_standing(), path)))


def path_from_here(project: Project, path: str) -> str:
    """Return a path of the project, POSIX from its root, as seen from the folder we are in, or that `-C` names.

    Text for people and shells has such paths; JSON has those from the root. An absolute path stays.
    """
    return next(paths_from_here(project, (path,)))


def paths_from_here(project: Project, paths: Iterable[str]) -> Iterator[str]:
    """Yield paths as `path_from_here` gives each."""
    here, root = _standing(), os.path.realpath(project.root)
    for path in paths:
        is_same = here == root or os.path.isabs(path)
        yield path if is_same else os.path.relpath(os.path.join(root, path), here).replace(os.sep, "/")


def echo_paths(project: Project, paths: Iterable[str]) -> None:
    """Print paths of the project as results, each on a line, as seen from the folder we are in."""
    for path in paths_from_here(project, paths):
        echo_path(path)


def files_from_root(project: Project, paths: tuple[str, ...]) -> tuple[str, ...]:
    """Files as the caller sees them, as POSIX paths from the root; what is not there stays as it was given."""
    base = _standing()
    return tuple(
        path_from_root(project, path) if os.path.exists(os.path.join(base, path)) else path for path in paths
    )


def existing(paths: tuple[str, ...], exists: Callable[[str], bool]) -> tuple[str, ...]:
    """The paths that exist; the others are reported: a commit may take some away.

    Raises:
        NotFound: none of them is: a gate with a slip in it would pass for ever.
    """
    existing_paths = tuple(path for path in paths if exists(path))
    missing = [path for path in paths if path not in existing_paths]
    if missing and not existing_paths:
        raise NotFound(
            f"there is no file or folder {missing[0]}", "name what is there, or leave the paths out"
        )
    for path in missing:
        note(f"there is no {path}")
    return existing_paths


def _standing() -> str:
    """The folder that the caller is in, or names with `-C`; absolute, links resolved."""
    return os.path.realpath(CURRENT.directory)
