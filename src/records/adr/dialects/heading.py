"""The status in a heading, `## Status: Accepted`, or in a badge under the title."""

from __future__ import annotations

from records.adr.dialect import Dialect, link_bullet, numbered_link, status_value
from records.adr.stated_fields import AdrReader
from records.adr.statement import BADGE, HEADING


def _recognise(reading: AdrReader) -> bool:
    return any(item.where in (HEADING, BADGE) for item in reading.statements_of("status"))


DIALECT = Dialect(
    name="heading",
    label="status in the heading",
    recognise=_recognise,
    write_status=status_value(numbered_link, in_front=False),
    write_link=link_bullet(numbered_link, "links", "references"),
)
