"""Report what is wrong with the ledger's file, with the way out."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from records.errors import StateError

_MOVE = "move it away; the next sync makes a new one and recognises what has a record: records capture sync"
_HINTS = {
    "locked": "another program is using it: try again when it has ended",
    "full": "free some space and repeat the command",
    "readonly": "check the permissions of the file and of its folder",
    "no such column": f"another version of records wrote it; use that version, or {_MOVE}",
    "no such table": f"another version of records wrote it; use that version, or {_MOVE}",
    "is not a valid": f"another version of records wrote it; use that version, or {_MOVE}",
    "not a database": _MOVE,
    "malformed": _MOVE,
}
NOT_A_LEDGER = _HINTS["not a database"]
"""What to do when another file has the ledger's name."""
SIGNS_OF_DAMAGE = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError)
"""The errors that may come from a stored value that is none of ours."""


@contextmanager
def ledger_errors(path: Path) -> Iterator[None]:
    """Turn the errors of SQLite and of the file into one that names the file and the way out."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise ledger_error(path, error) from error


def ledger_error(path: Path, error: Exception) -> StateError:
    """Return what is wrong with the ledger, with a hint."""
    reason = str(error)
    hint = next(
        (hint for part, hint in _HINTS.items() if part in reason), f"check the disk and the file, or {_MOVE}"
    )
    return StateError(f"the ledger of capture cannot be used: {path}: {reason}", hint)


@contextmanager
def reading_values() -> Iterator[None]:
    """Report a stored value that is damaged or not known as an error of the database."""
    try:
        yield
    except SIGNS_OF_DAMAGE as error:
        raise sqlite3.DataError(str(error)) from error


def require_text(value: object) -> str:
    """Return a stored value that is a text.

    Raises:
        TypeError: it is something else.
    """
    if not isinstance(value, str):
        raise TypeError(f"a text is expected, not {type(value).__name__}")
    return value
