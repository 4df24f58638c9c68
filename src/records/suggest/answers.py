"""The JSON of `adr suggest`."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired

from pydantic import Field

from records.model.answer import Answer


class EvidencePlace(Answer):
    """A line of the change that supports a suggestion."""

    path: str
    line: int
    why: str
    side: NotRequired[Annotated[Literal["old"], Field(description="Present for a line that was deleted.")]]


class SuggestionAnswer(Answer):
    """A decision that a change seems to contain."""

    title: str
    topic: str
    score: float
    impact: list[EvidencePlace]
    alternatives: list[EvidencePlace]
    scope: list[EvidencePlace]
    covered_by: Annotated[list[str], Field(description="References of decisions that already say it.")]
    supersedes: NotRequired[
        Annotated[list[str], Field(description="References of decisions that the change seems to replace.")]
    ]


class RelatedDecision(Answer):
    """A record that discusses the same subject."""

    ref: str
    path: str
    title: str
    score: float


class PointAnswer(Answer):
    """What one feature of the change adds to its score."""

    feature: str
    points: float
    why: str


class Explanation(Answer):
    """How the score came about, with `--explain`."""

    points: list[PointAnswer]
    set_aside: list[str]
    notes: list[str]


class SuggestReport(Answer):
    """What a change seems to decide, and how sure that is."""

    range: str
    score: Annotated[float, Field(description="Of the whole change, 0 to 1.")]
    threshold: Annotated[float, Field(description="The score from which a suggestion is shown to people.")]
    suggestions: list[SuggestionAnswer]
    set_aside: Annotated[list[str], Field(description="What is not suggested, and why.")]
    related: Annotated[
        list[RelatedDecision], Field(description="Decisions about the same subject, best match first.")
    ]
    explain: NotRequired[Explanation]
