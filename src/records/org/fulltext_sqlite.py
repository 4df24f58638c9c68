"""Full text search in SQLite: an FTS5 table, whose rows are numbered by a table with the keys of the records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, Column, Float, Integer, MetaData, Table, func, insert, select, text

from records.org.schema import ORG
from records.project.search import line_of_hit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection, Subquery

    from records.org.fulltext import SearchText
    from records.project.query import Query

_OWN = MetaData()
ROWS = Table(
    "fulltext_rows",
    _OWN,
    Column("org_id", BigInteger, primary_key=True),
    Column("repo_id", BigInteger, primary_key=True),
    Column("record_id", Integer, primary_key=True),
    Column("row_number", Integer, nullable=False, unique=True),
)
_ADD = text(
    "insert into fulltext (rowid, title, labels, body, front) values (:row_number, :title, :labels, :body, :front)"
)
_REMOVE = text(
    "delete from fulltext where rowid in "
    "(select row_number from fulltext_rows where org_id = :org_id and repo_id = :repo_id)"
)
_MATCHES = text(
    "select fulltext_rows.org_id, fulltext_rows.repo_id, fulltext_rows.record_id, "
    "-bm25(fulltext, 8.0, 4.0, 1.0, 1.0) as score, fulltext_rows.row_number "
    "from fulltext join fulltext_rows on fulltext_rows.row_number = fulltext.rowid where fulltext match :expression"
)
_EXCERPTS = text(
    "select snippet(fulltext, 2, char(2), '', '…', 24), highlight(fulltext, 3, char(2), ''), "
    "highlight(fulltext, 0, char(2), '') from fulltext where fulltext match :expression and rowid = :row_number"
)


class Fts5:
    """The full text of all records in SQLite."""

    def add(self, connection: Connection, repo_id: int, rows: Iterable[SearchText]) -> None:
        """Add the texts of a repository that has none."""
        highest = connection.execute(select(func.coalesce(func.max(ROWS.c.row_number), 0))).scalar_one()
        values = [
            {**row._asdict(), "row_number": number} for number, row in enumerate(rows, start=highest + 1)
        ]
        if not values:
            return
        keys = [
            {"org_id": ORG, "repo_id": repo_id, **{name: row[name] for name in ("record_id", "row_number")}}
            for row in values
        ]
        connection.execute(insert(ROWS), keys)
        connection.execute(_ADD, values)

    def remove(self, connection: Connection, repo_id: int) -> None:
        """Remove the texts of a repository."""
        connection.execute(_REMOVE, {"org_id": ORG, "repo_id": repo_id})
        connection.execute(ROWS.delete().where(ROWS.c.org_id == ORG, ROWS.c.repo_id == repo_id))

    def matches(self, query: Query) -> Subquery:
        """Return the keys, scores and row numbers of the records that have the words of a query."""
        columns: tuple[Column[Any], ...] = (
            Column("org_id", BigInteger), Column("repo_id", BigInteger), Column("record_id", Integer),
            Column("score", Float), Column("row_number", Integer),
        )  # fmt: skip
        return _MATCHES.bindparams(expression=query.expression).columns(*columns).subquery("matches")

    def excerpts(self, connection: Connection, query: Query, rows: list[int]) -> dict[int, str]:
        """Return one line around the words that match: of the text, else of the front matter, else the title."""
        lines: dict[int, str] = {}
        for row in rows:
            parameters = {"expression": query.expression, "row_number": row}
            lines[row] = line_of_hit(*connection.execute(_EXCERPTS, parameters).one())
        return lines
