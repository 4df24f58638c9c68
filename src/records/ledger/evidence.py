"""Store what hooks and transcripts report, unchanged: the evidence from which the ledger is computed."""

from __future__ import annotations

import json
import os
import sqlite3
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from records.agents.classify import fold
from records.agents.folders import is_below
from records.agents.hook_event import HookEvent
from records.agents.hook_event import from_json as event_from_json
from records.agents.prompt_history import UNNAMED
from records.agents.times import seconds
from records.agents.transcript import Transcript
from records.dataclass import asdict, dataclass, replace
from records.errors import StateError
from records.ledger.damage import find_damage
from records.ledger.errors import NOT_A_LEDGER, SIGNS_OF_DAMAGE, ledger_error, ledger_errors, reading_values
from records.ledger.reconcile import LISTED_WITHIN, WINDOW, ReceivedEvent, Reconciled, reconcile
from records.ledger.schema import create_tables, use_write_ahead_log
from records.model.turn import Turn, from_json, to_json
from records.project.stamp import make_state_folder
from records.static_types import NamedTuple
from records.text.data_text import parse_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The state of a work tree at an event: its files as a tree object, its commit, branch, root, and the time."""

    tree: str
    head: str
    branch: str
    root: str
    at: float = 0.0


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A transcript file that was read: how many rows and turns it had, and its rows of unknown types.

    `turns` is -1 for a subagent's file and where it is not known. `lossy` counts unknown rows that may carry words.
    """

    path: str
    agent: str
    version: str
    rows: int
    turns: int
    unknown: Mapping[str, int]
    lossy: Mapping[str, int]


class _Spoken(NamedTuple):
    """Words that a transcript or a hook reports; `within` are the seconds that a list may be off."""

    session: str
    words: str
    at: float
    cwd: str
    within: float


