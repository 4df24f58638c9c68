"""Find records of the commit that this one repeats (cherry-pick) or restores (revert)."""

from __future__ import annotations

import records.regex as re
from records.errors import GitError
from records.git.blame import blame
from records.git.log import MARKDOWN, commits
from records.patterns import FULL_COMMIT_ID
from records.trace.why.answer import Evidence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from records.git import Git
    from records.git.log import Commit
    from records.trace.why.question import Question

_PICKED = re.compile(rf"^\(cherry picked from commit ({FULL_COMMIT_ID})\)[ \t]*$", re.M)
_REVERTS = re.compile(rf"^This reverts commit ({FULL_COMMIT_ID})\b", re.M)
_MOST = 5


def find(question: Question) -> Iterator[Evidence]:
    """Yield the records that explain where the commits' content came from, where a commit says so itself."""
    git = question.git
    if git is None:
        return
    for place, commit_id in enumerate(question.order[:_MOST]):
        for position, (origin, how) in enumerate(origins(question, git, question.commits[commit_id])):
            parts = [(record, "is part of") for record, _ in question.records_in(origin)]
            named_rows = [(record, "is named by") for record, _ in question.records_named_by(origin)]
            for row, (record, verb) in enumerate((*parts, *named_rows)):
                detail = f"{verb} {origin.id[:10]}, {how}"
                strength = (place, position, not question.lists(record), row)
                yield Evidence("origin", detail, record, origin.id, strength=strength)


def origins(question: Question, git: Git, commit: Commit) -> list[tuple[Commit, str]]:
    """Return the commits from which a commit's lines came, each with how; followed up to three times."""
    out: list[tuple[Commit, str]] = []
    seen_keys = {commit.id}
    current = commit
    for _ in range(3):
        picked_ids = _PICKED.findall(current.message)
        reverted_id = _REVERTS.search(current.message)
        if picked_ids:
            sources = commits(git, picked_ids[-1:], MARKDOWN)
            how = "from which it was cherry-picked"
        elif reverted_id:
            sources = commits(git, _before(question, git, current, reverted_id[1]), MARKDOWN)
            how = f"whose lines came back when {reverted_id[1][:10]} was reverted"
        else:
            break
        fresh = [source for source in sources.values() if source.id not in seen_keys]
        if not fresh:
            break
        out.extend((source, how) for source in fresh)
        seen_keys.update(source.id for source in fresh)
        current = fresh[0]
    return out


def _before(question: Question, git: Git, commit: Commit, reverted_id: str) -> list[str]:
    """Return the commits that had written the lines before the reverted one took them away."""
    ours = [line for line in question.lines if line.commit == commit.id]
    line_counts: dict[str, int] = {}
    location = question.project.location
    if location is None:
        return []
    for path in sorted({line.path for line in ours if line.path}):
        old_numbers = {
            line.text.strip(): line.old for line in ours if line.path == path and line.text.strip()
        }
        inner = question.project.prefix
        relative = path.removeprefix(inner + "/") if inner else path
        try:
            old = blame(git, relative, revision=f"{reverted_id}^", top=location.root)
        except GitError:
            continue
        nearest: dict[str, tuple[int, str]] = {}
        for line in old:
            text = line.text.strip()
            if text in old_numbers and line.commit:
                distance = abs(line.number - old_numbers[text])
                nearest[text] = min(nearest.get(text, (distance, line.commit)), (distance, line.commit))
        for _, author_commit in nearest.values():
            line_counts[author_commit] = line_counts.get(author_commit, 0) + 1
    return sorted(line_counts, key=lambda author_commit: (-line_counts[author_commit], author_commit))
