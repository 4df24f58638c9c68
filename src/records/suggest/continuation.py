"""Tell a change that goes on with what was decided before, such as one more part that moves, from one that decides."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache

import records.regex as re
from records.dataclass import dataclass, replace
from records.git.log import log
from records.suggest.commit_subject import clean_subject
from records.suggest.decision_index import FILLING, stems
from records.suggest.grouping import CHOICES
from records.suggest.technologies import named_in, role_of
from records.suggest.words import STOP_WORDS, stem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.git import Git
    from records.git.log import Commit
    from records.suggest.engine import Report
    from records.suggest.suggestion import Suggestion


@dataclass(frozen=True, slots=True)
class Move:
    """Where something moves.

    Attributes:
        place: the telling words of the place, stemmed.
        is_exchange: whether the thing becomes another one, and does not only change its place.
    """

    place: tuple[str, ...]
    is_exchange: bool

    def is_like(self, other: Move) -> bool:
        """Return whether both go to one place: in the same words, or in the same way and in one more word."""
        if self.place == other.place:
            return True
        first, second = set(self.place), set(other.place)
        is_same = self.place[-1] == other.place[-1] and (first <= second or second <= first)
        return is_same and self.is_exchange == other.is_exchange


_MOST_COMMITS = 2_000
_LONGEST_TITLE = 300
_CONTINUED = 0.3
"""The score that such a suggestion keeps at most: no level suggests it."""
_EXCHANGE = r"(?:migrat|conver[ts]|switch|transition|rewrit|rewrote|replac|transform)\w*"
_RELOCATION = r"(?:mov|port(?:s|ed|ing)?\b|extract|split)\w*"
_TO = r"(?:to|into|onto|with|by|in favou?r of)"
_PLACE_ENDS = r"(?:and|or|for|so|that|which|when|using|from|in|on|as|via|with|to|where|instead|rather)\b"
_TO_PLACE = re.compile(
    rf"\b({_EXCHANGE}|{_RELOCATION})\b(?:(?!\b{_TO}\b)[^.;]){{0,80}}?\b{_TO}\s+(?:us(?:e|ing)\s+)?"
    rf"((?:(?!{_PLACE_ENDS})[\w.+#@/'`-]+[ ]?){{1,6}})",
    re.I,
)
"""What moves, and the words of the place that it moves to."""
_UPGRADE = re.compile(
    r"(?:upgrade|update|bump)[sd]?\s+(?:(?:to|the|our)\s+)*(?:[\w.+#@/-]+\s+){1,4}?(?:from\s+\S+\s+)?(?:to\s+)?"
    r"v?\d+(?:\.\d+)*\b",
    re.I,
)
_CLEANUP = re.compile(
    r"(?:remove|delete|drop|clean ?up|prune)[sd]?\s+(?:\S+\s+){0,3}?"
    r"(?:obsolete|unused|dead|unneeded|redundant|stale|left-?over|unnecessary|unreachable|orphaned)\b",
    re.I,
)
"""What is removed because nothing used it any more."""
_UPKEEP = frozenset({"linting", "testing", "static typing"})
"""Uses of tools of which more is no other choice, once they are in use."""
_NEW_TOOL = frozenset(
    "dependency.tool tooling.added tooling.gone dependency.removed infra.pipeline-added".split()
)
_TO_NAME = re.compile(r"([\w.+#-]+)[ -](?:migration|conversion|transition)\b", re.I)
_FILLING_STEMS = frozenset(stem(word) for word in FILLING | STOP_WORDS)


def moves(title: str) -> list[Move]:
    """Return what a title says that moves, or takes the place of something."""
    text = title[:_LONGEST_TITLE]
    found = [(match[1], match[2]) for match in _TO_PLACE.finditer(text)]
    found += [("conversion", match[1]) for match in _TO_NAME.finditer(text) if role_of(match[1])]
    out = []
    for verb, phrase in found:
        place = tuple(word for word in stems(phrase) if word not in _FILLING_STEMS)
        if any(len(word) > 1 and word.isalpha() for word in place):
            out.append(Move(place, re.match(_EXCHANGE, verb, re.I) is not None))
    return out


def earlier_commits(git: Git, base: str) -> list[Commit]:
    """Return the newest commits that lead to the base of a change, newest first."""
    return log(git, f"--max-count={_MOST_COMMITS}", base, files=False)


def set_continued_aside(report: Report, earlier: Callable[[], Iterable[Commit]]) -> Report:
    """Return a report in which what goes on with an earlier choice is no suggestion but a candidate, with the reason.

    A library or a store that is new is a choice whatever was there before.

    Args:
        report: of a change.
        earlier: gives the commits before the change; asked only where a suggestion moves something.
    """
    commits = cache(lambda: list(earlier()))
    reasons = {
        s.title: reason
        for s in report.above_threshold
        if CHOICES.isdisjoint(e.signal for e in s.evidence) and (reason := _reason(s, report, commits))
    }
    if not reasons:
        return report
    suggestions = [
        replace(s, score=min(s.score, _CONTINUED), is_step=True) if s.title in reasons else s
        for s in report.suggestions
    ]
    return replace(
        report,
        suggestions=tuple(sorted(suggestions, key=lambda s: -s.score)),
        set_aside=(*report.set_aside, *(f"{title}: {reason}" for title, reason in reasons.items())),
    )


def _reason(suggestion: Suggestion, report: Report, commits: Callable[[], list[Commit]]) -> str:
    """Return why a suggestion decides nothing new, in words that stand after its title; empty where it may."""
    title = suggestion.title[:_LONGEST_TITLE]
    if _UPGRADE.match(title):
        return "takes what is in use to another version"
    if _CLEANUP.match(title):
        return "removes what was out of use"
    if moves(title) and (step := _earlier_step(title, commits())):
        return f"goes on with {step}"
    tools = [name for name in named_in(title) if role_of(name) in _UPKEEP]
    if tools and not any(e.signal in _NEW_TOOL for e in suggestion.evidence):
        in_use = report.analysis.change.held_before(tools)
        if in_use:
            return f"{sorted(in_use)[0]} was in use before"
    return ""


def _earlier_step(title: str, commits: Iterable[Commit]) -> str:
    """Return the earlier commit that moved something to the same place, as people write it; empty for none."""
    steps = moves(title)
    for commit in commits:
        subject = clean_subject(commit.message, branches=False)
        if any(step.is_like(earlier) for earlier in moves(subject) for step in steps):
            return f"“{subject}” ({commit.id[:10]})"
    return ""
