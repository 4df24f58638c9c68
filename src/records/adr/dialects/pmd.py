"""Sites that keep the decision's status separate from the page's: `adr_status` in front matter (PMD)."""

from __future__ import annotations

from records.adr.dialect import Dialect, link_bullet, numbered_link, status_value
from records.adr.stated_fields import AdrReader


def _recognise(reading: AdrReader) -> bool:
    return bool(reading.view.keys & {"adr_status", "adr-status"})


DIALECT = Dialect(
    name="adr-status",
    label="adr_status front matter",
    recognise=_recognise,
    write_status=status_value(numbered_link, key="adr_status"),
    write_link=link_bullet(numbered_link, "links", "references"),
)
