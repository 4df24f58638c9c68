"""Records that list the file and are, like the lines, not committed yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from records.project.work_tree import inner_path
from records.trace.why.answer import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from records.trace.why.question import Question


def find(question: Question) -> Iterator[Evidence]:
    """The new or changed records that list the file, of lines that are not committed; the latest first."""
    if question.git is None or not question.has_uncommitted_lines:
        return
    from records.git.status import work_tree_state

    changed = {inner_path(question.project.inner, path) for path in work_tree_state(question.git).changed}
    rows = [
        record for record in question.catalog.records if record.path in changed and question.lists(record)
    ]
    rows.sort(
        key=lambda record: (-question.overlap(record), [-ord(x) for x in record.date or ""], record.sort_key)
    )
    for position, record in enumerate(rows):
        yield Evidence(
            "uncommitted", "is not committed yet either, and lists this file", record, strength=(position,)
        )
