"""The JSON of `ci`."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from records.model.answer import Answer, FindingAnswer
from records.suggest.answers import SuggestReport
from records.trace.answers import (
    CoverageAnswer,
    DisclosureAnswer,
    DueItemAnswer,
    GoverningDecisions,
    RequestGap,
    StatusStepAnswer,
)


class ReviewAnswer(Answer):
    """What there is to say about a change."""

    base: str
    checked: int
    problems: list[FindingAnswer]
    existing: Annotated[int, Field(description="How many findings were there before; they are not listed.")]
    suggest: SuggestReport
    decisions: GoverningDecisions
    coverage: CoverageAnswer
    disclosure: DisclosureAnswer
    due: Annotated[
        list[DueItemAnswer],
        Field(description="What is due in the files that it touches and the decisions that govern it."),
    ]
    requested: Annotated[
        list[RequestGap],
        Field(description="What no recorded prompt mentions, and what prompts ask for without any trace."),
    ]
    statuses: list[StatusStepAnswer]
