"""The status in a heading, `## Status: Accepted`, or in a badge under the title."""

from __future__ import annotations

from records.adr.dialect import Dialect, link_bullet, linked, status_value
from records.adr.fields import BADGE, HEADING
from records.adr.reader import AdrReader


def _recognise(reading: AdrReader) -> bool:
    return any(item.where in (HEADING, BADGE) for item in reading.stated("status"))


DIALECT = Dialect(
    name="heading",
    label="status in the heading",
    recognise=_recognise,
    write_status=status_value(linked, in_front=False),
    write_link=link_bullet(linked, "links", "references"),
)
