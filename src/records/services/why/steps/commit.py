"""Records that are part of the commit that wrote the lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from records.services.why.answer import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from records.services.why.question import Question


def find(question: Question) -> Iterator[Evidence]:
    """The records in each commit: those that name the file first, then new ones, then those that speak of it."""
    for place, one in enumerate(question.order):
        commit = question.commits[one]
        rows = question.carried(commit)
        for record, new in rows:
            lists = question.lists(record)
            overlap = question.overlap(record) if len(rows) > 1 else 0
            told = "is part of the commit" + (" and lists this file" if lists else "")
            strength = (place, not lists, not new, record.kind != "phr", -overlap, record.sort_key)
            yield Evidence("commit", told, record, one, strength=strength)
