"""The index of all records: one deletable SQLite file in the git directory, which correctness never needs.

`folders` has one row a folder: its records as plain text, whose fields are separated by control characters. Nothing in
it is code, and a row that does not parse is read from its file again. So is a file that changed within two seconds of
being read (as git does with its index). `names` finds records by what they can be called. `listing`, `edges` and the
full text (`records.project.full_text_index`) belong to a generation (`records.project.stamp`).
"""

from __future__ import annotations

import contextlib
import os

from records.encoding import decode, encode
from records.model.link import Link
from records.model.record import Record
from records.project.fingerprint import RACY
from records.project.record_row import FIELD, LIST, ROW, SEPARATORS, join_rows, pack, unpack
from records.project.stamp import INDEX_SCHEMA, make_state_folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence, Set
    from typing import Any

    from records.project.discovery import Candidate

_TRACKED = "\0tracked"  # the row of what git tracks; no folder has this name


class RecordIndex:
    """The rows of one work tree.

    Args:
        path: of the index.
        places: the folders whose rows are wanted; all by default.
    """

    def __init__(self, path: str, places: Collection[str] | None = None) -> None:
        self._path = path
        self._rows: dict[str, dict[str, str]] = {}
        self._changed: set[str] = set()
        self._renamed: dict[str, Record | None] = {}
        self._is_whole = True
        self._writes = 0
        self._load(places)

    def get(self, candidate: Candidate) -> Record | None:
        """Return the record that *candidate* gave when it was last read, or None when it changed since."""
        place, _, name = candidate.path.rpartition("/")
        row = self._rows.get(place, {}).get(name)
        if row is None:
            return None
        fields = row.split(FIELD)
        changed = candidate.mtime
        try:
            if (
                int(fields[0]) == candidate.size
                and int(fields[1]) == changed
                and int(fields[2]) - changed >= RACY
            ):
                return unpack(fields)
        except (
            ValueError,
            IndexError,
            TypeError,
        ):  # `suppress` would cost more than the rest, ten thousand times
            return None
        return None

    def last(self, path: str) -> Record | None:
        """Return the record that the file at *path* gave when it was last read; None where it gave none.

        Raises:
            ValueError: its row is damaged.
        """
        place, _, name = path.rpartition("/")
        row = self._rows.get(place, {}).get(name)
        return None if row is None else unpack(row.split(FIELD))

    def put(self, candidate: Candidate, record: Record, now: int) -> None:
        """Store what *candidate* gave at the time *now* (nanoseconds)."""
        place, _, name = candidate.path.rpartition("/")
        fields = pack(record)
        if fields is None:  # a title with control characters is read from its file every time
            self._rows.get(place, {}).pop(name, None)
            self._is_whole = False
        else:
            row = FIELD.join((str(candidate.size), str(candidate.mtime), str(now), *fields))
            self._rows.setdefault(place, {})[name] = row
        self._changed.add(place)
        self._renamed[candidate.path] = record

    def replace(self, record: Record) -> None:
        """Store another reading of a file that is as it was when it was read."""
        place, _, name = record.path.rpartition("/")
        row = self._rows.get(place, {}).get(name)
        fields = pack(record)
        if row is not None and fields is not None:
            self._rows[place][name] = FIELD.join((*row.split(FIELD)[:3], *fields))
            self._changed.add(place)
            self._renamed[record.path] = record

    def tracked_files(self, stamp: tuple[int, int], ask: Callable[[], list[str]]) -> list[str]:
        """Return the list that *ask* gives, asked again when *stamp* (time and size of git's index) is another."""
        parts = self._rows.get(_TRACKED, {}).get("", "").split(FIELD)
        with contextlib.suppress(ValueError):
            mtime, size, read, paths = parts
            if (int(mtime), int(size)) == stamp and int(read) - stamp[0] >= RACY:
                return paths.split(LIST) if paths else []
        import time

        now = time.time_ns()
        listing = ask()
        if not SEPARATORS.search("".join(listing)):
            self._rows[_TRACKED] = {"": FIELD.join((*map(str, stamp), str(now), LIST.join(listing)))}
            self._changed.add(_TRACKED)
        return listing

    def keep_only(self, paths: Set[str]) -> None:
        """Drop files that are gone."""
        for place, rows in self._rows.items():
            if place == _TRACKED:
                continue
            removed_names = [name for name in rows if f"{place}/{name}" not in paths]
            for name in removed_names:
                del rows[name]
                self._changed.add(place)
                self._renamed[f"{place}/{name}"] = None

    def save(self, generation: str = "", listing: Sequence[Record] = (), pages: Sequence[str] = ()) -> bool:
        """Write what changed; an index that cannot be written is done without.

        Args:
            generation: of the whole listing, if it may be used again; "" for one that may not.
            listing: all records in their order.
            pages: the paths of the pages beside the decisions.

        Returns:
            whether the listing of this generation is stored.
        """
        if not (self._changed or generation):
            return False
        stamped = bool(generation) and self._is_whole

        def write_listing(connection: sqlite3.Connection) -> None:
            connection.execute("delete from listing")
            if stamped:
                paths = encode("\n".join(record.path for record in listing))
                row = (generation, paths, encode("\n".join(pages)))
                connection.execute("insert into listing values (?, ?, ?)", row)

        return self._write(write_listing) and stamped

    def save_few(self, earlier: str, generation: str, write: Callable[[sqlite3.Connection], None]) -> bool:
        """Write what changed of a listing that otherwise stays as it is.

        Args:
            earlier: the generation of the listing.
            generation: what it is from now on.
            write: writes, in the same transaction, what else is stored of the files.

        Returns:
            whether the listing of this generation is stored.
        """

        def rename_listing(connection: sqlite3.Connection) -> None:
            if connection.execute("select generation from listing").fetchone() != (earlier,):
                raise LookupError(earlier)
            connection.execute("update listing set generation = ?", (generation,))
            write(connection)

        return self._is_whole and self._write(rename_listing)

    def _write(self, write_listing: Callable[[sqlite3.Connection], None]) -> bool:
        """Write the rows that changed and the listing in one transaction; return whether that was possible."""
        with contextlib.suppress(Exception):
            make_state_folder(self._path)
            with contextlib.closing(_connect(self._path)) as connection, connection:
                connection.execute("pragma synchronous=off")
                connection.execute("begin immediate")
                if _make_tables(connection) != self._writes:
                    return False  # another process has written since we read: what it wrote stands
                connection.execute("update meta set writes = writes + 1")
                connection.executemany(
                    "insert or replace into folders values (?, ?)",
                    [
                        (encode(place), encode(join_rows(self._rows[place])))
                        for place in sorted(self._changed)
                    ],
                )
                connection.executemany(
                    "delete from names where path = ?", [(encode(p),) for p in self._renamed]
                )
                connection.executemany(
                    "insert into names values (?, ?, ?, ?, ?, ?)",
                    [_names(record) for record in self._renamed.values() if record is not None],
                )
                write_listing(connection)
            self._changed.clear()
            self._renamed.clear()
            return True
        return False

    def _load(self, places: Collection[str] | None) -> None:
        if not os.path.exists(self._path):
            return
        with contextlib.suppress(Exception), contextlib.closing(_connect(self._path)) as connection:
            connection.execute("begin")
            schema, writes = connection.execute("select schema, writes from meta").fetchone()
            if schema == INDEX_SCHEMA:
                every = "select place, data from folders"
                folders = (
                    connection.execute(every).fetchall()
                    if places is None
                    else [
                        row
                        for place in places
                        for row in connection.execute(f"{every} where place = ?", (encode(place),))
                    ]
                )
                for place, data in folders:
                    parts = decode(data).split(ROW)
                    self._rows[decode(place)] = dict(zip(parts[::2], parts[1::2], strict=False))
                self._writes = writes  # at the end: what could not be read whole is not written either


