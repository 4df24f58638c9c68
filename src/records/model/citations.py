"""Citations of a record in any text (its file's name, its path, `ADR-0012`), and how to move them to a new number."""

from __future__ import annotations

import re
from dataclasses import dataclass

from records.model.kind import LINKED_PATTERN


@dataclass(frozen=True, slots=True)
class Moved:
    """One record's old and new name.

    Attributes:
        label: `ADR` or `PHR`.
        old_stem: the file's name without its ending.
        new_stem: the same, after the move.
        old: the number.
        new: the same, after the move.
        bare: whether `ADR-0012` can mean no other record.
        named: whether the stem can mean no other record.
    """

    label: str
    old_stem: str
    new_stem: str
    old: int
    new: int
    bare: bool = True
    named: bool = True


@dataclass(frozen=True, slots=True)
class Cited:
    """A text with its citations moved, and the lines whose citation could mean another record."""

    text: str
    ambiguous: tuple[tuple[int, str], ...] = ()


def move_citations(text: str, moved: Moved) -> Cited:
    """Move every citation of a record that can mean no other; list the others, and leave them alone."""
    if moved.old_stem not in text and not _bare(moved).search(text):
        return Cited(text)
    if moved.named:
        text = _linked(moved).sub(lambda found: _with_link(found, moved), text)
        text = _stem(moved).sub(moved.new_stem, text)
    if moved.bare:
        return Cited(
            _bare(moved).sub(lambda found: found["head"] + _padded(found["number"], moved.new), text)
        )
    lines = []
    for found in _bare(moved).finditer(text):
        if not _is_link_text(text, found.end()):
            lines.append((text.count("\n", 0, found.start()) + 1, found[0]))
    return Cited(text, tuple(lines))


def _stem(moved: Moved) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){re.escape(moved.old_stem)}(?![\w-])")


def _linked(moved: Moved) -> re.Pattern[str]:
    """A Markdown link that leads to the record's file: its text may tell the number too."""
    return re.compile(
        rf"\[(?P<text>[^\]\n]*)\](?P<href>\([^)\n]*?(?<![\w-]){re.escape(moved.old_stem)}(?![\w-])[^)\n]*\))"
    )


def _with_link(found: re.Match[str], moved: Moved) -> str:
    text = re.sub(rf"^0*{moved.old}(?=\. |$)", lambda n: _padded(n[0], moved.new), found["text"])
    text = _bare(moved).sub(lambda n: n["head"] + _padded(n["number"], moved.new), text)
    return f"[{text}]{found['href'].replace(moved.old_stem, moved.new_stem)}"


def _bare(moved: Moved) -> re.Pattern[str]:
    marker = rf"|@{moved.label.lower()}[ \t]+" if moved.label == "ADR" else ""
    return re.compile(
        rf"(?<![\w@./-])(?P<head>(?:{moved.label}[-_ #]?|{moved.label.lower()}[-_#]{marker}))"
        rf"(?P<number>0*{moved.old})(?![\w-]|\.\d)",
        re.ASCII,
    )


def _is_link_text(text: str, end: int) -> bool:
    """Say whether a citation stands in the text of a link, whose target tells which record is meant."""
    return re.compile(rf"[^\[\]\n]*\]\([^)\n]*\.{LINKED_PATTERN}").match(text, end) is not None


def _padded(old: str, new: int) -> str:
    """The new number in the width of the old one."""
    return f"{new:0{len(old)}d}" if old.startswith("0") else str(new)
