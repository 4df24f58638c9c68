"""Records that are part of the commit that wrote the lines, and decisions that name it as their reason."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from records.trace.why.answer import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from records.trace.why.question import Question

_CITED = re.compile(r"\b[Cc]ommit `?([0-9a-f]{7,64})\b")


def find(question: Question) -> Iterator[Evidence]:
    """The records in each commit: those that name the file first, then new ones, then those that speak of it."""
    for place, commit_id in enumerate(question.order):
        commit = question.commits[commit_id]
        rows = question.records_in(commit)
        for record, new in rows:
            lists = question.lists(record)
            overlap = question.overlap(record) if len(rows) > 1 else 0
            detail = "is part of the commit" + (" and lists this file" if lists else "")
            strength = (place, not lists, not new, record.kind != "phr", -overlap, record.sort_key)
            yield Evidence("commit", detail, record, commit_id, strength=strength)
    yield from _naming(question)


def _naming(question: Question) -> Iterator[Evidence]:
    """Decisions that list the file and name the commit under their references, as a suggestion's draft does."""
    listing = [
        record
        for record in question.catalog.records
        if record.kind == "adr" and record.files and question.lists(record)
    ]
    for record in listing:
        cited_ids = _CITED.findall(question.text_of(record))
        for place, commit_id in enumerate(question.order):
            if commit_id not in question.cut and any(commit_id.startswith(short) for short in cited_ids):
                detail = "names the commit and lists this file"
                yield Evidence(
                    "commit",
                    detail,
                    record,
                    commit_id,
                    strength=(place, False, True, True, 0, record.sort_key),
                )
