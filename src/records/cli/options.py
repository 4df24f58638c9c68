"""Options and arguments that several commands share."""

from __future__ import annotations

import click

from records.cli.spec import AT, FORCE, JSON

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
