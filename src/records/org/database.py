"""Open the index, brought to the present schema: one SQLite file beside `org.toml`, or a database of PostgreSQL."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError, DisconnectionError, OperationalError
from sqlalchemy.pool import NullPool

from records.distributions import install_command
from records.errors import ConfigError, NotFound, RecordsError, StateError
from records.ledger.damage import wrong_type
from records.ledger.errors import SIGNS_OF_DAMAGE
from records.org.fulltext_postgres import TermVectors
from records.org.fulltext_sqlite import Fts5
from records.org.visible import keep_repositories
from records.project import files
from records.project.place import Place
from records.text.data_text import parse_json

if TYPE_CHECKING:
    from collections.abc import Iterator
    from sqlite3 import Connection as SqliteConnection

    from sqlalchemy import Connection, Engine
    from sqlalchemy.pool import ConnectionPoolEntry

    from records.org.config import OrgConfig
    from records.org.fulltext import FullText

FILE = "org.sqlite"
_HEAD = "0007"
"""The newest step of `migrations`."""
_DAMAGED = "remove it and run: records org index"
_STEPS = os.path.join(os.path.dirname(__file__), "migrations")
_LOCK = 0x7265636F726473
"""What processes that write to PostgreSQL at once agree on: one after the other does."""
_CONNECT_SECONDS = 3
_FILE_IDENTITY = "records.file"
_MOST_MAPPED = 2**31
"""Bytes of a SQLite file that the service reads in place."""
_OF_READERS = {"statement_timeout": "1500ms", "enable_seqscan": "off", "max_parallel_workers_per_gather": "0"}
"""PostgreSQL's settings where an answer is waited for, and many are asked for at once."""


@contextmanager
def open_database(config: OrgConfig, *, create: bool = False, bounded: bool = True) -> Iterator[Engine]:
    """Give the index of a folder; it is closed afterwards.

    Args:
        config: where the index is.
        create: make it where there is none, or where the file is damaged; all of it can be derived again.
        bounded: end queries that take long, unless it is created.

    Raises:
        NotFound: there is none.
        ConfigError: the URL of the database is none.
        StateError: it is damaged or in use, cannot be written, is not ours, or belongs to a newer version.
    """
    with report_errors(config):
        engine = open_engine(config, create=create, bounded=bounded)
        try:
            yield engine
        finally:
            engine.dispose()


@contextmanager
def connect(config: OrgConfig) -> Iterator[Connection]:
    """Give one connection to the index, to read one state of it; see `open_database`."""
    with open_database(config) as engine, engine.connect() as connection, snapshot(connection):
        yield connection


def open_engine(
    config: OrgConfig, *, create: bool = False, bounded: bool = True, connections: int = 0
) -> Engine:
    """Return the index; the caller disposes of it, and gets the errors of the database as they are.

    Args:
        config: where the index is.
        create: as for `open_database`.
        bounded: as for `open_database`.
        connections: how many are kept open; none for a single answer.
    """
    engine = _open(config, create=create, bounded=bounded, connections=connections)
    if connections:
        keep_repositories(engine)
    return engine


def _open(config: OrgConfig, *, create: bool, bounded: bool, connections: int) -> Engine:
    if config.database:
        url = database_url(config)
        if create and url.query.get("host"):  # of several servers, the one that can be written to
            url = url.update_query_dict({"target_session_attrs": "read-write"})
        return _open_postgres(url, create=create, bounded=bounded and not create, connections=connections)
    path = os.path.join(config.folder, FILE)
    if os.path.lexists(path) and (os.path.islink(path) or not os.path.isfile(path)):
        raise StateError(f"{path} is not a regular file", _DAMAGED)
    if not create and not os.path.isfile(path):
        raise NotFound(f"there is no index in {config.folder}", "run: records org index")
    try:
        return _open_sqlite(path, connections)
    except DatabaseError as error:
        if isinstance(error, OperationalError) or not create:
            raise
        for name in (path, f"{path}-journal"):
            with suppress(FileNotFoundError):
                files.remove(Place.named(name))
        return _open_sqlite(path, connections)


