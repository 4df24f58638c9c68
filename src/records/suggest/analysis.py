"""Gather the evidence of a change from every family of signals, and weigh it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

import records.regex as re
from records.dataclass import dataclass
from records.suggest.change import Change, is_comment
from records.suggest.commit_subject import strip_marks
from records.suggest.evidence import Evidence
from records.suggest.paths import kind_of, module_of
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
    if not any(_CHOICE.match(e.signal) for e in evidence):
        score = min(score, _MOST_WITHOUT_CHOICE)
    return Analysis(change, evidence, used.points(values), score, _quiet(change, evidence))


_CHOICE = re.compile(
    r"dependency\.(?!major|used|manifest)|infra\.(?!(?:pipeline|container)\Z)|data\.store|interface\.(?:contract|event)"
    r"|security\.(?!touched)|tooling\.(?:added|gone|flag)|rationale\.|types\.abstract|structure\.(?:top|removed)"
    r"|message\.(?:technology|swap|decide|breaking|adopt)"
)
"""Signals that something was chosen, or has a reason; sizes, names and new types tell only what was written."""
_MOST_WITHOUT_CHOICE = 0.4
"""The score that such a change reaches at most, below the level that is the default."""


def _quiet(change: Change, evidence: tuple[Evidence, ...]) -> str:
    if not change.diff.files:
        return "nothing changed"
    whole = [e.why for e in evidence if e.signal in QUIET]
    if whole:
        return whole[0]
    return "" if change.files else "no file that could carry a decision changed"


STEPS = {
    "files": (2, 4, 8, 15, 30, 60, 120),
    "lines": (10, 30, 80, 200, 500, 1200, 3000, 8000),
    "new files": (1, 3, 8, 20),
    "deleted files": (1, 3, 10),
    "comments": (1, 5, 20, 80),
    "modules": (2, 4, 8, 16),
    "message words": (6, 12, 30, 80, 200),
}
"""Sizes count by steps: each step that a change reaches has its own weight."""
SMALL = 200
"""Lines below which a change is small, so that what is seen in it is what it is about."""
_MESSAGE_WORD = re.compile(r"[a-z][a-z']+")
_ASIDE = frozenset({"lock", "document", "decision", "generated", "binary"})
_ANY_SIZE = ("noise.", "message.")
_WITH_SIZE = frozenset({"message.technology", "message.swap", "message.decide"})


def features(change: Change, evidence: Iterable[Evidence]) -> dict[str, float]:
    """Return the features of a change by name.

    A signal counts 1, its name with `+` grows with the number of different findings, and its name with
    `~` counts 1 in a small change; a size counts 1 for each step reached; a kind of file counts 1, and so does
    a word of the message.
    """
    out: dict[str, float] = {}
    size = sizes(change)
    for name, count in sorted(Counter(e.signal for e in evidence).items()):
        out[name] = 1.0
        if count > 1:
            out[f"{name}+"] = math.log2(min(count, 32)) / 2
        if size["lines"] < SMALL and (name in _WITH_SIZE or not name.startswith(_ANY_SIZE)):
            out[f"{name}~"] = 1.0
    out.update({f"kind {kind}": 1.0 for kind in sorted(change.kinds.keys() - _ASIDE)})
    for name, value in size.items():
        for step in STEPS[name]:
            if value >= step:
                out[f"{name}>={step}"] = 1.0
    for word in message_words(change.leading_message):
        out[f"word {word}"] = 1.0
    return out


def message_words(message: str) -> list[str]:
    """Return the different words of a message without marks such as tickets, sorted."""
    head, _, body = message.partition("\n")
    text = f"{strip_marks(head)}\n{body}"[:4000]
    return sorted(set(_MESSAGE_WORD.findall(text.lower())))


def sizes(change: Change) -> dict[str, int]:
    """Return how large a change is in several ways; documents and generated files do not count."""
    out = dict.fromkeys(STEPS, 0)
    modules: set[str] = set()
    for file in change.files:
        kind = kind_of(file.path)
        added = sum(len(hunk.added) for hunk in file.hunks)
        removed = sum(len(hunk.removed) for hunk in file.hunks)
        out["files"] += 1
        out["lines"] += added + removed
        if file.status == "added":
            out["new files"] += 1
        elif file.status == "deleted":
            out["deleted files"] += 1
        if kind == "code":
            modules.add(module_of(file.path))
            out["comments"] += sum(1 for _, text in change.added(file) if is_comment(text))
    out["modules"] = len(modules)
    out["message words"] = len(re.findall(r"\w+", change.leading_message[:20_000]))
    return out
