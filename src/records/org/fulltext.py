"""Full text search, one interface for all databases: each has its own module."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

from sqlalchemy import select

from records.dataclass import dataclass, replace
from records.digest import sha256
from records.org.schema import ORG, RECORDS, of_repositories

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sqlalchemy import ColumnElement, Connection

    from records.org.terms import SearchText
    from records.project.query import Query

_Found = TypeVar("_Found", bound="_Placed")
FACTS = ("kind", "status", "stage")
"""The columns of `RECORDS` whose values a full text holds beside the words, so that one look finds both."""
_LONGEST_FACT = 200
_RANKED = 60
"""How many of the newest records that match are ranked, and as many of those that match by their titles."""


class _Placed(Protocol):
    """What has a place among all records."""

    @property
    def position(self) -> int:
        """Higher where it is newer."""


class RecordKey(NamedTuple):
    """Which record is meant, and its place among all.

    Attributes:
        repo_id: of its repository.
        record_id: its number in the repository.
        position: its place, higher where it is newer.
    """

    repo_id: int
    record_id: int
    position: int


@dataclass(frozen=True, slots=True)
class RecordSelection:
    """Which records a search asks for.

    Attributes:
        query: of terms.
        repo_ids: the repositories whose records count.
        is_everywhere: they are all that the index holds.
        after: only records whose position is at least this.
        before: only records whose position is smaller.
        facts: for columns of `FACTS`, the values of which a record has one.
        conditions: on `RECORDS`: what else has to hold.
    """

    query: Query
    repo_ids: list[int]
    is_everywhere: bool
    after: int
    before: int
    facts: Mapping[str, frozenset[str]]
    conditions: Sequence[ColumnElement[bool]]

    @property
    def all_conditions(self) -> list[ColumnElement[bool]]:
        """The conditions on `RECORDS`, with those of the facts."""
        facts = [RECORDS.c[name].in_(sorted(values)) for name, values in self.facts.items()]
        return [*facts, *self.conditions]

    def of_repositories(
        self, connection: Connection, column: ColumnElement[int]
    ) -> list[ColumnElement[bool]]:
        """Return the conditions on the repository of a record: none where all count."""
        return [] if self.is_everywhere else [of_repositories(connection, column, self.repo_ids)]

    @property
    def fact_groups(self) -> list[list[str]]:
        """The facts as `fact_of` writes them: a record must have one of each group."""
        # without a value none is good enough: no record has an empty one
        return [
            [fact_of(name, value) for value in sorted(values or {""})] for name, values in self.facts.items()
        ]


class FullText(Protocol):
    """The full text of all records in one kind of database."""

    def add(self, connection: Connection, repo_id: int, rows: Iterable[SearchText]) -> None:
        """Add the texts of a repository that has none."""

    def remove(self, connection: Connection, repo_id: int) -> None:
        """Remove the texts of a repository whose records are still there."""

    def newest(
        self, connection: Connection, selection: RecordSelection, *, limit: int, in_title: bool = False
    ) -> list[RecordKey]:
        """Return the newest records that have the words of a search, newest first.

        Args:
            connection: to the index.
            selection: which records; its query has words.
            limit: at most so many.
            in_title: their titles must have the words that have to occur.
        """

    def best(
        self, connection: Connection, selection: RecordSelection, *, limit: int
    ) -> dict[RecordKey, float]:
        """Return the records that fit the words of a search best, the best first, each with its score.

        Ranked are the sixty newest that have the words, and of older ones sixty with them in their titles; more
        where the limit is higher.

        Args:
            connection: to the index.
            selection: which records; its query has words.
            limit: at most so many.
        """

    def texts(self, connection: Connection, keys: list[RecordKey]) -> dict[int, SearchText]:
        """Return what is searched of some records, by position."""

    def compact(self, connection: Connection) -> None:
        """Bring what many changes have left into the form that is searched quickest, where that is worth it."""


def newest_and_titled(
    selection: RecordSelection, limit: int, read: Callable[[RecordSelection, bool, int], list[_Found]]
) -> list[_Found]:
    """Return what is ranked: the newest that match, and of older ones the newest that match by their titles.

    Args:
        selection: which records.
        limit: how many are asked for.
        read: returns the newest of some, given whether their titles must match, and how many at most.
    """
    most = max(limit, _RANKED)
    newest = read(selection, False, most)
    if len(newest) < most:
        return newest
    older = replace(selection, before=newest[-1].position)
    return [*newest, *read(older, True, most)]


def fact_of(name: str, value: str) -> str:
    """Return the value of a column of `FACTS` as one text, which no word of a record is: it has a sign."""
    return f"{name}={value if len(value) <= _LONGEST_FACT else sha256(value)}"


def stored_facts(connection: Connection, repo_id: int) -> dict[int, list[str]]:
    """Return the facts of each record of a repository, by its number."""
    columns = [RECORDS.c[name] for name in FACTS]
    is_own = (RECORDS.c.org_id == ORG, RECORDS.c.repo_id == repo_id)
    return {
        row.record_id: [fact_of(name, value) for name in FACTS if (value := getattr(row, name))]
        for row in connection.execute(select(RECORDS.c.record_id, *columns).where(*is_own))
    }
