"""Find the value in a ledger that another program or a failing disk changed: looked for once something went wrong."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping

from records.agents.hook_event import from_json as event_from_json
from records.ledger.errors import SIGNS_OF_DAMAGE
from records.model.turn import Disposition, UtteranceKind, from_json
from records.text.data_text import parse_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_STORED_AS = (
    (("INT", "BOOL"), ("integer",)),
    (("CHAR", "CLOB", "TEXT"), ("text",)),
    (("REAL", "FLOA", "DOUB"), ("real", "integer")),
)
"""What the words in a declared type mean for what is stored: https://www.sqlite.org/datatype3.html, 3.1."""


def find_damage(db: sqlite3.Connection) -> str:
    """Return which value of a ledger is none that we wrote (`mtime of sources is a text`); empty where all are.

    Every row is read.

    Raises:
        sqlite3.Error: the database cannot be read.
    """
    return wrong_type(db) or _wrong_content(db)


def wrong_type(db: sqlite3.Connection) -> str:
    """Return which column of a database holds a value of another type than is declared; empty where none does.

    Every row is read. SQLite stores a value of any type in any column.

    Raises:
        sqlite3.Error: the database cannot be read.
    """
    for (table,) in db.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
    ).fetchall():
        for _, column, declared, is_required, *_rest in db.execute(
            f'PRAGMA table_info("{table}")'
        ).fetchall():
            types = _types_of(declared)
            if not types:
                continue
            if not is_required:
                types = (*types, "null")
            marks = ", ".join("?" * len(types))
            query = (
                f'SELECT typeof("{column}") FROM "{table}" WHERE typeof("{column}") NOT IN ({marks}) LIMIT 1'  # noqa: S608 — names of the database itself
            )
            row = db.execute(query, types).fetchone()
            if row:
                return f"{column} of {table} is of the type {row[0]}"
    return ""


def _types_of(declared: str) -> tuple[str, ...]:
    words = declared.upper()
    return next((types for signs, types in _STORED_AS if any(sign in words for sign in signs)), ())


def _wrong_content(db: sqlite3.Connection) -> str:
    for table, column, read in _READERS:
        for (value,) in db.execute(f"SELECT {column} FROM {table}"):  # noqa: S608 — our own names
            try:
                read(value)
            except SIGNS_OF_DAMAGE as error:
                return f"{column} of {table}: {type(error).__name__}: {error}"
    return ""


def _read_counts(text: str) -> None:
    counts = parse_json(text)
    if not isinstance(counts, Mapping):
        raise TypeError("a mapping is expected")
    sum(counts.values())


_READERS: tuple[tuple[str, str, Callable[[str], Any]], ...] = (
    ("told", "turn", lambda text: from_json(parse_json(text))),
    ("turns", "turn", lambda text: from_json(parse_json(text))),
    ("turns", "disposition", Disposition),
    ("events", "event", lambda text: event_from_json(parse_json(text))),
    ("utterances", "kind", UtteranceKind),
    ("sources", "unknown", _read_counts),
    ("sources", "lossy", _read_counts),
)
