"""A person's words to an agent and their effects: `Utterance`, `RanTests`, `Turn`.

Frozen values: built by the readers of transcripts and hooks, stored in the ledger, written as PHRs.
"""

from __future__ import annotations

from enum import StrEnum

from records.dataclass import asdict, dataclass, field, fields
from records.model.field_content import NO_TEXT, PATH
from records.model.stored_value import check_types

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class UtteranceKind(StrEnum):
    """How a person's words reached an agent."""

    TYPED = "typed"
    PLAN = "plan"
    QUEUED = "queued"
    STEER = "steer"
    COMMAND = "command"
    TOOL_FEEDBACK = "tool_feedback"
    ANSWER = "answer"


class TurnState(StrEnum):
    """How far a turn has come; it moves forward in this order only."""

    OPEN = "open"
    ORPHANED = "orphaned"
    BLOCKED = "blocked"
    FAILED = "failed"
    INTERRUPTED = "interrupted"
    COMPLETED = "completed"

    @property
    def progress(self) -> int:
        """Return the position of the state in the order above."""
        return _PROGRESS[self]


_PROGRESS = {state: place for place, state in enumerate(TurnState)}


class Disposition(StrEnum):
    """What became of a turn: undecided, has a record, is in another turn's record, only in the ledger, or held back."""

    PENDING = "pending"
    RECORDED = "recorded"
    FOLDED = "folded"
    LEDGER = "ledger"
    QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True)
class Utterance:
    """One thing a person said, verbatim.

    `uid` is the agent's own id for it, or one derived from what never changes about it.
    `aside` marks words that are only inside a tool's result, such as a remark made while
    approving a tool call: they are kept, and listed separately from the prompts. `sent` is the fingerprint of
    the text that the model got, where that is not what was typed: of a command's expanded body.
    """

    kind: UtteranceKind = field(metadata=NO_TEXT)
    text: str
    uid: str = field(metadata=NO_TEXT)
    at: str = field(default="", metadata=NO_TEXT)
    images: int = 0
    aside: bool = False
    sent: str = field(default="", metadata=NO_TEXT)


@dataclass(frozen=True, slots=True)
class RanTests:
    """One test command and its outcome: `status` is passed, failed or unknown; never a guess.

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
    """One prompt and everything it caused, up to the next prompt; it yields at most one PHR.

    `settled` is False while the source may still be growing, so that its end is not certain.
    """

    agent: str = field(metadata=NO_TEXT)
    session: str = field(metadata=NO_TEXT)
    key: str = field(metadata=NO_TEXT)
    at: str = field(default="", metadata=NO_TEXT)
    ended: str = field(default="", metadata=NO_TEXT)
    state: TurnState = field(default=TurnState.OPEN, metadata=NO_TEXT)
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
        """Return the model that answered most, or an empty string."""
        return self.models[0] if self.models else ""

    @property
    def prompt(self) -> Utterance | None:
        """Return the utterance that opened the turn."""
        return self.utterances[0] if self.utterances else None

    @property
    def effects(self) -> bool:
        """Return whether the turn changed a file, ran tests or made a commit."""
        return bool(self.files or self.files_ambiguous or self.tests or self.commits)


def to_json(turn: Turn) -> dict[str, Any]:
    """Return the turn as plain data that `from_json` reads back."""
    return asdict(turn)


def from_json(data: dict[str, Any]) -> Turn:
    """Return the turn that `to_json` wrote; fields that are not known are ignored.

    Raises:
        ValueError: a state or a kind of utterance is not known.
        TypeError: a value is of another type than its field.
    """
    values = {name: data[name] for name in _NAMES if name in data}
    values["state"] = TurnState(values.get("state", TurnState.OPEN))
    values.update({name: tuple(values.get(name, ())) for name in _TUPLES})
    values["utterances"] = tuple(
        Utterance(**{**_checked(Utterance, fields), "kind": UtteranceKind(fields["kind"])})
        for fields in data.get("utterances", ())
    )
    values["tests"] = tuple(RanTests(**_checked(RanTests, fields)) for fields in data.get("tests", ()))
    return Turn(**_checked(Turn, values))


def _checked(kind: type, values: dict[str, Any]) -> dict[str, Any]:
    check_types(kind, values)
    return values


_NAMES = tuple(item.name for item in fields(Turn))
_TUPLES = ("models", "files", "files_ambiguous", "files_human", "commits", "subagents")
