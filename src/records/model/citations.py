"""Citations of a record in any text (its file's name, its path, `ADR-0012`), and how to move them to a new number."""

from __future__ import annotations

import records.regex as re
from records.dataclass import dataclass
from records.model.record_paths import LINKED_PATTERN
from records.patterns import BEHIND_RECORD


@dataclass(frozen=True, slots=True)
class RecordMove:
    """One record's old and new name.

    Attributes:
        label: `ADR` or `PHR`.
        old_stem: the file's name without its ending.
        new_stem: the same, after the move.
        old: the number.
        new: the same, after the move.
        year: the year within which it is numbered; empty for a number of the whole log.
        number_is_unique: whether `ADR-0012` can mean no other record.
        stem_is_unique: whether the stem can mean no other record.
    """

    label: str
    old_stem: str
    new_stem: str
    old: int
    new: int
    year: str = ""
    number_is_unique: bool = True
    stem_is_unique: bool = True


@dataclass(frozen=True, slots=True)
class MovedText:
    """A text with its citations moved, and the lines whose citation could mean another record."""

    text: str
    ambiguous: tuple[tuple[int, str], ...] = ()


def move_citations(text: str, move: RecordMove) -> MovedText:
    """Move every citation of a record that can mean no other; list the others, and leave them alone."""
    if move.old_stem not in text and not _number_pattern(move).search(text):
        return MovedText(text)
    if move.stem_is_unique:
        text = _link_pattern(move).sub(lambda match: _with_link(match, move), text)
        text = _stem_pattern(move).sub(move.new_stem, text)
    if move.number_is_unique:
        return MovedText(
            _number_pattern(move).sub(
                lambda match: match["head"] + _pad_number(match["number"], move.new), text
            )
        )
    lines = []
    line, counted_to = 1, 0
    for match in _number_pattern(move).finditer(text):
        line += text.count("\n", counted_to, match.start())
        counted_to = match.start()
        if not _is_link_text(text, match.end()):
            lines.append((line, match[0]))
    return MovedText(text, tuple(lines))


def _stem_pattern(move: RecordMove) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){re.escape(move.old_stem)}(?![\w-])")


def _link_pattern(move: RecordMove) -> re.Pattern[str]:
    """A Markdown link that leads to the record's file: its text may hold the number too."""
    return re.compile(
        rf"\[(?P<text>[^\]\n]*)\](?P<href>\([^)\n]*?(?<![\w-]){re.escape(move.old_stem)}(?![\w-])[^)\n]*\))"
    )


def _with_link(match: re.Match[str], move: RecordMove) -> str:
    own_number = "(?!)" if move.year else rf"^0*{move.old}(?=\. |$)"
    text = re.sub(own_number, lambda n: _pad_number(n[0], move.new), match["text"])
    text = _number_pattern(move).sub(lambda n: n["head"] + _pad_number(n["number"], move.new), text)
    return f"[{text}]{match['href'].replace(move.old_stem, move.new_stem)}"


def _number_pattern(move: RecordMove) -> re.Pattern[str]:
    if move.year:
        head = rf"(?:{move.label}[-_ #]?|{move.label.lower()}[-_#])?{move.year}[-_./]"
        return re.compile(rf"(?<![\w@./-])(?P<head>{head})(?P<number>0*{move.old})(?![\w-]|\.\d)", re.ASCII)
    marker = rf"|@{move.label.lower()}[ \t]+" if move.label == "ADR" else ""
    return re.compile(
        rf"(?:(?<![\w@./-])|{BEHIND_RECORD})(?P<head>(?:{move.label}[-_ #]?|{move.label.lower()}[-_#]{marker}))"
        rf"(?P<number>0*{move.old})(?![\w-]|\.\d)",
        re.ASCII,
    )


def _is_link_text(text: str, end: int) -> bool:
    """Return whether a citation is in the text of a link, whose target names the record."""
    return re.compile(rf"[^\[\]\n]*\]\([^)\n]*\.{LINKED_PATTERN}").match(text, end) is not None


def _pad_number(old: str, new: int) -> str:
    """The new number in the width of the old one."""
    return f"{new:0{len(old)}d}" if old.startswith("0") else str(new)
