"""One decision record laid out for reading: front matter, headings, and text with fences and comments blanked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from records.model.kind import stem_of
from records.text.document import Document
from records.text.front_matter import FrontMatter
from records.text.headings import Heading, headings
from records.text.yaml import YamlProblem

_FENCED = re.compile(
    r"^[ \t]*(?:(`{3,})[^`\n]*|(~{3,})[^\n]*)\n(?:(?:.*?\n)?[ \t]*(?:\1`*|\2~*)[ \t]*\r?$|.*\Z)", re.M | re.S
)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.S)
_VISIBLE = re.compile(r"[^\r\n]")
_SETEXT = re.compile(
    r"^(?![ \t]*(?:[-=>|#*+]|\r?$))([^\r\n]*[^ \t\r\n])[ \t]*\r?\n(=+|-{3,})[ \t]*(?:\r?\n|\Z)", re.M
)
_KEY_LINE = re.compile(r"^([A-Za-z][\w -]{0,99}):[ \t]*((?:.*[^ \t\n])?)[ \t]*$", re.M)

STATUS_HEADINGS = frozenset(
    ("status", "adr status", "decision status", "状态", "狀態", "ステータス", "estado", "statut", "stato")
)


def blank(text: str) -> str:
    """Put a space for every character of *text* but its line breaks."""
    return _VISIBLE.sub(" ", text)


def without_fences(text: str) -> str:
    """Give *text* with code fences blanked; every other character keeps its place."""
    if "```" in text or "~~~" in text:
        text = _FENCED.sub(lambda found: blank(found[0]), text)
    return text


def masked(text: str) -> str:
    """Give *text* with code fences and HTML comments blanked; every other character keeps its place."""
    text = without_fences(text)
    if "<!--" in text:
        text = _COMMENT.sub(lambda found: blank(found[0]), text)
    return text


@dataclass(frozen=True)
class AdrView:
    """A record's text with what every dialect looks at first; all positions are positions in `text`.

    Args:
        text: the file as decoded, byte-order mark and line ends included.
        filename: its name, with or without folders before it.
    """

    text: str
    filename: str

    @cached_property
    def document(self) -> Document:
        """The text parted into front matter and body."""
        return Document.parse(self.text)

    @cached_property
    def _front(self) -> tuple[dict[str, Any], YamlProblem | None]:
        block = self.document.front_matter
        if block is None or not block.text.strip():
            return {}, None
        try:
            return block.data(), None
        except YamlProblem as problem:
            # what can be read line by line is still read; the problem is told beside it
            return {key: value or None for key, value in _KEY_LINE.findall(block.text)}, problem

    @property
    def data(self) -> dict[str, Any]:
        """The front matter's values, or an empty mapping."""
        return self._front[0]

    @property
    def problem(self) -> YamlProblem | None:
        """Why the front matter is not YAML, or None."""
        return self._front[1]

    @property
    def block(self) -> FrontMatter | None:
        """The front matter as written, or None."""
        return self.document.front_matter

    @cached_property
    def keys(self) -> frozenset[str]:
        """The front matter's keys, lower-cased."""
        return frozenset(key.lower() for key in self.data)

    @cached_property
    def masked(self) -> str:
        """The whole text with front matter, fences and comments blanked."""
        start = self.document.body
        return blank(self.text[:start]) + masked(self.text[start:])

    @cached_property
    def headings(self) -> list[Heading]:
        """The headings of the body, underlined ones included."""
        found = headings(self.masked)
        if "\n==" in self.masked or "\n---" in self.masked:
            found += [
                Heading(1 if under[2][0] == "=" else 2, under[1].strip(), 0, under.start(), under.end())
                for under in _SETEXT.finditer(self.masked)
            ]
            found.sort(key=lambda heading: heading.start)
        return found

    @cached_property
    def titles(self) -> frozenset[str]:
        """The titles of all headings, case folded."""
        return frozenset(heading.title.casefold().rstrip(":") for heading in self.headings)

    @cached_property
    def status_sections(self) -> list[tuple[int, int]]:
        """Where the text under each heading that is called Status begins and ends."""
        found = self.headings
        ends = [*(heading.start for heading in found[1:]), len(self.text)][: len(found)]
        return [
            (heading.body, end)
            for place, (heading, end) in enumerate(zip(found, ends, strict=True))
            if heading.title.casefold().strip(" :*") in STATUS_HEADINGS and (heading.level < 3 or place < 4)
        ]

    @cached_property
    def header(self) -> tuple[int, int]:
        """The part above the first section: everything before the first heading below the title."""
        found = self.headings
        first = next((h for h in found[1:] if h.start > found[0].start), None) if found else None
        if found and found[0].level > 1:
            first = found[0]
        return self.document.body, first.start if first else len(self.text)

    def line(self, position: int) -> int:
        """The number, from 1, of the line that holds the character at *position*."""
        return self.text.count("\n", 0, position) + 1

    def key_line(self, key: str) -> int:
        """The line on which a front matter key stands."""
        if self.document.front is None:
            return 1
        start, end = self.document.front
        found = re.compile(rf"^[ \t]*[\"']?{re.escape(key)}[\"']?[ \t]*:", re.M).search(self.text, start, end)
        return self.line(found.start()) if found else self.line(start)

    @property
    def newline(self) -> str:
        """The line end that the file uses."""
        return "\r\n" if "\r\n" in self.text else "\n"

    @property
    def stem(self) -> str:
        """The file's name without folders and ending."""
        return stem_of(self.filename)
