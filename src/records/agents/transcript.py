"""Input and output of a transcript reader: `Source` in, `Transcript` out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import records.regex as re
from records.agents.classify import fingerprint
from records.agents.json_lines import objects
from records.dataclass import dataclass, field
from records.model.turn import Turn
from records.static_types import Protocol

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_WORDS = (
    "text",
    "message",
    "content",
    "prompt",
    "parts",
    "body",
    "output",
    "response",
    "item",
    "question",
    "answer",
)
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.I)


@dataclass(frozen=True, slots=True)
class Source:
    """The bytes of a transcript and where they come from.

    `siblings` are files that belong to it, by name: subagents' transcripts, an input history.
    `root` is the folder that the agent recorded for the session outside of the transcript.
    """

    name: str
    data: bytes
    siblings: Mapping[str, bytes] = field(default_factory=dict)
    parents: tuple[str, ...] = ()
    root: str = ""


@dataclass(frozen=True, slots=True)
class Transcript:
    """The turns of a transcript in order, and the rows that were not understood.

    `subagent` is set for a transcript that no person spoke in; it has no turns. `generated` holds the agent's
    own turn ids of prompts that a program wrote, or `words_key` of their texts. `lossy` counts the unknown rows
    that may carry words.
    """

    agent: str
    session: str
    turns: tuple[Turn, ...] = ()
    cwd: str = ""
    version: str = ""
    rows: int = 0
    unknown: Mapping[str, int] = field(default_factory=dict)
    subagent: bool = False
    lossy: Mapping[str, int] = field(default_factory=dict)
    generated: tuple[str, ...] = ()


def session_in(name: str) -> str:
    """Return the session that a file is named after: the UUID in its name, else the name without its endings.

    A copy, such as `… copy.jsonl` or `….backup.jsonl`, is of the same session.
    """
    name = name.rsplit("/", 1)[-1]
    uuids: list[str] = _UUID.findall(name)
    return uuids[-1] if uuids else name.removesuffix(".zst").removesuffix(".jsonl")


def words_key(text: str) -> str:
    """Return what is in `Transcript.generated` for a text of an agent whose prompts have no ids."""
    return f"words:{fingerprint(text)}"


@dataclass(slots=True)
class UnknownRows:
    """Counts rows of unknown types, and which of them may carry words of a person or the agent."""

    kinds: Counter[str] = field(default_factory=Counter)
    lossy: Counter[str] = field(default_factory=Counter)

    def add(self, kind: str, row: Mapping[str, Any]) -> None:
        """Count one row."""
        self.kinds[kind] += 1
        if may_carry_words(row):
            self.lossy[kind] += 1


def may_carry_words(value: Any, depth: int = 4) -> bool:
    """Return whether a row has a sentence in a field where agents put what was said.

    Ids, counters, flags and settings are not words: a field counts by its name, and only with a blank in it.
    """
    if depth == 0 or not isinstance(value, Mapping):
        return False
    for name, inner in value.items():
        items = inner if isinstance(inner, list) else [inner]
        if name in _WORDS and any(isinstance(item, str) and " " in item.strip() for item in items):
            return True
        if any(may_carry_words(item, depth - 1) for item in items):
            return True
    return False


class RowReader(Protocol):
    """Reads the rows of one transcript from top to bottom."""

    def take(self, row: dict[str, Any]) -> None:
        """Read one row."""

    def result(self) -> Transcript:
        """Return what was read."""


def read_rows(reader: RowReader, source: Source) -> Transcript:
    """Return the transcript of a file with a JSON object on each line."""
    for row in objects(source.data):
        reader.take(row)
    return reader.result()
