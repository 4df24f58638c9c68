"""What sets one kind of record apart from another, as data."""

from __future__ import annotations

from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record.

    Attributes:
        name: in references and JSON: `phr`, `adr`.
        label: for people: `PHR`, `ADR`.
        plural: what a list of them is called.
        directory: where new ones go, relative to the root.
        roots: where existing ones are looked for, as folder patterns (`*` is one folder), most likely first.
        nested: whether folders below a root hold records too (features).
        state: the name of the field that says how far a record is: `stage` or `status`.
        template: the template of a new one.
    """

    name: str
    label: str
    plural: str
    directory: str
    roots: tuple[str, ...]
    nested: bool
    state: str
    template: str


ADR = Kind(
    name="adr",
    label="ADR",
    plural="Decisions",
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
    nested=False,
    state="status",
    template="nygard.md.j2",
)
PHR = Kind(
    name="phr",
    label="PHR",
    plural="Prompts",
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
    nested=True,
    state="stage",
    template="phr.md.j2",
)
KINDS: dict[str, Kind] = {kind.name: kind for kind in (ADR, PHR)}
