"""Find a status that a file states in a way that nothing reads, so that no edit writes a second one beside it."""

from __future__ import annotations

from collections.abc import Iterator

import records.regex as re
from records.adr.record_layout import PARAGRAPH, TEXT_LINE, AdrView
from records.adr.relation_words import mentions_relation
from records.adr.stated_fields import AdrReader
from records.adr.status_text import is_entry, is_status, read_status
from records.adr.status_words import STATUS_NOUNS
from records.adr.vocabulary import STATUS_LABEL
from records.errors import EditError
from records.text.dates import dates_in
from records.text.fences import without_fences

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_LABELLED = re.compile(
    rf"^[^\w\n]*(?:\d+[.)][ \t]*)?(?:{STATUS_LABEL})(?!\w)(?P<after>[^\n]{{0,80}})"
    rf"|<[\w.]*(?:{STATUS_LABEL})\w*(?P<tag>[^\n]{{0,200}})",
    re.M | re.I,
)
_SENTENCE = re.compile(rf"(?<!\w)(?:{STATUS_LABEL})(?!\w)(?P<after>[^.\n]{{0,60}})", re.I)
_MARKUP = re.compile(
    r"<[^<>]{2,300}>|\{[^{}\n]{2,300}\}|\([^()\n]{2,300}\)|`[^`\n]{2,80}`|\[[^\[\]\n]{2,80}\]"
)
_WORD = re.compile(r"[^\W\d_]+")
_SHORT_LINE = 6  # words


def refuse_unread_status(reading: AdrReader, status: str | None) -> None:
    """Refuse to edit the status of a record that states it, or the same again, where nothing reads it.

    Args:
        reading: the record.
        status: what is read of it.

    Raises:
        EditError: there is such a place; the message names it.
    """
    view = reading.view
    read_spans = [
        (item.start, max(item.end, item.start + 1)) for item in reading.statements if item.start >= 0
    ]
    for start, end in _labelled_again(view, status) if status else _places(view):
        if not any(first < end and start < last for first, last in read_spans):
            words = " ".join(view.text[start:end].split())
            raise EditError(
                f"line {view.line(start)} states a status in a way that is not read: {words[:60]!r}",
                "write it as `Status: …` below the title, or edit the file by hand",
            )


def _labelled_again(view: AdrView, status: str) -> Iterator[tuple[int, int]]:
    """The places above the first section with a label and the status that holds."""
    for match in _LABELLED.finditer(without_fences(view.text), *view.header):
        words = _WORD.findall(match["after"] or match["tag"] or "")
        word = next((word for word in words if is_status(word)), "")
        is_row_or_heading = view.masked[match.start() : match.end()].lstrip().startswith(("|", "#"))
        if word and read_status(word).status == status and not is_row_or_heading:
            yield match.span()


def _places(view: AdrView) -> Iterator[tuple[int, int]]:
    """The places of a record without a status that look like one."""
    yield from _in_front_matter(view)
    text = view.text[: view.body] + without_fences(view.text[view.body :])
    for match in _LABELLED.finditer(text, view.body):
        words = match["after"] or match["tag"] or ""
        below = TEXT_LINE.search(text, match.end())
        if _has_status(words):
            yield match.span()
        elif not _WORD.search(words) and below and is_status(below[0]):
            yield match.start(), below.end()
    yield from _in_header(view, text)
    for paragraph in PARAGRAPH.finditer(view.masked, view.body):
        for line in TEXT_LINE.finditer(paragraph[0]):
            if _is_status_with_day(line[0]):
                yield paragraph.start() + line.start(), paragraph.start() + line.end()


def _in_header(view: AdrView, text: str) -> Iterator[tuple[int, int]]:
    """The lines above the first section with a status in markup, behind a label in a sentence, or among few words."""
    for line in TEXT_LINE.finditer(text, *view.header):
        if any(heading.start <= line.start() < heading.body for heading in view.headings):
            continue
        if mentions_relation(line[0]):
            continue  # what it says of another record is a link
        parts = [match[0] for match in _MARKUP.finditer(line[0])]
        parts += [match["after"] for match in _SENTENCE.finditer(line[0])]
        parts += [line[0]] if len(line[0].split()) <= _SHORT_LINE else []
        if any(map(_has_status, parts)):
            yield line.span()


def _in_front_matter(view: AdrView) -> Iterator[tuple[int, int]]:
    for key, value in _scalars(view.data):
        is_flag = value.strip().lower() in ("true", "yes") and _has_status(key.replace("_", " "))
        if is_flag or (_has_status(value) and len(value.split()) == 1):
            start = view.key_start(key)
            yield start, view.text.index("\n", start)


def _scalars(data: dict[str, Any], depth: int = 0) -> Iterator[tuple[str, str]]:
    for key, value in data.items():
        if isinstance(value, dict) and depth < _DEEPEST:
            yield from _scalars(value, depth + 1)
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, str) and key.lower() not in _TEXT_KEYS:
                yield key, item


_DEEPEST = 4
_TEXT_KEYS = frozenset(("title", "name", "description", "summary", "layout", "type"))


def _has_status(text: str) -> bool:
    """Whether a text has a word for a status that is no common noun."""
    return any(is_status(word) and word.lower() not in STATUS_NOUNS for word in _WORD.findall(text))


def _is_status_with_day(line: str) -> bool:
    """Whether a line is a status alone, or a status and a day: `- 2024-01-31: accepted`."""
    days = list(dates_in(line))
    for start, end, _ in days[:1]:
        line = line[:start] + line[end:]
    words = _WORD.findall(line)
    return len(words) == 1 and words[0].lower() not in STATUS_NOUNS and is_entry(words[0])
