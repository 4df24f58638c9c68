"""The ledger: every utterance of a clone, once, in one SQLite file beside the spool.

It is the only place where capture decides; there is one writer at a time. It can be deleted: what
has a PHR is recognised again by the PHR's own front matter.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace

from records.ledger.evidence import Evidence
from records.ledger.reconcile import Reconciled
from records.model.turn import Turn, from_json, to_json

DISPOSITIONS = ("pending", "recorded", "folded", "ledger", "quarantined")
"""What became of a turn: not decided yet, has a PHR, lies in another's PHR, only here, held back."""


@dataclass(frozen=True, slots=True)
class Row:
    """A turn in the ledger, and what became of it."""

    id: int
    turn: Turn
    disposition: str
    reason: str = ""
    record: str = ""
    digest: str = ""


class Ledger(Evidence):
    """The open ledger; a context manager that closes it."""

    def settle(self, agent: str, session: str, turns: list[Reconciled]) -> None:
        """Make the session's turns what they are now known to be; a turn that is known stays itself."""
        known = {row.id for row in self.turns(agent, session)}
        ids: dict[int, int] = {}
        for native in (True, False):
            for at, reconciled in enumerate(turns):
                aliases = reconciled.native if native else reconciled.events
                owners = {self._turn_of(agent, alias) for alias in aliases} & known - set(ids.values())
                if at not in ids and owners:
                    ids[at] = min(owner for owner in owners if owner is not None)
        self._rewrite(agent, session, turns, ids, known)
        self._db.execute("DELETE FROM dirty WHERE agent = ? AND session = ?", (agent, session))

    def _rewrite(
        self,
        agent: str,
        session: str,
        turns: list[Reconciled],
        ids: dict[int, int],
        known: set[int],
    ) -> None:
        for row in known:
            self._db.execute("DELETE FROM utterances WHERE turn = ?", (row,))
            self._db.execute("DELETE FROM aliases WHERE turn = ?", (row,))
        kept: set[int] = set()
        for place, reconciled in enumerate(turns):
            turn, found = reconciled.turn, ids.get(place)
            fresh = tuple(u for u in turn.utterances if self._owner(agent, u.uid) is None)
            if not fresh:
                continue
            turn = replace(turn, utterances=fresh)
            data = json.dumps(to_json(turn))
            if found is None:
                cursor = self._db.execute(
                    "INSERT INTO turns (agent, session, key, at, turn) VALUES (?, ?, ?, ?, ?)",
                    (agent, session, turn.key, turn.at, data),
                )
                found = int(cursor.lastrowid or 0)
            else:
                self._db.execute(
                    "UPDATE turns SET key = ?, at = ?, turn = ?, reason = CASE"
                    " WHEN disposition = 'recorded' AND ? THEN 'changed' ELSE reason END WHERE id = ?",
                    (turn.key, turn.at, data, self._tells_more(found, turn), found),
                )
            kept.add(found)
            self._db.executemany(
                "INSERT OR IGNORE INTO utterances VALUES (?, ?, ?, ?, ?)",
                [(agent, said.uid, found, at, said.kind) for at, said in enumerate(turn.utterances)],
            )
            self._db.executemany(
                "INSERT OR IGNORE INTO aliases VALUES (?, ?, ?)",
                [(agent, alias, found) for alias in sorted(reconciled.native | reconciled.events)],
            )
        self._keep_recorded(agent, known - kept)

    def _tells_more(self, row: int, turn: Turn) -> bool:
        """Whether the turn tells more than its record was written from."""
        data = self._db.execute("SELECT turn FROM turns WHERE id = ?", (row,)).fetchone()
        old = from_json(json.loads(data[0]))
        said = {utterance.uid for utterance in turn.utterances}
        return bool(
            said - {utterance.uid for utterance in old.utterances}
            or set(turn.files) - set(old.files)
            or set(turn.commits) - set(old.commits)
            or len(turn.tests) > len(old.tests)
            or (turn.response and turn.response != old.response)
        )

    def _keep_recorded(self, agent: str, gone: set[int]) -> None:
        """Of turns that evidence tells no longer, keep those that have a record."""
        for row in gone:
            self._db.execute("DELETE FROM turns WHERE id = ? AND record = ''", (row,))
            data = self._db.execute("SELECT turn FROM turns WHERE id = ?", (row,)).fetchone()
            for at, said in enumerate(from_json(json.loads(data[0])).utterances if data else ()):
                self._db.execute(
                    "INSERT OR IGNORE INTO utterances VALUES (?, ?, ?, ?, ?)",
                    (agent, said.uid, row, at, said.kind),
                )

    def update(self, row: int, turn: Turn) -> None:
        """Keep a turn as it is now known, under the id that it has."""
        self._db.execute("UPDATE turns SET turn = ? WHERE id = ?", (json.dumps(to_json(turn)), row))

    def names(self, row: int) -> frozenset[str]:
        """The ids by which a turn is known again."""
        rows = self._db.execute("SELECT alias FROM aliases WHERE turn = ?", (row,))
        return frozenset(alias for (alias,) in rows)

    def decide(
        self, turn: int, disposition: str, reason: str = "", record: str = "", digest: str = ""
    ) -> None:
        """Note what became of a turn."""
        self._db.execute(
            "UPDATE turns SET disposition = ?, reason = ?, record = ?, digest = ? WHERE id = ?",
            (disposition, reason, record, digest, turn),
        )

    def turns(
        self, agent: str = "", session: str = "", disposition: str = "", reason: str = "", since: str = ""
    ) -> list[Row]:
        """Turns in the order in which they began; of one agent, session, disposition or reason when named.

        `since` leaves out those that began before that time.
        """
        wanted = [("agent", agent), ("session", session), ("disposition", disposition), ("reason", reason)]
        named = [(column, value) for column, value in wanted if value]
        where = " AND ".join(["at >= ?", *(f"{column} = ?" for column, _ in named)])
        asked = f"SELECT id, turn, disposition, reason, record, digest FROM turns WHERE {where}"  # noqa: S608 — our column names
        rows = self._db.execute(f"{asked} ORDER BY at, id", [since, *(value for _, value in named)])
        return [Row(row[0], from_json(json.loads(row[1])), *row[2:]) for row in rows]

    def spoken(self) -> Iterator[tuple[int, int, str]]:
        """Yield the turn's id, the place in it and the kind of every utterance."""
        yield from self._db.execute("SELECT turn, place, kind FROM utterances ORDER BY turn, place")

    def link(self, turn: int, sha: str, patch: str) -> None:
        """Tie a turn to a commit."""
        self._db.execute("INSERT OR IGNORE INTO commits VALUES (?, ?, ?)", (turn, sha, patch))

    def commits(self) -> list[tuple[int, str, str]]:
        """Every tie of a turn to a commit: turn, commit, patch id."""
        return list(self._db.execute("SELECT turn, sha, patch FROM commits ORDER BY turn, rowid"))

    def rewrite_commit(self, old: str, new: str, patch: str) -> int:
        """Let turns that were tied to a rewritten commit follow it; returns how many did."""
        turns = [row[0] for row in self._db.execute("SELECT turn FROM commits WHERE sha = ?", (old,))]
        for turn in turns:
            self.link(turn, new, patch)
        self._db.execute("DELETE FROM commits WHERE sha = ? AND sha <> ?", (old, new))
        return len(turns)

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
