"""Records that the commit's message names: in trailers, then in its prose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from records.trace.why.answer import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from records.trace.why.question import Question


def find(question: Question) -> Iterator[Evidence]:
    """The records that each commit's message names; of several, those that name the file first."""
    for place, commit_id in enumerate(question.order):
        rows = question.records_named_by(question.commits[commit_id])
        for position, (record, words) in enumerate(rows):
            overlap = question.overlap(record) if len(rows) > 1 else 0
            prose = "message" in words.partition(" says ")[0]
            strength = (place, prose, not question.lists(record), record.kind != "phr", -overlap, position)
            yield Evidence(
                "trailer", f"is named by the commit: {words}", record, commit_id, strength=strength
            )
