"""Options that several commands share, and how a command opens its project."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from records.cli import invocation
from records.cli.invocation import files_from_root as files_from_root
from records.cli.invocation import path_from_root as path_from_root
from records.cli.output import note
from records.cli.spec import AT, FORCE, JSON

if TYPE_CHECKING:
    from collections.abc import Callable

    from records.project.project import Project, WorkTreeProject

json_option = JSON.to_click

force_option = FORCE.to_click


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


class AgentName(click.Choice[str]):
    """The name of an agent; other names that an agent is known by are accepted."""

    name = "agent"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return our name of the agent."""
        aliases = {"claude-code": "claude", "gemini-cli": "gemini", "codex-cli": "codex"}
        return super().convert(aliases.get(value.lower(), value), param, ctx)


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
