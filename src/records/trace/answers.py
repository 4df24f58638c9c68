"""The JSON of `why`, `adr for`, and the coverage of a change."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired

from pydantic import Field, RootModel
from typing_extensions import TypedDict

from records.model.answer import Answer, RecordName, UnrecordedTurnAnswer

_From = TypedDict("_From", {"from": str})
_FromStatus = TypedDict(
    "_FromStatus", {"from": Annotated[str | None, Field(description="Null for a new decision.")]}
)


class FollowedRecord(Answer, _From):
    """A record that another leads to."""

    relation: str
    record: RecordName


class EvidenceAnswer(Answer):
    """What explains the lines, and how that is known."""

    step: str
    detail: str
    commit: str | None
    record: NotRequired[RecordName]
    turn: NotRequired[UnrecordedTurnAnswer]
    also: NotRequired[Annotated[list[str], Field(description="What else says the same.")]]
    followed: list[FollowedRecord]


class CommitLines(Answer):
    """A commit, and the lines that it wrote; lines that are not committed have no commit."""

    commit: str | None
    lines: Annotated[list[list[int]], Field(description="Ranges, first and last line.")]
    path: str
    subject: NotRequired[str]
    author: NotRequired[str]
    date: NotRequired[str]


class WhyAnswer(Answer):
    """Why some code is the way it is, strongest evidence first."""

    path: str
    lines: Annotated[
        list[int | None] | None, Field(description="First and last line; null for a whole file.")
    ]
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
    how: Annotated[
        str,
        Field(
            description="`affects`: a glob of the decision; `marker`: `@adr 12` in the code; `citation`: a comment."
        ),
    ]
    weak: NotRequired[Annotated[bool, Field(description="Whether the decision may only be related.")]]
    detail: str
    line: NotRequired[int]
    named: NotRequired[Annotated[str, Field(description="The superseded decision that the marker names.")]]
    status: NotRequired[Annotated[str, Field(description="What the change does to the file, with `--diff`.")]]


class DecisionName(Answer):
    """What identifies a decision, and its status."""

    ref: str
    title: str
    status: str | None
    path: Annotated[str, Field(description="In its own repository.")]
    origin: NotRequired[
        Annotated[
            str,
            Field(
                description="The path or URL of the repository of a central decision; absent for those of this one."
            ),
        ]
    ]


class GoverningDecision(DecisionName):
    """A decision that is in force, and what it governs of the code asked about."""

    bonds: list[BondAnswer]


class BrokenReferenceAnswer(DecisionName):
    """Something that a decision names and the change removes."""

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

    agent: Annotated[
        str | None, Field(description="Its label (`claude-code`); null where no record names it.")
    ]
    model: str | None
    records: list[str]
    files: Annotated[list[str], Field(description="The files of the commit that its prompts changed.")]


class DisclosureFinding(Answer):
    """One way in which a commit, or the description of the change, does not follow the policy."""

    code: Literal["missing", "forbidden", "contradicts", "malformed", "unnamed"]
    message: str
    line: Annotated[int, Field(description="Of the commit's message, from 1; 0 where it is about no line.")]


class CommitDisclosureAnswer(Answer):
    """What one commit has to state, and what it states wrongly."""

    commit: str
    subject: str
    agents: list[AgentUsage]
    files: Annotated[int, Field(description="How many files of the project the commit adds or changes.")]
    trailers: Annotated[list[str], Field(description="What the policy requires of the commit.")]
    text: str
    findings: list[DisclosureFinding]


class DisclosureAnswer(Answer):
    """The disclosure of a change, as a policy requires it."""

    policy: str
    source: Annotated[str, Field(description="The page that states the policy; empty for the project's own.")]
    range: str
    text: Annotated[
        str, Field(description="For the description of the pull request; empty where none is required.")
    ]
    commits: list[CommitDisclosureAnswer]
    findings: Annotated[list[DisclosureFinding], Field(description="About the description.")]
    ok: bool


class AcceptanceEvidenceAnswer(Answer):
    """One thing that shows that a person accepted a decision."""

    kind: Literal["person", "trailer", "review-file", "forge-review"]
    who: str
    is_author: Annotated[bool, Field(description="Whether that is the author of the commit.")]


class StatusStepAnswer(Answer, _FromStatus):
    """A change of a decision's status in one commit."""

    ref: str
    path: str
    to: str | None
    commit: str
    author: str
    by_agent: Annotated[bool, Field(description="Whether the commit carries a sign of an agent.")]
    evidence: list[AcceptanceEvidenceAnswer]


class RequestGap(Answer):
    """Part of a change that no prompt mentions, or a request without any trace in the change."""

    kind: Literal["dependency", "settings", "migration", "file", "request"]
    subject: Annotated[str, Field(description="The dependency, the file, or what was asked for.")]
    message: str
    path: Annotated[
        str, Field(description="From the top of the repository; of a request the path of the record.")
    ]
    line: int
    quote: Annotated[
        str, Field(description="Of a request the words of the prompt; else the first changed line.")
    ]
    ref: Annotated[str | None, Field(description="Of a request its record.")]


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
    due: Annotated[str | None, Field(description="`YYYY-MM-DD`; null for what has no day.")]
    days: Annotated[int | None, Field(description="Days until then, negative when it is past.")]
    ref: str | None
    title: str | None
    status: str | None
    path: str
    line: int
    message: str
    score: Annotated[
        int | None, Field(description="Of ungoverned code: commits of the last year times lines.")
    ]


class DueAnswer(Answer):
    """What has to be looked at, soonest first."""

    today: str
    items: list[DueItemAnswer]
