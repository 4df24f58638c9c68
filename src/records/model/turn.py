"""What a person said to an agent and what came of it: `Utterance`, `RanTests`, `Turn`.

Frozen values, made by the readers of transcripts and hooks, kept in the ledger, written as PHRs.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from records.secrets.redactor import NO_TEXT, PATH

KINDS = ("typed", "plan", "queued", "steer", "command", "tool_feedback", "answer")
"""Every way in which a person speaks to an agent."""

STATES = ("open", "orphaned", "blocked", "failed", "interrupted", "completed")
"""The states of a turn; a turn moves forward only, and `orphaned` may still become any later one."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """One thing a person said, verbatim.

    `uid` is the agent's own id for it, or one derived from what never changes about it.
    `aside` marks words that stand only inside a tool's result, such as a remark made while
    approving a tool call: they are kept, and listed apart from the prompts.
    """

    kind: str = field(metadata=NO_TEXT)
    text: str
    uid: str = field(metadata=NO_TEXT)
    at: str = field(default="", metadata=NO_TEXT)
    images: int = 0
    aside: bool = False


@dataclass(frozen=True, slots=True)
class RanTests:
    """One test command and what it said: `status` is passed, failed or unknown; never a guess.

    `red` remembers that the same command failed earlier in the turn.
    """

    command: str
    status: str = field(default="unknown", metadata=NO_TEXT)
    passed: int | None = None
    failed: int | None = None
    skipped: int | None = None
    source: str = ""
    red: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """All that one prompt set going, up to the next prompt; at most one PHR comes of it.

    `settled` is False while the source may still be growing, so that its end is not certain.
    """

    agent: str = field(metadata=NO_TEXT)
    session: str = field(metadata=NO_TEXT)
    key: str = field(metadata=NO_TEXT)
    at: str = field(default="", metadata=NO_TEXT)
    ended: str = field(default="", metadata=NO_TEXT)
    state: str = field(default="open", metadata=NO_TEXT)
    utterances: tuple[Utterance, ...] = ()
    response: str = ""
    models: tuple[str, ...] = ()
    branch: str = ""
    cwd: str = field(default="", metadata=PATH)
    files: tuple[str, ...] = field(default=(), metadata=PATH)
    files_ambiguous: tuple[str, ...] = field(default=(), metadata=PATH)
    files_human: tuple[str, ...] = field(default=(), metadata=PATH)
    tests: tuple[RanTests, ...] = ()
    tokens: dict[str, int] = field(default_factory=dict, metadata=NO_TEXT)
    tools: dict[str, int] = field(default_factory=dict)
    cost: float | None = None
    cost_basis: str = field(default="", metadata=NO_TEXT)
    commits: tuple[str, ...] = field(default=(), metadata=NO_TEXT)
    subagents: tuple[str, ...] = field(default=(), metadata=NO_TEXT)
    head_before: str = field(default="", metadata=NO_TEXT)
    head_after: str = field(default="", metadata=NO_TEXT)
    discarded: bool = False
    settled: bool = True
    evidence: str = field(default="transcript", metadata=NO_TEXT)

    @property
    def model(self) -> str:
        """The model that answered most, or an empty string."""
        return self.models[0] if self.models else ""

    @property
    def prompt(self) -> Utterance | None:
        """The utterance that opened the turn."""
        return self.utterances[0] if self.utterances else None

    @property
    def effects(self) -> bool:
        """Whether the turn changed a file, ran tests or made a commit."""
        return bool(self.files or self.files_ambiguous or self.tests or self.commits)


def to_json(turn: Turn) -> dict[str, Any]:
    """The turn as plain data that `from_json` reads back."""
    return asdict(turn)


def from_json(data: dict[str, Any]) -> Turn:
    """The turn that `to_json` wrote; fields of a later version are ignored."""
    known = {name: data[name] for name in Turn.__dataclass_fields__ if name in data}
    known.update({name: tuple(known.get(name, ())) for name in _TUPLES})
    known["utterances"] = tuple(Utterance(**said) for said in data.get("utterances", ()))
    known["tests"] = tuple(RanTests(**run) for run in data.get("tests", ()))
    return Turn(**known)


_TUPLES = ("models", "files", "files_ambiguous", "files_human", "commits", "subagents")
