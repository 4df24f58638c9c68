"""Gather the evidence of a change from every family of signals, and weigh it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import records.regex as re
from records.dataclass import dataclass
from records.suggest.change import Change
from records.suggest.evidence import Evidence
from records.suggest.features import features
from records.suggest.signals import (
    data,
    dependencies,
    infrastructure,
    interfaces,
    message,
    naming,
    noise,
    rationale,
    security,
    structure,
    tooling,
    types,
    wiring,
)
from records.suggest.signals.noise import QUIET
from records.suggest.weights import Weights, built_in

FAMILIES: tuple[Callable[[Change], Iterator[Evidence]], ...] = (
    dependencies.find,
    data.find,
    interfaces.find,
    infrastructure.find,
    security.find,
    structure.find,
    types.find,
    wiring.find,
    tooling.find,
    rationale.find,
    message.find,
    naming.find,
    noise.find,
)
"""Every signal is a pure function from a change to evidence; a new family is one line here."""


def gather(change: Change) -> list[Evidence]:
    """Return everything that the signals see in a change, in a fixed order."""
    evidence_list = [evidence for family in FAMILIES for evidence in family(change)]
    evidence_list.sort(key=lambda e: (e.signal, e.path, e.line, e.subject, e.why))
    return evidence_list


@dataclass(frozen=True)
class Analysis:
    """What is known about a change.

    Attributes:
        change: the change.
        evidence: everything that the signals saw, in a fixed order.
        points: what each feature adds, in log-odds.
        score: from 0 to 1.
        quiet: why there is nothing to suggest, whatever the score; empty otherwise.
    """

    change: Change
    evidence: tuple[Evidence, ...]
    points: dict[str, float]
    score: float
    quiet: str = ""

    def weight(self, evidence: Evidence) -> float:
        """Return how much the signal of a piece of evidence speaks for a decision."""
        return max(0.0, self.points.get(evidence.signal, 0.0))


def analyse(change: Change, weights: Weights | None = None) -> Analysis:
    """Return what the signals see in a change and how much it weighs."""
    used = weights or built_in()
    evidence = tuple(gather(change))
    values = features(change, evidence)
    score = used.score(values)
    if not any(_SUBSTANCE.match(e.signal) for e in evidence):
        score = min(score, _MOST_WITHOUT_SUBSTANCE)
    return Analysis(change, evidence, used.points(values), score, _quiet(change, evidence))


_SUBSTANCE = re.compile(
    r"dependency\.|infra\.(?!pipeline\Z)|data\.|security\.(?!touched)|rationale\.|interface\.(?!export)"
    r"|tooling\.(?:added|gone|flag)|types\.(?:abstract|pattern)|structure\.(?:top|package|removed|moved)"
    r"|message\.(?:technology|swap|decide)|naming\.(?:new|file)|wiring\.swap"
)
"""Signals that something was chosen; sizes and words that spread through the code tell only how much was written."""
_MOST_WITHOUT_SUBSTANCE = 0.4
"""The score that such a change reaches at most, below the level that is the default."""


def _quiet(change: Change, evidence: tuple[Evidence, ...]) -> str:
    if not change.diff.files:
        return "nothing changed"
    whole = [e.why for e in evidence if e.signal in QUIET]
    if whole:
        return whole[0]
    return "" if change.files else "no file that could carry a decision changed"
