"""Normalise the times that agents write: UTC, ISO 8601, milliseconds, `Z`."""

from __future__ import annotations

from datetime import UTC, datetime

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_FIRST_YEAR, _LAST_YEAR = 1970, 9998  # in another zone the first and last day of all would be no day


def stamp(value: Any) -> str:
    """Return the time as `2026-01-15T10:00:00.000Z`; an empty string for what is not a time.

    Takes ISO strings (a time without a zone is taken as UTC) and seconds or milliseconds since
    1970.
    """
    when = moment(value)
    if when is None:
        return ""
    return when.strftime("%Y-%m-%dT%H:%M:%S.") + f"{when.microsecond // 1000:03d}Z"


def seconds(value: Any) -> float:
    """Return the time as seconds since 1970, or 0.0 for what is not a time."""
    when = moment(value)
    return when.timestamp() if when else 0.0


def moment(value: Any) -> datetime | None:
    """Return the time as an aware `datetime`, or None for what is not a time."""
    try:
        if isinstance(value, int | float):
            when = datetime.fromtimestamp(value / 1000 if value > 1e11 else value, UTC)
        else:
            when = datetime.fromisoformat(str(value))
            when = when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return when if _FIRST_YEAR <= when.year <= _LAST_YEAR else None
