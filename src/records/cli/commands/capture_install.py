"""`records capture install`, `uninstall`, `on`, `off`, `status`."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import click

from records.agents.registry import AGENTS
from records.capture import consent, report
from records.cli.confirm_changes import confirm_changes
from records.cli.invocation import echo_paths, open_project
from records.cli.options import AgentName, dry_run_option, json_option, yes_option
from records.cli.output import echo, note, print_json, say
from records.errors import RecordsError
from records.install import agent_hooks, git_hooks
from records.install.agent_hooks import settings_of
from records.install.trust import trust_of
from records.text.plural import counted

if TYPE_CHECKING:
    from records.agents.registry import Agent
    from records.project.project import Project

_AGENTS = ("claude", "codex", "gemini", "cursor", "copilot", "opencode", "git")
_agent = click.argument("agent", type=AgentName(_AGENTS), metavar="AGENT")


@click.command()
@_agent
@yes_option
@dry_run_option
def install(agent: str, yes: bool, dry_run: bool) -> None:
    """Add the capture hook to an agent's project settings; every other byte stays.

    AGENT is claude, codex, gemini, cursor, copilot, opencode, or git. The changes are summarised first; the whole
    diff is one key away. Installing also agrees to capture on this clone; colleagues who get the settings
    are not recorded until they run `records capture on` on theirs.

    Example: records capture install claude
    """
    project = open_project()
    consent.state(project)
    is_git = agent == "git"
    plugin = "" if is_git else AGENTS[agent].plugin(project.root)
    if plugin:
        note(f"the plugin {plugin} calls the hook already: for you alone, records capture on is enough")
    changes = (
        git_hooks.plan_install(project, git_hooks.CAPTURE)
        if is_git
        else agent_hooks.plan_install(project, AGENTS[agent])
    )
    if not confirm_changes(changes, "Make these changes and switch capture on?", yes=yes, dry_run=dry_run):
        return
    (git_hooks.apply if is_git else agent_hooks.install)(project, changes)
    consent.switch_on(project, time.time())
    echo_paths(project, (change.path for change in changes))
    say(
        f"capture is on; {agent} is installed" if changes else f"{agent} was installed already; capture is on"
    )
    if not is_git:
        _print_what_to_confirm(AGENTS[agent], project)


@click.command()
@_agent
@yes_option
@dry_run_option
def uninstall(agent: str, yes: bool, dry_run: bool) -> None:
    """Remove the hook from an agent's settings; a file that nobody changed since gets its old bytes back.

    Example: records capture uninstall claude
    """
    project = open_project()
    is_git = agent == "git"
    changes = (
        git_hooks.plan_uninstall(project, git_hooks.CAPTURE)
        if is_git
        else agent_hooks.plan_uninstall(project, AGENTS[agent])
    )
    if not changes:
        say(f"{agent} is not installed here")
        return
    if not confirm_changes(changes, "Make these changes?", yes=yes, dry_run=dry_run):
        return
    (git_hooks.apply if is_git else agent_hooks.uninstall)(project, changes)
    echo_paths(project, (change.path for change in changes))
    say("capture's git hooks are removed" if is_git else f"capture's hook is removed from {agent}")
    if consent.state(project).on:
        say("capture is still on for this clone; records capture off pauses it")


def _print_what_to_confirm(agent: Agent, project: Project) -> None:
    """Print what the person still has to confirm in the agent itself."""
    if settings_of(agent).note:
        say(settings_of(agent).note)
    trust = trust_of(agent, project.root)
    if trust is not None and not trust.is_given:
        note(f"{trust.detail}: {trust.hint}")


@click.command()
def on() -> None:
    """Agree to capture on this clone, in all its work trees.

    Example: records capture on
    """
    consent.switch_on(open_project(), time.time())
    say("capture is on for this clone; records capture off pauses it")


@click.command()
def off() -> None:
    """Pause capture on this clone; what was recorded stays.

    Example: records capture off
    """
    consent.switch_off(open_project())
    say("capture is off for this clone; records capture on goes on")


@click.command()
@json_option
def status(as_json: bool) -> None:
    """Return whether capture is on, which agents are installed, and what was seen so far.

    Example: records capture status --json
    """
    status_data = report.status(open_project())
    if as_json:
        print_json(status_data)
        return
    state = "on" if status_data["on"] else "paused" if status_data["agreed"] else "off: records capture on"
    echo(f"capture     {state}")
    echo(f"policy      {status_data['policy']}")
    echo(f"installed   {', '.join(status_data['installed']) or 'nothing: records capture install AGENT'}")
    echo(f"waiting     {status_data['spool']} events")
    counts = status_data["utterances"]
    parts = [f"{counts[name]} {name}" for name in ("recorded", "folded", "ledger", "quarantined", "open")]
    echo(f"utterances  {counts['seen']} seen = " + " + ".join(parts))
    hint = _unrecorded_decisions(open_project()) if status_data["on"] else ""
    if hint:
        echo(f"decisions   {hint}")


def _unrecorded_decisions(project: Project) -> str:
    """Return how many decisions the work tree, else the last commit, seems to hold that no record states."""
    from records.suggest.run import suggest_in

    for revision in ("HEAD", "HEAD~1"):
        try:
            report = suggest_in(project, revision).report
        except RecordsError:
            continue
        count = 0 if report.is_covered else len(report.above_threshold)
        if count:
            verb = f"{counted(count, 'decision')} may be unrecorded"
            return f"{verb}: records adr suggest --diff {revision}"
    return ""
