"""Every place in a record that states its status, date, people or labels, with the characters that do."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice

import records.regex as re
from records.adr.badges import dates_in_badges, in_badges, in_reference_badges, in_tags
from records.adr.dated_lines import current_step, dated_steps, is_day_alone
from records.adr.field_lines import fields, statements_in_fields
from records.adr.record_layout import PARAGRAPH, TEXT_LINE, AdrView
from records.adr.statement import DATED, FRONT, HEADING, LINE, TABLE, FieldStatement
from records.adr.status_headings import dates_below_headings, in_headings, in_status_headings
from records.adr.status_paragraphs import BOX_LINE, in_boxes, in_status_section
from records.adr.status_table import in_tables, tables
from records.adr.status_text import is_bare_status, is_entry, is_status, read_status
from records.adr.status_words import STATUS_NOUNS
from records.adr.vocabulary import field_of
from records.dataclass import replace
from records.text.dates import date_of, dates_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def field_statements(view: AdrView) -> list[FieldStatement]:
    """List every statement about status, date, deciders and labels in the order of precedence.

    Front matter first, then lists and lines above the first section, headings, the Status section, tables, and
    what stands under a later heading only where nothing else states a status.
    """
    statements = [*_in_front_matter(view), *statements_in_fields(view, *view.header), *in_headings(view)]
    for start, end in view.status_sections:
        statements += in_status_section(view, start, end)
    places = {(item.field, item.start, item.end) for item in statements}
    in_rows = in_tables(view, *view.header)  # but `| **Status:** | Accepted |`, which is a field already
    statements += [item for item in in_rows if (item.field, item.start, item.end) not in places]
    if not any(item.field == "date" for item in statements):
        statements += dates_below_headings(view)
    if not any(item.field == "date" or (item.field == "status" and date_of(item.raw)) for item in statements):
        days = chain(
            _dates_in_status_sections(view), _dates_of_other_labels(view), _dates_in_lines_of_header(view)
        )
        statements += islice(days, 1)
    if not any(item.field == "date" for item in statements):
        statements += dates_in_badges(view)
    missing = [name for name in ("status", "date") if not any(item.field == name for item in statements)]
    tags = list(in_tags(view)) if missing else []
    statements += [item for name in missing for item in tags if item.field == name]
    if not any(item.field == "status" for item in statements):
        statements += in_badges(view, *view.header)
    for in_place in (
        _in_later_fields,
        in_status_headings,
        _in_lines_of_header,
        _in_other_keys,
        in_reference_badges,
        _in_title,
        _in_other_labels,
        _in_boxes_of_header,
    ):
        if not any(item.field == "status" for item in statements):
            statements += in_place(view)
    if not any(item.field == "status" for item in statements):
        statements += _empty_key(view)
    return statements


def _in_front_matter(view: AdrView) -> Iterator[FieldStatement]:
    statements = list(_in_mapping(view.data, ""))
    yield from statements
    if any(item.field == "status" for item in statements):
        return
    for (
        key,
        value,
    ) in view.data.items():  # `adr: {status: accepted}`, `[extra]` of TOML, `status: {value: accepted}`
        if isinstance(value, dict):
            nested = list(_in_nested(key, value))
            if any(item.field == "status" for item in nested):
                yield from nested
                return


def _empty_key(view: AdrView) -> Iterator[FieldStatement]:
    """The first key of front matter that stands for the status and has no value yet."""
    for key, value in view.data.items():
        if field_of(key) == "status" and value in (None, ""):
            yield FieldStatement("status", "", -1, -1, FRONT, key, "empty")
            return


def _in_mapping(data: dict[str, Any], prefix: str) -> Iterator[FieldStatement]:
    for key, value in data.items():
        field = field_of(key)
        if field is None or value is None or isinstance(value, dict):
            continue
        raw = str(value)
        if isinstance(value, list):
            items = [str(item) for item in value if item]
            is_history = (
                field == "status" and items and not any(isinstance(item, (dict, list)) for item in value)
            )
            raw = items[-1] if is_history else ", ".join(items)
        if raw.strip():
            yield FieldStatement(field, raw.strip(), -1, -1, FRONT, prefix + key)


def _in_nested(key: str, value: dict[str, Any], depth: int = 0) -> Iterator[FieldStatement]:
    """The fields of a mapping in front matter: one that states a status that every tool knows."""
    for item in _in_mapping(value, f"{key}."):
        if item.field != "status" or is_status(item.raw):
            yield item
    for name, inner in value.items():
        if isinstance(inner, dict) and not depth:
            yield from _in_nested(f"{key}.{name}", inner, 1)
        elif (
            isinstance(inner, str)
            and field_of(key) == "status"
            and field_of(name) is None
            and is_status(inner)
        ):
            yield FieldStatement("status", inner, -1, -1, FRONT, f"{key}.{name}")


def _in_other_keys(view: AdrView) -> Iterator[FieldStatement]:
    """A key of another name whose value is a status and nothing else: `lifecycle: accepted`."""
    for key, value in view.data.items():
        is_other = key.lower() not in _NO_STATUS_KEYS and field_of(key) is None
        if is_other and isinstance(value, str) and is_bare_status(value):
            yield FieldStatement("status", value.strip(), -1, -1, FRONT, key)
            return


_NO_STATUS_KEYS = frozenset(("title", "type", "layout", "category", "name", "description", "summary", "id"))


def _in_lines_of_header(view: AdrView) -> Iterator[FieldStatement]:
    """A line below the title that is a status and nothing else: `Accepted`, `*Accepted on 2024-01-02*`."""
    for paragraph in islice(PARAGRAPH.finditer(view.masked, *_below_title(view)), 4):
        lead = _QUOTE.match(paragraph[0])
        offset = paragraph.start() + (lead.end() if lead else 0)
        text = view.masked[offset : paragraph.end()].rstrip()
        if steps := list(_history_in(view, offset, text)):
            yield from steps
            return
        if (
            "\n" not in text
            and len(text) <= _LONGEST_STATUS_LINE
            and is_entry(text)
            and text[:1] not in "|<!["
        ):
            yield FieldStatement(
                "status", view.text[offset : offset + len(text)], offset, offset + len(text), LINE
            )
            return


def _below_title(view: AdrView) -> tuple[int, int]:
    """The part above the first section without the title."""
    start, end = view.header
    if view.headings and view.headings[0].start < end:
        start = view.headings[0].body
    return start, max(start, end)


def _history_in(view: AdrView, offset: int, text: str) -> Iterator[FieldStatement]:
    """A history below the title, each line with its day and a status; the latest one holds."""
    lines = list(TEXT_LINE.finditer(text))
    steps = [dated_steps(view, offset + line.start(), offset + line.end()) for line in lines]
    history = [step for line in steps for step in line]
    if not all(steps) or not all(is_entry(view.masked[step.start : step.end]) for step in history):
        return
    current = current_step(history)
    for step in history:
        yield replace(step, role="current" if step is current else "history")
    if current is not None:
        yield FieldStatement("date", current.key, offset, offset, DATED, "", "current")


_LONGEST_STATUS_LINE = 120
_QUOTE = re.compile(r"[> \t]*")
_IN_TITLE = re.compile(
    r"(?<![\w\])])(?:\[(?P<square>[^\[\]()\n]{4,40})\](?![(\[:])|\((?P<round>[^\[\]()\n]{4,40})\))"
)


def _in_title(view: AdrView) -> Iterator[FieldStatement]:
    """A status in brackets at either end of the title: `# 3. Use a queue [Accepted]`."""
    title = next((heading for heading in view.headings if heading.level == 1), None)
    if title is None:
        return
    line = view.masked[title.start : title.body].rstrip()
    for match in _IN_TITLE.finditer(line):
        first, last = match.span("square" if match["square"] else "round")
        is_at_end = last + 1 == len(line) or not re.search(r"\w", line[: match.start()])
        if is_at_end and is_bare_status(line[first:last]):
            start, end = title.start + first, title.start + last
            yield FieldStatement("status", view.text[start:end], start, end, HEADING, "", "word")
            return


def _in_other_labels(view: AdrView) -> Iterator[FieldStatement]:
    """A field or a row above the first section whose whole value is a status: `Stand: Angenommen`."""
    for field in fields(view, *view.header):
        if field_of(field.key) is None and _is_status_alone(field.raw):
            yield replace(field, field="status")
            return
    for row in chain.from_iterable(tables(view, *view.header)):
        if len(row) == 2 and _is_status_alone(row[1][0]):
            raw, start, end = row[1]
            yield FieldStatement("status", raw, start, end, TABLE, row[0][0].strip(" *_"))
            return


def _dates_of_other_labels(view: AdrView) -> Iterator[FieldStatement]:
    """A key, a field or a row above the first section whose whole value is a day: `When: 2024-01-31`."""
    for key, value in view.data.items():
        if isinstance(value, str) and _is_day_alone(key, value):
            yield FieldStatement("date", value.strip(), -1, -1, FRONT, key)
    for field in fields(view, *view.header):
        if _is_day_alone(field.key, field.raw):
            yield replace(field, field="date")
    for row in chain.from_iterable(tables(view, *view.header)):
        if len(row) == 2 and _is_day_alone(row[0][0], row[1][0]):
            raw, start, end = row[1]
            yield FieldStatement("date", raw, start, end, TABLE, row[0][0].strip(" *_"))


def _dates_in_status_sections(view: AdrView) -> Iterator[FieldStatement]:
    """A line of a Status section that is a day and nothing else, perhaps behind a label for it."""
    for section in view.status_sections:
        yield from (item for item in statements_in_fields(view, *section) if item.field == "date")
        yield from _days_alone(view, *section)


def _dates_in_lines_of_header(view: AdrView) -> Iterator[FieldStatement]:
    """A line below the title that is a day and nothing else: `2024-01-31`, `*31 January 2024*`."""
    yield from _days_alone(view, *_below_title(view))


def _days_alone(view: AdrView, start: int, end: int) -> Iterator[FieldStatement]:
    """The first lines between two positions that are a day and nothing else; what the line before announces counts."""
    label = ""
    for line in islice(TEXT_LINE.finditer(view.masked, start, end), 6):
        if _is_day_alone(label, line[0]):
            day_start, day_end, _ = next(dates_in(line[0]))
            first, last = line.start() + day_start, line.start() + day_end
            yield FieldStatement("date", view.text[first:last], first, last, LINE)
        label = line[0] if line[0].rstrip(" \t*_").endswith(":") else ""


def _is_day_alone(label: str, text: str) -> bool:
    """Say whether a text is a day and nothing else, and its label does not say that it is another day's matter."""
    return is_day_alone(text) and field_of(label) is None and not _OTHER_DAY.search(label)


