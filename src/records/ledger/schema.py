"""The tables of the capture ledger."""

from __future__ import annotations

import sqlite3
import time

_SCHEMA = """
CREATE TABLE IF NOT EXISTS sources (
  path TEXT PRIMARY KEY, agent TEXT NOT NULL, size INTEGER NOT NULL, mtime INTEGER NOT NULL,
  version TEXT NOT NULL, rows INTEGER NOT NULL, unknown TEXT NOT NULL, sessions TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS told (
  path TEXT NOT NULL, agent TEXT NOT NULL, session TEXT NOT NULL, key TEXT NOT NULL,
  place INTEGER NOT NULL, turn TEXT NOT NULL, PRIMARY KEY (path, agent, session, key));
CREATE INDEX IF NOT EXISTS told_session ON told (agent, session);
CREATE TABLE IF NOT EXISTS events (
  name TEXT PRIMARY KEY, agent TEXT NOT NULL, session TEXT NOT NULL, at REAL NOT NULL,
  event TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS events_session ON events (agent, session);
CREATE TABLE IF NOT EXISTS turns (
  id INTEGER PRIMARY KEY, agent TEXT NOT NULL, session TEXT NOT NULL, key TEXT NOT NULL,
  at TEXT NOT NULL, turn TEXT NOT NULL, disposition TEXT NOT NULL DEFAULT 'pending',
  reason TEXT NOT NULL DEFAULT '', record TEXT NOT NULL DEFAULT '', digest TEXT NOT NULL DEFAULT '');
CREATE INDEX IF NOT EXISTS turns_session ON turns (agent, session);
CREATE TABLE IF NOT EXISTS aliases (
  agent TEXT NOT NULL, alias TEXT NOT NULL, turn INTEGER NOT NULL, PRIMARY KEY (agent, alias));
CREATE INDEX IF NOT EXISTS aliases_turn ON aliases (turn);
CREATE TABLE IF NOT EXISTS utterances (
  agent TEXT NOT NULL, uid TEXT NOT NULL, turn INTEGER NOT NULL, place INTEGER NOT NULL,
  kind TEXT NOT NULL, PRIMARY KEY (agent, uid));
CREATE INDEX IF NOT EXISTS utterances_turn ON utterances (turn);
CREATE TABLE IF NOT EXISTS snapshots (
  name TEXT PRIMARY KEY, at REAL NOT NULL, tree TEXT NOT NULL, head TEXT NOT NULL,
  branch TEXT NOT NULL, root TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS commits (
  turn INTEGER NOT NULL, sha TEXT NOT NULL, patch TEXT NOT NULL, PRIMARY KEY (turn, sha));
CREATE TABLE IF NOT EXISTS capture_ids (
  turn INTEGER NOT NULL, capture_id TEXT NOT NULL, PRIMARY KEY (turn, capture_id));
CREATE TABLE IF NOT EXISTS generated (
  agent TEXT NOT NULL, session TEXT NOT NULL, key TEXT NOT NULL, PRIMARY KEY (agent, session, key));
CREATE TABLE IF NOT EXISTS roots (path TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS dirty (agent TEXT NOT NULL, session TEXT NOT NULL, PRIMARY KEY (agent, session));
"""


_ADDED_COLUMNS = (
    ("sources", "lossy", "TEXT NOT NULL DEFAULT '{}'"),
    ("sources", "turns", "INTEGER NOT NULL DEFAULT -1"),
    ("turns", "tree", "TEXT NOT NULL DEFAULT ''"),
)


_PATIENCE = 30.0  # seconds


def use_write_ahead_log(db: sqlite3.Connection) -> None:
    """Switch a ledger to write-ahead logging; SQLite does not wait for another process that does so at this moment.

    Raises:
        sqlite3.OperationalError: the ledger stays locked.
    """
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            db.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > end:
                raise
            time.sleep(0.02)
        else:
            return


def create_tables(db: sqlite3.Connection) -> None:
    """Create the tables that are missing, and the columns that a ledger of an older version lacks."""
    db.executescript(_SCHEMA)
    if not _missing_columns(db):
        return
    db.execute("BEGIN IMMEDIATE")  # of two processes that begin a ledger, one adds them
    try:
        for table, column, definition in _missing_columns(db):
            db.execute(f"ALTER TABLE {table} ADD COLUMN {column} {definition}")
    except BaseException:
        db.rollback()
        raise
    db.commit()


def _missing_columns(db: sqlite3.Connection) -> list[tuple[str, str, str]]:
    present = {
        (table, row[1])
        for table in {table for table, _, _ in _ADDED_COLUMNS}
        for row in db.execute(f"PRAGMA table_info({table})")
    }
    return [row for row in _ADDED_COLUMNS if row[:2] not in present]
