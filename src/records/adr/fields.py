"""Every place in a record that states its status, date, people or labels, with the characters that do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from records.adr.view import AdrView
from records.adr.vocabulary import RELATION_AT_END, is_relation, is_status, relation_of

FRONT, LIST, BOLD_LIST, BOLD, LINE = "front matter", "list", "bold list", "bold line", "line"
SECTION, TABLE, DATED = "status section", "table", "dated line"

_KEYS = {
    "status": "status",
    "adr status": "status",
    "adr-status": "status",
    "state": "status",
    "date": "date",
    "decision date": "date",
    "created date": "date",
    "date created": "date",
    "date decided": "date",
    "created": "date",
    "deciders": "deciders",
    "decision-makers": "deciders",
    "decision makers": "deciders",
    "decided by": "deciders",
    "tags": "labels",
    "labels": "labels",
    "状态": "status",
    "日期": "date",
}
_FIELD = re.compile(
    r"^[ \t>]*(?:(?P<bullet>[*+-])[ \t]+)?(?P<open>\*\*|__|\*|_)?(?P<key>[^\W\d_][\w ./()-]{1,30}?)[ \t]*"
    r"(?:(?P<inner>[::])[ \t]*(?P<close1>\*\*|__|\*|_)|(?P<close2>\*\*|__|\*|_)[ \t]*[::]|[::])"
    r"[ \t]*(?P<value>(?:[^\r\n]*[^ \t\r\n])?)[ \t]*\r?$",
    re.M,
)
_LINK = re.compile(
    r"\[(?P<title>[^\]\n]{0,500})\]\((?P<href>[^)\s]{0,2000})(?:[ \t]{1,9}\"[^\"\n]{0,500}\")?\)"
)
_DATED_LINE = re.compile(
    r"^[ \t]*(?:[*+-][ \t]+)?(\d{4}[-/]\d{1,2}[-/]\d{1,2})[ \t:,-]+(\S(?:[^\r\n]*[^ \t\r\n])?)[ \t]*\r?$",
    re.M,
)
_ROW = re.compile(r"^[ \t]*\|[^\r\n]*\|[ \t]*\r?$", re.M)
_CELL = re.compile(r"[^|\r\n]+")
_PARAGRAPH = re.compile(r"\S[^\r\n]*(?:\r?\n[ \t]*\S[^\r\n]*)*")
_CHECKED = re.compile(r"[*+-][ \t]+\[[xX]\][ \t]+")
_UNCHECKED = re.compile(r"[*+-][ \t]+\[ \][ \t]+")
_BULLET = re.compile(r"[*+-][ \t]+")


@dataclass(frozen=True, slots=True)
class FieldStatement:
    """One statement: the field it gives, its text, where those characters are, and in which kind of place."""

    field: str
    raw: str
    start: int
    end: int
    where: str
    key: str = ""


def field_statements(view: AdrView) -> list[FieldStatement]:
    """List every statement about status, date, deciders and labels in the order of precedence.

    Front matter first, then lists and lines above the first section, tables, and the Status section last.
    """
    found = [*_in_front_matter(view), *_in_fields(view, *view.header)]
    for start, end in view.status_sections:
        found += _in_status_section(view, start, end)
    found += _in_tables(view, *view.header)
    if not any(item.field == "status" for item in found):
        found += _in_later_fields(view)
    return found


def _in_front_matter(view: AdrView) -> Iterator[FieldStatement]:
    for key, value in view.data.items():
        field = _KEYS.get(key.lower().replace("_", "-"))
        if field is None or value is None or isinstance(value, dict):
            continue
        raw = ", ".join(str(item) for item in value if item) if isinstance(value, list) else str(value)
        if raw.strip():
            yield FieldStatement(field, raw.strip(), -1, -1, FRONT, key)


def _in_fields(view: AdrView, start: int, end: int) -> Iterator[FieldStatement]:
    for field in fields(view, start, end):
        name = _KEYS.get(field.key.lower())
        if name and field.raw:
            yield FieldStatement(name, field.raw, field.start, field.end, field.where, field.key)


def fields(view: AdrView, start: int, end: int) -> Iterator[FieldStatement]:
    """List the `key: value` lines between two positions, however they are dressed."""
    for found in _FIELD.finditer(view.masked, start, end):
        bold, bullet = found["open"] in ("**", "__"), found["bullet"]
        closed = found["close1"] or found["close2"]
        if found["open"] and not closed:
            continue
        where = (BOLD_LIST if bullet else BOLD) if bold else (LIST if bullet else LINE)
        first, last = found.span("value")
        yield FieldStatement("", view.text[first:last], first, last, where, found["key"].strip())


def _in_later_fields(view: AdrView) -> Iterator[FieldStatement]:
    """Status lines under an early heading such as `## Metadata`; prose further down is left alone."""
    found = view.headings
    if len(found) < 2:
        return
    end = found[3].start if len(found) > 3 else len(view.text)
    for item in _in_fields(view, view.header[1], end):
        if item.field == "status" and item.where == LINE:
            continue
        yield item
    if "|" in view.masked[view.header[1] : end]:
        yield from _in_tables(view, view.header[1], end)


def _in_status_section(view: AdrView, start: int, end: int) -> Iterator[FieldStatement]:
    text = view.masked[start:end]
    tables = list(_in_tables(view, start, end))
    dated = [
        FieldStatement("status", found[2], start + found.start(2), start + found.end(2), DATED, found[1])
        for found in _DATED_LINE.finditer(text)
        if is_status(found[2])
    ]
    if tables or dated:
        yield from tables
        if dated:  # phodal/adr keeps the history in the file: the last line holds
            yield dated[-1]
            yield FieldStatement("date", dated[-1].key, dated[-1].start, dated[-1].start, DATED)
        return
    for found in _PARAGRAPH.finditer(text):
        yield from _in_paragraph(view, start + found.start(), start + found.end())


def _in_paragraph(view: AdrView, start: int, end: int) -> Iterator[FieldStatement]:
    text = view.text[start:end]
    if (checked := _CHECKED.search(text)) or _UNCHECKED.match(text):
        if checked:
            line_end = _line_end(text, checked.end())
            yield FieldStatement(
                "status",
                text[checked.end() : line_end],
                start + checked.end(),
                start + line_end,
                SECTION,
                "box",
            )
        else:
            yield FieldStatement("status", " | ".join(text.split("\n")), start, end, SECTION, "menu")
        return
    field = _FIELD.match(text)
    if field and field["key"].strip().lower() in _KEYS:
        yield from _in_fields(view, start, end)
        return
    if field and not is_status(field["key"]):
        return  # "Note: …" says something about the status, not the status
    bullet = _BULLET.match(text)
    first = bullet.end() if bullet else 0
    last = _line_end(text, first)
    line = text[first:last]
    if link_line(line) and not is_status_before_link(line):
        return  # a link, read by the links
    yield FieldStatement("status", line.rstrip(), start + first, start + first + len(line.rstrip()), SECTION)


def _line_end(text: str, start: int) -> int:
    found = text.find("\n", start)
    last = len(text) if found < 0 else found
    return last - 1 if last > start and text[last - 1] == "\r" else last


def link_line(line: str) -> re.Match[str] | None:
    """Read a line that is one link with words before it, as adr-tools writes them."""
    return _LINK_LINE.match(line) if "](" in line and len(line) <= _LONGEST_LINK_LINE else None


_LONGEST_LINK_LINE = 1_000  # the pattern's time grows with the cube of the line
_LINK_LINE = re.compile(
    r"[ \t]*(?:[*+-][ \t]+)?(?P<words>[^\[\]\r\n]*?\S)[ \t]*:?[ \t]+"
    r"\[(?P<title>[^\r\n]*)\]\((?P<href>[^()\s]*)\)[ \t.]*\r?$"
)


def is_status_before_link(line: str) -> bool:
    """Say whether a status is stated before the link of a line: `Accepted. Amended by [..](..)`."""
    found = link_line(line)
    if not found:
        return False
    words = found["words"]
    relation = RELATION_AT_END.search(words)
    if relation:
        rest = words[: relation.start()].strip(" \t.,;:(*_-–—")
        return bool(rest) and is_status(rest)
    return is_status(words) and not is_relation(words) and relation_of(words) != "superseded-by"


def _in_tables(view: AdrView, start: int, end: int) -> Iterator[FieldStatement]:
    rows: list[list[tuple[str, int, int]]] = []
    last = -1
    for found in _ROW.finditer(view.masked, start, end):
        if last >= 0 and view.text[last : found.start()].strip():
            yield from _read_table(rows)
            rows = []
        rows.append(
            [_cell(view.text, cell) for cell in _CELL.finditer(view.text, found.start(), found.end())]
        )
        last = found.end()
    yield from _read_table(rows)


def _cell(text: str, found: re.Match[str]) -> tuple[str, int, int]:
    raw = found[0]
    first = found.start() + len(raw) - len(raw.lstrip())
    return raw.strip(), first, first + len(raw.strip())


def _read_table(rows: list[list[tuple[str, int, int]]]) -> Iterator[FieldStatement]:
    """Read a table with a Status column (the last row holds) or with a Status row."""
    rows = [[cell for cell in row if cell[0]] for row in rows if row]
    if not rows:
        return
    header = [_plain(cell[0]) for cell in rows[0]]
    body = [row for row in rows[1:] if row and not set(row[0][0]) <= set(":- ")]
    columns = [_KEYS.get(name, "date" if name in ("time", "when") else "") for name in header]
    if "status" in columns and not (len(header) == 2 and is_status(header[1])):
        row = body[-1] if body else []
        for field, cell in zip(columns, row, strict=False):
            if field:
                yield FieldStatement(field, cell[0], cell[1], cell[2], TABLE)
        return
    for row in [rows[0], *body]:
        name = _KEYS.get(_plain(row[0][0])) if len(row) > 1 else None
        if name:
            yield FieldStatement(name, row[1][0], row[1][1], row[1][2], TABLE)


def _plain(cell: str) -> str:
    return cell.strip("*_` :").lower()


def links_in(text: str) -> Iterator[re.Match[str]]:
    """List the Markdown links of *text*."""
    return _LINK.finditer(text)
