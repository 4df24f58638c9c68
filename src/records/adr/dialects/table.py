"""A table with a Status column or row, as talo and DependencyTrack write it."""

from __future__ import annotations

from records.adr.dialect import Dialect, link_bullet, numbered_link, status_value
from records.adr.stated_fields import AdrReader


def _recognise(reading: AdrReader) -> bool:
    return any(item.where == "table" for item in reading.statements_of("status"))


DIALECT = Dialect(
    name="table",
    label="status table",
    recognise=_recognise,
    write_status=status_value(numbered_link, in_front=False),
    write_link=link_bullet(numbered_link, "links", "references"),
)
