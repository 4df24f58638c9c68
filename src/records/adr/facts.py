"""The values of a decision record that every dialect is read into."""

from __future__ import annotations

from collections.abc import Callable

import records.regex as re
from records.dataclass import dataclass, field


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a field was read: its name, the line (from 1), the kind of place, and the text as written."""

    field: str
    line: int
    where: str
    raw: str


@dataclass(frozen=True, slots=True)
class FoundLink:
    """A link as a file states it: a canonical relation, the target as written, the line, the words used."""

    relation: str
    target: str
    line: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem in a file that must be reported; `code` names the kind."""

    code: str
    message: str
    line: int


@dataclass(frozen=True, slots=True)
class KeyCustom:
    """How the records of a log keep the links of one relation in front matter.

    Attributes:
        key: the key as spelled there; empty where they keep none there.
        sample: a reference that is written there.
        is_list: whether the value is a list, and not one text.
    """

    key: str = ""
    sample: str = ""
    is_list: bool = True


@dataclass(frozen=True, slots=True)
class Target:
    """The other end of a link, with every form in which a dialect may want to write it.

    Attributes:
        stem: its file name without the ending.
        title: its title.
        filename: its path from the file that holds the link.
        number: its number; None where it has none.
        id: year and number as written (`2024-001`) where it is numbered within its year; else empty.
        supersede: how its log spells the verb: `Supersede`, or `Supercede` as adr-tools does.
        custom: how its log keeps links of this relation in front matter.
        form: how its log writes a link, a format string with `title`, `stem`, `path` and `number`; empty without one.
    """

    stem: str
    title: str
    filename: str
    number: int | None = None
    supersede: str = "Supersede"
    id: str = ""
    custom: KeyCustom = field(default_factory=KeyCustom)
    form: str = ""

    @property
    def own_form(self) -> str:
        """The link in the form of its log; empty where that has none, or its title does not fit into it."""
        if (self.number is None and "{number" in self.form) or re.search(r"[\[\]|]", self.title):
            return ""
        return self.form.format(title=self.title, stem=self.stem, path=self.href, number=self.number)

    @property
    def href(self) -> str:
        """Its path as the destination of a Markdown link: blanks and parentheses are escaped."""
        return "".join(f"%{ord(sign):02X}" if sign in " ()" else sign for sign in self.filename)

    @property
    def reference(self) -> str:
        """The short form that people cite: `ADR-0012`, or the stem where there is no number."""
        return self.stem if self.number is None else f"ADR-{self.id or f'{self.number:04d}'}"

    @property
    def heading(self) -> str:
        """The heading as adr-tools writes and cites it: `12. Use PostgreSQL`."""
        return self.title if self.number is None else f"{self.id or self.number}. {self.title}"


Form = Callable[[Target], str]
"""How a reference to another record is written."""


@dataclass(frozen=True, slots=True)
class AdrFacts:
    """Everything read from one decision record.

    `status` is canonical (one of `records.model.status.STATUSES`), a custom word as written, or None.
    `date` is ISO or None.
    """

    dialect: str
    number: int | None
    title: str
    status: str | None
    status_raw: str | None
    date: str | None
    labels: tuple[str, ...] = ()
    deciders: tuple[str, ...] = ()
    links: tuple[FoundLink, ...] = ()
    affects: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()
    findings: tuple[Finding, ...] = ()

    def source(self, field: str) -> Provenance | None:
        """Say where *field* was read, or None where nothing states it."""
        return next((item for item in self.provenance if item.field == field), None)
