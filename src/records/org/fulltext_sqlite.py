"""Full text search in SQLite: an FTS5 table, whose rows are numbered by the positions of the records.

Its column `marked` holds words with a sign before them: the facts of a record and its repository, each as one word in
hexadecimal digits, and the words of its title. They are looked up as quickly as they are rare, whatever else has them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, Column, MetaData, Table, Text, bindparam, literal_column, select, text

from records.dataclass import replace
from records.org.fulltext import RecordKey, stored_facts
from records.org.schema import FEW, ORG, RECORDS
from records.org.terms import FIELDS, SearchText, required_phrases

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from records.org.fulltext import RecordSelection

FULLTEXT = Table(
    "fulltext", MetaData(), Column("rowid", BigInteger), *(Column(name, Text) for name in (*FIELDS, "marked"))
)
_REMOVE = text(
    "delete from fulltext where rowid in "
    "(select position from records where org_id = :org_id and repo_id = :repo_id)"
)


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
            fields = {name: getattr(row, name) for name in FIELDS}
            values.append({"rowid": row.position, **fields, "marked": " ".join(marked_words)})
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
        expression = _expression(selection, in_title=in_title)
        is_match = literal_column("fulltext").op("match")(bindparam("expression", expression))
        # without the unary + SQLite may read the records first, and sort all that match
        is_same = RECORDS.c.position == literal_column("+fulltext.rowid")
        row = FULLTEXT.c.rowid
        statement = (
            select(RECORDS.c.repo_id, RECORDS.c.record_id, RECORDS.c.position)
            .select_from(FULLTEXT.join(RECORDS, is_same))
            .where(
                RECORDS.c.org_id == ORG, *selection.of_repositories(connection, RECORDS.c.repo_id), is_match
            )
            .where(row < selection.before, row >= selection.after, *selection.conditions)
            .order_by(row.desc())
            .limit(limit)
        )
        return [RecordKey(*row) for row in connection.execute(statement)]

    def texts(self, connection: Connection, keys: list[RecordKey]) -> dict[int, SearchText]:
        """Return what is searched of some records, by position."""
        columns = [FULLTEXT.c[name] for name in ("rowid", *FIELDS)]
        record_ids = {key.position: key.record_id for key in keys}
        rows = connection.execute(select(*columns).where(FULLTEXT.c.rowid.in_(list(record_ids))))
        return {position: SearchText(record_ids[position], position, *fields) for position, *fields in rows}


def _expression(selection: RecordSelection, *, in_title: bool) -> str:
    """What a row must have, in the language of FTS5: words in the fields that are searched, and facts."""
    query = selection.query
    conditions = []
    if in_title:
        alternatives = (
            tuple(replace(phrase, words=_title_words(phrase.words)) for phrase in required_phrases(phrases))
            for phrases in query.alternatives
        )
        conditions.append(f"{{marked}} : ({replace(query, alternatives=tuple(alternatives)).expression})")
    if not in_title or query.has_negations:
        conditions.append(f"{{{' '.join(FIELDS)}}} : ({query.expression})")
    groups = selection.fact_groups
    if not selection.is_everywhere and len(selection.repo_ids) <= FEW:
        groups.append([_repository(repo_id) for repo_id in selection.repo_ids])
    conditions += [f"{{marked}} : ({' OR '.join(map(_word, facts))})" for facts in groups]
    return " AND ".join(conditions)


def _repository(repo_id: int) -> str:
    return f"repository={repo_id}"


def _word(fact: str) -> str:
    """A fact as one word of FTS5."""
    return f"\u00a7{fact.encode().hex()}"


def _title_words(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"\u00b6{word}" for word in words)
