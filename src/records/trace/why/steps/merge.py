"""Find records of the same merge: of the branch, or pull request, that contains the commit."""

from __future__ import annotations

from functools import partial

import records.regex as re
from records.git.background import submit
from records.git.log import MARKDOWN, commits, log, merge_of
from records.model.record import Adr, Phr
from records.model.status import RETIRED
from records.trace.why.answer import Evidence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from records.git import Git
    from records.git.log import Commit
    from records.model.record import Record
    from records.trace.why.question import Question

_NUMBER = re.compile(r"[Pp]ull request #(\d+)|\(#(\d+)\)|!(\d+)\b")
_NAMED = re.compile(r"(?<!\w)#(\d{2,})\b")
"""The number of a pull request or an issue in a subject; one digit may count anything."""
_COMMITS, _SHOWN = 3, 6
_FEW_COMMITS = 5
"""Other commits of a branch up to which what came with one of them concerns each of them."""
_MOST_COMMITS = 30
"""Commits of a branch, merges included, that are still one piece of work."""
_DEEPEST = 4
_LONG_LIVED = re.compile(
    r"(?i)(?:merge (?:remote-tracking )?branch(?:es)? '|merge pull request #\d+ from [\w.-]+/|merged? (?:in )?)"
    r"(?:\w+/)?(?:main|master|trunk|develop|development|dev|next|staging|release|releases|production|prod|qa|uat|beta)"
    r"(?:['\s]|$)|(?:branch '|from [\w.-]+/)(?:release|releases|hotfix)[/-]v?\d"
    r"|^\W*(?:prepare |cut |new )?release\b|^merge tag '"
)


def find(question: Question) -> Iterator[Evidence]:
    """The records of the other commits of the merge that brought each commit in; those that name the file first."""
    git = question.git
    if git is None:
        return
    head = question.project.revision or "HEAD"
    asked_commits = [question.commits[commit_id] for commit_id in question.order[:_COMMITS]]
    merges = [submit(partial(_branch_merge, git, commit, head)) for commit in asked_commits]
    for place, pending in enumerate(merges):
        merge, branch = pending.result()
        if merge is None:
            continue
        detail = f"came with the same merge, {_title(merge)}"
        records = _strongest_records(question, [*branch, merge])
        if len(branch) > _FEW_COMMITS:
            commit = asked_commits[place]
            records = [record for record in records if question.is_near(record, commit)]
        for position, record in enumerate(records):
            yield Evidence("merge", detail, record, merge.id, strength=(place, 0, position))
        for number in _numbers(merge):
            for position, record in enumerate(question.decisions_naming(number)[:_SHOWN]):
                detail = f"names pull request #{number}, which brought the commit"
                yield Evidence("merge", detail, record, merge.id, strength=(place, 1, position))


def find_by_number(question: Question) -> Iterator[Evidence]:
    """Yield the decisions that name the pull request, or the issue, that the subject of a commit names."""
    for place, commit_id in enumerate(question.order[:_COMMITS]):
        for number in dict.fromkeys(_NAMED.findall(question.commits[commit_id].subject)):
            for position, record in enumerate(question.decisions_naming(number)[:_SHOWN]):
                detail = f"names #{number}, as the commit does"
                yield Evidence("merge", detail, record, commit_id, strength=(place, -1, position))


def _branch_merge(git: Git, commit: Commit, head: str) -> tuple[Commit | None, list[Commit]]:
    """Return the merge of the one branch that brought a commit in, and the commits of that branch.

    A merge of a release, of a long-lived branch or of many commits says nothing about a line: there the merge further
    in, which brought the commit into that branch, is looked for.
    """
    for _ in range(_DEEPEST):
        merge = merge_of(git, commit.id, head, commit.committed)
        if merge is None or len(merge.parents) != 2:
            return None, []
        span = f"{merge.parents[0]}..{merge.parents[1]}"
        branch = log(git, f"--max-count={_MOST_COMMITS + 1}", span, files=False)
        if not _is_of_many(merge, branch):
            ids = [other.id for other in branch if other.id != commit.id]
            return merge, list(commits(git, ids, MARKDOWN).values())
        head = merge.parents[1]
    return None, []


def _is_of_many(merge: Commit, branch: list[Commit]) -> bool:
    """Return whether a merge brings more than the work of one branch."""
    inside = {commit.id for commit in branch}
    inner_merges = sum(1 for commit in branch if any(parent in inside for parent in commit.parents[1:]))
    return len(branch) > _MOST_COMMITS or inner_merges > 1 or bool(_LONG_LIVED.search(merge.subject))


def _strongest_records(question: Question, branch: list[Commit]) -> list[Record]:
    """Return the records of a branch: those that name the file, else those that name none, else a few.

    A decision that one of its commits changed did not come with it, unless a message names it.
    """
    records: dict[str, Record] = {}
    for commit in branch:
        rows = [record for record, _ in question.records_named_by(commit)]
        if len(commit.parents) < 2:
            rows += [record for record, new in question.records_in(commit) if new or isinstance(record, Phr)]
        for record in rows:
            records.setdefault(record.key, record)
    listing = [record for record in records.values() if question.lists(record)]
    candidates = listing or list(records.values())
    by_strength = sorted(
        candidates,
        key=lambda record: (
            not isinstance(record, Phr),
            isinstance(record, Adr) and record.status in RETIRED,
            -question.overlap(record),
            bool(record.files),
            record.sort_key,
        ),
    )
    return by_strength[:_SHOWN]


def _numbers(merge: Commit) -> list[str]:
    """Return the number of the pull request that a merge closes, where its message says it."""
    number = _NUMBER.search(merge.message)
    return [group for group in number.groups() if group] if number else []


def _title(merge: Commit) -> str:
    numbers = _numbers(merge)
    return f"pull request #{numbers[0]}" if numbers else f"{merge.id[:10]} ({merge.subject})"
