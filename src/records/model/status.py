"""The statuses of an ADR and the moves that are allowed between them."""

from __future__ import annotations

STATUSES: tuple[str, ...] = ("draft", "proposed", "accepted", "rejected", "deprecated", "superseded")

# What each status may become. A decision that was in force is never un-decided: it is deprecated or superseded.
TRANSITIONS: dict[str, tuple[str, ...]] = {
    "draft": ("proposed", "accepted", "rejected"),
    "proposed": ("draft", "accepted", "rejected"),
    "accepted": ("deprecated", "superseded"),
    "rejected": ("proposed",),
    "deprecated": ("accepted", "superseded"),
    "superseded": (),
}
IN_FORCE = frozenset({"accepted"})


def may_become(old: str | None, new: str) -> bool:
    """Tell whether an ADR of status *old* may become *new*; a status of the author's own may become any."""
    return old is None or old not in TRANSITIONS or new in TRANSITIONS[old]
