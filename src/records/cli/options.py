"""Options that several commands share, and how a command opens its project."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from records.cli import invocation
from records.cli.output import note
from records.cli.spec import AT, JSON

if TYPE_CHECKING:
    from collections.abc import Callable

    from records.project.project import Project, WorkTreeProject

json_option = JSON.to_click

force_option = click.option("--force", is_flag=True, help="Keep a status or relation that looks misspelt.")


def open_project(context: click.Context) -> WorkTreeProject:
    """The project of the folder that `-C` names, else of the current one.

    Raises:
        RecordsError: see `Project.open`.
    """
    return invocation.open_project()


at_option = AT.to_click


def project_at(context: click.Context, revision: str | None) -> Project:
    """The project, or what it was at a revision.

    Raises:
        RecordsError: see `Project.open` and `Project.at`.
    """
    return invocation.project_at(revision)


def path_from_root(project: Project, path: str) -> str:
    """A path that a person gave, from the folder they are in, as POSIX from the project's root.

    Raises:
        InvalidInput: it lies outside the root.
    """
    import os

    from records.errors import InvalidInput

    base = _standing()
    full = os.path.normpath(os.path.join(base, path))
    inside = os.path.relpath(full, project.root).replace(os.sep, "/")
    if inside == ".." or inside.startswith("../"):
        raise InvalidInput(f"{path} lies outside {project.root}", "name a path within the repository")
    return inside


def _standing() -> str:
    """The folder that the caller is in, or names with `-C`; absolute, links resolved."""
    import os

    return os.path.realpath(invocation.CURRENT.directory)


def files_from_root(project: Project, paths: tuple[str, ...]) -> tuple[str, ...]:
    """Files as the caller sees them, as POSIX paths from the root; what is not there stays as it was given."""
    import os

    base = _standing()
    return tuple(
        path_from_root(project, path) if os.path.exists(os.path.join(base, path)) else path for path in paths
    )


def existing(paths: tuple[str, ...], exists: Callable[[str], bool]) -> tuple[str, ...]:
    """The paths that exist; the others are reported: a commit may take some away.

    Raises:
        NotFound: none of them is: a gate with a slip in it would pass for ever.
    """
    from records.errors import NotFound

    existing_paths = tuple(path for path in paths if exists(path))
    missing = [path for path in paths if path not in existing_paths]
    if missing and not existing_paths:
        raise NotFound(
            f"there is no file or folder {missing[0]}", "name what is there, or leave the paths out"
        )
    for path in missing:
        note(f"there is no {path}")
    return existing_paths
