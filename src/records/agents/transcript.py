"""What a reader of transcripts takes and gives: `Source` in, `Transcript` out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from records.model.turn import Turn


@dataclass(frozen=True, slots=True)
class Source:
    """The bytes of a transcript and where they come from.

    `siblings` are files that belong to it, by name: subagents' transcripts, an input history.
    """

    name: str
    data: bytes
    siblings: Mapping[str, bytes] = field(default_factory=dict)
    parents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Transcript:
    """The turns that a transcript tells, in order, and what in it was not understood.

    `subagent` is set for a transcript that no person spoke in; it then has no turns.
    """

    agent: str
    session: str
    turns: tuple[Turn, ...] = ()
    cwd: str = ""
    version: str = ""
    rows: int = 0
    unknown: Mapping[str, int] = field(default_factory=dict)
    subagent: bool = False
