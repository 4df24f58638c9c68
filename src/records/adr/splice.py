"""Splices: exchange, add or take out a few characters of a record's text."""

from __future__ import annotations

from collections.abc import Iterable

import records.regex as re
from records.adr.record_layout import AdrView
from records.dataclass import dataclass
from records.errors import EditError


@dataclass(frozen=True, slots=True)
class Splice:
    """Put `new` in the place of the characters from `start` to `end`."""

    start: int
    end: int
    new: str


def apply_splices(text: str, splices: Iterable[Splice]) -> str:
    """Apply *splices* to *text*; they must not overlap."""
    last = len(text) + 1
    for item in sorted(splices, key=lambda splice: (splice.start, splice.end), reverse=True):
        if item.end > last:
            raise EditError("two edits touch the same characters")
        text = text[: item.start] + item.new + text[item.end :]
        last = item.start
    return text


def insert_text(text: str, offset: int, new: str) -> str:
    """Put *new* into *text* before the character at *offset*."""
    return text[:offset] + new + text[offset:]


def line_out(view: AdrView, start: int, end: int) -> Splice:
    """Take a line out, with the blank lines behind it."""
    first = view.text.rfind("\n", 0, start) + 1
    last = view.text.find("\n", max(end - 1, start))
    last = len(view.text) if last < 0 else last + 1
    blank = re.compile(r"(?:[ \t]*\r?\n)*").match(view.text, last)
    return Splice(first, blank.end() if blank else last, "")
