"""A suggestion: one decision that a change seems to hold, with the evidence under its three headings."""

from __future__ import annotations

from collections import Counter

from records.dataclass import dataclass
from records.suggest.evidence import STRONG, Evidence, rank

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.suggest.answers import EvidencePlace, SuggestionAnswer


@dataclass(frozen=True)
class Suggestion:
    """One decision, as far as the change shows it.

    Attributes:
        title: what a record about it could be called.
        topic: the kind of decision (`dependency`, `data`, `interface`, …).
        score: from 0 to 1.
        evidence: what speaks for it, the weightiest first.
        covered_by: references of decisions that already say it.
        supersedes: references of accepted decisions that the change seems to undo.
        evidence_title: what the evidence alone would call it.
        is_alternative: whether it is only another title for the first suggestion; programs see it, people do not.
        is_step: whether it goes on with an earlier choice; programs see it, people do not.
        own_paths: in a range, the files of the commits that its subject is in; empty where the change is one.
    """

    title: str
    topic: str
    score: float
    evidence: tuple[Evidence, ...]
    covered_by: tuple[str, ...] = ()
    supersedes: tuple[str, ...] = ()
    evidence_title: str = ""
    is_alternative: bool = False
    is_step: bool = False
    own_paths: frozenset[str] = frozenset()

    def under(self, heading: str) -> list[Evidence]:
        """Return the evidence of one heading that points to a place in a file.

        The most telling is first, and what is only one more of a kind after the other kinds; what other commits of a
        range changed comes last.
        """
        unique = {(e.path, e.why): e for e in reversed(self.evidence) if e.heading == heading and e.path}
        counts: Counter[str] = Counter()
        ranked: list[tuple[int, int, Evidence]] = []
        for evidence in reversed(unique.values()):
            family = "naming" if evidence.signal.startswith("naming.") else evidence.signal
            counts[family] += 1
            ranked.append((max(0, counts[family] - 2), rank(evidence), evidence))
        ranked.sort(key=lambda item: (self._is_foreign(item[2]), min(item[0], 1) * 10 + item[1], item[0]))
        return [evidence for _, _, evidence in ranked]

    def _is_foreign(self, evidence: Evidence) -> bool:
        """Return whether evidence is in a file that no commit with the subject of the suggestion changed."""
        return bool(self.own_paths) and evidence.path not in self.own_paths

    def visible(self, heading: str, most: int = 4) -> tuple[list[Evidence], int]:
        """Return the evidence of one heading that people see, and how much is left out.

        Nothing that is among the most telling is left out for want of room, up to twice of it.
        """
        ordered = self.under(heading)
        strong = [n for n, e in enumerate(ordered[: 2 * most], 1) if rank(e) <= STRONG]
        visible = ordered[: max([most, *strong])]
        return visible, len(ordered) - len(visible)

    def as_json(self, most: int = 12) -> SuggestionAnswer:
        """Return the suggestion as one JSON object, at most so many places under a heading."""
        data: SuggestionAnswer = {
            "title": self.title,
            "topic": self.topic,
            "score": round(self.score, 4),
            "impact": [place(e) for e in self.under("impact")[:most]],
            "alternatives": [place(e) for e in self.under("alternatives")[:most]],
            "scope": [place(e) for e in self.under("scope")[:most]],
            "covered_by": list(self.covered_by),
        }
        if self.supersedes:
            data["supersedes"] = list(self.supersedes)
        return data


def place(evidence: Evidence) -> EvidencePlace:
    """Return one piece of evidence as a JSON object; the side is included only when it is the old one."""
    data: EvidencePlace = {"path": evidence.path, "line": evidence.line, "why": evidence.why}
    if evidence.side == "old":
        data["side"] = "old"
    return data