class Evidence:
    """The evidence in an open ledger; a context manager that closes it."""

    def __init__(self, path: Path) -> None:
        """Open the ledger, or make one.

        Raises:
            StateError: it is damaged, locked, no file, or of a version that is not known.
        """
        self._path = path
        with ledger_errors(path):
            self._open(path)

    def _open(self, path: Path) -> None:
        make_state_folder(path, 0o700)
        if os.path.lexists(path) and not stat.S_ISREG(path.lstat().st_mode):
            raise StateError(f"the ledger of capture is not a regular file: {path}", NOT_A_LEDGER)
        self.fresh = not path.exists()
        self._db = sqlite3.connect(path, timeout=30, isolation_level=None)
        path.chmod(0o600)
        use_write_ahead_log(self._db)
        self._db.execute("PRAGMA synchronous=NORMAL")
        create_tables(self._db)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        try:
            damage = find_damage(self._db) if isinstance(error, SIGNS_OF_DAMAGE) else ""
        except sqlite3.Error:
            damage = ""  # the error says more
        finally:
            self._db.close()
        if isinstance(error, sqlite3.Error):
            raise ledger_error(self._path, error) from error
        if damage:
            raise ledger_error(self._path, sqlite3.DataError(damage)) from error

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
        """Store a hook event; the same spooled event a second time changes nothing."""
        data = json.dumps({k: v for k, v in asdict(event).items() if v not in ("", None, ())})
        self._db.execute(
            "INSERT OR IGNORE INTO events VALUES (?, ?, ?, ?, ?)",
            (name, event.agent, event.session, at, data),
        )
        self._mark_dirty(event.agent, event.session)

    def add_snapshot(self, name: str, at: float, state: Mapping[str, Any]) -> None:
        """Store the state of a work tree that was taken at an event."""
        values = [str(state.get(field, "")) for field in ("tree", "head", "branch", "root")]
        self._db.execute("INSERT OR IGNORE INTO snapshots VALUES (?, ?, ?, ?, ?, ?)", (name, at, *values))
        row = self._db.execute("SELECT agent, session FROM events WHERE name = ?", (name,)).fetchone()
        if row:
            self._mark_dirty(*row)

    def snapshot(self, name: str) -> Snapshot | None:
        """Return the state of the work tree at an event, or None."""
        query = "SELECT tree, head, branch, root, at FROM snapshots WHERE name = ?"
        row = self._db.execute(query, (name,)).fetchone()
        return Snapshot(*row) if row else None

    def is_known(self, path: str, size: int, mtime: int) -> bool:
        """Return whether the transcript was read at this size and time."""
        row = self._db.execute("SELECT size, mtime FROM sources WHERE path = ?", (path,)).fetchone()
        return bool(row == (size, mtime))

    def known_sources(self) -> dict[str, tuple[int, int]]:
        """Return the size and time of every file at its last reading, by path."""
        rows = self._db.execute("SELECT path, size, mtime FROM sources")
        return {path: (size, mtime) for path, size, mtime in rows}

    def add_transcript(
        self, agent: str, path: str, size: int, mtime: int, read: Iterable[Transcript]
    ) -> None:
        """Store what a transcript file reports, in place of what it reported when it was shorter.

        A turn that it reports no longer stays: a file that was cut off takes nothing back.
        """
        read = list(read)
        turns = [turn for transcript in read for turn in transcript.turns]
        before = self._db.execute("SELECT size FROM sources WHERE path = ?", (path,)).fetchone()
        shrunk = before is not None and size < before[0]
        put = "INSERT OR IGNORE" if shrunk else "INSERT OR REPLACE"
        self._db.executemany(
            f"{put} INTO told VALUES (?, ?, ?, ?, ?, ?)",
            [
                (path, turn.agent, turn.session, turn.key, place, json.dumps(to_json(turn)))
                for place, turn in enumerate(turns)
            ],
        )
        self._add_source(agent, path, size, mtime, read)
        for transcript in read:
            self._add_generated(transcript)
        for turn in turns:
            self._mark_dirty(turn.agent, turn.session)

    def _add_source(self, agent: str, path: str, size: int, mtime: int, read: list[Transcript]) -> None:
        is_subagent = bool(read) and all(transcript.subagent for transcript in read)
        values = (
            path,
            read[0].agent if read else agent,
            size,
            mtime,
            next((transcript.version for transcript in read if transcript.version), ""),
            sum(transcript.rows for transcript in read),
            json.dumps(_sum_counts(transcript.unknown for transcript in read)),
            json.dumps(sorted({transcript.session for transcript in read})),
            json.dumps(_sum_counts(transcript.lossy for transcript in read)),
            -1 if is_subagent else sum(len(transcript.turns) for transcript in read),
        )
        self._db.execute(
            "INSERT OR REPLACE INTO sources (path, agent, size, mtime, version, rows, unknown, sessions, lossy, turns)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            values,
        )

    def _add_generated(self, transcript: Transcript) -> None:
        keys = [(transcript.agent, transcript.session, key) for key in transcript.generated]
        before = self._db.total_changes
        self._db.executemany("INSERT OR IGNORE INTO generated VALUES (?, ?, ?)", keys)
        if self._db.total_changes != before:
            self._mark_dirty(transcript.agent, transcript.session)

    def sessions_in(self, path: str) -> set[tuple[str, str]]:
        """Return the agents and sessions of a transcript file."""
        return set(self._db.execute("SELECT DISTINCT agent, session FROM told WHERE path = ?", (path,)))

    def session_ids(self, agent: str) -> set[str]:
        """Return the sessions of an agent that a transcript or a hook reported."""
        query = "SELECT session FROM told WHERE agent = ? UNION SELECT session FROM events WHERE agent = ?"
        return {session for (session,) in self._db.execute(query, (agent, agent))}

    def sources(self) -> list[SourceFile]:
        """Return every transcript file that was read."""
        query = "SELECT path, agent, version, rows, turns, unknown, lossy FROM sources ORDER BY path"
        return [
            SourceFile(row[0], row[1], row[2], row[3], row[4], parse_json(row[5]), parse_json(row[6]))
            for row in self._db.execute(query)
        ]

    def transcript_paths(self) -> list[str]:
        """Return the transcripts that hooks named, each once."""
        rows = self._db.execute("SELECT DISTINCT json_extract(event, '$.transcript') FROM events")
        return sorted(path for (path,) in rows if path)

    def dirty(self) -> list[tuple[str, str]]:
        """Return the sessions about which something new was reported."""
        return list(self._db.execute("SELECT agent, session FROM dirty ORDER BY agent, session"))

    def session(self, agent: str, session: str) -> tuple[list[Turn], list[ReceivedEvent]]:
        """Return the turns and events that transcripts and hooks reported of a session."""
        key = (agent, session)
        rows = self._db.execute(
            "SELECT turn FROM told WHERE agent = ? AND session = ? ORDER BY path, place", key
        )
        with reading_values():
            turns = [from_json(parse_json(data)) for (data,) in rows]
        return turns, self.session_events(agent, session)

    def session_events(self, agent: str, session: str) -> list[ReceivedEvent]:
        """Return the events that hooks reported of a session."""
        query = "SELECT name, at, event FROM events WHERE agent = ? AND session = ?"
        with reading_values():
            return [
                ReceivedEvent(name, at, event_from_json(parse_json(data)))
                for name, at, data in self._db.execute(query, (agent, session))
            ]

    def generated(self, agent: str, session: str) -> set[str]:
        """Return the agent's ids of the session's prompts that a program wrote."""
        rows = self._db.execute("SELECT key FROM generated WHERE agent = ? AND session = ?", (agent, session))
        return {key for (key,) in rows}

    def reconcile_session(self, agent: str, session: str) -> list[Reconciled]:
        """Return the turns of a session, computed from all evidence."""
        return reconcile(*self.session(agent, session), self.generated(agent, session))

    def name_sessions(self, agent: str) -> None:
        """Give prompts that an agent listed without a session the session in which they were typed.

        It is the one of which a transcript or a hook reports the same words at about the same time. Both sessions are
        to be worked out again.
        """
        unnamed = self._db.execute(
            "SELECT rowid, turn FROM told WHERE agent = ? AND session = ?", (agent, UNNAMED)
        ).fetchall()
        new = {session for name, session in self.dirty() if name == agent}
        sessions = self.session_ids(agent) if UNNAMED in new else new
        spoken = self._spoken(agent, sessions) if unnamed else []
        roots = self.remember_roots(())
        for row, data in unnamed:
            with reading_values():
                turn = from_json(parse_json(data))
            words, when = fold(turn.utterances[0].text), seconds(turn.at)
            near = [
                (abs(said.at - when), place)
                for place, said in enumerate(spoken)
                if said.words == words
                and abs(said.at - when) <= said.within
                and (not said.cwd or _tree_of(said.cwd, roots) == _tree_of(turn.cwd, roots))
            ]
            if not near:
                continue
            session = spoken.pop(min(near)[1]).session
            data = json.dumps(to_json(replace(turn, session=session)))
            self._db.execute(
                "UPDATE OR REPLACE told SET session = ?, turn = ? WHERE rowid = ?", (session, data, row)
            )
            self._mark_dirty(agent, session)
            self._mark_dirty(agent, UNNAMED)

    def _spoken(self, agent: str, sessions: set[str]) -> list[_Spoken]:
        """Return everything that transcripts and hooks report of sessions; what both report, once."""
        spoken: dict[tuple[str, str, int], _Spoken] = {}
        for session in sorted(sessions - {UNNAMED}):
            turns, arrivals = self.session(agent, session)
            texts = [
                _Spoken(
                    session, fold(each.text), seconds(each.at) or seconds(turn.at), turn.cwd, LISTED_WITHIN
                )
                for turn in turns
                if turn.evidence != "history"
                for each in turn.utterances
            ]
            texts += [
                _Spoken(session, fold(text), arrival.at, arrival.event.cwd, WINDOW)
                for arrival in arrivals
                if arrival.event.event == "prompt"
                for text in arrival.event.texts
            ]
            for each in texts:
                spoken.setdefault((session, each.words, int(each.at / WINDOW)), each)
        return list(spoken.values())

    def remember_roots(self, roots: Iterable[str]) -> set[str]:
        """Store the tops of the work trees, and return all that were ever stored: sessions outlive a work tree."""
        known = {path for (path,) in self._db.execute("SELECT path FROM roots")}
        new = [(path,) for path in roots if path not in known]
        if new:
            self._db.executemany("INSERT OR IGNORE INTO roots VALUES (?)", new)
        return known | {path for (path,) in new}

    def last_event(self, agent: str) -> float:
        """Return when a hook of the agent last reported an event; 0 for never."""
        row = self._db.execute("SELECT max(at) FROM events WHERE agent = ?", (agent,)).fetchone()
        return float(row[0] or 0)

    def first_event(self, agent: str) -> float:
        """Return when a hook of the agent first reported an event; 0 for never."""
        row = self._db.execute("SELECT min(at) FROM events WHERE agent = ?", (agent,)).fetchone()
        return float(row[0] or 0)

    def forget_session(self, agent: str, session: str) -> int:
        """Remove the events of a session that was only a test; returns how many there were."""
        key = (agent, session)
        self._db.execute("DELETE FROM dirty WHERE agent = ? AND session = ?", key)
        return self._db.execute("DELETE FROM events WHERE agent = ? AND session = ?", key).rowcount

    def count_utterances(self) -> int:
        """Return how many utterances all evidence reports, counted from scratch, each once."""
        query = "SELECT agent, session FROM told UNION SELECT agent, session FROM events"
        uids: set[tuple[str, str]] = set()
        for agent, session in list(self._db.execute(query)):
            for result in self.reconcile_session(agent, session):
                uids |= {(agent, utterance.uid) for utterance in result.turn.utterances}
        return len(uids)

    def _mark_dirty(self, agent: str, session: str) -> None:
        self._db.execute("INSERT OR IGNORE INTO dirty VALUES (?, ?)", (agent, session))


def _sum_counts(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    total: dict[str, int] = {}
    for each_count in counts:
        for name, count in each_count.items():
            total[name] = total.get(name, 0) + count
    return total


def _tree_of(folder: str, roots: Iterable[str]) -> str:
    """Return the innermost work tree that a folder lies in: one work tree can lie in another."""
    return max((root for root in roots if is_below(folder, [root])), key=len, default=folder)
