"""What is usual in a log of decisions: which of its records have a form, and how many have something."""

from __future__ import annotations

import records.regex as re
from records.check.rule import Context
from records.model.record import Adr
from records.model.record_paths import log_directory

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from records.adr.dialects import ReadAdr

    Pair = tuple[Adr, ReadAdr]

OPTIONAL_METADATA = frozenset(("madr3", "madr4", "madr2", "log4brains"))  # MADR: "all metadata is optional"
# MADR brings this record along, and brings it without metadata
MADR_OWN = re.compile(r"^use markdown (?:any|architectur\w+) decision records$", re.I)
CUSTOM = 0.5
"""The share of a log's records from which on something is its custom."""


def readable_adrs(context: Context, concerns: Callable[[Adr], bool] = bool) -> Iterator[Pair]:
    """Yield the decision records that can be read and are written as decisions, each with what was read.

    Args:
        context: of the check.
        concerns: whether a record is to be looked at; the others are not read.
    """
    for record in context.adrs():
        if record.readable and concerns(record) and not is_shapeless(record, context):
            yield record, context.adr(record)


def is_shapeless(record: Adr, context: Context) -> bool:
    """Return whether a text has no part of a decision's form: one finding then stands for all missing parts."""
    reading = context.adr(record)
    facts = reading.facts
    has_no_title = any(finding.code == "no-title" for finding in facts.findings)
    return has_no_title and not (reading.view.headings or record.status or facts.date or facts.links)


def share_of(context: Context, has: Callable[[Adr], bool]) -> Callable[[Adr], float]:
    """Make the question how many records of a record's log have something; a log of two has no custom yet."""
    answers: dict[str, float] = {}

    def share(record: Adr) -> float:
        log = log_directory(record.path)
        if log not in answers:
            sample = context.log_sample(log)
            answers[log] = sum(map(has, sample)) / len(sample) if len(sample) > 2 else 1.0
        return answers[log]

    return share


def is_series_without(context: Context, record: Adr, has: Callable[[Adr], bool]) -> bool:
    """Return whether a record is of a series of its own in its log (`EPR-1` beside `ADR-1`) that lacks something."""
    sample = context.log_sample(log_directory(record.path))
    name = _series(record)
    series = [other for other in sample if _series(other) == name]
    return _FEWEST <= len(series) < len(sample) and not any(map(has, series))


def _series(record: Adr) -> str:
    """The letters before the number in a record's name."""
    letters = _SERIES.match(record.stem)
    return letters[0].casefold() if letters else ""


_SERIES = re.compile(r"[A-Za-z]+(?:[-_ ][A-Za-z]+){0,3}(?=[-_ ]?\d)")
_FEWEST = 3
"""Records from which on a series has a custom."""
