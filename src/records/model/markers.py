"""Markers in source code: `@adr 0012` in a comment says that a decision governs this file.

The words are adrkit's (its ADR-0021): a comment, whatever the language, whose first words are the marker; a comma
goes on with the list. No language is parsed. In Markdown only HTML comments count: elsewhere it is prose.
"""

from __future__ import annotations

import re

from records.dataclass import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

WORD = "@adr"
_REF = r"(?:ADR-)?\d{1,9}(?:-[a-z0-9][a-z0-9-]*)?"
_MARKER = (
    r"(?:^[ \t]*|(?:^|[ \t])(?://+!?|/\*+|\*|#+!?|--+|;+|%+|<!--|\"{3}|'{3}|REM|\{-|\(\*|!)[ \t]*)"
    rf"@adr[ \t]+({_REF}(?:[ \t]*,[ \t]*{_REF})*)(?![\w/])"
)
_HTML = rf"<!--[ \t]*@adr[ \t]+({_REF}(?:[ \t]*,[ \t]*{_REF})*)(?![\w/])"
_MARKDOWN = (".md", ".markdown", ".mdx", ".rst", ".txt", ".adoc")


@dataclass(frozen=True, slots=True)
class Marker:
    """One marker: the file, the line, and the decision as the code names it."""

    path: str
    line: int
    ref: str


def markers(text: str, path: str) -> list[Marker]:
    """The markers in a text."""
    if WORD not in text.lower():
        return []
    out: list[Marker] = []
    in_fence = False
    for number, line in enumerate(text.split("\n"), 1):
        if path.lower().endswith(_MARKDOWN) and line.lstrip()[:3] in ("```", "~~~"):
            in_fence = not in_fence
        if not in_fence:
            out.extend(in_line(line, path, number))
    return out


def in_line(line: str, path: str, number: int) -> Iterator[Marker]:
    """The markers in one line."""
    pattern = _HTML if path.lower().endswith(_MARKDOWN) else _MARKER
    match = re.search(pattern, line, re.IGNORECASE)
    if match:
        for ref in match[1].split(","):
            yield Marker(path, number, ref.strip())
