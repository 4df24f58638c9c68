"""Full text search, one interface for all databases: each has its own module."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection, Subquery


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


class Phrase(NamedTuple):
    """Words that stand next to each other, or a single word; a record must not hold a negated one.

    Attributes:
        words: without signs.
        is_prefix: whether the last word may go on.
        is_negated: whether it must not occur.
    """

    words: tuple[str, ...]
    is_prefix: bool = False
    is_negated: bool = False


class FullText(Protocol):
    """The full text of all records in one kind of database."""

    def add(self, connection: Connection, repo_id: int, rows: Iterable[SearchText]) -> None:
        """Add the texts of a repository that has none."""

    def remove(self, connection: Connection, repo_id: int) -> None:
        """Remove the texts of a repository."""

    def matches(self, alternatives: list[list[Phrase]]) -> Subquery:
        """Return `org_id, repo_id, record_id, score, excerpt` of the records that one of the alternatives describes.

        Args:
            alternatives: lists of phrases that must all hold; each list has one that is not negated.
        """
