"""Search the full text of all records, best first (BM25, SQLite FTS5), with an excerpt around what was found."""

from __future__ import annotations

import os
import sqlite3

from records.encoding import decode, encode
from records.errors import InvalidInput, NotFound
from records.project.fingerprint import changed_at
from records.project.full_text_index import add_text, forget_text, generation_of, with_tables
from records.project.stamp import INDEX, make_state_folder, remove_state

TYPE_CHECKING = False  # `typing` takes longer to import than most commands run
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from records.model.record import Record
    from records.project.catalog import Filter
    from records.project.project import Project
    from records.project.stamp import Look

_LONGEST_QUERY = 10_000
HIT = "\x02"
"""The sign before a word that was found; SQLite's `char(2)`."""
_EXCERPTS = """
    select snippet(text, 2, char(2), '', '…', 24), highlight(text, 3, char(2), ''), highlight(text, 0, char(2), '')
    from text where text match ? and rowid = ?
"""


_FEW_WORDS = 3
"""Words of a line up to which it is a heading, a date or a status rather than a sentence."""


class StoredHit:
    """A record that matches, as the index shows it.

    Attributes:
        ref: its short name.
        title: its title.
        score: BM25 with titles weighted; higher is better.
        excerpt: one line around the words that match.
    """

    __slots__ = ("excerpt", "ref", "score", "title")

    def __init__(self, ref: str, title: str, score: float, excerpt: str) -> None:
        self.ref, self.title, self.score, self.excerpt = ref, title, score, excerpt


class Hit(StoredHit):
    """A record that matches, with the record itself."""

    __slots__ = ("record",)

    def __init__(self, record: Record, score: float, excerpt: str) -> None:
        super().__init__(record.ref, record.title, score, excerpt)
        self.record = record


def search_stored(look: Look, query: str, limit: int) -> list[StoredHit] | None:
    """Answer from the index alone, as `search` does without conditions; None where something has changed since."""
    words = _words(query) if len(query) <= _LONGEST_QUERY else []
    if not (words and look.generation):
        return None
    path = os.path.join(look.folder, INDEX)
    try:
        if not os.path.isfile(path):
            return None
        database = sqlite3.connect(path, timeout=0.5)
    except sqlite3.Error:
        return None
    try:
        database.execute("begin")
        if look.generation != generation_of(database):
            return None
        match_expression, rows = _matches(database, query, words)
        hits = []
        for row, _, score in rows[:limit]:
            ref, title = database.execute("select ref, title from docs where id = ?", (row,)).fetchone()
            excerpt = _excerpt(database, match_expression, row)
            hits.append(StoredHit(decode(ref), decode(title), round(-score, 4), excerpt))
        return hits
    except (sqlite3.Error, AttributeError, TypeError, ValueError):  # of another version, locked, damaged
        return None
    finally:
        database.close()


def search(
    project: Project,
    query: str,
    conditions: Filter | None = None,
    *,
    limit: int = 50,
    looks: Mapping[str, tuple[int, int]] | None = None,
) -> list[Hit]:
    """Find the records that hold all words of *query*; `"a phrase"`, `prefix*` and `OR` are understood.

    Args:
        project: where.
        query: words.
        conditions: what a record has to meet.
        limit: at most so many hits.
        looks: size and time (nanoseconds) of the files by path, where somebody has just looked.

    Raises:
        InvalidInput: the query holds no word, or is longer than 10,000 characters.
    """
    if len(query) > _LONGEST_QUERY:
        raise InvalidInput(f"the query is longer than {_LONGEST_QUERY:,} characters", "give a word or two")
    words = _words(query)
    if not words:
        raise InvalidInput(f"nothing to search for in {query!r}", "give a word or two")
    with project.store.stored_listing() as listing:
        if listing is not None:
            try:
                if generation_of(listing.connection) == listing.generation:
                    return _hits(listing.connection, query, words, conditions, limit, listing.record)
            except (LookupError, sqlite3.Error):  # damaged, or nobody has searched yet
                pass
    records = [record for record in project.store.scan() if record.readable or record.title]
    by_path = {record.path: record for record in records}
    looks = looks or project.store.looks
    database = _fresh(project, by_path, looks)
    try:
        return _hits(database, query, words, conditions, limit, by_path.get)
    except sqlite3.DatabaseError as error:  # damaged where only this query looks
        if not isinstance(error, sqlite3.OperationalError):
            _begin_anew(project)
    finally:
        database.close()
    database = with_tables(sqlite3.connect(":memory:"))
    try:
        _refresh(project, database, by_path, looks)
        return _hits(database, query, words, conditions, limit, by_path.get)
    finally:
        database.close()


