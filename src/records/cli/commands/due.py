"""`records due`."""

from __future__ import annotations

from collections import Counter

import click

from records.cli.invocation import open_project
from records.cli.options import json_option
from records.cli.output import echo_data, print_json, say, table
from records.report.calendar import calendar
from records.text.plural import counted
from records.trace.due.item import DueItem, DueKind
from records.trace.due.list import PROPOSED_DAYS
from records.trace.due.list import due as due_items

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


@click.command()
@click.option(
    "--within", metavar="DAYS", type=click.IntRange(0), default=90, show_default=True,
    help="Leave out what is due later.",
)  # fmt: skip
@click.option("--all", "is_all", is_flag=True, help="Everything with a day, however far off.")
@click.option(
    "--proposed-days", metavar="DAYS", type=click.IntRange(0), default=PROPOSED_DAYS, show_default=True,
    help="After so many days a proposal is to be decided.",
)  # fmt: skip
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "ics"]),
    default="text",
    help="ics is for calendars.",
)
@json_option
def due(within: int, is_all: bool, proposed_days: int, form: str, as_json: bool) -> None:
    r"""List what has to be looked at, soonest first.

    Decisions to be reviewed or that expire (review-by:, expires:), proposed or provisional for long, decisions whose
    code is gone, code that cites a decision which does not hold, and large files that change often and that no decision
    governs.

    \b
    Examples:
      records due
      records due --within 30 --json
      records due --format ics > decisions.ics
    """
    project = open_project()
    items = due_items(project, within=None if is_all else within, proposed_days=proposed_days)
    if as_json or form == "json":
        print_json({"today": project.clock(), "items": [item.as_json() for item in items]})
    elif form == "ics":
        echo_data(calendar(items, project.clock()))
    elif items:
        table(("due", "what", "where"), list(_rows(items)), flexible=1)
        say(f"{counted(sum(item.is_overdue for item in items), 'item')} of {len(items)} overdue")
    else:
        say("nothing is due")


def _rows(items: list[DueItem]) -> Iterator[tuple[str, str, str]]:
    """Yield a row for each item; the files that cite one decision are one row, at the place of the first."""
    files = Counter(_cited(item) for item in items)
    messages: set[str] = set()
    for item in items:
        cited = _cited(item)
        if cited and cited in messages:
            continue
        messages.add(cited)
        more = f" ({files[cited]} files)" if cited and files[cited] > 1 else ""
        yield item.day or item.kind.value, item.describe() + more, f"{item.path}:{item.line}"


def _cited(item: DueItem) -> str:
    """Return the decision that a stale citation is about; empty for other items."""
    return item.record.key if item.record and item.kind is DueKind.CITATION else ""
