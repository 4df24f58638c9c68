"""Nygard's form as adr-tools writes it: everything about status and links is under `## Status`."""

from __future__ import annotations

from records.adr.dialect import Dialect
from records.adr.stated_fields import AdrReader
from records.adr.status_section_edit import link_in_section, status_in_section


def _recognise(reading: AdrReader) -> bool:
    return True


DIALECT = Dialect(
    name="nygard",
    label="Nygard (adr-tools)",
    recognise=_recognise,
    write_status=status_in_section,
    write_link=link_in_section,
)
