"""`records agents install`, `uninstall`, `status`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from records.cli.lazy import LazyGroup
from records.cli.options import json_option, open_project

if TYPE_CHECKING:
    from records.install.agent_config import Plan

_AGENTS = ("claude", "codex", "gemini", "cursor", "copilot", "opencode", "spec-kit")
_agent = click.argument("agent", type=click.Choice(_AGENTS), metavar="AGENT")
_dry = click.option("--dry-run", is_flag=True, help="Show the changes; write nothing.")


@click.group(cls=LazyGroup, path="agents")
def agents() -> None:
    """Tell coding agents about the records: the MCP entry, rules, slash commands.

    Example: records agents install claude
    """


@click.command()
@_agent
@_dry
@click.pass_context
def install(context: click.Context, agent: str, dry_run: bool) -> None:
    """Add the MCP entry, the rules block and the slash commands of an agent; every other byte stays.

    AGENT is claude, codex, gemini, cursor, copilot or opencode; `spec-kit` puts ours in the place of Spec-Kit Plus's
    scripts. Installing twice changes nothing.

    Example: records agents install claude --dry-run
    """
    from records.install.agent_config import apply, plan_install
    from records.install.homes import home

    project = open_project(context)
    plan = plan_install(project, home(agent))
    if _shown(plan, dry_run=dry_run):
        apply(project, plan.changes, remember=True)
        _tell(plan, f"{agent} knows the records", f"{agent} knew the records already")
        if home(agent).note:
            from records.cli.output import note

            note(home(agent).note)


@click.command()
@_agent
@_dry
@click.pass_context
def uninstall(context: click.Context, agent: str, dry_run: bool) -> None:
    """Take out what `install` put in; a file that nobody changed since gets its old bytes back.

    AGENT is one of those that `install` knows.

    Example: records agents uninstall claude
    """
    from records.install.agent_config import apply, plan_uninstall
    from records.install.homes import home

    project = open_project(context)
    plan = plan_uninstall(project, home(agent))
    if _shown(plan, dry_run=dry_run):
        apply(project, plan.changes, remember=False)
        _tell(plan, f"{agent} is uninstalled", f"{agent} is not installed here")


@click.command()
@json_option
@click.pass_context
def status(context: click.Context, as_json: bool) -> None:
    """Say which agents know the records here.

    Example: records agents status --json
    """
    from records.cli.output import print_json, table
    from records.install.agent_config import state
    from records.install.homes import HOMES

    project = open_project(context)
    rows = [(home.name, state(project, home), home.title) for home in HOMES.values()]
    if as_json:
        print_json([{"agent": name, "state": found, "title": title} for name, found, title in rows])
        return
    table(("agent", "state", "name"), rows, flexible=2)


def _shown(plan: Plan, *, dry_run: bool) -> bool:
    """Show the changes of a dry run; tell whether they are to be made."""
    if dry_run:
        for change in plan.changes:
            click.echo(change.diff(), nl=False)
    return not dry_run


def _tell(plan: Plan, done: str, nothing: str) -> None:
    from records.cli.output import note, say

    for change in plan.changes:
        click.echo(change.path)
    for path in plan.kept:
        note(f"{path} is not as we made it and was left as it is")
    say(done if plan.changes else nothing)
