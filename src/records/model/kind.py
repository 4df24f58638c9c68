"""The kinds of records."""

from __future__ import annotations

from enum import StrEnum

from records.model.usual_folders import USUAL_FOLDERS


class Kind(StrEnum):
    """A kind of record, as references and JSON spell it."""

    ADR = "adr"
    PHR = "phr"

    @property
    def label(self) -> str:
        """The kind's name for people: `ADR`, `PHR`."""
        return self.upper()

    @property
    def directory(self) -> str:
        """The folder for new records, relative to the root."""
        return USUAL_FOLDERS[self][0]

    @property
    def roots(self) -> tuple[str, ...]:
        """The folder patterns under which records are looked for (`*` is one folder), most likely first."""
        return USUAL_FOLDERS[self]
