"""MADR 2: a list under the title (`* Status: accepted`), and links in a section of their own."""

from __future__ import annotations

from records.adr.dialect import Dialect, by_stem, link_bullet, status_value
from records.adr.stated_fields import AdrReader


def _recognise(reading: AdrReader) -> bool:
    has_list = any(item.where == "list" for item in reading.statements_of("status"))
    own = {"positive consequences", "negative consequences", "considered options"} & reading.view.titles
    return has_list or bool(own and reading.view.document.front is None)


DIALECT = Dialect(
    name="madr2",
    label="MADR 2",
    recognise=_recognise,
    write_status=status_value(by_stem, in_front=False),
    write_link=link_bullet(by_stem, "links"),
)