class StoredListing:
    """All records as they were stored for a generation, read row by row; use `open_listing`.

    Every method that answers raises `LookupError` where a row is missing or the database is damaged there.
    """

    def __init__(self, connection: sqlite3.Connection, generation: str) -> None:
        self.connection = connection
        self.generation = generation
        self._places: dict[str, dict[str, str]] = {}

    def paths(self) -> list[str]:
        """Return the paths of all records in their order."""
        return self._listing("select paths from listing")

    def records_and_pages(self) -> tuple[list[Record], list[str]]:
        """Return all records in their order, and the paths of the pages beside them."""
        rows: dict[str, str] = {}
        for place, data in self._rows("select place, data from folders"):
            folder = decode(place)
            parts = decode(data).split(ROW)
            rows.update(zip((f"{folder}/{name}" for name in parts[::2]), parts[1::2], strict=False))
        try:
            return [unpack(rows[path].split(FIELD)) for path in self.paths()], self._pages()
        except ValueError as error:
            raise LookupError from error

    def _pages(self) -> list[str]:
        return self._listing("select pages from listing")

    def _listing(self, query: str) -> list[str]:
        data = self._rows(query)[0][0]
        return decode(data).split("\n") if data else []

    def _rows(self, query: str, *values: bytes | int | None) -> list[Any]:
        try:
            return self.connection.execute(query, values).fetchall()
        except self.connection.Error as error:
            raise LookupError from error

    def record(self, path: str) -> Record:
        """Return the record at a path."""
        place, _, name = path.rpartition("/")
        if place not in self._places:
            rows = self._rows("select data from folders where place = ?", encode(place))
            parts = decode(rows[0][0]).split(ROW) if rows else []
            self._places[place] = dict(zip(parts[::2], parts[1::2], strict=False))
        try:
            return unpack(self._places[place][name].split(FIELD))
        except ValueError as error:
            raise LookupError from error

    def called(self, key: str, path: str, stem: str, number: int | None) -> list[Record]:
        """Return the records with one of these names, in the order of listings."""
        rows = self._rows(
            "select path from names where key = ? or path = ? or stem = ? or number = ?",
            encode(key), encode(path), encode(stem), number,
        )  # fmt: skip
        return self._in_order(row[0] for row in rows)

    def containing(self, words: str) -> list[Record]:
        """Return the records whose folder and stem hold *words*, which are casefolded, in the order of listings."""
        rows = self._rows("select path from names where instr(words, ?)", encode(words))
        return self._in_order(row[0] for row in rows)

    def _in_order(self, paths: Iterable[bytes]) -> list[Record]:
        pages = frozenset(self._pages())
        records = sorted(
            (self.record(path) for path in map(decode, paths) if path not in pages),
            key=lambda record: record.sort_key,
        )
        if len({record.sort_key for record in records}) < len(
            records
        ):  # only the whole listing tells which is first
            order = {path: index for index, path in enumerate(self.paths())}
            records.sort(key=lambda record: order.get(record.path, -1))
        return records

    def links(self, key: str) -> tuple[tuple[Link, ...], tuple[Link, ...]] | None:
        """Return the links and backlinks of a record; None where the graph is not stored."""
        if self._rows("select generation from graph") != [(self.generation,)]:
            return None
        rows = self._rows(
            "select side, relation, target from edges where key = ? order by side, position", encode(key)
        )
        own, back = (
            tuple(Link(decode(relation), decode(target)) for side, relation, target in rows if side == wanted)
            for wanted in (0, 1)
        )
        return own, back

    def store_links(self, links: Iterable[tuple[str, Sequence[Link], Sequence[Link]]]) -> None:
        """Store key, links and backlinks of every record; where that is not possible it is done without."""
        rows = [
            (encode(key), side, position, encode(link.relation), encode(link.target))
            for key, *sides in links
            for side, side_links in enumerate(sides)
            for position, link in enumerate(side_links)
        ]
        with contextlib.suppress(Exception), self.connection as connection:
            connection.rollback()
            connection.execute("begin immediate")
            if connection.execute("select generation from listing").fetchone() == (self.generation,):
                connection.execute("delete from edges")
                connection.execute("delete from graph")
                connection.executemany("insert into edges values (?, ?, ?, ?, ?)", rows)
                connection.execute("insert into graph values (?)", (self.generation,))


