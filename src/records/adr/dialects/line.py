"""A bare line above the first section: `Status: Accepted`."""

from __future__ import annotations

from records.adr.dialect import Dialect, link_bullet, linked, status_value
from records.adr.reader import AdrReader


def _recognise(reading: AdrReader) -> bool:
    return any(item.where == "line" for item in reading.stated("status"))


DIALECT = Dialect(
    name="line",
    label="a status line",
    recognise=_recognise,
    write_status=status_value(linked, in_front=False),
    write_link=link_bullet(linked, "links", "references"),
)
