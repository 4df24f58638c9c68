"""Records that came with the same merge: of the branch, or pull request, that brought the commit in."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from records.git.run import submit
from records.model.record import Phr
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
    merges = [submit(partial(merge_of, git, commit_id, head)) for commit_id in question.order[:_COMMITS]]
    for place, (commit_id, merge_of_commit) in enumerate(zip(question.order, merges, strict=False)):
        merge = merge_of_commit.result()
        if merge is None or len(merge.parents) < 2:
            continue
        branch = [
            commit for commit in log(git, f"{merge.parents[0]}..{merge.parents[1]}") if commit.id != commit_id
        ]
        detail = f"came with the same merge, {_title(merge)}"
        for position, record in enumerate(_strongest_records(question, [*branch, merge])):
            yield Evidence("merge", detail, record, merge.id, strength=(place, position))


def _strongest_records(question: Question, branch: list[Commit]) -> list[Record]:
    """The records of a branch: those that name the file, else those that name none, else a few."""
    records: dict[str, Record] = {}
    for commit in branch:
        rows = [record for record, _ in question.records_named_by(commit)]
        if len(commit.parents) < 2:
            rows += [record for record, _ in question.records_in(commit)]
        for record in rows:
            records.setdefault(record.key, record)
    listing = [record for record in records.values() if question.lists(record)]
    candidates = listing or list(records.values())
    by_strength = sorted(
        candidates,
        key=lambda record: (
            not isinstance(record, Phr),
            -question.overlap(record),
            bool(record.files),
            record.sort_key,
        ),
    )
    return by_strength[:_SHOWN]


def _title(merge: Commit) -> str:
    number = _NUMBER.search(merge.message)
    name = next((f"pull request #{group}" for group in number.groups() if group), "") if number else ""
    return name or f"{merge.id[:10]} ({merge.subject})"
