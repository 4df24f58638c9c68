"""Options and arguments that several commands share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from records.cli.output import note
from records.cli.spec import AT, FORCE, JSON

if TYPE_CHECKING:
    from collections.abc import Callable


json_option = JSON.to_click
force_option = FORCE.to_click
at_option = AT.to_click
yes_option = click.option("-y", "--yes", is_flag=True, help="Do not ask.")
dry_run_option = click.option("--dry-run", is_flag=True, help="Show the changes; write nothing.")


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
