"""Records that came with the same merge: of the branch, or pull request, that brought the commit in."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from records.git.background import aside
from records.trace.why.answer import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from records.git.log import Commit
    from records.model.record import Record
    from records.trace.why.question import Question

_NUMBER = re.compile(r"[Pp]ull request #(\d+)|\(#(\d+)\)|!(\d+)\b")
_COMMITS, _SHOWN = 3, 6


def find(question: Question) -> Iterator[Evidence]:
    """The records of the other commits of the merge that brought each commit in; those that name the file first."""
    from records.git.log import log, merge_of

    git = question.git
    if git is None:
        return
    head = question.project.revision or "HEAD"
    merges = [aside(partial(merge_of, git, one, head)) for one in question.order[:_COMMITS]]
    for place, (one, asked) in enumerate(zip(question.order, merges, strict=False)):
        merge = asked()
        if merge is None or len(merge.parents) < 2:
            continue
        branch = [other for other in log(git, f"{merge.parents[0]}..{merge.parents[1]}") if other.id != one]
        told = f"came with the same merge, {_title(merge)}"
        for at, record in enumerate(_chosen(question, [*branch, merge])):
            yield Evidence("merge", told, record, merge.id, strength=(place, at))


def _chosen(question: Question, branch: list[Commit]) -> list[Record]:
    """The records of a branch: those that name the file, else those that name none, else a few."""
    found: dict[str, Record] = {}
    for commit in branch:
        rows = [record for record, _ in question.named(commit)]
        if len(commit.parents) < 2:
            rows += [record for record, _ in question.carried(commit)]
        for record in rows:
            found.setdefault(record.key, record)
    listing = [record for record in found.values() if question.lists(record)]
    chosen = listing or list(found.values())
    ranked = sorted(
        chosen,
        key=lambda record: (
            record.kind != "phr",
            -question.overlap(record),
            bool(record.files),
            record.sort_key,
        ),
    )
    return ranked[:_SHOWN]


def _title(merge: Commit) -> str:
    number = _NUMBER.search(merge.message)
    name = next((f"pull request #{found}" for found in number.groups() if found), "") if number else ""
    return name or f"{merge.id[:10]} ({merge.subject})"
