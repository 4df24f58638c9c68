"""The kinds of records, and where the files of each are looked for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

OTHER_MARKUPS = (".rst", ".adoc", ".asciidoc")
"""Endings of decisions that are read and not written."""
ENDINGS = (".prompt.md", ".prompts.md", ".phr.md", ".md", ".markdown", *OTHER_MARKUPS)
"""Endings of records' files, the longer before the shorter."""
LINKED = (".md", *OTHER_MARKUPS)
"""Endings with which a link leads to a record's file."""
LINKED_PATTERN = "(?:md|rst|a(?:scii)?doc)"
"""The same without their dot, as a regular expression."""


def stem_of(path: str) -> str:
    """A file's name without folders and without the ending that marks it as a record."""
    name = path.rsplit("/", 1)[-1]
    lower = name.lower()
    return next((name[: -len(end)] for end in ENDINGS if lower.endswith(end)), name)


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
        return _LAYOUTS[self].directory

    @property
    def roots(self) -> tuple[str, ...]:
        """The folder patterns under which records are looked for (`*` is one folder), most likely first."""
        return _LAYOUTS[self].roots


@dataclass(frozen=True, slots=True)
class _Layout:
    directory: str
    roots: tuple[str, ...]


_LAYOUTS = {
    Kind.ADR: _Layout(
        directory="history/adr",
        roots=(
            "history/adr",
            "history/adrs",
            "docs/adr",
            "docs/adrs",
            "doc/adr",
            "doc/adrs",
            "docs/decisions",
            "docs/architecture/decisions",
            "docs/architecture/adr",
            "docs/architecture/adrs",
            "docs/architecture-decisions",
            "docs/architecture-decision-records",
            "docs/decision-records",
            "docs/madr",
            "doc/architecture/decisions",
            "doc/decisions",
            "docs/history/adr",
            "architecture/decisions",
            "architecture/adr",
            "adr",
            "adrs",
            ".decisions",
            "decisions",
            ".archgate/adrs",
        ),
    ),
    Kind.PHR: _Layout(
        directory="history/prompts",
        roots=(
            "history/prompts",
            "docs/prompts",
            "docs/history/prompts",
            "docs/phr",
            "docs/phrs",
            "specs/*/prompts",
            "specs/*/history/prompts",
            "prompts/history",
            "history",
        ),
    ),
}