_OTHER_DAY = re.compile(
    r"review|due|expir|valid|until|revisit|deadline|next|sunset|\bend|updat|modif|chang|revis|effect|target|remind|"
    r"version|last|start|sprint|releas|deploy|implement|supersed|deprec|retir|reject|propos|eol",
    re.I,
)


def _is_status_alone(text: str) -> bool:
    reading = read_status(text)
    word = text.strip(" \t*_`")
    return (
        reading.is_known and word == text[reading.start : reading.end] and word.casefold() not in STATUS_NOUNS
    )


def _in_boxes_of_header(view: AdrView) -> Iterator[FieldStatement]:
    """Check boxes above the first section, each with a status."""
    for paragraph in PARAGRAPH.finditer(view.masked, *view.header):
        items = list(BOX_LINE.finditer(paragraph[0]))
        if len(items) > 1 and all(is_entry(item["words"]) for item in items):
            yield from in_boxes(view, *paragraph.span())


def _in_later_fields(view: AdrView) -> Iterator[FieldStatement]:
    """Status lines under an early heading such as `## Metadata`; prose further down is left alone."""
    headings = view.headings
    if len(headings) < 2:
        return
    end = headings[3].start if len(headings) > 3 else len(view.text)
    for item in statements_in_fields(view, view.header[1], end):
        if item.field == "status" and item.where == LINE:
            continue
        yield item
    if "|" in view.masked[view.header[1] : end]:
        yield from in_tables(view, view.header[1], end)