def name_of(config: OrgConfig) -> str:
    """Return what the index is called in messages: its path, or its URL without a password."""
    if config.database:
        return database_url(config).render_as_string(hide_password=True)
    return os.path.join(config.folder, FILE)


def database_url(config: OrgConfig) -> URL:
    """Return the URL of a database of PostgreSQL.

    Raises:
        ConfigError: it is the URL of something else, or none.
    """
    try:
        url = make_url(config.database)
    except (ArgumentError, ValueError):
        url = None
    if url is None or url.get_backend_name() != "postgresql":
        raise ConfigError(
            "the database is no URL of PostgreSQL",
            "for example postgresql+psycopg://records@localhost/records",
        )
    return url.set(drivername="postgresql+psycopg")


@contextmanager
def report_errors(config: OrgConfig) -> Iterator[None]:
    """Turn errors of the database into ours.

    Raises:
        StateError: see `open_database`.
    """
    name, is_file = name_of(config), not config.database
    try:
        yield
    except SIGNS_OF_DAMAGE as error:
        damage = _find_damage(config) if is_file else ""
        if not damage:
            raise
        raise StateError(f"{name} is damaged: {damage}", _DAMAGED) from error
    except DatabaseError as error:
        if is_file and not isinstance(error, OperationalError):
            raise StateError(f"{name} is damaged: {error.orig}", _DAMAGED) from error
        hint = "try again, or remove it" if is_file else "see that the server runs, and that you may use it"
        raise StateError(f"{name} cannot be used: {str(error.orig).strip()}", hint) from error


def _find_damage(config: OrgConfig) -> str:
    """Which value of the SQLite file is one that we write nowhere; empty where none is."""
    try:
        with closing(sqlite3.connect(os.path.join(config.folder, FILE))) as database:
            for (content,) in database.execute("SELECT data FROM records"):
                parse_json(content)
            return wrong_type(database)
    except (ValueError, TypeError) as error:
        return f"data of records: {error}"
    except sqlite3.Error as error:
        return str(error)


def _pool(connections: int, *, is_server: bool) -> dict[str, Any]:
    if not connections:
        return {"poolclass": NullPool}
    # a connection that died is replaced when it is taken from the pool: after a promotion nothing has to be restarted;
    # the one that was used last is taken first: what is often read is in its memory
    sizes = {"pool_size": connections, "max_overflow": 0, "pool_timeout": 2}
    return {**sizes, "pool_pre_ping": is_server, "pool_use_lifo": True}


def _open_sqlite(path: str, connections: int) -> Engine:
    engine = create_engine(
        URL.create("sqlite+pysqlite", database=path), hide_parameters=True,
        connect_args={"timeout": 30, "check_same_thread": False}, **_pool(connections, is_server=False),
    )  # fmt: skip
    event.listen(engine, "connect", _configure)
    if connections:
        event.listen(engine, "connect", _map_to_memory)
        _follow_file(engine, path)
    _ensure_schema(engine, path, create=True)
    return engine


def _open_postgres(url: URL, *, create: bool, bounded: bool, connections: int) -> Engine:
    """Connect to PostgreSQL; what only reads is bounded in time, and each query is planned for its own words.

    All that a search reads is reached by an index; the planner takes reading a whole table for cheap, because it does
    not know what it takes to read a vector.
    """
    settings = {"plan_cache_mode": "force_custom_plan"} | (_OF_READERS if bounded else {})
    options = " ".join(f"-c {name}={value}" for name, value in settings.items())
    arguments: dict[str, Any] = {"options": f"{url.query.get('options', '')} {options}".strip()}
    if "connect_timeout" not in url.query:
        arguments["connect_timeout"] = _CONNECT_SECONDS
    try:
        engine = create_engine(
            url.difference_update_query(["options"]), hide_parameters=True,
            connect_args={**arguments, "prepare_threshold": None},
            **_pool(connections, is_server=True),
        )  # fmt: skip
    except ModuleNotFoundError as error:
        raise RecordsError("PostgreSQL needs the extra 'org'", f"run: {install_command('org')}") from error
    _ensure_schema(engine, url.render_as_string(hide_password=True), create=create)
    return engine


