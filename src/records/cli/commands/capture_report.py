"""`records capture log`, `verify`, `doctor`."""

from __future__ import annotations

import click

from records.capture import doctor as doctoring
from records.capture import report
from records.cli.doctor import print_checks
from records.cli.invocation import open_project
from records.cli.main import PROBLEMS
from records.cli.options import json_option
from records.cli.output import echo, print_json, say, table
from records.dataclass import asdict
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
    turns = report.log(open_project(), disposition=disposition, limit=limit)
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


@click.command()
@click.option(
    "--accept-deleted",
    is_flag=True,
    help="Take records that are gone as deleted on purpose; their prompts stay in the ledger.",
)
@json_option
def verify(accept_deleted: bool, as_json: bool) -> int:
    """Prove that every utterance is accounted for: seen = recorded + folded + ledger + quarantined + open.

    recorded: has a record of its own. folded: is in the record of the turn before. ledger: kept without a record.
    quarantined: held back. open: its turn is still running.

    Exits with 1 when one is not, when a record is gone, or when a prompt is in two records.

    Example: records capture verify
    """
    verdict = report.verify(open_project(), accept_deleted=accept_deleted)
    coverage = verdict.coverage
    if as_json:
        print_json({**asdict(coverage), "holds": coverage.holds, "problems": list(verdict.problems)})
    else:
        names = ("recorded", "folded", "ledger", "quarantined", "open")
        parts = " + ".join(f"{getattr(coverage, name)} {name}" for name in names)
        echo(f"{coverage.seen} seen = {parts}")
        for problem in verdict.problems:
            say(problem)
    for path in verdict.uncommitted_deletions:
        say(f"nothing to accept: {path} is still at HEAD; commit its deletion first")
    if verdict.missing:
        say("hint: deleted on purpose? records capture verify --accept-deleted")
    return PROBLEMS if verdict.problems else 0


@click.command()
@json_option
def doctor(as_json: bool) -> int:
    """Look at everything that capture depends on, and send a canary through the real hook.

    Exits with 1 when something is wrong.

    Example: records capture doctor
    """
    return print_checks(doctoring.examine(open_project()), as_json=as_json)
