"""Due decisions as a calendar: iCalendar (RFC 5545), one all-day event for each decision and reason."""

from __future__ import annotations

import re

from records._version import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from records.trace.due.item import DueItem

_LINE = 75


def calendar(items: Iterable[DueItem], today: str) -> str:
    """Return the items that have a day as one calendar, with CRLF line ends.

    Args:
        items: what is due.
        today: `YYYY-MM-DD`, the stamp of the events; the same items give the same bytes on one day.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//records//records {__version__}//EN"]
    for item in items:
        if item.record is None or not item.day:
            continue
        uid = re.sub(r"[^\w./-]", "-", f"{item.kind}-{item.record.key}")
        lines += [
            "BEGIN:VEVENT",
            f"UID:{uid}@records",
            f"DTSTAMP:{today.replace('-', '')}T000000Z",
            f"DTSTART;VALUE=DATE:{item.day.replace('-', '')}",
            f"SUMMARY:{_escape(f'{item.record.ref} {item.record.title}: {item.kind}')}",
            f"DESCRIPTION:{_escape(f'{item.message}; {item.path}')}",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{piece}\r\n" for line in lines for piece in _folded(line))


def _escape(text: str) -> str:
    plain = re.sub(r"[\x00-\x1f\x7f]+", " ", text)
    return re.sub(r"([\\;,])", r"\\\1", plain)


def _folded(line: str) -> Iterator[str]:
    """Yield a line in pieces of at most 75 bytes; each but the first begins with a blank (RFC 5545, 3.1)."""
    piece = ""
    for letter in line:
        if len((piece + letter).encode("utf-8", "replace")) > _LINE:
            yield piece
            piece = " "
        piece += letter
    yield piece
