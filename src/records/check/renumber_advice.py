"""Which of several records with one number is renumbered: the one that the upstream branch does not have."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Set

    from records.model.record import Record


def renumber_advice(base: Set[str], records: list[Record]) -> tuple[Record, str]:
    """Choose which of several records with one number gets another: one that the upstream branch does not have.

    Else it is the one of the latest day; where the days do not say, the advice names two.

    Returns:
        the record that the finding is about, and the advice.
    """

    def order(record: Record) -> tuple[bool, str]:
        return record.path not in base, record.date or ""

    ordered = sorted(records, key=lambda record: (*order(record), record.title, record.path))
    last = ordered[-1]
    if len(ordered) > 1 and order(ordered[-2]) == order(last):
        return last, f"one of the two: records renumber {last.path}, or records renumber {ordered[-2].path}"
    return last, f"records renumber {last.path}"
