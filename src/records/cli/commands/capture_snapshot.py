"""`records capture snapshot`."""

from __future__ import annotations

import click

from records.capture.snapshot import try_take
from records.cli.invocation import open_project
from records.cli.output import echo


@click.command()
@click.option("--quiet", is_flag=True, help="Print nothing.")
@click.option("--event", default="manual", help="The spooled event that the snapshot belongs to.")
def snapshot(quiet: bool, event: str) -> None:
    """Remember the state of the work tree, so that later edits can be attributed.

    Neither the index nor the objects of the repository are touched.

    Example: records capture snapshot
    """
    snapshot_name = try_take(open_project(), event)
    if not quiet and snapshot_name:
        echo(snapshot_name)
