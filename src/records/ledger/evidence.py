"""What hooks and transcripts told, kept as it was told: the ground on which the ledger decides."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, Self

from records.agents.hook_event import HookEvent
from records.agents.transcript import Transcript
from records.ledger import reconcile
from records.ledger.reconcile import Seen
from records.model.turn import Turn, from_json, to_json

_SCHEMA = """
CREATE TABLE IF NOT EXISTS sources (
  path TEXT PRIMARY KEY, agent TEXT NOT NULL, size INTEGER NOT NULL, mtime INTEGER NOT NULL,
  version TEXT NOT NULL, rows INTEGER NOT NULL, unknown TEXT NOT NULL, sessions TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS told (
  path TEXT NOT NULL, agent TEXT NOT NULL, session TEXT NOT NULL, key TEXT NOT NULL,
  place INTEGER NOT NULL, turn TEXT NOT NULL, PRIMARY KEY (path, agent, session, key));
CREATE INDEX IF NOT EXISTS told_session ON told (agent, session);
CREATE TABLE IF NOT EXISTS events (
  name TEXT PRIMARY KEY, agent TEXT NOT NULL, session TEXT NOT NULL, at REAL NOT NULL,
  event TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS events_session ON events (agent, session);
CREATE TABLE IF NOT EXISTS turns (
  id INTEGER PRIMARY KEY, agent TEXT NOT NULL, session TEXT NOT NULL, key TEXT NOT NULL,
  at TEXT NOT NULL, turn TEXT NOT NULL, disposition TEXT NOT NULL DEFAULT 'pending',
  reason TEXT NOT NULL DEFAULT '', record TEXT NOT NULL DEFAULT '', digest TEXT NOT NULL DEFAULT '');
CREATE INDEX IF NOT EXISTS turns_session ON turns (agent, session);
CREATE TABLE IF NOT EXISTS aliases (
  agent TEXT NOT NULL, alias TEXT NOT NULL, turn INTEGER NOT NULL, PRIMARY KEY (agent, alias));
CREATE INDEX IF NOT EXISTS aliases_turn ON aliases (turn);
CREATE TABLE IF NOT EXISTS utterances (
  agent TEXT NOT NULL, uid TEXT NOT NULL, turn INTEGER NOT NULL, place INTEGER NOT NULL,
  kind TEXT NOT NULL, PRIMARY KEY (agent, uid));
CREATE INDEX IF NOT EXISTS utterances_turn ON utterances (turn);
CREATE TABLE IF NOT EXISTS snapshots (
  name TEXT PRIMARY KEY, at REAL NOT NULL, tree TEXT NOT NULL, head TEXT NOT NULL,
  branch TEXT NOT NULL, root TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS commits (
  turn INTEGER NOT NULL, sha TEXT NOT NULL, patch TEXT NOT NULL, PRIMARY KEY (turn, sha));
CREATE TABLE IF NOT EXISTS dirty (agent TEXT NOT NULL, session TEXT NOT NULL, PRIMARY KEY (agent, session));
"""


class Evidence:
    """The evidence in an open ledger; a context manager that closes it."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.fresh = not path.exists()
        self._db = sqlite3.connect(path, timeout=30, isolation_level=None)
        path.chmod(0o600)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.executescript(_SCHEMA)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Make the changes of a block all at once, or none of them.

        Raises:
            sqlite3.OperationalError: another writer holds the ledger for longer than 30 seconds.
        """
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def add_event(self, name: str, at: float, event: HookEvent) -> None:
        """Keep what a hook told; the same spooled event a second time changes nothing."""
        data = json.dumps({k: v for k, v in asdict(event).items() if v not in ("", None, ())})
        self._db.execute(
            "INSERT OR IGNORE INTO events VALUES (?, ?, ?, ?, ?)",
            (name, event.agent, event.session, at, data),
        )
        self._soil(event.agent, event.session)

    def add_snapshot(self, name: str, at: float, told: dict[str, str]) -> None:
        """Keep the state of a work tree that was taken at an event."""
        values = [str(told.get(field, "")) for field in ("tree", "head", "branch", "root")]
        self._db.execute("INSERT OR IGNORE INTO snapshots VALUES (?, ?, ?, ?, ?, ?)", (name, at, *values))
        row = self._db.execute("SELECT agent, session FROM events WHERE name = ?", (name,)).fetchone()
        if row:
            self._soil(*row)

    def event_names(self) -> list[str]:
        """The names of all events."""
        return [name for (name,) in self._db.execute("SELECT name FROM events ORDER BY at, name")]

    def snapshot(self, name: str) -> dict[str, str] | None:
        """The state of the work tree at an event, or None."""
        row = self._db.execute(
            "SELECT tree, head, branch, root FROM snapshots WHERE name = ?", (name,)
        ).fetchone()
        return dict(zip(("tree", "head", "branch", "root"), row, strict=True)) if row else None

    def is_known(self, path: str, size: int, mtime: int) -> bool:
        """Whether the transcript was read at this size and time."""
        row = self._db.execute("SELECT size, mtime FROM sources WHERE path = ?", (path,)).fetchone()
        return bool(row == (size, mtime))

    def add_transcript(self, path: str, size: int, mtime: int, read: Iterable[Transcript]) -> None:
        """Keep what a transcript tells, in place of what it told when it was shorter.

        A turn that is told no longer stays: a file that was cut off takes nothing back.
        """
        read = list(read)
        turns = [turn for transcript in read for turn in transcript.turns]
        before = self._db.execute("SELECT size FROM sources WHERE path = ?", (path,)).fetchone()
        shrunk = before is not None and size < before[0]
        put = "INSERT OR IGNORE" if shrunk else "INSERT OR REPLACE"
        self._db.executemany(
            f"{put} INTO told VALUES (?, ?, ?, ?, ?, ?)",
            [(path, t.agent, t.session, t.key, at, json.dumps(to_json(t))) for at, t in enumerate(turns)],
        )
        unknown: dict[str, int] = {}
        for transcript in read:
            for kind, count in transcript.unknown.items():
                unknown[kind] = unknown.get(kind, 0) + count
        first = read[0] if read else Transcript("", "")
        sessions = json.dumps(sorted({t.session for t in read}))
        rows = sum(t.rows for t in read)
        self._db.execute(
            "INSERT OR REPLACE INTO sources VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (path, first.agent, size, mtime, first.version, rows, json.dumps(unknown), sessions),
        )
        for turn in turns:
            self._soil(turn.agent, turn.session)

    def sessions_in(self, path: str) -> set[tuple[str, str]]:
        """The sessions that a transcript told about."""
        return set(self._db.execute("SELECT DISTINCT agent, session FROM told WHERE path = ?", (path,)))

    def sources(self) -> list[dict[str, Any]]:
        """Every transcript that was read: path, agent, version, rows, unknown row types."""
        names = ("path", "agent", "version", "rows", "unknown")
        rows = self._db.execute(f"SELECT {', '.join(names)} FROM sources ORDER BY path")  # noqa: S608 — our names
        found = [dict(zip(names, row, strict=True)) for row in rows]
        return [{**row, "unknown": json.loads(row["unknown"])} for row in found]

    def transcript_paths(self) -> list[str]:
        """The transcripts that hooks named, each once."""
        rows = self._db.execute("SELECT DISTINCT json_extract(event, '$.transcript') FROM events")
        return sorted(path for (path,) in rows if path)

    def dirty(self) -> list[tuple[str, str]]:
        """The sessions about which something new was told."""
        return list(self._db.execute("SELECT agent, session FROM dirty ORDER BY agent, session"))

    def session(self, agent: str, session: str) -> tuple[list[Turn], list[Seen]]:
        """All that transcripts and hooks told about a session."""
        asked = (agent, session)
        told = self._db.execute(
            "SELECT turn FROM told WHERE agent = ? AND session = ? ORDER BY path, place", asked
        )
        turns = [from_json(json.loads(data)) for (data,) in told]
        rows = self._db.execute("SELECT name, at, event FROM events WHERE agent = ? AND session = ?", asked)
        return turns, [Seen(name, at, _event(data)) for name, at, data in rows]

    def last_event(self, agent: str) -> float:
        """When a hook of the agent last told something; 0 for never."""
        row = self._db.execute("SELECT max(at) FROM events WHERE agent = ?", (agent,)).fetchone()
        return float(row[0] or 0)

    def first_event(self, agent: str) -> float:
        """When a hook of the agent first told something; 0 for never."""
        row = self._db.execute("SELECT min(at) FROM events WHERE agent = ?", (agent,)).fetchone()
        return float(row[0] or 0)

    def forget_session(self, agent: str, session: str) -> int:
        """Remove what hooks told about a session that was only a test; returns how many events that was."""
        asked = (agent, session)
        self._db.execute("DELETE FROM dirty WHERE agent = ? AND session = ?", asked)
        return self._db.execute("DELETE FROM events WHERE agent = ? AND session = ?", asked).rowcount

    def seen(self) -> int:
        """How many utterances all evidence tells, counted anew from it, each once."""
        asked = "SELECT agent, session FROM told UNION SELECT agent, session FROM events"
        uids: set[tuple[str, str]] = set()
        for agent, session in list(self._db.execute(asked)):
            told, events = self.session(agent, session)
            for known in reconcile.reconcile(told, events):
                uids |= {(agent, said.uid) for said in known.turn.utterances}
        return len(uids)

    def _soil(self, agent: str, session: str) -> None:
        self._db.execute("INSERT OR IGNORE INTO dirty VALUES (?, ?)", (agent, session))


def _event(data: str) -> HookEvent:
    given = json.loads(data)
    for name in ("texts", "files"):
        given[name] = tuple(given.get(name, ()))
    return HookEvent(**given)
