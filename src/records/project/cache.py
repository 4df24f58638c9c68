"""Cache what was read: one deletable SQLite file in the git directory, which correctness never needs.

One row a folder: its records as plain text, whose fields are separated by control characters. Nothing in it is code,
and a row that does not parse is read from its file again. So is a file that changed within two seconds of being read
(as git does with its index).
"""

from __future__ import annotations

import contextlib
import os
import re
from typing import TYPE_CHECKING

from records._version import __version__
from records.model.kind import Kind
from records.model.link import Link
from records.model.record import Adr, Phr, Record

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable

    from records.project.discovery import Candidate


_SCHEMA = f"9:{__version__}"
_TRACKED = "\0tracked"  # the row of what git tracks; no folder has this name
_RACY = 2_000_000_000  # nanoseconds
_PHR = Kind.PHR.value
_NONE, _PAIR, _LIST, _FIELD, _ROW = "\0", "\x1c", "\x1d", "\x1e", "\x1f"
_SEPARATORS = re.compile("[\0\x1c-\x1f]")


class Cache:
    """The rows of one work tree.

    Args:
        path: where the file lies (`StateDir.cache`).
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._rows: dict[str, dict[str, str]] = {}
        self._changed: set[str] = set()
        self._load()

    def get(self, candidate: Candidate) -> Record | None:
        """Return the record that *candidate* gave when it was last read, or None when it changed since."""
        place, _, name = candidate.path.rpartition("/")
        row = self._rows.get(place, {}).get(name)
        if row is None:
            return None
        fields = row.split(_FIELD)
        changed = candidate.mtime
        try:
            if (
                int(fields[0]) == candidate.size
                and int(fields[1]) == changed
                and int(fields[2]) - changed >= _RACY
            ):
                return _unpack(fields)
        except (
            ValueError,
            IndexError,
            TypeError,
        ):  # `suppress` would cost more than the rest, ten thousand times
            return None
        return None

    def put(self, candidate: Candidate, record: Record, now: int) -> None:
        """Store what *candidate* gave at the time *now* (nanoseconds)."""
        place, _, name = candidate.path.rpartition("/")
        fields = _pack(record)
        if fields is None:  # a title with control characters is read from its file every time
            self._rows.get(place, {}).pop(name, None)
        else:
            row = _FIELD.join((str(candidate.size), str(candidate.mtime), str(now), *fields))
            self._rows.setdefault(place, {})[name] = row
        self._changed.add(place)

    def tracked_files(self, stamp: tuple[int, int], ask: Callable[[], list[str]]) -> list[str]:
        """Return the list that *ask* gives, asked again when *stamp* (time and size of git's index) is another."""
        parts = self._rows.get(_TRACKED, {}).get("", "").split(_FIELD)
        with contextlib.suppress(ValueError):
            mtime, size, read, paths = parts
            if (int(mtime), int(size)) == stamp and int(read) - stamp[0] >= _RACY:
                return paths.split(_LIST) if paths else []
        import time

        now = time.time_ns()
        listing = ask()
        if not _SEPARATORS.search("".join(listing)):
            self._rows[_TRACKED] = {"": _FIELD.join((*map(str, stamp), str(now), _LIST.join(listing)))}
            self._changed.add(_TRACKED)
        return listing

    def keep_only(self, paths: set[str]) -> None:
        """Drop files that are gone."""
        for place, rows in self._rows.items():
            if place == _TRACKED:
                continue
            removed_names = [name for name in rows if f"{place}/{name}" not in paths]
            for name in removed_names:
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
                    [(_encode(place), _encode(_join(self._rows[place]))) for place in sorted(self._changed)],
                )
            self._changed.clear()

    def _load(self) -> None:
        if not os.path.exists(self._path):
            return
        with contextlib.suppress(Exception), contextlib.closing(self._connect()) as connection:
            if connection.execute("select schema from meta").fetchone() == (_SCHEMA,):
                for place, data in connection.execute("select place, data from folders"):
                    parts = data.decode("utf-8", "surrogateescape").split(_ROW)
                    self._rows[place.decode("utf-8", "surrogateescape")] = dict(
                        zip(parts[::2], parts[1::2], strict=False)
                    )

    def _connect(self) -> sqlite3.Connection:
        import sqlite3

        return sqlite3.connect(self._path, timeout=0.5)


def _encode(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _join(rows: dict[str, str]) -> str:
    return _ROW.join(part for row in rows.items() for part in row)


def _pack(record: Record) -> tuple[str, ...] | None:
    """Return the fields of a record as texts; None where one holds a separator or cannot be encoded."""
    links = [text for link in record.links for text in (link.relation, link.target)]
    if isinstance(record, Phr):
        own, own_list = (record.stage, record.feature), record.tests
    elif isinstance(record, Adr):
        own, own_list = (record.status, None), record.affects
    else:
        return None
    texts = (
        record.path, record.folder, record.stem, record.id, record.title, record.date, record.problem, *own
    )  # fmt: skip
    lists = (record.labels, record.files, record.repairs, own_list)
    plain = "".join((*filter(None, texts), *links, *(text for values in lists for text in values)))
    try:
        if _SEPARATORS.search(plain) or not _encode(plain):
            return None
    except UnicodeEncodeError:
        return None
    number = "" if record.number is None else str(record.number)
    return (
        record.kind.value,
        number,
        "1" if record.readable else "",
        _PAIR.join(links),
        *(_NONE if text is None else text for text in texts),
        *map(_pack_list, lists),
    )


def _pack_list(values: Iterable[str]) -> str:
    return "".join(value + _LIST for value in values)


def _unpack(fields: list[str]) -> Record:
    (
        _, _, _, kind, number, readable, pairs, path, folder, stem, identifier, title, date, problem, state, feature,
        labels, files, repairs, own_list,
    ) = [None if text == _NONE else text for text in fields]  # fmt: skip
    links: tuple[Link, ...] = ()
    if pairs:
        parts = pairs.split(_PAIR)
        links = tuple(map(Link, parts[::2], parts[1::2]))
    common = (
        path or "", folder or "", stem or "", int(number) if number else None, identifier, title or "", date,
        tuple(labels.split(_LIST)[:-1]) if labels else (), tuple(files.split(_LIST)[:-1]) if files else (),
        links, bool(readable), problem, tuple(repairs.split(_LIST)[:-1]) if repairs else (),
    )  # fmt: skip
    own = tuple(own_list.split(_LIST)[:-1]) if own_list else ()
    return Phr(*common, state, feature, own) if kind == _PHR else Adr(*common, state, own)
