"""Full text search in SQLite: an FTS5 table, whose rows are numbered by the positions of the records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, Column, MetaData, Table, Text, bindparam, literal_column, select, text

from records.org.schema import ORG, RECORDS
from records.org.terms import FIELDS, SearchText, required_terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import ColumnElement, Connection, Row

    from records.org.fulltext import RecordSelection

FULLTEXT = Table(
    "fulltext", MetaData(), Column("rowid", BigInteger), *(Column(name, Text) for name in FIELDS)
)
_REMOVE = text(
    "delete from fulltext where rowid in "
    "(select position from records where org_id = :org_id and repo_id = :repo_id)"
)


class Fts5:
    """The full text of all records in SQLite."""

    def add(self, connection: Connection, repo_id: int, rows: Iterable[SearchText]) -> None:
        """Add the texts of a repository that has none."""
        values = [{"rowid": row.position, **{name: getattr(row, name) for name in FIELDS}} for row in rows]
        if values:
            connection.execute(FULLTEXT.insert(), values)

    def remove(self, connection: Connection, repo_id: int) -> None:
        """Remove the texts of a repository whose records are still there."""
        connection.execute(_REMOVE, {"org_id": ORG, "repo_id": repo_id})

    def newest(
        self, connection: Connection, columns: Sequence[ColumnElement[Any]], selection: RecordSelection, *, limit: int,
        in_title: bool = False,
    ) -> list[Row[Any]]:  # fmt: skip
        """Return the newest records that have the words of a search, newest first; see `FullText`.

        The table of terms is read newest first: a search stops at the page that is asked for, however many match.
        """
        expression = selection.query.expression
        if in_title:
            expression = f"({expression}) AND {{title}} : ({required_terms(selection.query).expression})"
        is_match = literal_column("fulltext").op("match")(bindparam("expression", expression))
        # without the unary + SQLite may read the records first, and sort all that match
        is_same = RECORDS.c.position == literal_column("+fulltext.rowid")
        statement = select(*columns).select_from(FULLTEXT.join(RECORDS, is_same))
        row = FULLTEXT.c.rowid
        statement = (
            statement.where(RECORDS.c.org_id == ORG, RECORDS.c.repo_id.in_(selection.repo_ids), is_match)
            .where(row < selection.before, row >= selection.after, *selection.all_conditions)
            .order_by(row.desc())
            .limit(limit)
        )
        return list(connection.execute(statement))

    def texts(self, connection: Connection, positions: dict[int, tuple[int, int]]) -> dict[int, SearchText]:
        """Return what is searched of some records, by position."""
        rows = connection.execute(select(FULLTEXT).where(FULLTEXT.c.rowid.in_(list(positions))))
        return {
            row.rowid: SearchText(
                positions[row.rowid][1], row.rowid, *(getattr(row, name) for name in FIELDS)
            )
            for row in rows
        }
