"""The repositories that may be shown: kept by a service, and never longer than they are so."""

from __future__ import annotations

import os

from records.org.database import name_of, open_database, open_engine
from records.org.index import build_index
from records.org.schema import REPOSITORIES
from records.org.scope import EVERYTHING, PUBLIC, Grant, Scope
from records.org.visible import visible_repositories


def change(config, values, name):
    """Change a row as another process does."""
    with open_database(config, create=True) as engine, engine.begin() as connection:
        statement = REPOSITORIES.update().where(REPOSITORIES.c.name == name).values(values)
        connection.execute(statement)


def test_each_change_of_the_index_counts_at_once(open_config):
    """Visibility, name, group, a repository that goes or comes: on every connection of the pool."""
    engine = open_engine(open_config, connections=2)
    sales = Scope((Grant(("group:sales",)),))
    try:
        with engine.connect() as first, engine.connect() as second:

            def names(scope=PUBLIC):
                kinds = [sorted(row.name for row in visible_repositories(connection, scope).values())
                         for connection in (first, second, first)]  # fmt: skip
                for connection in (first, second):
                    connection.rollback()
                assert kinds[0] == kinds[1] == kinds[2]
                return kinds[0]

            assert names() == ["architecture", "core", "shop"]
            assert names(EVERYTHING) == ["architecture", "core", "pay", "shop"]
            assert names(sales) == ["shop"]
            change(open_config, {"visibility": "restricted"}, "core")
            assert names() == ["architecture", "shop"]
            change(open_config, {"visibility": "internal"}, "core")
            change(open_config, {"visibility": "internal"}, "pay")
            assert names() == ["architecture", "core", "pay", "shop"]
            change(open_config, {"group_name": "sales"}, "core")
            assert names(sales) == ["core", "shop"]
            with open_database(open_config, create=True) as other, other.begin() as connection:
                connection.execute(REPOSITORIES.delete().where(REPOSITORIES.c.name == "core"))
            assert names() == ["architecture", "pay", "shop"]
            build_index(open_config)
            assert names() == ["architecture", "core", "shop"]
    finally:
        engine.dispose()


def test_what_is_kept_is_read_once(open_config):
    """Without a change nothing is read again, for any number of scopes; what a caller gets is its own."""
    engine = open_engine(open_config, connections=1)
    try:
        with engine.connect() as connection:
            row = next(iter(visible_repositories(connection, PUBLIC).values()))
            visible_repositories(connection, PUBLIC).clear()
            for number in range(150):
                visible_repositories(connection, Scope((Grant((f"x{number}",)),)))
            again = visible_repositories(connection, PUBLIC)
            assert any(other is row for other in again.values())
    finally:
        engine.dispose()


def test_service_reads_the_file_of_sqlite_in_place_even_while_it_shrinks(open_index):
    """What answers one question reads it piece by piece."""
    engine = open_engine(open_index, connections=1)
    try:
        with engine.connect() as connection, open_database(open_index) as single, single.connect() as other:
            sizes = [each.exec_driver_sql("pragma mmap_size").scalar_one() for each in (connection, other)]
            assert sizes[0] > sizes[1] == 0
            other.exec_driver_sql("create table filler as select zeroblob(3000000) as blob")
            connection.exec_driver_sql("select sum(length(blob)) from filler").scalar_one()
            connection.rollback()
            size = os.path.getsize(name_of(open_index))
            other.exec_driver_sql("drop table filler")
            other.commit()
            other.connection.driver_connection.execute("vacuum")
            assert os.path.getsize(name_of(open_index)) < size - 2_900_000
            rows = visible_repositories(connection, PUBLIC).values()
            assert sorted(row.name for row in rows) == ["architecture", "core", "shop"]
    finally:
        engine.dispose()
