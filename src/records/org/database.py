"""Open the index: one SQLite file beside `org.toml`, brought to the present schema when it is opened."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, event, text
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.pool import NullPool

from records.errors import ConfigError, NotFound, StateError
from records.org.fulltext_sqlite import Fts5

if TYPE_CHECKING:
    from collections.abc import Iterator
    from sqlite3 import Connection as SqliteConnection

    from sqlalchemy import Connection, Engine

    from records.org.fulltext import FullText

FILE = "org.sqlite"
_HEAD = "0002"
"""The newest step of `migrations`."""
_DAMAGED = "remove it and run: records org index"


@contextmanager
def open_database(folder: str, *, create: bool = False) -> Iterator[Engine]:
    """Give the index in a folder; it is closed afterwards.

    Args:
        folder: of `org.toml`.
        create: make it where there is none, or where the file is damaged; all of it can be derived again.

    Raises:
        NotFound: there is none.
        StateError: it is damaged or in use, cannot be written, is not ours, or belongs to a newer version.
    """
    path = os.path.join(folder, FILE)
    if os.path.lexists(path) and (os.path.islink(path) or not os.path.isfile(path)):
        raise StateError(f"{path} is not a regular file", _DAMAGED)
    if not create and not os.path.isfile(path):
        raise NotFound(f"there is no index in {folder}", "run: records org index")
    with _report_errors(path):
        try:
            engine = _open(path)
        except DatabaseError as error:
            if isinstance(error, OperationalError) or not create:
                raise
            for name in (path, f"{path}-journal"):
                with suppress(FileNotFoundError):
                    os.unlink(name)
            engine = _open(path)
        try:
            yield engine
        finally:
            engine.dispose()


@contextmanager
def _report_errors(path: str) -> Iterator[None]:
    """Turn errors of the database into ours."""
    try:
        yield
    except OperationalError as error:
        raise StateError(f"{path} cannot be used: {error.orig}", "try again, or remove it") from error
    except DatabaseError as error:
        raise StateError(f"{path} is damaged: {error.orig}", _DAMAGED) from error


def _open(path: str) -> Engine:
    from sqlalchemy import URL

    engine = create_engine(
        URL.create("sqlite+pysqlite", database=path), poolclass=NullPool, connect_args={"timeout": 30}
    )
    event.listen(engine, "connect", _configure)
    with engine.connect() as connection:
        version = _version(connection, path)
    if version != _HEAD:
        _upgrade(engine, path)
    return engine


def _configure(connection: SqliteConnection, _: object) -> None:
    connection.execute("pragma synchronous=normal")
    connection.execute("pragma trusted_schema=off")  # the file may have come with a repository


def _version(connection: Connection, path: str) -> str:
    """The step that the tables are at; empty for a new file.

    Raises:
        StateError: the file holds tables of something else.
    """
    tables = set(connection.execute(text("select name from sqlite_master where type = 'table'")).scalars())
    if "alembic_version" in tables:
        return str(connection.execute(text("select version_num from alembic_version")).scalar() or "")
    if tables:
        raise StateError(f"{path} is the database of something else", "name another folder with --org")
    return ""


def _upgrade(engine: Engine, path: str) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option(
        "script_location", os.path.join(os.path.dirname(__file__), "migrations").replace("%", "%%")
    )
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "begin immediate"
        )  # of processes that start together one creates the tables
        if _version(connection, path) == _HEAD:
            return
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            raise StateError(
                f"{path} was written by a newer version of records: {error}", _DAMAGED
            ) from error


def fulltext_of(connection: Connection) -> FullText:
    """Return the full text search of a database.

    Raises:
        ConfigError: there is none for this kind of database.
    """
    if connection.dialect.name == "sqlite":
        return Fts5()
    raise ConfigError(f"no full text search for {connection.dialect.name}", "use SQLite")
