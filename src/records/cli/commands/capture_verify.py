"""`records capture verify`."""

from __future__ import annotations

import click

from records.capture.verify import verify_capture
from records.cli.invocation import open_project
from records.cli.main import PROBLEMS
from records.cli.options import json_option
from records.cli.output import echo, print_json, say
from records.dataclass import asdict


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
    verdict = verify_capture(open_project(), accept_deleted=accept_deleted)
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
