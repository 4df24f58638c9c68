"""A heading that states a field in itself: `## Status: Accepted`, `## Status (Accepted)`, `## Date — 2024-01-31`."""

from __future__ import annotations

from functools import lru_cache

import records.regex as re
from records.adr.status_text import is_status
from records.adr.vocabulary import field_of
from records.dataclass import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.text.headings import Heading

_SPLIT_LABEL = re.compile(r"^(.{2,60}?)\s*(?:[:：=|→]|\s[–—-]\s|[–—])\s*(.+)$")
_BRACKETED = re.compile(r"^(.{2,60}?)\s*[(\[（](.{2,80})[)\]）]$")
_ANCHOR = re.compile(r"(?<!\s)\s*+(?:\{#[^{}\n]*\}|<a\b[^<>\n]*>(?:\s*+</a>)?|</a>)\s*+")


@dataclass(frozen=True, slots=True)
class HeadedField:
    """A heading that states a field: `## Status: Accepted`.

    Attributes:
        field: canonical name (`status`, `date`).
        start: index of the first character of the value.
        end: index behind the value.
        heading: the heading.
    """

    field: str
    start: int
    end: int
    heading: Heading


def headed_field(text: str, heading: Heading) -> HeadedField | None:
    """Return what a heading of a text states in itself; None where it is a heading and nothing else."""
    label, value = split_label(heading.title)
    field = field_of(label) if value else None
    if field is None or not value or (field == "status" and not _may_be_status(value, heading.title)):
        return None
    start = text.rfind(value, heading.start, heading.body)
    return HeadedField(field, start, start + len(value), heading) if start >= 0 else None


@lru_cache(4096)
def split_label(title: str) -> tuple[str, str]:
    """Part `Status: Accepted`, `Status — Accepted` or `Status (Accepted)` into label and value."""
    bare = _ANCHOR.sub(" ", title).strip()
    for pattern in (_SPLIT_LABEL, _BRACKETED):
        match = pattern.match(bare)
        if match and (field := field_of(match[1])):
            value = match[2].strip(" *_")
            is_translation = field_of(value) == field  # `状态 (Status)`
            return (bare, "") if is_translation else (match[1], value)
    words = re.match(r"^(\W*\w+)\s+(.+)$", bare)
    if words and field_of(words[1]) == "status" and is_status(words[2]):
        return words[1], words[2]
    return bare, ""


def _may_be_status(value: str, title: str) -> bool:
    """Return whether the value in a heading is a status, and not the rest of a title such as `Status - how we tell`."""
    separator = re.search(r"[:：=|]", title)
    return is_status(value) or (separator is not None and len(value.split()) <= 4)
