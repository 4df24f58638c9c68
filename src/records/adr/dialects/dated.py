"""Dated lines (phodal/adr): the Status section keeps its history, `2017-11-26 Accepted`; the last line holds."""

from __future__ import annotations

from records.adr.dialect import Dialect, link_bullet, linked, status_value
from records.adr.reader import AdrReader


def _recognise(reading: AdrReader) -> bool:
    return any(item.where == "dated line" for item in reading.stated("status"))


DIALECT = Dialect(
    name="dated",
    label="dated status lines",
    recognise=_recognise,
    write_status=status_value(linked, in_front=False),
    write_link=link_bullet(linked, "links", "references"),
)
