"""`records capture sync`, and what hooks start by themselves: `snapshot`, `link`, `hook`."""

from __future__ import annotations

import sys

import click

from records.cli.capturing import print_sync_report, summary
from records.cli.invocation import open_project
from records.cli.options import json_option
from records.cli.output import echo, say
from records.text.plural import counted

_PATIENCE = 20.0


@click.command()
@click.option("--quiet", is_flag=True, help="Print nothing, and succeed when capture is off.")
@click.option("--event", default="", hidden=True, help="The spooled event that started this.")
@json_option
@click.pass_context
def sync(context: click.Context, quiet: bool, event: str, as_json: bool) -> None:
    """Read hooks' events and transcripts into the ledger, and write the records that are due.

    Example: records capture sync
    """
    from records.capture.checkpoint import is_current

    if not (event or as_json or context.obj["no_cache"]) and is_current(context.obj["directory"]):
        if not quiet:
            say(summary())
        return
    from records.capture import consent
    from records.capture.sync import sync as run
    from records.errors import NotFound

    project = open_project()
    if not consent.state(project).on:
        if quiet:
            return
        raise NotFound("capture is off on this clone", "records capture on")
    if event and ".sessionstart." not in event.lower():
        _take_snapshot(event)
    report = run(project, patience=_PATIENCE if event else 0.0)
    if event and report.waiting:
        import time

        time.sleep(2.0)  # the agent writes its transcript a little later than it calls its hook
        report = run(project, patience=_PATIENCE, final=True)
    if not quiet:
        print_sync_report(project, report, as_json=as_json)


@click.command()
@click.option("--quiet", is_flag=True, help="Print nothing.")
@click.option("--event", default="manual", help="The spooled event that the snapshot belongs to.")
def snapshot(quiet: bool, event: str) -> None:
    """Remember the state of the work tree, so that later edits can be attributed.

    Neither the index nor the objects of the repository are touched.

    Example: records capture snapshot
    """
    snapshot_name = _take_snapshot(event)
    if not quiet and snapshot_name:
        echo(snapshot_name)


def _take_snapshot(event: str) -> str:
    from records.capture import snapshot as taking
    from records.errors import GitError

    try:
        return taking.take(open_project(), event)["tree"]
    except (GitError, OSError):
        return ""


@click.command()
@click.argument("revision", default="HEAD")
@click.option("--rewritten", is_flag=True, help="Read `old new` lines on stdin, as post-rewrite gives them.")
@click.option("--heal", is_flag=True, help="Find rewritten commits by what they change.")
@click.option("--trailer", is_flag=True, help="Print `PHR:` lines for what is staged; link nothing.")
@click.option("--quiet", is_flag=True, help="Print nothing.")
def link(revision: str, rewritten: bool, heal: bool, trailer: bool, quiet: bool) -> None:
    """Tie turns to the commit that holds their work (git's post-commit and post-rewrite call this).

    Example: records capture link HEAD~1
    """
    from records.capture import commits, consent
    from records.capture.sync import sync as run

    project = open_project()
    if trailer:
        lines = commits.trailers(project)
    elif rewritten:
        lines = [f"{counted(commits.follow(project, sys.stdin.read()), 'link')} followed"]
    elif heal:
        lines = [f"{counted(commits.heal(project), 'link')} followed"]
    else:
        if consent.state(project).on:
            run(project, patience=_PATIENCE)
        lines = commits.link(project, revision)
    if not quiet:
        for line in lines:
            echo(line)


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("agent")
@click.argument("event", default="")
def hook(agent: str, event: str) -> None:
    """Store one event that an agent reports on stdin; always succeeds and prints nothing.

    Example: records capture hook copilot userPromptSubmitted
    """
    from records.capture_hook import main

    main([agent, event])
