"""The JSON of `stats`, `graph` and `prime`."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from records.model.answer import Answer
from records.model.kind import Kind


class Share(Answer):
    """How many of all are recorded."""

    all: int
    recorded: int


class DecisionCounts(Answer):
    """Decisions by status."""

    statuses: dict[str, int]
    median_age_days: dict[str, int]


class PromptCounts(Answer):
    """Prompts by stage."""

    stages: dict[str, int]


class WaitingDecision(Answer):
    """A decision that has been proposed for long."""

    ref: str
    title: str
    days: int


class OutdatedDecision(Answer):
    """A decision whose code has changed since."""

    ref: str
    title: str
    commits: int
    last: str


class StatsAnswer(Answer):
    """The figures of a history."""

    records: dict[str, int]
    commits: Annotated[Share | None, Field(description="Null without git.")]
    turns: Annotated[Share | None, Field(description="Captured turns; null without a ledger.")]
    decisions: DecisionCounts
    prompts: PromptCounts
    waiting: list[WaitingDecision]
    behind: list[OutdatedDecision]


class GraphNode(Answer):
    """A record in a graph."""

    id: str
    ref: str
    kind: Annotated[Kind, Field(strict=False)]
    title: str
    path: str
    status: str | None
    stage: str | None


class GraphEdge(Answer):
    """A link, once, in its forward direction."""

    source: str
    relation: str
    target: str


class GraphAnswer(Answer):
    """Records and the links between them."""

    start: str | None
    nodes: list[GraphNode]
    edges: list[GraphEdge]


class BriefingAnswer(Answer):
    """A briefing for an agent."""

    text: str
    tokens: Annotated[int, Field(description="Estimated high.")]
    budget: int
    left_out: Annotated[int, Field(description="Governing decisions that did not fit.")]
    binding: list[str]
    named: list[str]
    in_force: Annotated[int, Field(description="How many decisions are in force.")]
    omitted: Annotated[list[str], Field(description="Decisions in force that the text does not name.")]


class LessonQuote(Answer):
    """One time that somebody said it."""

    text: Annotated[str, Field(description="The sentence, word for word.")]
    date: str | None
    ref: Annotated[
        str | None, Field(description="The prompt record; null for a turn of the ledger without one.")
    ]
    path: str | None
    line: int | None
    source: Annotated[str, Field(description="The reference, or the agent, its session and the time.")]


class LessonAnswer(Answer):
    """What was said in several prompts."""

    rule: Annotated[str, Field(description="The shortest wording, as a proposed rule for AGENTS.md.")]
    quotes: list[LessonQuote]


class LessonsAnswer(Answer):
    """What agents had to be told more than once, the most frequent first."""

    lessons: list[LessonAnswer]
