"""The full text of all records in the index, which searches read: its tables, and what is written into them."""

from __future__ import annotations

import sqlite3

from records._version import __version__
from records.encoding import encode, replace_surrogates

TYPE_CHECKING = False  # `typing` takes longer to import than most commands run
if TYPE_CHECKING:
    from collections.abc import Iterable

    from records.model.record import Record
    from records.project.discovery import Candidate

_SCHEMA = f"7:{__version__}"
_TABLES = (
    "drop table if exists docs",
    "drop table if exists text",
    "create table docs (id integer primary key, path blob unique, size integer, mtime integer, root blob,"
    " ref blob, title blob)",
    "drop table if exists fulltext",
    "create table fulltext (schema text, generation text)",
    "create virtual table text using fts5(title, labels, body, front, tokenize='unicode61 remove_diacritics 2')",
)


def generation_of(database: sqlite3.Connection) -> str:
    """The generation of the listing that the full text belongs to; "" where another version made its tables."""
    schema, generation = database.execute("select schema, generation from fulltext").fetchone() or ("", "")
    return str(generation) if schema == _SCHEMA else ""


def with_tables(database: sqlite3.Connection) -> sqlite3.Connection:
    """Give the database its tables; it is closed where that fails."""
    try:
        _give_tables(database)
    except sqlite3.Error:
        database.close()
        raise
    return database


def _give_tables(database: sqlite3.Connection) -> None:
    """Create the tables where they are missing; of processes that start together one creates them."""
    database.execute("pragma synchronous=off")
    if _has_tables(database):
        return
    with database:
        database.execute("begin immediate")
        if not _has_tables(database):
            for statement in _TABLES:
                database.execute(statement)
            database.execute("insert into fulltext values (?, '')", (_SCHEMA,))


def _has_tables(database: sqlite3.Connection) -> bool:
    has_table = database.execute("select 1 from sqlite_master where name = 'fulltext'").fetchone()
    columns = [row[1] for row in database.execute("pragma table_info(fulltext)")] if has_table else []
    if "schema" not in columns:
        return False
    return bool(database.execute("select schema from fulltext").fetchone() == (_SCHEMA,))


def update_texts(
    database: sqlite3.Connection,
    root: str,
    changes: Iterable[tuple[Candidate, Record, str]],
    earlier: str,
    generation: str,
) -> None:
    """Store the texts of records that have changed; where nobody has searched the others yet, nothing is done.

    Args:
        database: the index, in a transaction.
        root: absolute path of the project.
        changes: the files with the records and the texts that they hold.
        earlier: the generation to which the full text has to belong.
        generation: that to which it belongs from now on.
    """
    if not _has_tables(database) or generation_of(database) != earlier:
        return
    for file, record, text in changes:
        row = database.execute("select id from docs where path = ?", (encode(file.path),)).fetchone()
        if row is not None:  # a page beside the decisions is not searched
            forget_text(database, row[0])
            add_text(database, root, record, (file.size, file.mtime), text)
    database.execute("update fulltext set generation = ?", (generation,))


def forget_text(database: sqlite3.Connection, row: int) -> None:
    """Remove the text of a record, whose `docs.id` is *row*."""
    database.execute("delete from text where rowid = ?", (row,))
    database.execute("delete from docs where id = ?", (row,))


def add_text(
    database: sqlite3.Connection, root: str, record: Record, size_and_time: tuple[int, int], text: str
) -> None:
    """Add the text of a record whose file, below *root*, has this size and time (nanoseconds)."""
    texts = (record.path, root, record.ref, record.title)
    added = database.execute(
        "insert into docs (size, mtime, path, root, ref, title) values (?, ?, ?, ?, ?, ?)",
        (*size_and_time, *map(encode, texts)),
    )
    front, body = searched_parts(text)
    values = (added.lastrowid, record.title, " ".join(record.labels), body, front)
    clean = tuple(replace_surrogates(v) if isinstance(v, str) else v for v in values)
    database.execute("insert into text (rowid, title, labels, body, front) values (?, ?, ?, ?, ?)", clean)


def searched_parts(text: str) -> tuple[str, str]:
    """Return the front matter of a record's text, and what follows, in both of which words are searched."""
    from records.text.document import Document, without_comments

    body = Document.parse(text).body_text
    return text[: len(text) - len(body)], without_comments(body, " ")  # a template's advice is nobody's word
