"""What the last build of a site left: fingerprints of its pages and files, so that the next one does less.

One deletable SQLite file in the git directory for each output folder; a build without it is only slower.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3

from records._version import __version__
from records.dataclass import dataclass, replace
from records.encoding import decode, encode, replace_surrogates
from records.project.stamp import make_state_folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from records.project.project import Project
    from records.site.words import Weighed

_VERSION = f"3:{__version__}"  # the number is that of the tables
_TABLES = """
drop table if exists pages;
drop table if exists files;
delete from meta;
create table pages (
  path blob primary key, number integer, print text, summary text, words text, extra text,
  size integer, changed integer, text text);
create table files (path blob primary key, digest text, size integer, mtime integer);
"""
Stamp = tuple[
    int, int, str
]  # a file's size, its time of change (0: not to be trusted), and a hash of its text


@dataclass(frozen=True, slots=True)
class Page:
    """What is remembered of a record's page.

    Attributes:
        number: the record's number in the search data.
        print: a hash of everything that the page was made of.
        summary: the record's first words.
        words: its words by weight, as `pack` writes them; left empty in `BuildCache.pages` (see `words_of`).
        extra: JSON of the questions that it asked of the site and the images that it shows.
        stamp: the record's file as it was read.
    """

    number: int
    print: str
    summary: str
    words: str
    extra: str
    stamp: Stamp


class BuildCache:
    """The cache of one output folder.

    Args:
        path: of the SQLite file; empty for a cache that nothing remains of.
    """

    def __init__(self, path: str) -> None:
        self.pages: dict[str, Page] = {}
        self.files: dict[str, tuple[str, int, int]] = {}
        self.meta: dict[str, str] = {}
        self._changed_pages: dict[str, Page] = {}
        self._changed_files: set[str] = set()
        self._connection = _connect(path)
        with contextlib.suppress(sqlite3.Error):
            try:
                self._load()
            except (AttributeError, TypeError, ValueError):  # rows of another form than ours
                self.pages, self.files = {}, {}
                self._connection.executescript(_TABLES)

    def _load(self) -> None:
        run = self._connection.execute
        self._connection.executescript("create table if not exists meta (name text primary key, value text)")
        self.meta = dict(run("select name, value from meta"))
        if self.meta.get("version") != _VERSION:
            self.meta = {}
            self._connection.executescript(_TABLES)
        for path, number, print_, summary, extra, *stamp in run(
            "select path, number, print, summary, extra, size, changed, text from pages"
        ):
            self.pages[decode(path)] = Page(number, print_, summary, "", extra, (*stamp,))
        for path, digest, size, mtime in run("select path, digest, size, mtime from files"):
            self.files[decode(path)] = (digest, size, mtime)

    def words_of(self, path: str) -> str:
        """The words that a record had when its page was last made, packed."""
        if path in self._changed_pages:
            return self._changed_pages[path].words
        with contextlib.suppress(sqlite3.Error):
            row = self._connection.execute(
                "select words from pages where path = ?", (encode(path),)
            ).fetchone()
            if row:
                return str(row[0])
        return ""

    def keep(self, path: str, page: Page) -> None:
        """Store the state of a page."""
        self._changed_pages[path] = page
        self.pages[path] = replace(page, words="")
        if len(self._changed_pages) > 500:
            self._flush()

    def keep_file(self, path: str, digest: str, size: int, mtime: int) -> None:
        """Store the state of a written file."""
        self.files[path] = (digest, size, mtime)
        self._changed_files.add(path)

    def renumber(self, path: str, number: int) -> None:
        """Store a record's new number."""
        self.pages[path] = replace(self.pages[path], number=number)
        with contextlib.suppress(sqlite3.Error):
            self._connection.execute("update pages set number = ? where path = ?", (number, encode(path)))

    def set_stamp(self, path: str, stamp: Stamp) -> None:
        """Store a record's new time stamp; its text is the same."""
        self.pages[path] = replace(self.pages[path], stamp=stamp)
        with contextlib.suppress(sqlite3.Error):
            self._connection.execute(
                "update pages set size = ?, changed = ? where path = ?", (*stamp[:2], encode(path))
            )

    def forget(self, pages: set[str], files: set[str]) -> None:
        """Remove pages and files that no longer exist."""
        for path in pages:
            self.pages.pop(path, None)
        for path in files:
            self.files.pop(path, None)
        with contextlib.suppress(sqlite3.Error):
            self._connection.executemany(
                "delete from pages where path = ?", [(encode(path),) for path in pages]
            )
            self._connection.executemany(
                "delete from files where path = ?", [(encode(path),) for path in files]
            )

    def save(self, meta: dict[str, str]) -> None:
        """Write everything that changed; a cache that cannot be written is ignored."""
        self._flush()
        rows = [
            (encode(path), *self.files[path]) for path in sorted(self._changed_files) if path in self.files
        ]
        with contextlib.suppress(sqlite3.Error):
            self._connection.executemany("insert or replace into files values (?, ?, ?, ?)", rows)
            self._connection.executemany(
                "insert or replace into meta values (?, ?)", sorted({**meta, "version": _VERSION}.items())
            )
            self._connection.commit()

    def close(self) -> None:
        """Close the file; changes that were not saved are lost."""
        self._connection.close()

    def _flush(self) -> None:
        rows = [
            (
                encode(path),
                page.number,
                *map(_storable, (page.print, page.summary, page.words, page.extra)),
                *page.stamp,
            )
            for path, page in self._changed_pages.items()
        ]
        with contextlib.suppress(sqlite3.Error):
            self._connection.executemany(
                "insert or replace into pages values (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows
            )
        self._changed_pages.clear()


def cache_path(project: Project, output: str) -> str:
    """Return the file of the cache of an output folder, in the git directory; empty where there is none."""
    if project.state_dir is None or not project.store.use_cache:
        return ""
    path = project.state_dir.site_cache(output_name(output))
    try:
        make_state_folder(path)
    except OSError:
        return ""
    return path


def output_name(output: str) -> str:
    """A short name of an output folder, for the file of its cache."""
    return hashlib.sha256(encode(os.path.realpath(output))).hexdigest()[:12]


def _connect(path: str) -> sqlite3.Connection:
    if path:
        with contextlib.suppress(OSError, sqlite3.Error):
            connection = sqlite3.connect(path, timeout=0.5)
            connection.execute("pragma synchronous=off")
            return connection
    return sqlite3.connect(":memory:")


def pack(words_by_weight: Iterable[Iterable[str]]) -> str:
    """Write words as one text: a line for each weight."""
    return "\n".join(map(" ".join, words_by_weight))


def unpack(text: str) -> Weighed:
    """Read what `pack` wrote."""
    return tuple(line.split() for line in text.split("\n"))


def digest(text: str) -> str:
    """A short hash of a text."""
    return hashlib.blake2b(encode(text), digest_size=16).hexdigest()


def _storable(value: Any) -> Any:
    """Return the text as SQLite accepts it: lone surrogates, which stand for undecodable bytes, are replaced."""
    return replace_surrogates(value) if isinstance(value, str) else value
