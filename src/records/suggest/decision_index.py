"""Compare a suggestion with the decisions that there are: already said, or now undone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from records.suggest.analysis import Analysis
from records.suggest.evidence import Evidence
from records.suggest.grouping import EVERYWHERE, names_of
from records.suggest.names import short_name
from records.suggest.suggestion import Suggestion
from records.suggest.technologies import technology
from records.suggest.words import parts

_HEADING = re.compile(r"^#{1,6}\s+(.*)$|^\*\*([^*]+)\*\*\s*$", re.M)
_WORD = re.compile(r"[A-Za-z][\w+#.-]*")
_NAMED = frozenset(
    "dependency.added dependency.tool dependency.rival dependency.replaced dependency.removed dependency.major "
    "data.store data.store-gone infra.watch tooling.added tooling.gone".split()
)
"""Signals whose subject is a name of its own; anything else is covered by a like title only."""
_HEARTS = frozenset(
    "dependency.added dependency.tool dependency.rival dependency.replaced data.store".split()
)
_LOOSE = frozenset("metrics telemetry tracing template common plugin parser python".split())
_FILLING = frozenset(
    "a an and as at by for from in into is it its of on or our out that the their them this to up via we with "
    "without use using used adopt add introduce implement support make move switch migrate replace remove update "
    "new record decision records decisions all more other instead than between when where which not only".split()
)
_LEAVING = frozenset("dependency.removed data.store-gone tooling.gone structure.removed".split())


@dataclass(frozen=True)
class DecisionSummary:
    """A decision that there is.

    Attributes:
        ref: what people call it (`ADR-0004`).
        title: words of its title.
        decision: words of what was decided, the title's among them.
        accepted: whether it holds; one that is only proposed covers a topic but cannot be undone.
        fresh: whether it was written with the change, or after it.
    """

    ref: str
    title: frozenset[str]
    decision: frozenset[str]
    accepted: bool = True
    fresh: bool = False


def summarise(
    ref: str, title: str, text: str, *, accepted: bool = True, fresh: bool = False
) -> DecisionSummary:
    """Return a decision from the title and the whole text of its record."""
    head = _words(title)
    return DecisionSummary(ref, head, head | _words(_decision_of(text)), accepted, fresh)


class DecisionIndex:
    """The decisions of a project that are accepted or proposed.

    Args:
        known: decisions, in the order in which they should be named.
    """

    def __init__(self, known: Iterable[DecisionSummary]) -> None:
        self.known = tuple(known)

    def __call__(self, suggestion: Suggestion, _: Analysis) -> Suggestion:
        """Return the suggestion with the decisions that cover it, and those it seems to undo."""
        if not suggestion.evidence or not self.known:
            return suggestion
        leaving = _leaving(suggestion)
        undone = [d.ref for d in self.known if d.accepted and any(_undoes(d, e, suggestion) for e in leaving)]
        title = _words(suggestion.title)
        covered = [d.ref for d in self.known if d.ref not in undone and _covers(d, suggestion, title)]
        return replace(suggestion, covered_by=tuple(covered), supersedes=tuple(undone))

    def is_fresh(self, refs: tuple[str, ...]) -> bool:
        """Whether one of these decisions was written with the change: then there is nothing more to say."""
        return any(d.fresh for d in self.known if d.ref in refs)


def _leaving(suggestion: Suggestion) -> list[Evidence]:
    """Return what goes; a store that is only no longer mentioned counts when something takes its place."""
    has_successor = any(e.signal in _HEARTS | {"dependency.removed"} for e in suggestion.evidence)
    return [
        e
        for e in suggestion.evidence
        if e.signal in _LEAVING and (has_successor or e.signal != "data.store-gone")
    ]


def _undoes(known: DecisionSummary, leaving: Evidence, suggestion: Suggestion) -> bool:
    if _says(known, leaving):
        return True
    return _means(known, leaving) and not _stays(suggestion, leaving.subject)


def _stays(suggestion: Suggestion, subject: str) -> bool:
    """Whether one client of a technology comes where another of it goes: that is decided apart from it."""
    return all(
        any(technology(e.subject) == technology(subject) for e in suggestion.evidence if e.signal == signal)
        for signal in ("dependency.added", "dependency.removed")
    )


def _covers(known: DecisionSummary, suggestion: Suggestion, title: frozenset[str]) -> bool:
    """Whether a decision has a like title, or names the heart of a suggestion and not much is beside it."""
    if _alike(known.title, title):
        return True
    heart = suggestion.evidence[0]
    named = {technology(word) for word in title}
    for evidence in suggestion.evidence if heart.signal not in _NAMED else (heart,):
        if (
            evidence.signal in {"dependency.added", "data.store"}
            and (evidence is heart or technology(evidence.subject) in named)
            and not _stays(suggestion, evidence.subject)
            and _means(known, evidence)
        ):
            return _little_else(known, suggestion, evidence)
    if heart.signal not in _NAMED - _LEAVING or not _says(known, heart):
        return False
    if heart.signal not in _HEARTS and not _key(heart.subject) <= title:
        return False
    return _little_else(known, suggestion, heart)


def _little_else(known: DecisionSummary, suggestion: Suggestion, heart: Evidence) -> bool:
    """Whether not much arrives beside the heart that a decision does not say."""
    others = [
        e
        for e in suggestion.evidence
        if e.signal in {"dependency.added", "data.store"} and not names_of(e) & names_of(heart)
    ]
    return len(others) <= 2 or any(_says(known, e) for e in others)


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two titles share most of the words that say something."""
    if one == other:
        return True
    first, second = one - _FILLING, other - _FILLING
    shared = len(first & second)
    return shared >= 2 and shared >= 0.7 * max(len(first), len(second))


def _says(known: DecisionSummary, evidence: Evidence) -> bool:
    wanted = _key(evidence.subject)
    if not wanted:
        return False
    return wanted <= (known.decision if evidence.signal in _NAMED else known.title)


def _means(known: DecisionSummary, evidence: Evidence) -> bool:
    """Whether a decision names a technology by another of its names."""
    if evidence.signal not in _NAMED or not _key(evidence.subject):
        return False
    wanted = technology(evidence.subject)
    return wanted in {technology(word) for word in known.decision}


def _key(subject: str) -> frozenset[str]:
    """Return the words that must all be said for a subject to be meant."""
    name = short_name(subject).rpartition("/")[2] or subject
    found = frozenset(p for p in parts(name) if len(p) > 2)
    return frozenset() if found <= EVERYWHERE | _LOOSE else found


def _words(text: str) -> frozenset[str]:
    out: set[str] = set()
    for word in _WORD.findall(text):
        out.add(word.lower())
        out.update(parts(word))
    return frozenset(out)


def _decision_of(text: str) -> str:
    """Return the sections that say what was decided; the whole text when none is called so."""
    pieces: list[str] = []
    marks = list(_HEADING.finditer(text))
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    for mark, end in zip(marks, ends, strict=False):
        name = (mark[1] or mark[2] or "").lower()
        if "decision" in name and "driver" not in name:
            pieces.append(text[mark.end() : end])
    return "\n".join(pieces) or text
