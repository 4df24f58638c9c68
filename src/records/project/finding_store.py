"""What the rules found in single records, stored in the index under each file's size and time.

A row holds what was found as text that its caller makes; nothing in it is code. All rows belong to a key that states
what else the findings depend on.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3

from records.digest import sha256
from records.encoding import encode
from records.project.fingerprint import RACY, changed_at
from records.project.stamp import make_state_folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_TABLES = (
    "drop table if exists findings",
    "drop table if exists findings_key",
    "create table findings (path blob primary key, size integer, changed integer, data text)",
    "create table findings_key (key text)",
)


class FindingStore:
    """The findings of one project.

    Args:
        root: absolute path of the project.
        path: where the index lies (`StateDir.index`).
        key: what the findings depend on beside the files.
        started: the time before any file is read, in nanoseconds.
    """

    def __init__(self, root: str, path: str, key: str, started: int) -> None:
        self._root = root
        self._path = path
        self._key = key
        self._started = started
        self._rows: dict[bytes, tuple[int, int, str]] = {}
        self._times: dict[str, tuple[int, int]] = {}
        with contextlib.suppress(sqlite3.Error, OSError), self._open(create=False) as database:
            if database.execute("select key from findings_key").fetchone() == (key,):
                for name, size, changed, data in database.execute(
                    "select path, size, changed, data from findings"
                ):
                    self._rows[name] = (size, changed, data)

    def get(self, path: str) -> str | None:
        """Return what was stored for the record at a path; None where its file has changed since."""
        try:
            status = os.stat(f"{self._root}/{path}")
        except OSError:
            return None
        times = self._times[path] = (status.st_size, changed_at(status))
        row = self._rows.get(encode(path))
        return row[2] if row is not None and row[:2] == times else None

    def state_of(self, paths: Iterable[str]) -> str:
        """Return a name for these files as they were seen; "" where one was not, or changed two seconds before."""
        lines = []
        for path in paths:
            size, changed = self._times.get(path, (0, self._started))
            if self._started - changed < RACY:
                return ""
            lines.append(f"{path} {size} {changed}")
        return sha256("\n".join(lines))

    def put(self, texts: Iterable[tuple[str, str]], paths: Iterable[str]) -> None:
        """Store a text for each path that was asked for, and forget the paths that are none of *paths*.

        A file that changed within two seconds before it was read could change again unseen: it is left out. Where the
        index cannot be written, nothing is stored.
        """
        rows = [
            (encode(path), *self._times[path], text)
            for path, text in texts
            if path in self._times and self._started - self._times[path][1] >= RACY
        ]
        gone = self._rows.keys() - set(map(encode, paths))
        if not (rows or gone):
            return
        with contextlib.suppress(sqlite3.Error, OSError), self._open(create=True) as database:
            database.execute("begin immediate")
            if not _has_key(database, self._key):
                for statement in _TABLES:
                    database.execute(statement)
                database.execute("insert into findings_key values (?)", (self._key,))
            database.executemany("delete from findings where path = ?", [(name,) for name in gone])
            database.executemany("insert or replace into findings values (?, ?, ?, ?)", rows)
            database.commit()

    @contextlib.contextmanager
    def _open(self, *, create: bool) -> Iterator[sqlite3.Connection]:
        if create:
            make_state_folder(self._path)
        elif not os.path.isfile(self._path):
            raise FileNotFoundError(self._path)
        with contextlib.closing(sqlite3.connect(self._path, timeout=0.5)) as database:
            database.execute("pragma synchronous=off")
            yield database


def _has_key(database: sqlite3.Connection, key: str) -> bool:
    try:
        return bool(database.execute("select key from findings_key").fetchone() == (key,))
    except sqlite3.Error:
        return False