def _hits(
    database: sqlite3.Connection,
    query: str,
    words: list[str],
    conditions: Filter | None,
    limit: int,
    record_at: Callable[[str], Record | None],
) -> list[Hit]:
    match_expression, rows = _matches(database, query, words)
    hits: list[Hit] = []
    for row, path, score in rows:
        record = record_at(decode(path))
        if record is not None and (conditions is None or conditions.accepts(record)):
            hits.append(Hit(record, round(-score, 4), _excerpt(database, match_expression, row)))
            if len(hits) == limit:
                break
    return hits


def _excerpt(database: sqlite3.Connection, match_expression: str, row: int) -> str:
    """One line around the words that were found: in the text, else a line of the front matter, else the title."""
    return line_of_hit(*(database.execute(_EXCERPTS, (match_expression, row)).fetchone() or ("", "", "")))


def line_of_hit(body: str, front: str, title: str) -> str:
    """Return the first line with a word that was found: of the text, else of the front matter, else the title.

    Args:
        body: a part of the text; before each word that was found stands `HIT`, as in the others.
        front: the front matter.
        title: the title.
    """
    parts = (body, *front.splitlines(), title)
    best = next((_sentences(part, title) if part is body else part for part in parts if HIT in part), "")
    return " ".join(best.replace(HIT, "").split())


def _sentences(part: str, title: str) -> str:
    """Return a part of a text without title, headings and metadata, unless only these have a word that was found."""
    lines = [line for line in part.splitlines() if line.strip("… ")]
    prose = [line for line in lines if not line.startswith("#") and len(line.split()) > _FEW_WORDS]
    plain_title = title.replace(HIT, "")
    without_title = [line for line in prose if not line.replace(HIT, "").rstrip("…").endswith(plain_title)]
    found = [line.lstrip("# ") for line in lines if HIT in line or not line.startswith("#")]
    if without_title and HIT in title:  # it is shown with the record
        return "\n".join(without_title)
    return "\n".join(prose if any(HIT in line for line in prose) else found)


def as_prefixes(query: str) -> str:
    """The query for records with words that begin as those of *query*; empty where it has operators of its own."""
    words = _words(query)
    return "" if _has_operators(query) else " ".join(f"{word}*" for word in words if len(word) > 2)


def _words(query: str) -> list[str]:
    return list(dict.fromkeys(word for word in _all_words(query) if word not in ("OR", "AND", "NOT")))


def _has_operators(query: str) -> bool:
    return '"' in query or "*" in query or not {"OR", "NOT"}.isdisjoint(_all_words(query))


def _all_words(query: str) -> list[str]:
    """The words of a query, operators included; `re` takes longer to import than most searches run."""
    return "".join(sign if sign.isalnum() or sign == "_" else " " for sign in query).split()


