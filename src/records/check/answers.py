"""The JSON of `check` and `rules`."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, RootModel

from records.model.answer import Answer, FindingAnswer
from records.model.severity import Severity


class CheckResult(RootModel[list[FindingAnswer]]):
    """Every finding, sorted by path, line and rule."""


class RuleAnswer(Answer):
    """One rule of `records check`."""

    id: str
    name: str
    severity: Annotated[Severity, Field(strict=False)]
    explanation: str
    fixable: bool
    needs_against: Annotated[bool, Field(description="Whether the rule compares with another revision.")]


class RuleList(RootModel[list[RuleAnswer]]):
    """Every rule."""