def _configure(connection: SqliteConnection, _: object) -> None:
    connection.execute("pragma synchronous=normal")
    connection.execute("pragma cache_size=-65536")
    connection.execute("pragma trusted_schema=off")  # the file may have come with a repository


def _follow_file(engine: Engine, path: str) -> None:
    """Let no connection of a pool go on with a file that was removed, or that another one has taken the place of."""

    def identity() -> tuple[int, int]:
        try:
            status = os.stat(path)
        except OSError as error:
            raise sqlite3.OperationalError(f"there is no {path}") from error
        return status.st_dev, status.st_ino

    def remember(_: object, record: ConnectionPoolEntry) -> None:
        record.info[_FILE_IDENTITY] = identity()

    def compare(_: object, record: ConnectionPoolEntry, __: object) -> None:
        if record.info[_FILE_IDENTITY] != identity():
            raise DisconnectionError

    event.listen(engine, "do_connect", lambda *_: identity() and None)  # else an empty file would be made
    event.listen(engine, "connect", remember)
    event.listen(engine, "checkout", compare)


def _map_to_memory(connection: SqliteConnection, _: object) -> None:
    """Read the file where the system has it in memory, which all connections share, without a copy for each.

    What answers one question leaves it out: a fault of the disk would end the process, where it gets an error now.
    """
    connection.execute(f"pragma mmap_size={_MOST_MAPPED}")


def _ensure_schema(engine: Engine, name: str, *, create: bool) -> None:
    """Bring the tables to the newest step.

    Raises:
        NotFound: there are none, and they are not to be created.
        StateError: the tables belong to something else, or a newer version.
    """
    with engine.connect() as connection:
        version = _version(connection, name)
    if version == _HEAD:
        return
    if not version and not create:
        engine.dispose()
        raise NotFound(f"there is no index in {name}", "run: records org index")
    _upgrade(engine, name)


def _version(connection: Connection, name: str) -> str:
    """The step that the tables are at; empty where there are none.

    Raises:
        StateError: there are tables of something else.
    """
    tables = inspect(connection).get_table_names()
    if "alembic_version" in tables and "repositories" in tables:
        return str(connection.execute(text("select version_num from alembic_version")).scalar() or "")
    if tables:
        hint = "name another folder with --org" if connection.dialect.name == "sqlite" else "use an empty one"
        raise StateError(f"{name} is the database of something else", hint)
    return ""


def _upgrade(engine: Engine, name: str) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", _STEPS.replace("%", "%%"))
    with engine.begin() as connection:
        lock_writers(connection)  # of processes that start together one creates the tables
        if _version(connection, name) == _HEAD:
            return
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            raise StateError(
                f"{name} was written by a newer version of records: {error}", _DAMAGED
            ) from error


def lock_writers(connection: Connection) -> None:
    """Wait until no other process writes to the index; it is held to the end of the transaction."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("begin immediate")
    else:
        connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": _LOCK})


@contextmanager
def snapshot(connection: Connection) -> Iterator[None]:
    """Let all that a connection reads meanwhile be of one state of the index: what may be shown, and its texts."""
    begin = "begin"
    if connection.dialect.name != "sqlite":
        connection.execution_options(isolation_level="AUTOCOMMIT")  # the transaction is ours
        begin = "begin isolation level repeatable read read only"
    connection.exec_driver_sql(begin)
    try:
        yield
    finally:
        with suppress(DBAPIError):  # the connection may be gone
            connection.exec_driver_sql("rollback")


@contextmanager
def unbounded(connection: Connection) -> Iterator[None]:
    """Let the queries of a connection take as long as they need, for a while."""
    if connection.dialect.name == "sqlite":
        yield
        return
    connection.execute(text("set statement_timeout = 0"))
    try:
        yield
    finally:
        connection.execute(text("reset statement_timeout"))


def fulltext_of(connection: Connection) -> FullText:
    """Return the full text search of a database."""
    return Fts5() if connection.dialect.name == "sqlite" else TermVectors()
