"""The weights: read from the file beside this module, and turned into a score."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from functools import lru_cache

from records.dataclass import dataclass
from records.regular_file import read_beside


@dataclass(frozen=True)
class Weights:
    """What each feature adds to the score, in log-odds.

    Attributes:
        bias: the score of a change of which nothing is known.
        of: weight by feature.
        threshold: the score that one ordinary commit in twenty passes.
    """

    bias: float
    of: Mapping[str, float]
    threshold: float

    def points(self, values: Mapping[str, float]) -> dict[str, float]:
        """Return what each feature that has a weight adds, in log-odds."""
        return {name: value * self.of[name] for name, value in values.items() if name in self.of}

    def score(self, values: Mapping[str, float]) -> float:
        """Return the score of a change, from 0 to 1."""
        return logistic(self.bias + math.fsum(self.points(values).values()))


def logistic(value: float) -> float:
    """Return log-odds as a figure from 0 to 1."""
    return 1.0 / (1.0 + math.exp(-max(-40.0, min(40.0, value))))


@lru_cache(maxsize=1)
def built_in() -> Weights:
    """Return the weights that ship with records (how they were found: `bench/fit_suggest.py`)."""
    data = json.loads(read_beside(__file__, "weights.json"))
    of: dict[str, float] = {}
    for group in ("signals", "sizes", "words"):
        prefix = "word " if group == "words" else ""
        of.update({f"{prefix}{name}": float(weight) for name, weight in data[group].items()})
    return Weights(float(data["bias"]), of, float(data["threshold"]))
