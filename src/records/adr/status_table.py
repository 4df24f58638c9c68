"""A status, a date or people in a table: rows and columns of Markdown and HTML, and terms with a description."""

from __future__ import annotations

from collections.abc import Iterator

import records.regex as re
from records.adr.record_layout import AdrView
from records.adr.statement import TABLE, FieldStatement
from records.adr.status_text import is_status
from records.adr.vocabulary import field_of
from records.dataclass import replace
from records.text.dates import date_of

_ROW = re.compile(r"^[ \t]*\|[^\r\n]*\|[ \t]*\r?$", re.M)
_BARE_ROW = re.compile(r"^[^|\r\n]{1,200}(?:\|[^|\r\n]{0,200}){1,12}\r?$", re.M)
_BARE_RULE = re.compile(r"^[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+\r?$", re.M)
_HTML_TABLE = re.compile(r"<table\b(?:(?!</table).){0,20000}", re.I | re.S)
_HTML_ROW = re.compile(r"<tr\b(?:(?!</?tr\b).){0,5000}", re.I | re.S)
_HTML_CELL = re.compile(r"<t[hd]\b[^<>]{0,200}>(?P<value>(?:(?!</?t[hdr]\b).){0,2000})", re.I | re.S)
_HTML_TERM = re.compile(
    r"<dt\b[^<>]{0,200}>(?P<key>[^<>]{2,40})</dt>\s*<dd\b[^<>]{0,200}>\s*(?P<value>[^<>]{1,300})</dd>", re.I
)
_CELL = re.compile(r"[^|\r\n]+")
Row = list[tuple[str, int, int]]


def in_tables(view: AdrView, start: int, end: int, *, in_section: bool = False) -> Iterator[FieldStatement]:
    """List what the tables between two positions state; under a heading Status one row is a history already."""
    if "<t" in view.masked[start:end].lower() or "<d" in view.masked[start:end].lower():
        yield from _in_html(view, start, end)
    for rows in tables(view, start, end):
        yield from _read_table(rows, in_section=in_section)


def tables(view: AdrView, start: int, end: int) -> Iterator[list[Row]]:
    """The Markdown tables between two positions: rows of cells, each with its text, start and end."""
    if "|" not in view.masked[start:end]:
        return
    rows: list[Row] = []
    last = -1
    bare = _BARE_RULE.search(view.masked, start, end) is not None
    for match in (_BARE_ROW if bare else _ROW).finditer(view.masked, start, end):
        if not bare and not view.text[match.start() : match.end()].lstrip().startswith("|"):
            continue  # what stood before the sign is struck out
        if last >= 0 and view.text[last : match.start()].strip():
            yield rows
            rows = []
        rows.append(
            [
                _cell_at(view.masked, *cell.span())
                for cell in _CELL.finditer(view.masked, match.start(), match.end())
            ]
        )
        last = match.end()
    yield rows


def without_rules(rows: list[Row]) -> list[Row]:
    """The rows of a table without those that only part its header from the others."""
    return [row for row in rows if not set("".join(cell[0] for cell in row)) <= set(":- ")]


def _in_html(view: AdrView, start: int, end: int) -> Iterator[FieldStatement]:
    """The rows of HTML tables, and terms with their descriptions."""
    for table in _HTML_TABLE.finditer(view.masked, start, end):
        rows = [
            [
                _cell_at(view.masked, *cell.span("value"))
                for cell in _HTML_CELL.finditer(view.masked, *row.span())
            ]
            for row in _HTML_ROW.finditer(view.masked, *table.span())
        ]
        yield from (replace(item, role="") for item in _read_table(rows))  # a row is not added to HTML
    for match in _HTML_TERM.finditer(view.masked, start, end):
        field = field_of(match["key"])
        value, first, last = _cell_at(view.masked, *match.span("value"))
        if field and value:
            yield FieldStatement(field, value, first, last, TABLE, match["key"].strip())


def _cell_at(text: str, start: int, end: int) -> tuple[str, int, int]:
    raw = text[start:end]
    first = start + len(raw) - len(raw.lstrip())
    return raw.strip(), first, first + len(raw.strip())


def _read_table(rows: list[Row], *, in_section: bool = False) -> Iterator[FieldStatement]:
    """Read a table with a Status column (the latest row holds) or with a Status row."""
    rows = [row for row in rows if row]
    if not rows:
        return
    names = [cell[0] for cell in rows[0]]
    header = [
        field_of(name) or ("date" if _plain(name) in ("time", "when") else "") if name else ""
        for name in names
    ]
    body = without_rules(rows[1:])
    filled_cells = [cell for cell in rows[0] if cell[0]]
    if "status" in header and not (len(filled_cells) == 2 and is_status(filled_cells[1][0])):
        yield from _read_columns(header, names, body, in_section=in_section)
        return
    for row in [rows[0], *body]:
        cells = [cell for cell in row if cell[0]]
        name = field_of(cells[0][0]) if len(cells) > 1 else None
        if name:
            yield FieldStatement(name, cells[1][0], cells[1][1], cells[1][2], TABLE, _plain(cells[0][0]))


def _read_columns(
    header: list[str], names: list[str], body: list[list[tuple[str, int, int]]], *, in_section: bool
) -> Iterator[FieldStatement]:
    status, date = header.index("status"), header.index("date") if "date" in header else -1
    rows = [row for row in body if len(row) > max(status, date) and row[status][0]]
    if not rows:
        return
    days = [date_of(row[date][0]) if date >= 0 else None for row in rows]
    latest = len(rows) - 1
    if all(days):
        falling = str(days[0]) > str(days[-1])
        latest = max(range(len(rows)), key=lambda index: (str(days[index]), -index if falling else index))
    has_title = any(field_of(name) is None and _plain(name) in _TITLES for name in names)
    history = date >= 0 and (in_section or len(rows) > 1) and not has_title
    for field, cell in zip(header, rows[latest], strict=False):
        if field and cell[0]:
            yield FieldStatement(field, cell[0], cell[1], cell[2], TABLE, "", "current" if history else "")


_TITLES = frozenset(("title", "name", "id", "adr", "number", "no", "no.", "#", "decision", "topic"))


def _plain(cell: str) -> str:
    return cell.strip("*_` :").lower()
