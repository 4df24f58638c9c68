"""EIP style: a numbered proposal with `status: Draft|Review|Final|Living|…` in front matter."""

from __future__ import annotations

from records.adr.dialect import Dialect, link_bullet, numbered_link, status_value
from records.adr.stated_fields import AdrReader

_NUMBERS = {"adr", "eip", "rfc"}


def _recognise(reading: AdrReader) -> bool:
    data = reading.view.data
    return "status" in data and any(str(data.get(key) or "").isdecimal() for key in _NUMBERS)


DIALECT = Dialect(
    name="eip",
    label="EIP style",
    recognise=_recognise,
    write_status=status_value(numbered_link),
    write_link=link_bullet(numbered_link, "links", "references"),
)
