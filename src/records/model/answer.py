"""The base of the types that describe JSON answers.

Code that produces an answer builds plain dictionaries; each package with answers declares their types in its module
`answers`. Type checkers hold the code to them; only they import these modules where an answer is produced, because
importing pydantic takes longer than most commands. pydantic reads the same types: the tests validate every `--json`
output, `records schema` prints JSON Schema, the reference and the schemas of MCP are generated.
"""

from __future__ import annotations

from typing import Annotated, NotRequired

from pydantic import ConfigDict, Field, with_config
from typing_extensions import TypedDict

from records.model.kind import Kind
from records.model.severity import Severity


@with_config(ConfigDict(extra="forbid", strict=True))
class Answer(TypedDict):
    """A JSON object with exactly the declared members, of exactly the declared types."""


class LinkAnswer(Answer):
    """A link to another record, or to anything else that the author linked."""

    relation: Annotated[
        str, Field(description="Canonical (`supersedes`, `led-to`, …), or the author's own words.")
    ]
    target: Annotated[str, Field(description="`adr/STEM`, `phr/FEATURE/STEM`, or the text as written.")]


class RecordName(Answer):
    """What identifies a record, and its state."""

    kind: Annotated[Kind, Field(strict=False)]
    ref: str
    title: str
    path: str
    status: Annotated[str | None, Field(description="Of a decision.")]
    stage: Annotated[str | None, Field(description="Of a prompt.")]
    date: str | None


class FindingAnswer(Answer):
    """One finding of `records check`."""

    rule: str
    severity: Annotated[Severity, Field(strict=False)]
    path: str
    line: int
    column: int
    message: str
    hint: str
    fixable: Annotated[bool, Field(description="Whether `records check --fix` repairs it.")]


class RecordAnswer(Answer):
    """One record. Both kinds have the same members; a member that only the other kind has is null or empty."""

    kind: Annotated[Kind, Field(strict=False)]
    ref: Annotated[str, Field(description="The short name: `general/0003`, `ADR-0012`.")]
    stem: Annotated[str, Field(description="The file's name without its extension.")]
    path: Annotated[str, Field(description="POSIX, relative to the root.")]
    number: int | None
    id: Annotated[str | None, Field(description="The number as written.")]
    title: str
    date: Annotated[str | None, Field(description="YYYY-MM-DD.")]
    stage: Annotated[str | None, Field(description="Of a prompt.")]
    feature: Annotated[str | None, Field(description="Of a prompt.")]
    status: Annotated[str | None, Field(description="Of a decision.")]
    labels: list[str]
    files: list[str]
    tests: list[str]
    affects: Annotated[list[str], Field(description="Globs of the code that a decision governs.")]
    links: list[LinkAnswer]
    backlinks: Annotated[list[LinkAnswer], Field(description="Derived from the links of other records.")]
    readable: bool
    repairs: Annotated[list[str], Field(description="The steps that were needed to read a malformed file.")]
    problem: NotRequired[
        Annotated[str, Field(description="Why the file cannot be read; absent where it can.")]
    ]


_FromTo = TypedDict("_FromTo", {"from": str | None, "to": str | None})


class StatusChangeAnswer(Answer, _FromTo):
    """A change of a record's status or stage."""

    commit: str
    author: str
    date: str
    subject: str
    path: str


class RecordDetail(RecordAnswer):
    """One record with its text and parts."""

    body: str
    fields: Annotated[dict[str, object], Field(description="The front matter.")]
    prompt: NotRequired[
        Annotated[str | None, Field(description="Of a prompt record: the prompt, byte for byte.")]
    ]
    response: NotRequired[str | None]
    outcome: NotRequired[str | None]
    history: NotRequired[Annotated[list[StatusChangeAnswer], Field(description="With `--history`.")]]


class UnrecordedTurnAnswer(Answer):
    """A captured turn that has no record."""

    agent: str
    session: str
    at: str
    prompt: Annotated[str, Field(description="The first words.")]
    state: str
