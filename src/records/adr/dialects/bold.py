"""Bold lines: `**Status**: Accepted`, as many agents and wikis write."""

from __future__ import annotations

from records.adr.dialect import Dialect, link_bullet, linked, status_value
from records.adr.reader import AdrReader


def _recognise(reading: AdrReader) -> bool:
    return any(item.where == "bold line" for item in reading.stated("status"))


DIALECT = Dialect(
    name="bold",
    label="bold lines",
    recognise=_recognise,
    write_status=status_value(linked, in_front=False),
    write_link=link_bullet(linked, "references", "links", "related decisions"),
)
