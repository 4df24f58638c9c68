"""Full text search in SQLite: an FTS5 table, whose rows are numbered by a table with the keys of the records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, Column, Integer, MetaData, Table, func, insert, select, text

from records.org.schema import ORG

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection, Subquery

    from records.org.fulltext import Phrase, SearchText

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
    "-bm25(fulltext, 8.0, 4.0, 1.0, 1.0) as score, "
    "snippet(fulltext, -1, '', '', '…', 24) as excerpt "
    "from fulltext join fulltext_rows on fulltext_rows.row_number = fulltext.rowid where fulltext match :expression"
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

    def matches(self, alternatives: list[list[Phrase]]) -> Subquery:
        """Return the keys, scores and excerpts of the records that one of the alternatives describes."""
        expression = " OR ".join(f"({_expression(phrases)})" for phrases in alternatives)
        columns: tuple[Column[Any], ...] = (
            Column("org_id", BigInteger), Column("repo_id", BigInteger), Column("record_id", Integer),
            Column("score"), Column("excerpt"),
        )  # fmt: skip
        return _MATCHES.bindparams(expression=expression).columns(*columns).subquery("matches")


def _expression(phrases: list[Phrase]) -> str:
    """The phrases in FTS5's own language; a word is quoted, so that none is an operator."""
    wanted = " AND ".join(_quoted(phrase) for phrase in phrases if not phrase.is_negated)
    refused = "".join(f" NOT {_quoted(phrase)}" for phrase in phrases if phrase.is_negated)
    return f"({wanted}){refused}"


def _quoted(phrase: Phrase) -> str:
    words = " ".join(phrase.words).replace('"', "")
    return f'"{words}"' + ("*" if phrase.is_prefix else "")
