"""Dated lines (phodal/adr): the Status section keeps its history, `2017-11-26 Accepted`; the last line holds."""

from __future__ import annotations

from records.adr.dialect import Dialect, link_bullet, numbered_link, status_value
from records.adr.stated_fields import AdrReader


def _recognise(reading: AdrReader) -> bool:
    return any(item.where == "dated line" for item in reading.statements_of("status"))


DIALECT = Dialect(
    name="dated",
    label="dated status lines",
    recognise=_recognise,
    write_status=status_value(numbered_link, in_front=False),
    write_link=link_bullet(numbered_link, "links", "references"),
)
