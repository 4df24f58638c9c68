"""The status, the date and people in headings, and dates below a heading."""

from __future__ import annotations

from collections.abc import Iterator

from records.adr.field_lines import LINE_END, statements_in_fields
from records.adr.record_layout import PARAGRAPH, AdrView
from records.adr.statement import HEADING, FieldStatement
from records.adr.status_text import is_entry
from records.adr.vocabulary import field_of, is_section_title
from records.text.dates import date_of


def in_headings(view: AdrView) -> Iterator[FieldStatement]:
    """Yield what headings state in themselves: `## Status: Accepted`."""
    for heading_field in view.headed_fields:
        raw = view.text[heading_field.start : heading_field.end]
        yield FieldStatement(
            heading_field.field,
            raw,
            heading_field.start,
            heading_field.end,
            HEADING,
            heading_field.heading.title,
        )


def in_status_headings(view: AdrView) -> Iterator[FieldStatement]:
    """`## Accepted` as the first heading below the title, or as the only thing below a heading Status."""
    headings = view.headings
    for index, heading in enumerate(headings[:5]):
        previous = headings[index - 1] if index else None
        if previous is None or heading.level == 7 or not is_entry(heading.title):
            continue
        is_empty = not view.masked[previous.body : heading.start].strip()
        below_status = field_of(previous.title) == "status" and is_empty and heading.level > previous.level
        if below_status or (index == 1 and heading.level > 1 and not is_section_title(heading.title)):
            start = view.text.find(heading.title, heading.start, heading.body)
            if start >= 0:
                yield FieldStatement("status", heading.title, start, start + len(heading.title), HEADING)
            return


def dates_below_headings(view: AdrView) -> Iterator[FieldStatement]:
    """The first line under a heading Date; else a line `Date:` before the decision's own text begins."""
    headings = view.headings
    for index, heading in enumerate(headings):
        end = headings[index + 1].start if index + 1 < len(headings) else len(view.text)
        if heading.start > view.header[0] and field_of(heading.title) == "date":
            line = PARAGRAPH.search(view.masked, heading.body, end)
            first = LINE_END.match(view.text, line.start()) if line else None
            if first and date_of(first[0]):
                raw = first[0].rstrip()
                yield FieldStatement(
                    "date", raw, first.start(), first.start() + len(raw), HEADING, heading.title
                )
                return
    for index, heading in enumerate(headings[1:6], start=1):
        if is_section_title(heading.title):
            return
        end = headings[index + 1].start if index + 1 < len(headings) else len(view.text)
        yield from (item for item in statements_in_fields(view, heading.body, end) if item.field == "date")
