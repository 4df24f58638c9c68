"""Any other front matter with a status: Backstage, archgate, Jekyll pages that state one."""

from __future__ import annotations

from records.adr.dialect import Dialect, link_bullet, linked, status_value
from records.adr.reader import AdrReader


def _recognise(reading: AdrReader) -> bool:
    return any(item.where == "front matter" for item in reading.stated("status"))


DIALECT = Dialect(
    name="front-matter",
    label="front matter",
    recognise=_recognise,
    write_status=status_value(linked),
    write_link=link_bullet(linked, "links", "references"),
)
