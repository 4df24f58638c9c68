"""The tables of the index, one schema for SQLite and PostgreSQL: keys begin with organisation and repository."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    and_,
    any_,
    bindparam,
    cast,
    func,
    literal,
    select,
    tuple_,
)

from records.encoding import replace_surrogates

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from sqlalchemy import ColumnElement, Connection, FromClause, Row, Select

METADATA = MetaData()
ORG = 1
"""The organisation of an index that belongs to one folder."""
KEYS = ("org_id", "repo_id", "record_id")
"""The columns that name a record in every table."""
FEW = 20
"""Of so many repositories the partitions are told apart before a query runs."""
DAY_BITS = 41
"""How many of the low bits of a position tell records of the same day apart."""


def storable(text: str) -> str:
    """Return a text without what a database refuses: lone surrogates and NUL characters."""
    return replace_surrogates(text).replace("\x00", "\ufffd")


class _Checked(TypeDecorator[Any]):
    """A type whose values are checked as they are read: SQLite stores a value of any type in any column."""

    cache_ok = True
    expected: type = str

    def process_result_value(self, value: Any, _: Any) -> Any:
        """Return the value.

        Raises:
            TypeError: it is of another type than was stored.
        """
        if value is not None and type(value) is not self.expected:
            raise TypeError(
                f"the index holds {type(value).__name__} in the place of {self.expected.__name__}"
            )
        return value


class CheckedText(_Checked):
    """A text."""

    impl = Text
    cache_ok = True


class CheckedNumber(_Checked):
    """An integer of 32 bits."""

    impl = Integer
    cache_ok = True
    expected = int


class CheckedBigNumber(_Checked):
    """An integer of 64 bits."""

    impl = BigInteger
    cache_ok = True
    expected = int


def _keys(*names: str) -> list[Column[int]]:
    """The columns of a primary key: the organisation, the repository, and what counts within it."""
    keys = [Column("org_id", CheckedBigNumber, primary_key=True, autoincrement=False)]
    keys += [Column("repo_id", CheckedBigNumber, primary_key=True, autoincrement=False)]
    return keys + [Column(name, CheckedNumber, primary_key=True, autoincrement=False) for name in names]


def _text(name: str) -> Column[str]:
    return Column(name, CheckedText, nullable=False, server_default="")


def _count(name: str) -> Column[int]:
    return Column(name, CheckedNumber, nullable=False, server_default="0")


REPOSITORIES = Table(
    "repositories",
    METADATA,
    *_keys(),
    _text("name"),
    _text("place"),
    _text("group_name"),
    _text("visibility"),
    Column("is_central", Boolean, nullable=False),
    _text("commit_id"),
    _text("reader"),
    _text("state"),
    _text("problem"),
    _count("commits"),
    _count("agent_commits"),
    _count("recorded_commits"),
    _text("remote"),
)
"""Each repository; `reader` is what read its records: another one reads them again."""

RECORDS = Table(
    "records",
    METADATA,
    *_keys("record_id"),
    _text("kind"),
    _text("ref"),
    _text("record_key"),
    _text("path"),
    _text("title"),
    _text("date"),
    _text("status"),
    _text("stage"),
    _text("feature"),
    _text("folder"),
    Column("is_readable", Boolean, nullable=False),
    Column("is_repaired", Boolean, nullable=False),
    _text("data"),
    Column("position", CheckedBigNumber, nullable=False, server_default="0"),
    Index("records_by_position", "org_id", "position", "repo_id", "record_id", unique=True),
    Index("records_by_ref", "org_id", "repo_id", "ref"),
)
"""Each record; `data` is its JSON object, `position` its place newest first, the others are what a search asks for."""

TEXTS = Table("texts", METADATA, *_keys("record_id"), _text("content"))
"""The whole text of each record."""

LABELS = Table("labels", METADATA, *_keys("record_id", "position"), _text("label"))
"""The labels of each record, case folded."""

FILES = Table("files", METADATA, *_keys("record_id", "position"), _text("path"))
"""The files that each record names."""

LINKS = Table(
    "links",
    METADATA,
    *_keys("record_id", "position"),
    _text("relation"),
    _text("target"),
    Column("is_resolved", Boolean, nullable=False),
)
"""The links of each record; one that leads to a record of the same repository is resolved to its key."""

OF_RECORDS = (RECORDS, TEXTS, LABELS, FILES, LINKS)
"""The tables with rows for each record of a repository."""


def same_record(table: FromClause, other: FromClause) -> ColumnElement[bool]:
    """Return whether the rows of two tables belong to the same record."""
    return and_(*(table.c[name] == other.c[name] for name in KEYS))


def rows_of_records(
    connection: Connection, columns: tuple[Column[Any], ...], keys: Collection[tuple[int, int]]
) -> Sequence[Row[Any]]:
    """Return the rows of some records in one table, in no order.

    The databases get the keys as rows, with which they look up the primary key; for a list of pairs in a query's text
    PostgreSQL reads all rows of the repositories, and SQLite all rows. The statement is made once: that takes as long
    as to run it.

    Args:
        connection: to the index.
        columns: of one table; what is read.
        keys: of the records, each a repository and a number.
    """
    if not keys:
        return []
    repo_ids = sorted({repo_id for repo_id, _ in keys})
    is_few = len(repo_ids) <= FEW
    if connection.dialect.name != "postgresql":
        return connection.execute(_by_rows(columns), {"keys": json.dumps(list(keys))}).all()
    values: dict[str, Any] = {
        "repo_ids": _list(repo_id for repo_id, _ in keys),
        "record_ids": _list(n for _, n in keys),
    }
    if is_few:
        values["few"] = repo_ids
    return connection.execute(_by_arrays(columns, is_few), values).all()


@lru_cache
def _by_rows(columns: tuple[Column[Any], ...]) -> Select[Any]:
    """What reads columns in SQLite by `keys`, a text of JSON."""
    value = _json_rows(bindparam("keys", type_=Text))
    keys = select(func.json_extract(value, "$[0]"), func.json_extract(value, "$[1]"))
    table = columns[0].table
    return select(*columns).where(table.c.org_id == ORG, tuple_(table.c.repo_id, table.c.record_id).in_(keys))


@lru_cache
def _by_arrays(columns: tuple[Column[Any], ...], is_few: bool) -> Select[Any]:
    """What reads columns in PostgreSQL by `repo_ids` and `record_ids`; and by the few different ones."""
    lists = [_array(bindparam(name, type_=Text)) for name in ("repo_ids", "record_ids")]
    rows = func.unnest(*lists).table_valued("repo_id", "record_id").render_derived()
    table = columns[0].table
    pair = tuple_(table.c.repo_id, table.c.record_id)
    statement = select(*columns).where(
        table.c.org_id == ORG, pair.in_(select(rows.c.repo_id, rows.c.record_id))
    )
    if is_few:  # the planner leaves out partitions
        statement = statement.where(table.c.repo_id.in_(bindparam("few", expanding=True)))
    return statement


def of_repositories(
    connection: Connection, column: ColumnElement[int], repo_ids: list[int]
) -> ColumnElement[bool]:
    """Return whether a repository is one of some.

    Of few, so that PostgreSQL leaves out partitions; of many by an expression, because a database would look up each of
    them: PostgreSQL in the statistics of each partition, SQLite in an index with each record.
    """
    if len(repo_ids) <= FEW:
        return column.in_(repo_ids)
    if connection.dialect.name != "postgresql":
        return (column + 0).in_(select(_json_rows(literal(json.dumps(repo_ids)))))
    once = select(
        _array(literal(_list(repo_ids), Text))
    ).scalar_subquery()  # else it is read again for each row
    return (column + 0) == any_(cast(once, ARRAY(BigInteger)))


def _list(numbers: Iterable[int]) -> str:
    """Numbers as the text of an array of PostgreSQL: the driver takes long to write many values."""
    return f"{{{','.join(map(str, numbers))}}}"


def _array(text: ColumnElement[str]) -> ColumnElement[Any]:
    return cast(text, ARRAY(BigInteger))


def _json_rows(text: ColumnElement[str]) -> ColumnElement[Any]:
    """The values of a list of JSON as rows of SQLite, which a query's text could not hold however many there are."""
    column: ColumnElement[Any] = func.json_each(text).table_valued("value").c.value
    return column
