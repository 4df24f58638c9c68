"""Full text search in PostgreSQL: a narrow table of term vectors, and the texts of terms beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    BigInteger,
    Column,
    Integer,
    MetaData,
    Table,
    Text,
    and_,
    any_,
    bindparam,
    cast,
    func,
    literal,
    not_,
    or_,
    select,
)  # fmt: skip
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY, TSVECTOR

from records.org.schema import KEYS, ORG, RECORDS, of_keys, same_record
from records.org.terms import FIELDS, SearchText, required_terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import ColumnElement, Connection, Select

    from records.project.query import Phrase, Query

_OWN = MetaData()
_FEW = 20


def _keys() -> list[Column[Any]]:
    kinds = (BigInteger, BigInteger, Integer)
    return [Column(name, kind, primary_key=True) for name, kind in zip(KEYS, kinds, strict=True)]


VECTORS = Table(
    "fulltext", _OWN, *_keys(), Column("position", BigInteger), Column("title", TSVECTOR), Column("terms", TSVECTOR)
)  # fmt: skip
"""The terms of each record and of its title; nothing else, so that many rows are read quickly."""
TEXTS_OF_TERMS = Table("fulltext_texts", _OWN, *_keys(), *(Column(name, Text) for name in FIELDS))
"""The terms in order, for phrases and for the rank."""


class TermVectors:
    """The full text of all records in PostgreSQL."""

    def add(self, connection: Connection, repo_id: int, rows: Iterable[SearchText]) -> None:
        """Add the texts of a repository that has none."""
        vectors, texts = [], []
        for row in rows:
            keys = {"org_id": ORG, "repo_id": repo_id, "record_id": row.record_id}
            title = sorted(set(row.title.split()))
            all_terms = sorted({term for name in FIELDS for term in getattr(row, name).split()})
            vectors.append({**keys, "position": row.position, "title_terms": title, "all_terms": all_terms})
            texts.append({**keys, **{name: getattr(row, name) for name in FIELDS}})
        if not vectors:
            return
        columns = {
            "title": func.array_to_tsvector(bindparam("title_terms", type_=ARRAY(Text))),
            "terms": func.array_to_tsvector(bindparam("all_terms", type_=ARRAY(Text))),
        }
        named: dict[str, Any] = {name: bindparam(name) for name in (*KEYS, "position")}
        connection.execute(VECTORS.insert().values({**named, **columns}), vectors)
        connection.execute(TEXTS_OF_TERMS.insert(), texts)

    def remove(self, connection: Connection, repo_id: int) -> None:
        """Remove the texts of a repository."""
        for table in (VECTORS, TEXTS_OF_TERMS):
            connection.execute(table.delete().where(table.c.org_id == ORG, table.c.repo_id == repo_id))

    def newest(
        self, columns: Sequence[ColumnElement[Any]], conditions: Sequence[ColumnElement[bool]], query: Query,
        repo_ids: list[int], *, limit: int, before: int, in_title: bool = False,
    ) -> Select[Any]:  # fmt: skip
        """Select the newest records that have the words of a search, newest first; see `FullText`.

        The narrow table is searched alone, and the records of what it gives are read afterwards: joined before the
        limit, they would look so expensive to the planner that it reads all positions where few records match.
        """
        own = VECTORS.c
        found = select(*(own[name] for name in KEYS), own.position).where(
            own.org_id == ORG,
            _is_among(own.repo_id, repo_ids),
            own.position < before,
            _has(own.terms, query.alternatives),
        )
        if in_title:
            found = found.where(_has(own.title, required_terms(query).alternatives))
        if any(len(phrase.words) > 1 for phrases in query.alternatives for phrase in phrases):
            found = found.join(TEXTS_OF_TERMS, same_record(VECTORS, TEXTS_OF_TERMS)).where(
                or_(
                    *(
                        and_(_has(own.terms, (phrases,)), *_neighbours(phrases))
                        for phrases in query.alternatives
                    )
                )
            )
        if conditions:
            found = found.join(RECORDS, same_record(VECTORS, RECORDS)).where(*conditions)
        keys = found.order_by(own.position.desc()).limit(limit).subquery()
        statement = select(*columns).join(keys, same_record(RECORDS, keys))
        if len(repo_ids) == 1:  # the planner does not look behind the limit
            statement = statement.where(RECORDS.c.repo_id == repo_ids[0])
        return statement.order_by(keys.c.position.desc())

    def texts(self, connection: Connection, positions: dict[int, tuple[int, int]]) -> dict[int, SearchText]:
        """Return what is searched of some records, by position."""
        columns = TEXTS_OF_TERMS.c
        by_key = {key: position for position, key in positions.items()}
        rows = connection.execute(
            select(TEXTS_OF_TERMS).where(
                columns.org_id == ORG, of_keys(connection, TEXTS_OF_TERMS, list(by_key))
            )
        )
        return {
            by_key[row.repo_id, row.record_id]: SearchText(
                row.record_id, by_key[row.repo_id, row.record_id], *(getattr(row, name) for name in FIELDS)
            )
            for row in rows
        }


def _is_among(column: Column[int], repo_ids: list[int]) -> ColumnElement[bool]:
    """Whether a repository is one of some.

    Of few, so that the planner leaves out partitions; of many by an expression, because the planner would look up each
    of them in the statistics of each partition, which takes longer than the search.
    """
    if len(repo_ids) <= _FEW:
        return column.in_(repo_ids)
    return (column + 0) == any_(literal(repo_ids, ARRAY(BigInteger)))


def _has(column: Column[Any], alternatives: tuple[tuple[Phrase, ...], ...]) -> ColumnElement[bool]:
    """Whether a vector has the terms of one of some alternatives, wherever they stand."""
    parts = (f"({' & '.join(_terms_of(phrases))})" for phrases in alternatives)
    return column.op("@@")(cast(" | ".join(parts), TSQUERY))


def _terms_of(phrases: tuple[Phrase, ...]) -> list[str]:
    """The terms of phrases in the language of a vector; of what must not occur, the single words."""
    terms: list[str] = []
    for phrase in phrases:
        *before, last = (f"'{word}'" for word in phrase.words)
        own_terms = [*before, last + (":*" if phrase.is_prefix else "")]
        if not phrase.is_negated:
            terms += own_terms
        elif not before:
            terms.append(f"!{own_terms[0]}")
    return terms


def _neighbours(phrases: tuple[Phrase, ...]) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions that words stand next to each other, or do not."""
    for phrase in phrases:
        if len(phrase.words) > 1:
            pattern = f"% {' '.join(phrase.words)}" + ("%" if phrase.is_prefix else " %")
            has_phrase = or_(*(TEXTS_OF_TERMS.c[name].like(pattern) for name in FIELDS))
            yield not_(has_phrase) if phrase.is_negated else has_phrase
