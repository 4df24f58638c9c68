"""Full text search, one interface for all databases: each has its own module."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection, Subquery

    from records.project.query import Query


class SearchText(NamedTuple):
    """What of a record is searched.

    Attributes:
        record_id: its number in the repository.
        title: its title.
        labels: with spaces between them.
        body: its text without comments.
        front: its front matter.
    """

    record_id: int
    title: str
    labels: str
    body: str
    front: str


class FullText(Protocol):
    """The full text of all records in one kind of database."""

    def add(self, connection: Connection, repo_id: int, rows: Iterable[SearchText]) -> None:
        """Add the texts of a repository that has none."""

    def remove(self, connection: Connection, repo_id: int) -> None:
        """Remove the texts of a repository."""

    def matches(self, query: Query) -> Subquery:
        """Return `org_id, repo_id, record_id, score, row_number` of the records that have the words of a query."""

    def excerpts(self, connection: Connection, query: Query, rows: list[int]) -> dict[int, str]:
        """Return one line around the words that match, for some of the rows that `matches` gave, by `row_number`."""
