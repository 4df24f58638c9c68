"""Weigh a change: what was seen, what each thing adds, the score, and what ends the matter."""

from __future__ import annotations

from dataclasses import dataclass

from records.suggest.change import Change
from records.suggest.evidence import Evidence
from records.suggest.features import features
from records.suggest.registry import gather
from records.suggest.signals.noise import QUIET
from records.suggest.weights import Weights, built_in


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
    return Analysis(change, evidence, used.points(values), used.score(values), _quiet(change, evidence))


def _quiet(change: Change, evidence: tuple[Evidence, ...]) -> str:
    if not change.diff.files:
        return "nothing changed"
    whole = [e.why for e in evidence if e.signal in QUIET]
    if whole:
        return whole[0]
    return "" if change.files else "no file that could carry a decision changed"
