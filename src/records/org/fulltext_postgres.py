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
    bindparam,
    cast,
    func,
    not_,
    or_,
    select,
    tuple_,
)  # fmt: skip
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY, TSVECTOR

from records.org.schema import ORG, RECORDS
from records.org.terms import FIELDS, SearchText, required_terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import ColumnElement, Connection, Select

    from records.project.query import Phrase, Query

_OWN = MetaData()
_KEYS = ("org_id", "repo_id", "record_id")


def _keys() -> list[Column[Any]]:
    kinds = (BigInteger, BigInteger, Integer)
    return [Column(name, kind, primary_key=True) for name, kind in zip(_KEYS, kinds, strict=True)]


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
        named: dict[str, Any] = {name: bindparam(name) for name in (*_KEYS, "position")}
        connection.execute(VECTORS.insert().values({**named, **columns}), vectors)
        connection.execute(TEXTS_OF_TERMS.insert(), texts)

    def remove(self, connection: Connection, repo_id: int) -> None:
        """Remove the texts of a repository."""
        for table in (VECTORS, TEXTS_OF_TERMS):
            connection.execute(table.delete().where(table.c.org_id == ORG, table.c.repo_id == repo_id))

    def restrict(
        self, statement: Select[Any], query: Query, repo_ids: list[int], *, in_title: bool = False
    ) -> tuple[Select[Any], ColumnElement[int]]:
        """Restrict a query of records to those that have the words of a search."""
        statement = _with(VECTORS, statement, repo_ids).where(_has(VECTORS.c.terms, query.alternatives))
        if in_title:
            statement = statement.where(_has(VECTORS.c.title, required_terms(query).alternatives))
        if any(len(phrase.words) > 1 for phrases in query.alternatives for phrase in phrases):
            conditions = (
                and_(_has(VECTORS.c.terms, (phrases,)), *_neighbours(phrases))
                for phrases in query.alternatives
            )
            statement = _with(TEXTS_OF_TERMS, statement, repo_ids).where(or_(*conditions))
        return statement, VECTORS.c.position

    def texts(self, connection: Connection, positions: dict[int, tuple[int, int]]) -> dict[int, SearchText]:
        """Return what is searched of some records, by position."""
        columns = TEXTS_OF_TERMS.c
        by_key = {key: position for position, key in positions.items()}
        rows = connection.execute(
            select(TEXTS_OF_TERMS).where(
                columns.org_id == ORG,
                columns.repo_id.in_({repo_id for repo_id, _ in by_key}),
                tuple_(columns.repo_id, columns.record_id).in_(list(by_key)),
            )
        )
        return {
            by_key[row.repo_id, row.record_id]: SearchText(
                row.record_id, by_key[row.repo_id, row.record_id], *(getattr(row, name) for name in FIELDS)
            )
            for row in rows
        }


def _with(table: Table, statement: Select[Any], repo_ids: list[int]) -> Select[Any]:
    """Join a table to the records; the repositories are named once more, so that others are not looked at."""
    is_same = (table.c[name] == RECORDS.c[name] for name in _KEYS)
    return statement.join(table, and_(*is_same)).where(table.c.org_id == ORG, table.c.repo_id.in_(repo_ids))


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
