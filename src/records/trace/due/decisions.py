"""Decisions with a day: to be reviewed, expiring, proposed or provisional for long."""

from __future__ import annotations

from datetime import date, timedelta

import records.regex as re
from records.model.record import Adr
from records.model.status import RETIRED, Status
from records.patterns import DATE
from records.text.fences import without_fences
from records.text.lines import line_at
from records.text.plural import counted
from records.trace.due.item import DueItem, DueKind, days_between

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_FIELD = re.compile(
    r"(?im)^[ \t]*(?:[*+-][ \t]+)?[*_]{0,2}"
    r"(?P<name>(?:next[ _-]?)?review(?:[ _-]?(?:by|on|at|date|due))"
    r"|(?:valid|good)[ _-]?until|expir(?:es|y|ation)(?:[ _-]?(?:on|at|date))?)"
    rf"[*_]{{0,2}}[ \t]*[:=][*_]{{0,2}}[ \t]*[\"']?(?P<day>{DATE})"
)
_NOT_FINAL = r"(?:provisional|trial|interim|temporary|experiment(?:al)?|pilot)"
_PROVISIONAL = re.compile(rf"(?i)\b{_NOT_FINAL}\b")
_IN_FORCE_FOR_NOW = re.compile(rf"(?i)\baccepted-{_NOT_FINAL}\b")
_PROVISIONAL_LABEL = re.compile(r"(?i)(?:provisional|trial|interim|temporary)")
"""Labels name topics too: of an `experimental` feature, the decision holds."""
_HEAD = 4_000


def dated_items(
    records: Iterable[Adr],
    read: Callable[[Adr], str],
    *,
    today: str,
    proposed_days: int,
    first_days: dict[str, str] | None = None,
) -> Iterator[DueItem]:
    """Yield what decisions say of themselves that has a day, past or to come.

    Args:
        records: the decisions.
        read: gives the text of a decision's file; empty where it cannot be read.
        today: `YYYY-MM-DD`.
        proposed_days: after so many days a proposal, or what holds provisionally, is to be decided.
        first_days: the day on which each path first was committed, for decisions without a date in the past.
    """
    for record in records:
        if not record.readable or record.status in RETIRED:
            continue
        text = without_fences(read(record)[:_HEAD])
        stated = list(_stated(record, text, today))
        yield from stated
        begun = record.date if record.date and record.date <= today else (first_days or {}).get(record.path)
        if begun and not any(item.kind == DueKind.EXPIRES for item in stated):
            yield from _waiting(record, text, begun, today, proposed_days)


def _stated(record: Adr, text: str, today: str) -> Iterator[DueItem]:
    """Yield the days of a review and of an expiry that the head of a record states, the first of each."""
    kinds: set[DueKind] = set()
    for match in _FIELD.finditer(text):
        kind = DueKind.REVIEW if "review" in match["name"].lower() else DueKind.EXPIRES
        days = days_between(today, match["day"])
        if kind in kinds or days is None:
            continue
        kinds.add(kind)
        word = "to be reviewed" if kind is DueKind.REVIEW else "expires"
        line = line_at(text, match.start())
        yield DueItem(
            kind, f"{word} {_when(match['day'], days)}", record.path, line, record, match["day"], days
        )


def _waiting(record: Adr, text: str, begun: str, today: str, proposed_days: int) -> Iterator[DueItem]:
    """Yield an item for a decision that is not final: proposed, a draft, or in force provisionally."""
    age = days_between(begun, today)
    if age is None:
        return
    is_open = record.status in (Status.PROPOSED, Status.DRAFT)
    is_worded = bool(_PROVISIONAL.search(record.status or ""))
    is_for_now = record.status == Status.ACCEPTED and _IN_FORCE_FOR_NOW.search(text)
    if not (is_open or is_worded or is_for_now or any(map(_PROVISIONAL_LABEL.fullmatch, record.labels))):
        return
    kind = DueKind.PROPOSED if is_open else DueKind.PROVISIONAL
    day = _day_after(begun, proposed_days)
    status = record.status if is_open or is_worded else "provisional"
    message = f"{status} since {begun}" + (f" ({counted(age, 'day')})" if age >= 0 else "")
    yield DueItem(kind, message, record.path, 1, record, day, proposed_days - age)


def _day_after(day: str, days: int) -> str:
    """Return the day that comes so many days later; the last one of the calendar where that comes before."""
    begun = date.fromisoformat(day)
    return (begun + timedelta(days=min(days, (date.max - begun).days))).isoformat()


def _when(day: str, days: int) -> str:
    if days == 0:
        return f"today ({day})"
    count = counted(abs(days), "day")
    return f"{day} ({count} ago)" if days < 0 else f"{day} (in {count})"
