"""`records agents install`, `uninstall`, `status`."""

from __future__ import annotations

import click

from records.agents.registry import AGENTS
from records.cli.confirm_changes import confirm_changes
from records.cli.extras import is_installed
from records.cli.invocation import open_project
from records.cli.lazy import LazyGroup
from records.cli.options import AgentName, dry_run_option, json_option, yes_option
from records.cli.output import note, print_json, say, table
from records.cli.paths import echo_paths
from records.distributions import install_command
from records.errors import RecordsError
from records.install.agent_config import install as apply
from records.install.agent_config import plan_install, plan_uninstall
from records.install.agent_config import state as state_of
from records.install.agent_config import uninstall as agent_config_uninstall
from records.install.homes import home, homes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.install.agent_config import Plan
    from records.project.project import Project, WorkTreeProject

_AGENTS = ("claude", "codex", "gemini", "cursor", "copilot", "opencode", "spec-kit")
_agent = click.argument("agent", type=AgentName(_AGENTS), metavar="AGENT")


@click.group(cls=LazyGroup, path="agents")
def agents() -> None:
    """Set up coding agents to use the records: the MCP entry, rules, slash commands.

    Example: records agents install claude
    """


@click.command()
@_agent
@yes_option
@dry_run_option
def install(agent: str, yes: bool, dry_run: bool) -> None:
    """Add the MCP entry, the rules block and the slash commands of an agent; every other byte stays.

    AGENT is claude, codex, gemini, cursor, copilot or opencode; `spec-kit` replaces Spec-Kit Plus's scripts with
    ours. You are asked first, with a summary and the diff on request; without a terminal `--yes` agrees. Installing
    twice changes nothing.

    Example: records agents install claude --dry-run
    """
    project = open_project()
    plan = plan_install(project, home(agent))
    if not confirm_changes(plan.changes, "Make these changes?", yes=yes, dry_run=dry_run):
        return
    apply(project, plan.changes)
    _report(project, plan, f"{home(agent).title} is set up", f"{home(agent).title} was set up already")
    if home(agent).note:
        note(home(agent).note)
    if home(agent).entries and not is_installed("mcp"):
        note(f"the MCP server needs the extra 'mcp': {install_command('mcp')}")


@click.command()
@_agent
@yes_option
@dry_run_option
def uninstall(agent: str, yes: bool, dry_run: bool) -> None:
    """Remove what `install` added; a file that nobody changed since gets its old bytes back.

    AGENT is one of those that `install` knows.

    Example: records agents uninstall claude
    """
    project = open_project()
    plan = plan_uninstall(project, home(agent))
    if not confirm_changes(plan.changes, "Make these changes?", yes=yes, dry_run=dry_run):
        return
    agent_config_uninstall(project, plan.changes)
    _report(project, plan, f"{agent} is uninstalled", f"{agent} is not installed here")


@click.command()
@json_option
def status(as_json: bool) -> None:
    """Show which agents are set up here.

    Example: records agents status --json
    """
    project = open_project()
    rows = [(home.name, state_of(project, home), home.title) for home in homes().values()]
    if as_json:
        print_json([{"agent": name, "state": state, "title": title} for name, state, title in rows])
        return
    table(("agent", "state", "name"), rows, flexible=2)
    for agent in AGENTS.values():
        if plugin := agent.plugin(project.root):
            say(
                f"{agent.title} has the plugin {plugin}: MCP server, commands or skills, and hooks, for you alone"
            )
    for name, state, title in rows:
        if state == "partly":
            say(f"{title} is set up partly: {_missing(project, name)} (records agents install {name})")


def _missing(project: WorkTreeProject, name: str) -> str:
    """Return which files of an agent are missing or not as `install` makes them."""
    try:
        plan = plan_install(project, home(name), keep_rules=True)
    except RecordsError as error:
        return error.message
    parts = [
        f"{change.path} is missing" if change.before is None else f"{change.path} lacks an entry of ours"
        for change in plan.changes
    ]
    return ", ".join([*parts, *(f"{path} was changed" for path in plan.skipped)])


def _report(project: Project, plan: Plan, changed: str, unchanged_paths: str) -> None:

    echo_paths(project, (change.path for change in plan.changes))
    for path in plan.skipped:
        note(f"{path} is not as we made it and was left as it is")
    say(changed if plan.changes else unchanged_paths)
