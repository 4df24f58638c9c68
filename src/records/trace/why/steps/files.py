"""Records that list the file, whichever commit they came with."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from records.trace.why.answer import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from records.model.record import Record
    from records.trace.why.question import Question

_SHOWN = 8


def find(question: Question) -> Iterator[Evidence]:
    """The records that list the file: of the days before the lines were written first, the latest of them first."""
    day = max((question.commits[commit_id].date[:10] for commit_id in question.order), default="9999")
    rows = [record for record in question.catalog.records if record.files and question.lists(record)]

    def rank(record: Record) -> tuple[bool, tuple[int, ...], str]:
        date = record.date or ""
        return (date > day, _latest_first(date), record.key)

    for position, record in enumerate(sorted(rows, key=rank)[:_SHOWN]):
        yield Evidence("files", "lists this file", record, strength=(position,))


@lru_cache(1 << 12)
def _latest_first(date: str) -> tuple[int, ...]:
    return tuple(-ord(letter) for letter in date)
