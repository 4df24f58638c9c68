"""Full text search, one interface for all databases: each has its own module."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from records.dataclass import dataclass
from records.org.schema import RECORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import ColumnElement, Connection, Row

    from records.org.terms import SearchText
    from records.project.query import Query

FACTS = ("kind", "status", "stage")
"""The columns of `RECORDS` whose values a full text may hold beside the words, so that one look finds both."""


@dataclass(frozen=True, slots=True)
class RecordSelection:
    """Which records a search asks for.

    Attributes:
        query: of terms.
        repo_ids: the repositories whose records count.
        after: only records whose position is at least this.
        before: only records whose position is smaller.
        facts: for columns of `FACTS`, the values of which a record has one.
        conditions: on `RECORDS`: what else has to hold.
    """

    query: Query
    repo_ids: list[int]
    after: int
    before: int
    facts: Mapping[str, frozenset[str]]
    conditions: Sequence[ColumnElement[bool]]

    @property
    def all_conditions(self) -> list[ColumnElement[bool]]:
        """The conditions on `RECORDS`, with those of the facts."""
        facts = [RECORDS.c[name].in_(sorted(values)) for name, values in self.facts.items()]
        return [*facts, *self.conditions]


class FullText(Protocol):
    """The full text of all records in one kind of database."""

    def add(self, connection: Connection, repo_id: int, rows: Iterable[SearchText]) -> None:
        """Add the texts of a repository that has none."""

    def remove(self, connection: Connection, repo_id: int) -> None:
        """Remove the texts of a repository whose records are still there."""

    def newest(
        self, connection: Connection, columns: Sequence[ColumnElement[Any]], selection: RecordSelection, *, limit: int,
        in_title: bool = False,
    ) -> list[Row[Any]]:  # fmt: skip
        """Return the newest records that have the words of a search, newest first.

        Args:
            connection: to the index.
            columns: of `RECORDS`: what is read.
            selection: which records; its query has words.
            limit: at most so many.
            in_title: their titles must have the words that have to occur.
        """

    def texts(self, connection: Connection, positions: dict[int, tuple[int, int]]) -> dict[int, SearchText]:
        """Return what is searched of some records, by position; given their repositories and numbers by position."""
