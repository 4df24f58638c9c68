"""What the tools give back, as schemas: the structured half of every answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field

from records.mcp.envelope import NOTICE, line
from records.model.record import adr_status, phr_stage

if TYPE_CHECKING:
    from records.model.record import Record


class Shape(BaseModel):
    """An answer, or a part of one: no other fields than those declared."""

    model_config = ConfigDict(extra="forbid")


class Row(Shape):
    """One record, short."""

    ref: str = Field(description="Name to pass to get_record.")
    kind: str
    title: str
    path: str
    date: str | None = None
    status: str | None = Field(default=None, description="Of a decision.")
    stage: str | None = Field(default=None, description="Of a prompt.")
    excerpt: str | None = None

    @classmethod
    def of(cls, record: Record, excerpt: str | None = None) -> Row:
        """The row of a record, nothing invisible in it."""
        return cls(
            ref=line(record.ref),
            kind=record.kind,
            title=line(record.title),
            path=line(record.path),
            date=record.date,
            status=line(adr_status(record)) or None,
            stage=line(phr_stage(record)) or None,
            excerpt=line(excerpt) if excerpt is not None else None,
        )


class Answer(Shape):
    """What every reading tool gives beside its data."""

    notice: str = NOTICE


class Found(Answer):
    """Records that match."""

    total: int = Field(description="How many match in all.")
    records: list[Row]
    next_offset: int | None = Field(default=None, description="Pass as offset for more; null at the end.")
    advice: str | None = Field(default=None, description="What to do where nothing was found.")


class Edge(Shape):
    """A link to or from another record."""

    relation: str
    target: str


class Text(Answer):
    """One record with its text."""

    record: Row
    files: list[str]
    tests: list[str]
    links: list[Edge]
    backlinks: list[Edge]
    problem: str | None = Field(default=None, description="Why the file cannot be read as a record.")
    text: str = Field(description="The text in its envelope.")
    total_chars: int
    next_offset: int | None = None


class Reason(Shape):
    """A record, or a captured prompt, that explains code."""

    how: str
    step: str
    commit: str | None = None
    record: Row | None = None
    prompt: str | None = Field(default=None, description="First words of a prompt that has no record.")
    leads_to: list[Row] = []


class Origin(Shape):
    """A commit that wrote some of the lines."""

    commit: str | None
    subject: str | None = None
    date: str | None = None
    lines: list[list[int]]


class Why(Answer):
    """What explains some code, strongest first."""

    path: str
    found: bool
    evidence: list[Reason]
    commits: list[Origin]
    notes: list[str]
    next_offset: int | None = None


class Binding(Shape):
    """A decision in force, and why it binds the code asked about."""

    record: Row
    because: list[str]


class Decisions(Answer):
    """The decisions that bind code."""

    decisions: list[Binding]
    gone: list[str] = Field(default=[], description="What decisions name and the change takes away.")
    unbound: list[str] = Field(default=[], description="Paths that no decision binds.")
    next_offset: int | None = None
    advice: str | None = Field(default=None, description="What to do where there are no records.")


class Place(Shape):
    """A line of evidence."""

    path: str
    line: int
    why: str


class Suggestion(Shape):
    """A decision that a change seems to hold."""

    title: str
    topic: str
    score: float
    impact: list[Place]
    alternatives: list[Place]
    scope: list[Place]
    covered_by: list[str]
    supersedes: list[str] = []


class Suggested(Answer):
    """What a change seems to decide."""

    range: str
    score: float
    threshold: float
    suggestions: list[Suggestion]
    set_aside: list[str]


class Problem(Shape):
    """One finding of the check."""

    rule: str
    severity: str
    path: str
    line: int
    message: str
    hint: str


class Checked(Answer):
    """The outcome of a check."""

    checked: int
    errors: int
    warnings: int
    infos: int
    problems: list[Problem]
    next_offset: int | None = None


class Written(Shape):
    """A record that was made or changed."""

    record: Row
    changed: list[str] = Field(description="Paths that were written.")
    notes: list[str] = []
