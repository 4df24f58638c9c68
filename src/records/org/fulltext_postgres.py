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
)  # fmt: skip
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY, TSVECTOR

from records.dataclass import replace
from records.org.fulltext import RecordKey, newest_and_titled, stored_facts
from records.org.schema import FEW, KEYS, ORG, RECORDS, rows_of_records, same_record
from records.org.terms import FIELDS, SearchText, best_scores, required_terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import ColumnElement, Connection, FromClause, Select

    from records.org.fulltext import RecordSelection
    from records.project.query import Phrase

_OWN = MetaData()
_NEWEST = 500
"""How many of the newest records are looked at one after the other."""
_MARGIN = 1.5
"""How much further back than the newest records suggest."""
_BEYOND = 8
"""How many times as many records are passed over to find those of many repositories."""


def _keys() -> list[Column[Any]]:
    kinds = (BigInteger, BigInteger, Integer)
    return [Column(name, kind, primary_key=True) for name, kind in zip(KEYS, kinds, strict=True)]


VECTORS = Table(
    "fulltext", _OWN, *_keys(), Column("position", BigInteger), Column("title", TSVECTOR), Column("terms", TSVECTOR)
)  # fmt: skip
"""The terms of each record and of its title; `terms` holds its facts as well, such as `status=accepted`."""
TEXTS_OF_TERMS = Table("fulltext_texts", _OWN, *_keys(), *(Column(name, Text) for name in FIELDS))
"""The terms in order, for phrases and for the rank."""


class TermVectors:
    """The full text of all records in PostgreSQL."""

    def add(self, connection: Connection, repo_id: int, rows: Iterable[SearchText]) -> None:
        """Add the texts of a repository that has none."""
        vectors, texts = [], []
        facts = stored_facts(connection, repo_id)
        for row in rows:
            keys = {"org_id": ORG, "repo_id": repo_id, "record_id": row.record_id}
            title = sorted(set(row.title.split()))
            words = {term for name in FIELDS for term in getattr(row, name).split()}
            all_terms = sorted(words.union(facts.get(row.record_id, ())))
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
        self, connection: Connection, selection: RecordSelection, *, limit: int, in_title: bool = False
    ) -> list[RecordKey]:
        """Return the newest records that have the words of a search, newest first; see `FullText`.

        The newest few are looked at one after the other: they hold enough with frequent words, and tell how far back to
        look for others. Rare words are looked for among all. The planner is not asked: it does not know what it takes
        to read a vector, and takes rare words for frequent ones.
        """

        def read(statement: Select[Any]) -> list[RecordKey]:
            position = statement.selected_columns.position
            rows = connection.execute(statement.order_by(position.desc()).limit(limit))
            return [RecordKey(row.repo_id, row.record_id, row.position) for row in rows]

        keys = read(_among_newest(connection, selection, in_title=in_title))
        if 1 < len(keys) < limit:
            newer = replace(selection, after=_how_far_back(selection, keys, limit))
            keys = read(_by_index(connection, newer, in_title=in_title))
        return keys if len(keys) == limit else read(_by_index(connection, selection, in_title=in_title))

    def best(
        self, connection: Connection, selection: RecordSelection, *, limit: int
    ) -> dict[RecordKey, float]:
        """Return the records that fit the words of a search best, with their scores; see `FullText`."""
        found = newest_and_titled(
            selection,
            limit,
            lambda some, in_title, most: self.newest(connection, some, limit=most, in_title=in_title),
        )
        keys = {key.position: key for key in found}
        texts = self.texts(connection, list(keys.values()))
        scores = best_scores(texts.values(), selection.query, limit)
        return {keys[position]: score for position, score in scores.items()}

    def texts(self, connection: Connection, keys: list[RecordKey]) -> dict[int, SearchText]:
        """Return what is searched of some records, by position."""
        by_key = {(key.repo_id, key.record_id): key.position for key in keys}
        rows = rows_of_records(connection, tuple(TEXTS_OF_TERMS.c), by_key)
        return {
            by_key[row.repo_id, row.record_id]: SearchText(
                row.record_id, by_key[row.repo_id, row.record_id], *(getattr(row, name) for name in FIELDS)
            )
            for row in rows
        }

    def compact(self, connection: Connection) -> None:
        """Do nothing: PostgreSQL does it by itself in time."""


