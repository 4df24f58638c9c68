"""`records capture install`, `uninstall`."""

from __future__ import annotations

import time

import click

from records.agents.registry import AGENTS
from records.capture import consent
from records.cli.confirm_changes import confirm_changes
from records.cli.invocation import open_project
from records.cli.options import AgentName, dry_run_option, yes_option
from records.cli.output import note, say
from records.cli.paths import echo_paths
from records.install import agent_hooks, git_hooks
from records.install.agent_hooks import settings_of
from records.install.trust import trust_of

TYPE_CHECKING = False
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
    if not confirm_changes(changes, "Make these changes?", yes=yes, dry_run=dry_run):
        return
    (git_hooks.apply if is_git else agent_hooks.uninstall)(project, changes)
    if not changes:
        return
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
