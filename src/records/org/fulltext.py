"""Full text search, one interface for all databases: each has its own module."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import ColumnElement, Connection, Select

    from records.org.terms import SearchText
    from records.project.query import Query


class FullText(Protocol):
    """The full text of all records in one kind of database."""

    def add(self, connection: Connection, repo_id: int, rows: Iterable[SearchText]) -> None:
        """Add the texts of a repository that has none."""

    def remove(self, connection: Connection, repo_id: int) -> None:
        """Remove the texts of a repository whose records are still there."""

    def restrict(
        self, statement: Select[Any], query: Query, repo_ids: list[int], *, in_title: bool = False
    ) -> tuple[Select[Any], ColumnElement[int]]:
        """Restrict a query of records to those that have the words of a search.

        Args:
            statement: selects from `RECORDS`.
            query: of terms.
            repo_ids: the repositories, all of which the statement selects.
            in_title: their titles must have the words that have to occur.

        Returns:
            The statement, and the column by which it is ordered newest first without a sort.
        """

    def texts(self, connection: Connection, positions: dict[int, tuple[int, int]]) -> dict[int, SearchText]:
        """Return what is searched of some records, by position; given their repositories and numbers by position."""
