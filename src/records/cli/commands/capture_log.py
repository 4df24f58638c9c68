"""`records capture log`."""

from __future__ import annotations

import click

from records.capture.turn_log import list_turns
from records.cli.invocation import open_project
from records.cli.options import json_option
from records.cli.output import print_json, table
from records.model.turn import Disposition


@click.command()
@click.option(
    "--only",
    type=click.Choice(["recorded", "folded", "ledger", "quarantined", "open"]),
    help="Only turns with this disposition.",
)
@click.option("-n", "--limit", type=int, default=0, metavar="N", help="Only the newest N.")
@json_option
def log(only: str | None, limit: int, as_json: bool) -> None:
    """List every turn in the ledger, newest first, with what became of it and why.

    Example: records capture log --only ledger
    """
    disposition = Disposition.PENDING if only == "open" else Disposition(only) if only else None
    turns = list_turns(open_project(), disposition=disposition, limit=limit)
    if as_json:
        print_json(turns)
        return
    rows = [
        (
            turn["at"][:16].replace("T", " "),
            turn["agent"],
            turn["disposition"],
            turn["title"],
            turn["record"] or turn["reason"],
        )
        for turn in turns
    ]
    table(("Began", "Agent", "Became", "Prompt", "Record or reason"), rows, flexible=3)
