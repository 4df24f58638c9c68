"""The JSON of `check` and `rules`."""

from __future__ import annotations

from pydantic import Field, RootModel

from records.model.answer import Answer, FindingAnswer
from records.model.diagnostic import Severity


class CheckResult(RootModel[list[FindingAnswer]]):
    """Every finding, sorted by path, line and rule."""


class RuleAnswer(Answer):
    """One rule of `records check`."""

    id: str
    name: str
    severity: Severity = Field(strict=False)
    explanation: str
    fixable: bool
    needs_against: bool = Field(description="Whether the rule compares with another revision.")


class RuleList(RootModel[list[RuleAnswer]]):
    """Every rule."""
