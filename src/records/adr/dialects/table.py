"""A table with a Status column or row, as talo and DependencyTrack write it."""

from __future__ import annotations

from records.adr.dialect import Dialect, link_bullet, linked, status_value
from records.adr.reader import AdrReader


def _recognise(reading: AdrReader) -> bool:
    return any(item.where == "table" for item in reading.stated("status"))


DIALECT = Dialect(
    name="table",
    label="status table",
    recognise=_recognise,
    write_status=status_value(linked, in_front=False),
    write_link=link_bullet(linked, "links", "references"),
)