def _matches(
    database: sqlite3.Connection, query: str, words: list[str]
) -> tuple[str, list[tuple[int, bytes, float]]]:
    """The query as FTS5 took it, and rows, paths and BM25 ranks; what it does not parse is taken as plain words."""
    plain = " ".join(f'"{word}"' for word in words)
    ranking = (
        "select docs.id, docs.path, bm25(text, 8.0, 4.0, 1.0, 1.0) as rank from text "
        "join docs on docs.id = text.rowid where text match ? order by rank, docs.path"
    )
    for attempt in (query, plain) if _has_operators(query) else (plain,):
        try:
            return attempt, database.execute(ranking, (attempt,)).fetchall()
        except sqlite3.OperationalError:
            continue
    return plain, []


def _fresh(
    project: Project, records: dict[str, Record], looks: Mapping[str, tuple[int, int]]
) -> sqlite3.Connection:
    """The index as the records are now; built in memory where the one in the git directory cannot be used."""
    for database in _databases(project):
        try:
            _refresh(project, database, records, looks)
        except (
            sqlite3.OperationalError
        ):  # somebody else is writing: an answer from what was there would be wrong
            database.close()
        except sqlite3.DatabaseError:
            database.close()
            _begin_anew(project)
        else:
            return database
    raise AssertionError("an index in memory can always be written")


def _databases(project: Project) -> Iterator[sqlite3.Connection]:
    """The index in the git directory, where one is wanted and can be had; then one in memory."""
    if project.location is not None and project.store.use_cache:
        database = None
        try:
            make_state_folder(_path(project))
            database = with_tables(sqlite3.connect(_path(project), timeout=0.5))
        except (OSError, sqlite3.OperationalError):  # it cannot be written, or somebody else is writing
            pass
        except sqlite3.DatabaseError:
            _begin_anew(project)
        if database is not None:
            yield database
    yield with_tables(sqlite3.connect(":memory:"))


def _begin_anew(project: Project) -> None:
    """Take a broken index away, with the journal that belongs to it; the next search makes another."""
    for path in (_path(project), f"{_path(project)}-journal"):
        try:  # noqa: SIM105 — contextlib takes longer to import than the search
            remove_state(path)
        except OSError:
            pass


def _path(project: Project) -> str:
    return project.state_dir.index if project.state_dir else ""


def _refresh(
    project: Project,
    database: sqlite3.Connection,
    records: dict[str, Record],
    looks: Mapping[str, tuple[int, int]],
) -> None:
    """Read what changed since the index was last used; what another process wrote meanwhile is seen.

    Raises:
        sqlite3.DatabaseError: the index is being written, or broken.
    """
    now = {path: looks.get(path) or _stat(project, path) for path in records}
    generation = project.store.generation
    if generation_of(database) == generation and now == {
        path: (size, mtime) for path, (size, mtime, _) in _indexed(project, database).items()
    }:
        return
    with database:
        database.execute("begin immediate")
        indexed = _indexed(project, database)
        database.execute(
            "delete from text where rowid in (select id from docs where root != ?)", (encode(project.root),)
        )
        database.execute("delete from docs where root != ?", (encode(project.root),))
        for path, (size, mtime, row) in indexed.items():
            if now.get(path) != (size, mtime):
                forget_text(database, row)
        for path, (size, mtime) in now.items():
            if indexed.get(path, ())[:2] != (size, mtime):
                add_text(database, project.root, records[path], (size, mtime), _text(project, path))
        database.execute("update fulltext set generation = ?", (generation,))


def _indexed(project: Project, database: sqlite3.Connection) -> dict[str, tuple[int, int, int]]:
    rows = database.execute("select path, size, mtime, id from docs where root = ?", (encode(project.root),))
    return {decode(path): (size, mtime, row) for path, size, mtime, row in rows}


def _stat(project: Project, path: str) -> tuple[int, int]:
    try:
        stat = os.stat(os.path.join(project.root, path))
    except OSError:
        return (0, 0)
    return (stat.st_size, changed_at(stat))


def _text(project: Project, path: str) -> str:
    """The text of a record; empty where its file is gone."""
    try:
        return project.store.text(path)
    except NotFound:
        return ""
