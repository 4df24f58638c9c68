"""Full text search, one interface for all databases: each has its own module."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import ColumnElement, Connection, Select

    from records.org.terms import SearchText
    from records.project.query import Query


class FullText(Protocol):
    """The full text of all records in one kind of database."""

    def add(self, connection: Connection, repo_id: int, rows: Iterable[SearchText]) -> None:
        """Add the texts of a repository that has none."""

    def remove(self, connection: Connection, repo_id: int) -> None:
        """Remove the texts of a repository whose records are still there."""

    def newest(
        self, columns: Sequence[ColumnElement[Any]], conditions: Sequence[ColumnElement[bool]], query: Query,
        repo_ids: list[int], *, limit: int, before: int, in_title: bool = False,
    ) -> Select[Any]:  # fmt: skip
        """Select the newest records that have the words of a search, newest first.

        Args:
            columns: of `RECORDS`: what is selected.
            conditions: on `RECORDS`: what else has to hold.
            query: of terms.
            repo_ids: the repositories whose records count.
            limit: at most so many.
            before: only records whose position is smaller.
            in_title: their titles must have the words that have to occur.
        """

    def texts(self, connection: Connection, positions: dict[int, tuple[int, int]]) -> dict[int, SearchText]:
        """Return what is searched of some records, by position; given their repositories and numbers by position."""