@contextlib.contextmanager
def open_listing(path: str, generation: str) -> Iterator[StoredListing | None]:
    """Read the index at *path* at one moment; give None where it does not hold this generation."""
    import sqlite3

    try:
        connection = _connect(path) if os.path.exists(path) else None
    except sqlite3.Error:
        connection = None
    if connection is None:
        yield None
        return
    with contextlib.closing(connection):
        try:
            connection.execute("begin")
            row = connection.execute("select schema, generation from meta, listing").fetchone()
        except sqlite3.Error:
            row = None
        yield StoredListing(connection, generation) if row == (INDEX_SCHEMA, generation) else None


_TABLES = (
    "create table if not exists folders (place blob primary key, data blob)",
    "create table if not exists meta (schema text, writes integer)",
    "create table if not exists names "
    "(path blob primary key, key blob, stem blob, number integer, words blob, kind text)",
    "create index if not exists names_key on names (key)",
    "create index if not exists names_stem on names (stem)",
    "create index if not exists names_number on names (number)",
    "create table if not exists listing (generation text, paths blob, pages blob)",
    "create table if not exists graph (generation text)",
    "create table if not exists edges (key blob, side integer, position integer, relation blob, target blob)",
    "create index if not exists edges_key on edges (key)",
)


def keep_links(connection: sqlite3.Connection, earlier: str, generation: str) -> None:
    """Let the links that are stored for an earlier generation be those of another one, in which none has changed."""
    connection.execute("update graph set generation = ? where generation = ?", (generation, earlier))


def _make_tables(connection: sqlite3.Connection) -> int:
    """Make the tables, anew where another version made them; return how often they have been written."""
    try:
        schema, writes = connection.execute("select schema, writes from meta").fetchone() or ("", 0)
    except Exception:  # no table yet, or one of another version
        schema, writes = "", 0
    if schema == INDEX_SCHEMA:
        return int(writes)
    for table in ("folders", "names", "listing", "graph", "edges", "meta"):
        connection.execute(f"drop table if exists {table}")
    for statement in _TABLES:
        connection.execute(statement)
    connection.execute("insert into meta values (?, 0)", (INDEX_SCHEMA,))
    return 0


def _names(record: Record) -> tuple[bytes, bytes, bytes, int | None, bytes, str]:
    words = f"{record.folder}/{record.stem}".casefold()
    number = record.number if record.number is not None and record.number < 2**62 else None
    return (
        encode(record.path), encode(record.key), encode(record.stem), number, encode(words), record.kind.value
    )  # fmt: skip


def _connect(path: str) -> sqlite3.Connection:
    import sqlite3

    return sqlite3.connect(path, timeout=0.5)
