"""The statuses of a decision and the changes that are allowed between them."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """A status that every tool knows.

    A record's `status` is plain text, because authors use words of their own too.
    """

    DRAFT = "draft"
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    DEPRECATED = "deprecated"
    SUPERSEDED = "superseded"


STATUSES: tuple[str, ...] = tuple(status.value for status in Status)

# A decision that was in force is never un-decided: it is deprecated or superseded.
TRANSITIONS: dict[str, tuple[Status, ...]] = {
    Status.DRAFT: (Status.PROPOSED, Status.ACCEPTED, Status.REJECTED),
    Status.PROPOSED: (Status.DRAFT, Status.ACCEPTED, Status.REJECTED),
    Status.ACCEPTED: (Status.DEPRECATED, Status.SUPERSEDED),
    Status.REJECTED: (Status.PROPOSED,),
    Status.DEPRECATED: (Status.ACCEPTED, Status.SUPERSEDED),
    Status.SUPERSEDED: (),
}
IN_FORCE = frozenset({Status.ACCEPTED})
UNDECIDED = frozenset({Status.DRAFT, Status.PROPOSED, Status.REJECTED})
"""Statuses of a decision that does not hold, or not yet: it cannot retire another one."""
RETIRED = frozenset({Status.SUPERSEDED, Status.DEPRECATED, Status.REJECTED})
"""Statuses of a decision that no longer holds, or never did."""


def may_become(old: str | None, new: str) -> bool:
    """Whether a decision of status *old* may become *new*; a status of the author's own may become any."""
    return old is None or old not in TRANSITIONS or new in TRANSITIONS[old]