def _among_newest(connection: Connection, selection: RecordSelection, *, in_title: bool) -> Select[Any]:
    """Select, of the newest records of the repositories, the keys of those that are selected."""
    newest = select(VECTORS).where(*_in_range(selection)).order_by(VECTORS.c.position.desc())
    if len(selection.repo_ids) > FEW and not selection.is_everywhere:
        newest = select(newest.limit(_NEWEST * _BEYOND).subquery())
    is_among = selection.of_repositories(connection, newest.selected_columns.repo_id)
    vectors = newest.where(*is_among).limit(_NEWEST).subquery()
    return _selected_from(connection, vectors, selection, in_title=in_title)


def _how_far_back(selection: RecordSelection, newest: list[RecordKey], limit: int) -> int:
    """The position after which as many are selected as are asked for, if they are spread as the newest are."""
    first = newest[0].position
    gap = (first - newest[-1].position) / (len(newest) - 1)
    return max(selection.after, first - int(gap * limit * _MARGIN))


def _by_index(connection: Connection, selection: RecordSelection, *, in_title: bool) -> Select[Any]:
    """Select the keys of all selected records; what takes the newest of them is planned apart."""
    statement = _selected_from(connection, VECTORS, selection, in_title=in_title)
    statement = statement.where(*_in_range(selection))
    return select(statement.cte("found").prefix_with("materialized"))


def _in_range(selection: RecordSelection) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions on the place of a record."""
    yield VECTORS.c.org_id == ORG
    yield VECTORS.c.position < selection.before
    if selection.after:
        yield VECTORS.c.position >= selection.after


def _selected_from(
    connection: Connection, vectors: FromClause, selection: RecordSelection, *, in_title: bool
) -> Select[Any]:
    """Select the keys of those rows of vectors that are selected."""
    own, alternatives = vectors.c, selection.query.alternatives
    has_terms = _expression(alternatives, selection.fact_groups)
    statement = select(*(own[name] for name in KEYS), own.position).where(
        *selection.of_repositories(connection, own.repo_id)
    )
    if in_title:  # no index is read for the function, which would give all that have the words anywhere
        titles = _expression(required_terms(selection.query).alternatives)
        statement = statement.where(own.title.op("@@")(titles), func.ts_match_vq(own.terms, has_terms))
    else:
        statement = statement.where(own.terms.op("@@")(has_terms))
    if any(len(phrase.words) > 1 for phrases in alternatives for phrase in phrases):
        statement = statement.join(TEXTS_OF_TERMS, same_record(vectors, TEXTS_OF_TERMS)).where(
            or_(
                *(
                    and_(own.terms.op("@@")(_expression((phrases,))), *_neighbours(phrases))
                    for phrases in alternatives
                )
            )
        )
    if selection.conditions:
        statement = statement.join(RECORDS, same_record(vectors, RECORDS)).where(*selection.conditions)
    return statement


def _expression(
    alternatives: tuple[tuple[Phrase, ...], ...], fact_groups: Sequence[list[str]] = ()
) -> ColumnElement[Any]:
    """What a vector must have, in PostgreSQL's language: the terms of an alternative wherever they stand, and facts."""
    parts = (f"({' & '.join(_terms_of(phrases))})" for phrases in alternatives)
    needed = [" | ".join(parts), *(" | ".join(_quoted(fact) for fact in facts) for facts in fact_groups)]
    return cast(" & ".join(f"({part})" for part in needed), TSQUERY)


def _quoted(term: str) -> str:
    """A term as PostgreSQL reads it."""
    return "'" + term.replace("\\", "\\\\").replace("'", "''") + "'"


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
