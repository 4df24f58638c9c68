"""MADR 3: status, date, deciders, consulted, informed in front matter, all optional; links in More Information."""

from __future__ import annotations

from records.adr.dialect import Dialect, link_bullet, numbered_link, status_value
from records.adr.stated_fields import AdrReader


def _recognise(reading: AdrReader) -> bool:
    view = reading.view
    people = "deciders" in view.keys and "decision-makers" not in view.keys
    return people or (
        "status" in view.keys and "validation" in view.titles and "confirmation" not in view.titles
    )


DIALECT = Dialect(
    name="madr3",
    label="MADR 3",
    recognise=_recognise,
    write_status=status_value(numbered_link),
    write_link=link_bullet(numbered_link, "more information", "links"),
)
