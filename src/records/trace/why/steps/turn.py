"""Turns that the capture ledger linked to the commit, or that are open while lines are not committed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from records.ledger.reader import Turns
from records.trace.why.answer import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from records.ledger.reader import Row
    from records.trace.why.question import Question


def find(question: Question) -> Iterator[Evidence]:
    """The turns behind each commit, and behind lines that are not committed; nothing without a ledger."""
    with Turns.of(question.project) as turns:
        if turns is None:
            return
        for place, commit_id in enumerate(question.order):
            rows = turns.of_commit(commit_id) or turns.of_patch(partial(question.patch, commit_id))
            for row in rows:
                if row.files and not row.touches(question.names):
                    continue  # it explains other files of the commit
                yield _evidence(
                    question, row, commit_id, (place, row.at), "led to the commit, says the capture ledger"
                )
        if question.has_uncommitted_lines:
            for position, row in enumerate(turns.open(question.names)):
                yield _evidence(
                    question, row, None, (-1, position), "is the turn in which this file was last changed"
                )


def _evidence(
    question: Question, row: Row, commit: str | None, strength: tuple[object, ...], detail: str
) -> Evidence:
    record = question.by_path.find(row.record) if row.record else None
    unrecorded_turn = None if record else row.told()
    return Evidence("turn", detail, record, commit, unrecorded_turn, strength)
