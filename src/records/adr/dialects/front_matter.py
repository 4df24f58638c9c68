"""Any other front matter with a status: Backstage, archgate, Jekyll pages that state one."""

from __future__ import annotations

from records.adr.dialect import Dialect, link_bullet, numbered_link, status_value
from records.adr.stated_fields import AdrReader


def _recognise(reading: AdrReader) -> bool:
    return any(item.where == "front matter" for item in reading.statements_of("status"))


DIALECT = Dialect(
    name="front-matter",
    label="front matter",
    recognise=_recognise,
    write_status=status_value(numbered_link),
    write_link=link_bullet(numbered_link, "links", "references"),
)
