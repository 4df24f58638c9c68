"""The JSON of the `capture` commands."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired

from pydantic import Field, RootModel

from records.model.answer import Answer
from records.model.turn import TurnState, UtteranceKind


class UtteranceAnswer(Answer):
    """One thing that a person said."""

    kind: Annotated[UtteranceKind, Field(strict=False)]
    text: str
    at: str
    images: NotRequired[int]


class TestRunAnswer(Answer):
    """One run of tests."""

    command: str
    status: str
    passed: int | None
    failed: int | None
    skipped: int | None
    red: Annotated[bool, Field(description="Whether an earlier run of the same turn failed.")]
    source: str


class TurnAnswer(Answer):
    """One turn of a transcript."""

    agent: str
    session: str
    turn: int
    key: str
    at: str
    state: Annotated[TurnState, Field(strict=False)]
    utterances: list[UtteranceAnswer]
    remarks: Annotated[list[UtteranceAnswer], Field(description="A person's words inside a tool's result.")]
    response: str
    model: str
    models: list[str]
    branch: str
    cwd: str
    files: list[str]
    tests: list[TestRunAnswer]
    tokens: dict[str, int]
    cost: float | None
    cost_basis: str
    tools: dict[str, int]
    commits: list[str]
    subagents: list[str]
    discarded: bool


class TurnList(RootModel[list[TurnAnswer]]):
    """The turns of transcripts, in order."""


class SpokenText(Answer):
    """An utterance in the ledger."""

    kind: Annotated[UtteranceKind, Field(strict=False)]
    text: str


class LedgerTurn(Answer):
    """One turn of the ledger, and what became of it."""

    agent: str
    session: str
    turn: str
    at: str
    state: Annotated[TurnState, Field(strict=False)]
    title: str
    disposition: Literal["recorded", "folded", "ledger", "quarantined", "open"]
    reason: str
    record: str | None
    utterances: list[SpokenText]
    files: list[str]
    files_ambiguous: list[str]
    files_human: list[str]
    commits: list[str]
    evidence: str


class LedgerLog(RootModel[list[LedgerTurn]]):
    """Every turn of the ledger, newest first."""


class UtteranceCounts(Answer):
    """How many utterances were seen, and what became of them."""

    seen: int
    recorded: int
    folded: int
    ledger: int
    quarantined: int
    open: int
    kinds: dict[str, int]
    holds: Annotated[bool, Field(description="Whether the parts add up to what was seen.")]


class VerifyAnswer(UtteranceCounts):
    """The proof that every utterance is accounted for."""

    problems: list[str]


class CaptureStatus(Answer):
    """Whether capture is on, what is installed, and what was seen."""

    on: bool
    agreed: bool
    policy: str
    installed: list[str]
    spool: int
    utterances: UtteranceCounts


class DoctorCheck(Answer):
    """One thing that `capture doctor` looked at."""

    name: str
    ok: Annotated[bool | None, Field(description="Null where only a person can judge.")]
    detail: str
    hint: str


class DoctorAnswer(RootModel[list[DoctorCheck]]):
    """Everything that `capture doctor` looked at."""


class SyncAnswer(Answer):
    """What a sync did."""

    busy: bool
    events: int
    transcripts: int
    sessions: int
    recorded: list[str]
    updated: list[str]
    waiting: int
    notes: list[str]
