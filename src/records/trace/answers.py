"""The JSON of `why`, `adr for`, and the coverage of a change."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, RootModel

from records.model.answer import Answer, RecordName


class UnrecordedTurnAnswer(Answer):
    """A captured turn that has no record."""

    agent: str
    session: str
    at: str
    prompt: str = Field(description="The first words.")
    state: str


class FollowedRecord(Answer):
    """A record that another leads to."""

    relation: str
    source: str = Field(alias="from")
    record: RecordName


class EvidenceAnswer(Answer):
    """What explains the lines, and how that is known."""

    step: str
    detail: str
    commit: str | None
    record: RecordName | None = None
    turn: UnrecordedTurnAnswer | None = None
    also: list[str] | None = Field(default=None, description="What else says the same.")
    followed: list[FollowedRecord]


class CommitLines(Answer):
    """A commit, and the lines that it wrote; lines that are not committed have no commit."""

    commit: str | None
    lines: list[list[int]] = Field(description="Ranges, first and last line.")
    path: str
    subject: str | None = None
    author: str | None = None
    date: str | None = None


class WhyAnswer(Answer):
    """Why some code is the way it is, strongest evidence first."""

    path: str
    lines: list[int | None] | None = Field(description="First and last line; null for a whole file.")
    found: bool
    commits: list[CommitLines]
    evidence: list[EvidenceAnswer]
    notes: list[str]


class AnnotatedLine(Answer):
    """One line of a file, with the record that explains it."""

    line: int
    text: str
    commit: str | None
    record: str | None
    step: str | None


class AnnotatedFile(RootModel[list[AnnotatedLine]]):
    """Every line of a file."""


class BondAnswer(Answer):
    """Why a decision governs a file."""

    path: str
    how: str = Field(
        description="`affects`: a glob of the decision; `marker`: `@adr 12` in the code; `citation`: a comment."
    )
    weak: bool | None = Field(default=None, description="Whether the decision may only be related.")
    detail: str
    line: int | None = None
    named: str | None = Field(default=None, description="The superseded decision that the marker names.")
    status: str | None = Field(default=None, description="What the change does to the file, with `--diff`.")


class GoverningDecision(Answer):
    """A decision that is in force, and what it governs of the code asked about."""

    ref: str
    title: str
    status: str | None
    path: str = Field(description="In its own repository.")
    origin: str | None = Field(
        default=None,
        description="The path or URL of the repository of a central decision; absent for those of this one.",
    )
    bonds: list[BondAnswer]


class BrokenReferenceAnswer(Answer):
    """Something that a decision names and the change removes."""

    ref: str
    title: str
    status: str | None
    path: str
    names: str
    reason: str


class GoverningDecisions(Answer):
    """The decisions that govern some code, or a change."""

    decisions: list[GoverningDecision]
    ungoverned: list[str]
    gone: list[BrokenReferenceAnswer]


class BareCommit(Answer):
    """A commit of an agent without a prompt record."""

    commit: str
    subject: str


class CoverageAnswer(Answer):
    """The commits of a change that agents wrote, and how many of them have a prompt record."""

    commits: int
    agent_commits: int
    recorded: int
    bare: list[BareCommit]
    waivers: list[str]


class TrailerProblem(Answer):
    """A commit whose trailer names no record, or several."""

    commit: str
    subject: str
    problem: str


class TrailerProblems(RootModel[list[TrailerProblem]]):
    """The commits whose trailers are wrong."""


Step = Literal["commit", "trailer", "turn", "uncommitted", "origin", "merge", "governs", "files"]


class AgentUsage(Answer):
    """The part that one agent had in a commit."""

    agent: str | None = Field(description="Its label (`claude-code`); null where no record names it.")
    model: str | None
    records: list[str]
    files: list[str] = Field(description="The files of the commit that its prompts changed.")


class DisclosureFinding(Answer):
    """One way in which a commit, or the description of the change, does not follow the policy."""

    code: Literal["missing", "forbidden", "contradicts", "malformed", "unnamed"]
    message: str
    line: int = Field(description="Of the commit's message, from 1; 0 where it is about no line.")


class CommitDisclosureAnswer(Answer):
    """What one commit has to state, and what it states wrongly."""

    commit: str
    subject: str
    agents: list[AgentUsage]
    files: int = Field(description="How many files of the project the commit adds or changes.")
    trailers: list[str] = Field(description="What the policy requires of the commit.")
    text: str
    findings: list[DisclosureFinding]


class DisclosureAnswer(Answer):
    """The disclosure of a change, as a policy requires it."""

    policy: str
    source: str = Field(description="The page that states the policy; empty for the project's own.")
    range: str
    text: str = Field(description="For the description of the pull request; empty where none is required.")
    commits: list[CommitDisclosureAnswer]
    findings: list[DisclosureFinding] = Field(description="About the description.")
    ok: bool


class AcceptanceEvidenceAnswer(Answer):
    """One thing that shows that a person accepted a decision."""

    kind: Literal["person", "trailer", "review-file", "forge-review"]
    who: str
    is_author: bool = Field(description="Whether that is the author of the commit.")


class StatusStepAnswer(Answer):
    """A change of a decision's status in one commit."""

    ref: str
    path: str
    from_: str | None = Field(alias="from", description="Null for a new decision.")
    to: str | None
    commit: str
    author: str
    by_agent: bool = Field(description="Whether the commit carries a sign of an agent.")
    evidence: list[AcceptanceEvidenceAnswer]


class RequestGap(Answer):
    """Part of a change that no prompt mentions, or a request without any trace in the change."""

    kind: Literal["dependency", "settings", "migration", "file", "request"]
    subject: str = Field(description="The dependency, the file, or what was asked for.")
    message: str
    path: str = Field(description="From the top of the repository; of a request the path of the record.")
    line: int
    quote: str = Field(description="Of a request the words of the prompt; else the first changed line.")
    ref: str | None = Field(description="Of a request its record.")


class CommitAnswer(Answer):
    """A commit, the prompts recorded for it, and how it differs from them."""

    commit: str
    subject: str
    author: str
    date: str
    prompts: list[RecordName]
    requested: list[RequestGap]


class DueItemAnswer(Answer):
    """One thing that has to be looked at."""

    kind: Literal["expires", "review", "provisional", "proposed", "citation", "scope-gone", "ungoverned"]
    due: str | None = Field(description="`YYYY-MM-DD`; null for what has no day.")
    days: int | None = Field(description="Days until then, negative when it is past.")
    ref: str | None
    title: str | None
    status: str | None
    path: str
    line: int
    message: str
    score: int | None = Field(description="Of ungoverned code: commits of the last year times lines.")


class DueAnswer(Answer):
    """What has to be looked at, soonest first."""

    today: str
    items: list[DueItemAnswer]
