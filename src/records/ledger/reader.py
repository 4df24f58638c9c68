"""Read the capture ledger without changing it: the turns of a commit, uncommitted turns, counts."""

from __future__ import annotations

import contextlib
import os
import sqlite3

from records.dataclass import dataclass
from records.text.data_text import parse_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from records.model.answer import UnrecordedTurnAnswer
    from records.project.project import Project

_LINKED = "select t.id, t.agent, t.session, t.at, t.turn, t.record from commits c join turns t on t.id = c.turn where "
_BY_COMMIT = _LINKED + "c.sha = ? order by t.at, t.id"
_BY_PATCH = _LINKED + "c.patch = ? order by t.at, t.id"
_ANY_PATCH = _LINKED + "c.patch <> ? limit 1"
_OPEN = (
    "select id, agent, session, at, turn, record from turns where id not in (select turn from commits) "
    "order by at desc, id desc limit ?"
)
_EVERY = "select id, agent, session, at, turn, record from turns where at >= ? order by at, id"
_RECENT = 50


@dataclass(frozen=True, slots=True)
class UnrecordedTurn:
    """A turn of the capture ledger that has no record: agent, session, time and first words."""

    agent: str
    session: str
    at: str
    prompt: str
    state: str

    def as_json(self) -> UnrecordedTurnAnswer:
        """Return the turn as one JSON object."""
        return {
            "agent": self.agent, "session": self.session, "at": self.at, "prompt": self.prompt, "state": self.state,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class LedgerTurn:
    """A turn as the ledger stores it; `record` is the path of its PHR, or empty."""

    agent: str
    session: str
    at: str
    turn: dict[str, Any]
    record: str

    @property
    def files(self) -> tuple[str, ...]:
        """Return the files that the turn changed, as far as they are known."""
        return (*self.turn.get("files", ()), *self.turn.get("files_ambiguous", ()))

    def touches(self, names: frozenset[str]) -> bool:
        """Return whether the turn changed a file of these names."""
        return any(path in names for path in self.files)

    def summary(self) -> UnrecordedTurn:
        """Return what is shown of a turn without a record."""
        utterances = self.turn.get("utterances") or [{}]
        text = " ".join(str(utterances[0].get("text", "")).split())
        words = text if len(text) <= 200 else text[:199] + "…"
        return UnrecordedTurn(self.agent, self.session, self.at, words, str(self.turn.get("state", "")))


class LedgerReader:
    """A ledger that is opened for reading only: never created, never locked."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    @classmethod
    @contextlib.contextmanager
    def open(cls, project: Project) -> Iterator[LedgerReader | None]:
        """Yield the ledger of a clone; None where there is none that can be read. The past has no ledger."""
        path = project.state_dir.ledger_name if project.state_dir else ""
        if project.revision or not os.path.isfile(path):
            yield None
            return
        connection = None
        with contextlib.suppress(sqlite3.Error):
            connection = sqlite3.connect(f"file:{_quote_path(path)}?mode=ro", uri=True, timeout=0.2)
            connection.execute("select 1 from turns, commits limit 1").fetchone()
        try:
            yield cls(connection) if connection else None
        finally:
            if connection:
                connection.close()

    def of_commit(self, commit: str) -> list[LedgerTurn]:
        """Return the turns that were linked to a commit."""
        return self._rows(_BY_COMMIT, commit)

    def of_patch(self, patch: Callable[[], str]) -> list[LedgerTurn]:
        """Return the turns of a commit with the same changes: before a rebase, or where it was picked from."""
        patch_id = patch() if self._rows(_ANY_PATCH, "") else ""
        return self._rows(_BY_PATCH, patch_id) if patch_id else []

    def turns(self) -> list[LedgerTurn]:
        """Return every turn, the oldest first."""
        return self._rows(_EVERY, "")

    def counts(self) -> tuple[int | None, int]:
        """Return how many turns there are, None where that cannot be read, and how many of them have a record."""
        with contextlib.suppress(sqlite3.Error):
            row = self._db.execute("select count(*), coalesce(sum(record <> ''), 0) from turns").fetchone()
            return int(row[0]), int(row[1])
        return None, 0

    def uncommitted(self, names: frozenset[str]) -> list[LedgerTurn]:
        """Return the latest turns that changed a file and that no commit holds, newest first; at most three."""
        return [row for row in self._rows(_OPEN, _RECENT) if row.touches(names)][:3]

    def _rows(self, query: str, value: object) -> list[LedgerTurn]:
        with contextlib.suppress(sqlite3.Error, ValueError, TypeError):
            rows = self._db.execute(query, (value,)).fetchall()
            turns = [LedgerTurn(row[1], row[2], row[3], parse_json(row[4]), row[5] or "") for row in rows]
            return [turn for turn in turns if isinstance(turn.turn, dict) and isinstance(turn.record, str)]
        return []


def _quote_path(path: str) -> str:
    from urllib.parse import quote

    return quote(path)
