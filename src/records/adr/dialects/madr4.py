"""MADR 4: as MADR 3, with `decision-makers`, and references without a path (`"superseded by ADR-0123"`)."""

from __future__ import annotations

from records.adr.dialect import Dialect, link_bullet, numbered_link, plain, status_value
from records.adr.stated_fields import AdrReader

_SECTIONS = frozenset(("considered options", "considered alternatives", "context and problem statement"))
_OTHERS = frozenset(("id", "number", "labels", "affects", "supersedes", "superseded-by", "amends", "links"))


def _recognise(reading: AdrReader) -> bool:
    view = reading.view
    if view.keys & {"decision-makers", "consulted", "informed"}:
        return True
    sections = bool(_SECTIONS & view.titles)
    if not sections or view.keys & _OTHERS:
        return False
    older = any(item.where != "front matter" for item in reading.statements_of("status"))
    return not older and "links" not in view.titles and "positive consequences" not in view.titles


DIALECT = Dialect(
    name="madr4",
    label="MADR 4",
    recognise=_recognise,
    write_status=status_value(plain),
    write_link=link_bullet(numbered_link, "more information", "links"),
)
