"""Remember what was read: one deletable SQLite file in the git directory, which correctness never needs.

One row a folder: a marshalled list of what its files gave, keyed by name, size and time of change. A file that
changed within two seconds of being read is read again (as git does with its index).
"""

from __future__ import annotations

import contextlib
import marshal
import os
import sys
from typing import TYPE_CHECKING, Any

from records._version import __version__
from records.model.kind import Kind
from records.model.link import Link
from records.model.record import Adr, Phr, Record

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from records.project.discovery import Found

_SCHEMA = f"7:{__version__}:{sys.hexversion:x}"
_TRACKED = "\0tracked"  # the row of what git tracks; no folder has this name
_RACY = 2_000_000_000  # nanoseconds
_PHR = Kind.PHR.value
_LINKS = 10  # the place of the links in a row


class Cache:
    """The rows of one work tree.

    Args:
        path: where the file lies (`StateDir.cache`).
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._rows: dict[str, dict[str, tuple[int, int, int, tuple[Any, ...]]]] = {}
        self._changed: set[str] = set()
        self._load()

    def get(self, found: Found) -> Record | None:
        """The record that *found* gave when it was last read, or None when it changed since."""
        place, _, name = found.path.rpartition("/")
        row = self._rows.get(place, {}).get(name)
        if row is None or row[0] != found.size or row[1] != found.mtime or row[2] - found.mtime < _RACY:
            return None
        return _thaw(row[3])

    def put(self, found: Found, record: Record, now: int) -> None:
        """Remember what *found* gave at the time *now* (nanoseconds)."""
        place, _, name = found.path.rpartition("/")
        self._rows.setdefault(place, {})[name] = (found.size, found.mtime, now, _freeze(record))
        self._changed.add(place)

    def remembered(self, stamp: tuple[int, int], ask: Callable[[], list[str]]) -> list[str]:
        """The list that *ask* gives, asked again when *stamp* (time and size of git's index) is another."""
        row = self._rows.get(_TRACKED, {}).get("")
        if row and row[:2] == stamp and row[2] - stamp[0] >= _RACY:
            return list(row[3])
        import time

        now = time.time_ns()
        listed = ask()
        self._rows[_TRACKED] = {"": (*stamp, now, tuple(listed))}
        self._changed.add(_TRACKED)
        return listed

    def keep_only(self, paths: set[str]) -> None:
        """Forget files that are gone."""
        for place, rows in self._rows.items():
            if place == _TRACKED:
                continue
            gone = [name for name in rows if f"{place}/{name}" not in paths]
            for name in gone:
                del rows[name]
                self._changed.add(place)

    def save(self) -> None:
        """Write what changed; a cache that cannot be written is done without."""
        if not self._changed:
            return
        with contextlib.suppress(Exception):
            os.makedirs(os.path.dirname(self._path), exist_ok=True)
            with contextlib.closing(self._connect()) as connection, connection:
                connection.execute("pragma synchronous=off")
                connection.execute("create table if not exists folders (place text primary key, data blob)")
                connection.execute("create table if not exists meta (schema text)")
                if connection.execute("select schema from meta").fetchone() != (_SCHEMA,):
                    connection.execute("delete from folders")
                    connection.execute("delete from meta")
                    connection.execute("insert into meta values (?)", (_SCHEMA,))
                connection.executemany(
                    "insert or replace into folders values (?, ?)",
                    [(_key(place), marshal.dumps(self._rows[place])) for place in sorted(self._changed)],
                )
            self._changed.clear()

    def _load(self) -> None:
        if not os.path.exists(self._path):
            return
        with contextlib.suppress(Exception), contextlib.closing(self._connect()) as connection:
            if connection.execute("select schema from meta").fetchone() == (_SCHEMA,):
                for place, data in connection.execute("select place, data from folders"):
                    self._rows[place.decode("utf-8", "surrogateescape")] = marshal.loads(data)  # noqa: S302

    def _connect(self) -> sqlite3.Connection:
        import sqlite3

        return sqlite3.connect(self._path, timeout=0.5)


def _key(place: str) -> bytes:
    return place.encode("utf-8", "surrogateescape")


def _freeze(record: Record) -> tuple[Any, ...]:
    own: tuple[Any, ...] = ()
    if isinstance(record, Phr):
        own = (record.stage, record.feature, record.tests)
    elif isinstance(record, Adr):
        own = (record.status, record.affects)
    links = tuple((link.relation, link.target) for link in record.links)
    return (
        record.kind.value, record.path, record.folder, record.stem, record.number, record.id, record.title,
        record.date, record.labels, record.files, links, record.readable, record.problem, record.repairs, *own,
    )  # fmt: skip


def _thaw(row: tuple[Any, ...]) -> Record:
    links = row[_LINKS]
    if links:
        row = (*row[:_LINKS], tuple(Link(*pair) for pair in links), *row[_LINKS + 1 :])
    return Phr(*row[1:]) if row[0] == _PHR else Adr(*row[1:])
