"""The JSON of the service that the command line has not."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field, RootModel

from records.model.answer import Answer
from records.org.answers import OrgHitAnswer
from records.trace.answers import GoverningDecision


class OrgSearchPage(Answer):
    """A part of the records that match."""

    records: list[OrgHitAnswer]
    next: Annotated[str | None, Field(description="Pass as `cursor` for more; null at the end.")]


class GovernedPaths(Answer):
    """The accepted decisions that govern some paths of a repository, central ones included."""

    decisions: list[GoverningDecision]
    ungoverned: list[str]


class ReindexAnswer(Answer):
    """Whether the index is being brought up to date."""

    state: Literal["started", "running"]


class HealthAnswer(Answer):
    """Whether the service works."""

    status: Literal["ok"]


class InvalidParameter(BaseModel):
    """A parameter that does not fit."""

    place: str = Field(alias="in")
    name: str
    message: str


class ProblemAnswer(BaseModel):
    """A problem document (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str | None = None
    errors: list[InvalidParameter] | None = None
    candidates: list[str] | None = None


class KeyAnswer(Answer):
    """An API key."""

    prefix: Annotated[str, Field(description="Its beginning, by which it is named.")]
    name: str
    role: Literal["reader", "auditor", "admin"]
    repositories: list[str]
    created: Annotated[str, Field(description="YYYY-MM-DD.")]
    expires: Annotated[str | None, Field(description="YYYY-MM-DD.")]
    state: Literal["active", "expired", "revoked"]


class NewKeyAnswer(KeyAnswer):
    """A new API key, with its secret, which is shown this once."""

    secret: str


class KeyList(RootModel[list[KeyAnswer]]):
    """All API keys, oldest first."""


class CopyAnswer(Answer):
    """What a copy of the index holds."""

    repositories: int
    records: int
