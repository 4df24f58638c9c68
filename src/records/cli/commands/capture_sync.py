"""`records capture sync`."""

from __future__ import annotations

import click

from records.cli.invocation import open_project
from records.cli.options import json_option
from records.cli.output import say
from records.cli.sync_report import print_sync_report, summary


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
    from records.capture import consent, snapshot
    from records.capture import sync as syncing
    from records.errors import NotFound

    project = open_project()
    if not consent.state(project).on:
        if quiet:
            return
        raise NotFound("capture is off on this clone", "records capture on")
    if event and ".sessionstart." not in event.lower():
        snapshot.try_take(project, event)
    report = syncing.sync(project, patience=syncing.PATIENCE if event else 0.0)
    if event and report.waiting:
        import time

        time.sleep(2.0)  # the agent writes its transcript a little later than it calls its hook
        report = syncing.sync(project, patience=syncing.PATIENCE, final=True)
    if not quiet:
        print_sync_report(project, report, as_json=as_json)
