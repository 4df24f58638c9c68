"""Spec-Kit Plus: bold bullets under the title (`- **Status:** Accepted`), links under References."""

from __future__ import annotations

from records.adr.dialect import Dialect, link_bullet, numbered_link, status_value
from records.adr.stated_fields import AdrReader


def _recognise(reading: AdrReader) -> bool:
    return any(item.where == "bold list" for item in reading.statements_of("status"))


DIALECT = Dialect(
    name="spec-kit",
    label="Spec-Kit Plus",
    recognise=_recognise,
    write_status=status_value(numbered_link, in_front=False),
    write_link=link_bullet(numbered_link, "references", "links"),
)
