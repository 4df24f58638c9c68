"""One thing that has to be looked at."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from records.dataclass import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.model.record import Adr
    from records.trace.answers import DueItemAnswer


class DueKind(StrEnum):
    """Why something has to be looked at."""

    EXPIRES = "expires"
    REVIEW = "review"
    PROVISIONAL = "provisional"
    PROPOSED = "proposed"
    CITATION = "citation"
    SCOPE_GONE = "scope-gone"
    UNGOVERNED = "ungoverned"


@dataclass(frozen=True, slots=True)
class DueItem:
    """One thing that has to be looked at.

    Attributes:
        kind: why.
        message: what to look at, one line.
        path: POSIX from the root: the decision's file, or the code.
        line: counted from 1.
        record: the decision; None for code that no decision governs.
        day: when it is due, `YYYY-MM-DD`; empty for what has no day.
        days: days until then, negative when it is past; None for what has no day.
        score: of ungoverned code, commits times lines.
    """

    kind: DueKind
    message: str
    path: str
    line: int = 1
    record: Adr | None = None
    day: str = ""
    days: int | None = None
    score: int | None = None

    @property
    def is_overdue(self) -> bool:
        """Whether its day has come."""
        return self.days is not None and self.days <= 0

    def describe(self) -> str:
        """Return the message, after the reference of the decision where the item is about its file."""
        return (
            f"{self.record.ref} {self.message}"
            if self.record and self.path == self.record.path
            else self.message
        )

    def as_json(self) -> DueItemAnswer:
        """Return the item as one JSON object."""
        return {
            "kind": self.kind.value, "due": self.day or None, "days": self.days,
            "ref": self.record.ref if self.record else None, "title": self.record.title if self.record else None,
            "status": self.record.status if self.record else None,
            "path": self.path, "line": self.line, "message": self.message, "score": self.score,
        }  # fmt: skip


def days_between(first: str, second: str) -> int | None:
    """Return the days from one day to another (`YYYY-MM-DD`); None where one is no day."""
    try:
        return (date.fromisoformat(second) - date.fromisoformat(first)).days
    except ValueError:
        return None
