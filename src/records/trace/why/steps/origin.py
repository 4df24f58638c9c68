"""Records of the commit that this one repeats (cherry-pick) or brings back (revert)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from records.errors import GitError
from records.trace.why.answer import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from records.git import Git
    from records.git.log import Commit
    from records.trace.why.question import Question

_PICKED = re.compile(r"^\(cherry picked from commit ([0-9a-f]{40}(?:[0-9a-f]{24})?)\)[ \t]*$", re.M)
_REVERTS = re.compile(r"^This reverts commit ([0-9a-f]{40}(?:[0-9a-f]{24})?)\b", re.M)
_MOST = 5


def find(question: Question) -> Iterator[Evidence]:
    """The records that explain where the commits' content came from, where a commit says so itself."""
    git = question.git
    if git is None:
        return
    for place, one in enumerate(question.order[:_MOST]):
        for at, (origin, how) in enumerate(origins(question, git, question.commits[one])):
            carried = [(record, "is part of") for record, _ in question.carried(origin)]
            named = [(record, "is named by") for record, _ in question.named(origin)]
            for row, (record, verb) in enumerate((*carried, *named)):
                told = f"{verb} {origin.id[:10]}, {how}"
                strength = (place, at, not question.lists(record), row)
                yield Evidence("origin", told, record, origin.id, strength=strength)


def origins(question: Question, git: Git, commit: Commit) -> list[tuple[Commit, str]]:
    """The commits from which a commit's lines came, each with how; followed up to three times."""
    from records.git.log import MARKDOWN, commits

    out: list[tuple[Commit, str]] = []
    seen = {commit.id}
    here = commit
    for _ in range(3):
        picked = _PICKED.findall(here.message)
        reverted = _REVERTS.search(here.message)
        if picked:
            found = commits(git, picked[-1:], MARKDOWN)
            how = "from which it was cherry-picked"
        elif reverted:
            found = commits(git, _before(question, git, here, reverted[1]), MARKDOWN)
            how = f"whose lines came back when {reverted[1][:10]} was reverted"
        else:
            break
        fresh = [one for one in found.values() if one.id not in seen]
        if not fresh:
            break
        out.extend((one, how) for one in fresh)
        seen.update(one.id for one in fresh)
        here = fresh[0]
    return out


def _before(question: Question, git: Git, commit: Commit, reverted: str) -> list[str]:
    """The commits that had written the lines before the reverted one took them away."""
    from records.git.blame import blame

    ours = [line for line in question.lines if line.commit == commit.id]
    found: dict[str, int] = {}
    for path in sorted({line.path for line in ours if line.path}):
        wanted = {line.text.strip(): line.old for line in ours if line.path == path and line.text.strip()}
        inner = question.project.inner
        relative = path.removeprefix(inner + "/") if inner else path
        try:
            old = blame(git, relative, revision=f"{reverted}^")
        except GitError:
            continue
        nearest: dict[str, tuple[int, str]] = {}
        for line in old:
            text = line.text.strip()
            if text in wanted and line.commit:
                away = abs(line.number - wanted[text])
                nearest[text] = min(nearest.get(text, (away, line.commit)), (away, line.commit))
        for _, one in nearest.values():
            found[one] = found.get(one, 0) + 1
    return sorted(found, key=lambda one: (-found[one], one))
