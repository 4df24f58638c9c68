"""Full text search in SQLite: an FTS5 table, whose rows are numbered downwards by the positions of the records.

The newest record has the lowest number, since FTS5 reads its lists of rows forwards in half the time.

Its column `marked` holds words with a sign before them: the facts of a record and its repository, each as one word in
hexadecimal digits, and the words of its title. They are looked up as quickly as they are rare, whatever else has them.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    BigInteger,
    Column,
    Integer,
    MetaData,
    Table,
    Text,
    bindparam,
    literal_column,
    select,
    text,
)

from records.dataclass import replace
from records.org.fulltext import RecordKey, newest_and_titled, stored_facts
from records.org.schema import FEW, ORG, RECORDS
from records.org.terms import FIELDS, SearchText, best_scores, required_phrases

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection, Select

    from records.org.fulltext import RecordSelection

FULLTEXT = Table(
    "fulltext", MetaData(), Column("rowid", BigInteger), *(Column(name, Text) for name in (*FIELDS, "marked")),
    Column("repo_id", BigInteger), Column("record_id", Integer),
)  # fmt: skip
_KEY = tuple(FULLTEXT.c[name] for name in ("repo_id", "record_id", "rowid"))
_COLUMNS = (*_KEY, *(FULLTEXT.c[name] for name in FIELDS))
_REMOVE = text(
    "delete from fulltext where rowid in "
    "(select -position from records where org_id = :org_id and repo_id = :repo_id)"
)
_COUNT_PARTS = text("select count(distinct segid) from fulltext_idx")
_MERGE_PARTS = text("insert into fulltext(fulltext) values ('optimize')")
_MOST_PARTS = 8


class Fts5:
    """The full text of all records in SQLite."""

    def add(self, connection: Connection, repo_id: int, rows: Iterable[SearchText]) -> None:
        """Add the texts of a repository that has none."""
        facts = stored_facts(connection, repo_id)
        repository = _repository(repo_id)
        values = []
        for row in rows:
            marked_words = [
                *map(_word, [repository, *facts.get(row.record_id, ())]),
                *_title_words(row.title.split()),
            ]
            own = {name: getattr(row, name) for name in (*FIELDS, "record_id")}
            values.append(
                {"rowid": -row.position, **own, "marked": " ".join(marked_words), "repo_id": repo_id}
            )
        if values:
            connection.execute(FULLTEXT.insert(), values)

    def remove(self, connection: Connection, repo_id: int) -> None:
        """Remove the texts of a repository whose records are still there."""
        connection.execute(_REMOVE, {"org_id": ORG, "repo_id": repo_id})

    def newest(
        self, connection: Connection, selection: RecordSelection, *, limit: int, in_title: bool = False
    ) -> list[RecordKey]:
        """Return the newest records that have the words of a search, newest first; see `FullText`.

        The table of terms is read newest first: a search stops at the page that is asked for, however many match.
        """
        statement = _selecting(_KEY, connection, selection)
        rows = connection.execute(statement, _values(selection, limit, in_title=in_title)).all()
        return [RecordKey(repo_id, record_id, -rowid) for repo_id, record_id, rowid in rows]

    def best(
        self, connection: Connection, selection: RecordSelection, *, limit: int
    ) -> dict[RecordKey, float]:
        """Return the records that fit the words of a search best, with their scores; see `FullText`."""
        statement = _selecting(_COLUMNS, connection, selection)
        keys: dict[int, RecordKey] = {}

        def read(some: RecordSelection, in_title: bool, most: int) -> list[SearchText]:
            rows = connection.execute(statement, _values(some, most, in_title=in_title)).all()
            keys.update({-row.rowid: RecordKey(row.repo_id, row.record_id, -row.rowid) for row in rows})
            return [SearchText(record_id, -rowid, *fields) for _, record_id, rowid, *fields in rows]

        scores = best_scores(newest_and_titled(selection, limit, read), selection.query, limit)
        return {keys[position]: score for position, score in scores.items()}

    def texts(self, connection: Connection, keys: list[RecordKey]) -> dict[int, SearchText]:
        """Return what is searched of some records, by position."""
        rows = connection.execute(
            select(*_COLUMNS).where(FULLTEXT.c.rowid.in_([-key.position for key in keys]))
        )
        return {-rowid: SearchText(record_id, -rowid, *fields) for _, record_id, rowid, *fields in rows}

    def compact(self, connection: Connection) -> None:
        """Merge the parts of the table where changes have left many; each of them is looked up in every search."""
        if connection.execute(_COUNT_PARTS).scalar_one() > _MOST_PARTS:
            connection.execute(_MERGE_PARTS)


@lru_cache
def _matching(columns: tuple[Column[Any], ...]) -> Select[Any]:
    """Select columns of the rows that have the words and facts of a search, newest first; see `_values`."""
    is_match = literal_column("fulltext").op("match")(bindparam("expression"))
    row = FULLTEXT.c.rowid
    return (
        select(*columns)
        .select_from(FULLTEXT)
        .where(is_match, row > bindparam("before"), row <= bindparam("after"))
        .order_by(row)
        .limit(bindparam("limit", type_=Integer))
    )


def _values(selection: RecordSelection, limit: int, *, in_title: bool) -> dict[str, Any]:
    """The values of what `_matching` selects."""
    expression = _expression(selection, in_title=in_title)
    return {
        "expression": expression, "before": -selection.before, "after": -selection.after, "limit": limit
    }  # fmt: skip


def _selecting(
    columns: tuple[Column[Any], ...], connection: Connection, selection: RecordSelection
) -> Select[Any]:
    """Select columns as `_matching`; the records are joined where more is asked of them than words and facts."""
    statement = _matching(columns)
    if _is_by_marks(selection):
        return statement
    if not selection.conditions:
        return statement.where(*selection.of_repositories(connection, FULLTEXT.c.repo_id))
    # of a bare column SQLite may read the records first, and sort all that match
    is_same = RECORDS.c.position == literal_column("-fulltext.rowid")
    of_repositories = selection.of_repositories(connection, RECORDS.c.repo_id)
    return statement.join(RECORDS, is_same).where(
        RECORDS.c.org_id == ORG, *of_repositories, *selection.conditions
    )


def _is_by_marks(selection: RecordSelection) -> bool:
    """Whether the column `marked` tells all of a selection that its words do not."""
    is_of_few = selection.is_everywhere or len(selection.repo_ids) <= FEW
    return is_of_few and not selection.conditions


def _expression(selection: RecordSelection, *, in_title: bool) -> str:
    """What a row must have, in the language of FTS5: words in the fields that are searched, and facts.

    No column is named, which would be looked up for every row: only words of `marked` begin with a sign.
    """
    query = selection.query
    conditions = []
    if in_title:
        alternatives = (
            tuple(replace(phrase, words=_title_words(phrase.words)) for phrase in required_phrases(phrases))
            for phrases in query.alternatives
        )
        conditions.append(replace(query, alternatives=tuple(alternatives)).expression)
    if not in_title or query.has_negations:
        conditions.append(query.expression)
    groups = selection.fact_groups
    if not selection.is_everywhere and len(selection.repo_ids) <= FEW:
        groups.append([_repository(repo_id) for repo_id in selection.repo_ids])
    conditions += [" OR ".join(map(_word, facts)) for facts in groups]
    return " AND ".join(f"({condition})" for condition in conditions)


def _repository(repo_id: int) -> str:
    return f"repository={repo_id}"


def _word(fact: str) -> str:
    """A fact as one word of FTS5."""
    return f"\u00a7{fact.encode().hex()}"


def _title_words(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"\u00b6{word}" for word in words)
