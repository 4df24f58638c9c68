"""The ledger: every utterance of a clone, once, in one SQLite file beside the spool.

It is the only place where capture decides; there is one writer at a time. It can be deleted: what
has a PHR is recognised again by the PHR's own front matter.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from records.agents.classify import fold
from records.agents.prompt_history import UNNAMED
from records.dataclass import dataclass, replace
from records.ledger.errors import ledger_errors, reading_values, require_text
from records.ledger.evidence import Evidence
from records.ledger.reconcile import Reconciled
from records.model.turn import Disposition, Turn, from_json, to_json
from records.project.stamp import remove_state
from records.text.data_text import parse_json


@dataclass(frozen=True, slots=True)
class TurnRow:
    """A turn in the ledger and its fate.

    Attributes:
        id: its number in the ledger.
        turn: the turn.
        disposition: its fate.
        reason: why.
        record: the path of its PHR from the top of the work tree, or empty.
        digest: the digest of the PHR's text as it was written.
        tree: the top of the work tree in which the PHR was written, or empty.
    """

    id: int
    turn: Turn
    disposition: Disposition
    reason: str = ""
    record: str = ""
    digest: str = ""
    tree: str = ""


@contextmanager
def sync_lock(path: Path, patience: float) -> Iterator[bool]:
    """Yield whether this process is the only one that syncs; the lock goes with the process.

    Args:
        path: the file of the lock.
        patience: seconds to wait for another process.
    """
    with ledger_errors(path):
        lock = _locked(path, patience)
    try:
        yield lock is not None
    finally:
        if lock is not None:
            lock.close()


def _locked(path: Path, patience: float) -> sqlite3.Connection | None:
    """Return the lock, or None where another process has it; a damaged lock file is created again."""
    lock = sqlite3.connect(path, timeout=patience, isolation_level=None)
    try:
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.DatabaseError as error:
        lock.close()
        if "locked" in str(error) or "busy" in str(error):
            return None
        if "not a database" in str(error) or "malformed" in str(error):
            remove_state(path)
            return _locked(path, patience)
        raise
    return lock


class Ledger(Evidence):
    """The open ledger; a context manager that closes it."""

    def settle(self, agent: str, session: str, turns: list[Reconciled]) -> None:
        """Replace the session's turns by what is known now; a turn that is recognised keeps its id."""
        rows = self.turns(agent, session)
        known_ids = {row.id for row in rows}
        unnamed_ids = {row.id for row in self.turns(agent, UNNAMED)} - known_ids
        ids: dict[int, int] = {}
        for native in (True, False):
            for place, result in enumerate(turns):
                aliases = result.native if native else result.events
                owners = {self._turn_of(agent, alias) for alias in aliases}
                owners &= (known_ids | unnamed_ids) - set(ids.values())
                if place not in ids and owners:
                    ids[place] = min(owner for owner in owners if owner is not None)
        spare = [row for row in rows if row.id not in ids.values()]
        for place, result in enumerate(
            turns
        ):  # without times, a hook may have matched another copy of its words
            same = next((row for row in spare if _first_words(row.turn) == _first_words(result.turn)), None)
            if place not in ids and same:
                ids[place] = same.id
                spare.remove(same)
        self._rewrite(agent, session, turns, ids, known_ids | set(ids.values()))
        self._db.execute("DELETE FROM dirty WHERE agent = ? AND session = ?", (agent, session))

    def _rewrite(
        self,
        agent: str,
        session: str,
        turns: list[Reconciled],
        ids: dict[int, int],
        known_ids: set[int],
    ) -> None:
        for turn_id in known_ids:
            self._db.execute("DELETE FROM utterances WHERE turn = ?", (turn_id,))
            self._db.execute("DELETE FROM aliases WHERE turn = ?", (turn_id,))
        written_ids: set[int] = set()
        for place, result in enumerate(turns):
            turn = result.turn
            new = tuple(
                utterance for utterance in turn.utterances if self._owner(agent, utterance.uid) is None
            )
            if not new:
                continue
            turn = replace(turn, utterances=new)
            turn_id = self._put(session, turn, ids.get(place))
            written_ids.add(turn_id)
            self._add_utterances(turn_id, turn)
            self._add_aliases(turn_id, agent, sorted(result.native | result.events))
        self._keep_recorded(known_ids - written_ids)

    def _put(self, session: str, turn: Turn, turn_id: int | None) -> int:
        """Insert or update a turn; returns its id."""
        data = json.dumps(to_json(turn))
        if turn_id is None:
            cursor = self._db.execute(
                "INSERT INTO turns (agent, session, key, at, turn) VALUES (?, ?, ?, ?, ?)",
                (turn.agent, session, turn.key, turn.at, data),
            )
            return int(cursor.lastrowid or 0)
        self._db.execute(
            "UPDATE turns SET session = ?, key = ?, at = ?, turn = ?, reason = CASE"
            " WHEN disposition = 'recorded' AND ? THEN 'changed' ELSE reason END WHERE id = ?",
            (session, turn.key, turn.at, data, self._has_more(turn_id, turn), turn_id),
        )
        return turn_id

    def _has_more(self, turn_id: int, turn: Turn) -> bool:
        """Return whether the turn has more than its record was written from."""
        data = self._db.execute("SELECT turn FROM turns WHERE id = ?", (turn_id,)).fetchone()
        with reading_values():
            old = from_json(parse_json(data[0]))
        uids = {utterance.uid for utterance in turn.utterances}
        return bool(
            uids - {utterance.uid for utterance in old.utterances}
            or set(turn.files) - set(old.files)
            or set(turn.commits) - set(old.commits)
            or len(turn.tests) > len(old.tests)
            or (turn.response and turn.response != old.response)
        )

    def _keep_recorded(self, turn_ids: set[int]) -> None:
        """Remove turns that no evidence reports any longer, except those that have a record."""
        for turn_id in turn_ids:
            self._db.execute("DELETE FROM turns WHERE id = ? AND record = ''", (turn_id,))
            data = self._db.execute("SELECT turn FROM turns WHERE id = ?", (turn_id,)).fetchone()
            if data is None:
                self._db.execute("DELETE FROM capture_ids WHERE turn = ?", (turn_id,))
            else:
                with reading_values():
                    turn = from_json(parse_json(data[0]))
                self._add_utterances(turn_id, turn)
                self._add_aliases(
                    turn_id, turn.agent, [f"k:{turn.key}", *(utterance.uid for utterance in turn.utterances)]
                )

    def _add_utterances(self, turn_id: int, turn: Turn) -> None:
        self._db.executemany(
            "INSERT OR IGNORE INTO utterances VALUES (?, ?, ?, ?, ?)",
            [
                (turn.agent, utterance.uid, turn_id, place, utterance.kind)
                for place, utterance in enumerate(turn.utterances)
            ],
        )

    def _add_aliases(self, turn_id: int, agent: str, aliases: list[str]) -> None:
        self._db.executemany(
            "INSERT OR IGNORE INTO aliases VALUES (?, ?, ?)", [(agent, alias, turn_id) for alias in aliases]
        )

    def update(self, turn_id: int, turn: Turn) -> None:
        """Store a turn as it is now known, under its id."""
        self._db.execute("UPDATE turns SET turn = ? WHERE id = ?", (json.dumps(to_json(turn)), turn_id))

    def names(self, turn_id: int) -> frozenset[str]:
        """Return the ids by which a turn is recognised."""
        rows = self._db.execute("SELECT alias FROM aliases WHERE turn = ?", (turn_id,))
        return frozenset(alias for (alias,) in rows)

    def decide(
        self,
        turn_id: int,
        disposition: Disposition,
        reason: str = "",
        record: str = "",
        digest: str = "",
        tree: str = "",
    ) -> None:
        """Store the fate of a turn."""
        self._db.execute(
            "UPDATE turns SET disposition = ?, reason = ?, record = ?, digest = ?, tree = ? WHERE id = ?",
            (disposition, reason, record, digest, tree, turn_id),
        )

    def add_capture_id(self, turn_id: int, capture_id: str) -> None:
        """Store the id under which a turn's record is about to be written: the turn's key may change later."""
        self._db.execute("INSERT OR IGNORE INTO capture_ids VALUES (?, ?)", (turn_id, capture_id))

    def capture_ids(self, turn_id: int) -> set[str]:
        """Return the ids under which a turn's record was written."""
        rows = self._db.execute("SELECT capture_id FROM capture_ids WHERE turn = ?", (turn_id,))
        return {capture_id for (capture_id,) in rows}

    def trees(self) -> set[str]:
        """Return the tops of the work trees in which records were written."""
        rows = self._db.execute("SELECT DISTINCT tree FROM turns WHERE disposition = 'recorded'")
        return {tree for (tree,) in rows}

    def recorded_paths(self, tree: str) -> set[str]:
        """Return the paths of the records that turns have in a work tree, or in one that is not known."""
        rows = self._db.execute(
            "SELECT DISTINCT record FROM turns WHERE record != '' AND tree IN ('', ?)", (tree,)
        )
        return {record for (record,) in rows}

    def turns(
        self,
        agent: str = "",
        session: str = "",
        disposition: Disposition | None = None,
        reason: str = "",
        since: str = "",
    ) -> list[TurnRow]:
        """Return turns in the order in which they began; of one agent, session, disposition or reason when named.

        `since` leaves out those that began before that time.
        """
        filters = [("agent", agent), ("session", session), ("disposition", disposition), ("reason", reason)]
        used = [(column, value) for column, value in filters if value]
        where = " AND ".join(["at >= ?", *(f"{column} = ?" for column, _ in used)])
        columns = "id, turn, disposition, reason, record, digest, tree"
        query = f"SELECT {columns} FROM turns WHERE {where} ORDER BY at, id"  # noqa: S608 — our column names
        rows = self._db.execute(query, [since, *(value for _, value in used)])
        with reading_values():
            return [
                TurnRow(
                    row[0], from_json(parse_json(row[1])), Disposition(row[2]), *map(require_text, row[3:])
                )
                for row in rows
            ]

    def utterance_kinds(self) -> Iterator[tuple[int, int, str]]:
        """Yield the turn's id, the place in it and the kind of every utterance."""
        yield from self._db.execute("SELECT turn, place, kind FROM utterances ORDER BY turn, place")

    def link(self, turn_id: int, sha: str, patch: str) -> None:
        """Tie a turn to a commit."""
        self._db.execute("INSERT OR IGNORE INTO commits VALUES (?, ?, ?)", (turn_id, sha, patch))

    def commits(self) -> list[tuple[int, str, str]]:
        """Return every tie of a turn to a commit: turn, commit, patch id."""
        return list(self._db.execute("SELECT turn, sha, patch FROM commits ORDER BY turn, rowid"))

    def rewrite_commit(self, old: str, new: str, patch: str) -> int:
        """Move the ties to a rewritten commit to its successor; returns how many there were."""
        turn_ids = [row[0] for row in self._db.execute("SELECT turn FROM commits WHERE sha = ?", (old,))]
        for turn_id in turn_ids:
            self.link(turn_id, new, patch)
        self._db.execute("DELETE FROM commits WHERE sha = ? AND sha <> ?", (old, new))
        return len(turn_ids)

    def _turn_of(self, agent: str, alias: str) -> int | None:
        row = self._db.execute(
            "SELECT turn FROM aliases WHERE agent = ? AND alias = ?", (agent, alias)
        ).fetchone()
        return row[0] if row else None

    def _owner(self, agent: str, uid: str) -> int | None:
        row = self._db.execute(
            "SELECT turn FROM utterances WHERE agent = ? AND uid = ?", (agent, uid)
        ).fetchone()
        return row[0] if row else None


def _first_words(turn: Turn) -> str:
    return fold(turn.utterances[0].text) if turn.utterances else ""
