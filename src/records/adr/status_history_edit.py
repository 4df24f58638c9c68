"""Add a step to the history of statuses in a decision record: a line or a table row of the same make."""

from __future__ import annotations

import records.regex as re
from records.adr.record_layout import AdrView
from records.adr.splice import Splice
from records.adr.stated_fields import AdrReader
from records.adr.statement import DATED, TABLE, FieldStatement
from records.adr.status_spelling import status_word
from records.adr.status_text import status_span
from records.adr.status_words import superseded_by
from records.patterns import DIGITS, LIST_MARKER
from records.text.dates import date_of, date_pattern, dates_in, written_as


def next_step(
    reading: AdrReader, current: FieldStatement, status: str, references: str, today: str | None
) -> list[Splice]:
    """Add a step to the history that *current* ends: a line or a row of the same make, on the side of the latest."""
    view = reading.view
    word = status_word(reading, status, current.raw[slice(*status_span(current.raw))])
    new = superseded_by(word, references) if references else word
    if current.where == TABLE:
        return _next_row(reading, current, new, today)
    if current.where == DATED and today is None:  # a step without its day would be none
        return [Splice(current.start, current.end, new)]
    steps = sorted(
        (item for item in reading.history() if item.where == current.where), key=lambda item: item.start
    )
    falling = len(steps) > 1 and current is steps[0]
    line_start = view.text.rfind("\n", 0, current.start) + 1
    line = _step_line(view.text[line_start : current.start], current, new, today, len(steps))
    if falling:
        return [Splice(line_start, line_start, line + _gap(view, steps, view.newline))]
    end = _step_end(view, steps[-1])
    return [Splice(end, end, _gap(view, steps, view.newline) + line)]


def _step_line(before: str, current: FieldStatement, new: str, today: str | None, number: int) -> str:
    """Write a step as the line of *current* is written: its bullet, its dress, and a day where that has one."""
    bullet = re.sub(
        rf"(?<!\d){DIGITS}(?=[.)][ \t])", lambda match: str(max(number, int(match[0])) + 1), before
    )
    if current.where == DATED:
        days = list(dates_in(before))
        if not days or today is None:
            return f"{bullet}{new}"
        first, (start, end, _) = days[0][0], days[-1]  # earlier steps may be on the line
        lead = re.sub(
            rf"^([ \t]*)({DIGITS})(?=[.)][ \t])", lambda m: f"{m[1]}{int(m[2]) + 1}", before[:first]
        )
        return f"{lead}{as_day(before[start:end], today)}{before[end:]}{new}"
    start, end = status_span(current.raw)
    dress = current.raw[:start]
    day = next(dates_in(current.raw), None)
    if day is None or day[0] < end or today is None:
        closing = re.match(r"[*_`]*", current.raw[end:])
        return f"{bullet}{dress}{new}{closing[0] if closing else ''}"
    between = current.raw[end : day[0]]
    tail = current.raw[day[1] :]
    if re.search(r"[^\W_]", between.replace(" on ", " ")):
        between = " "
    tail = re.match(r"[^\w\n]*", tail)[0].rstrip(" \t(:,;-–—") if tail else ""  # type: ignore[index]
    return f"{bullet}{dress}{new}{between}{as_day(current.raw[day[0] : day[1]], today)}{tail}"


def as_day(old: str, today: str) -> str:
    """Write the ISO day *today* in the form of the date *old*, or as it is where that form cannot be written."""
    pattern = date_pattern(old)
    return written_as(pattern, today) if pattern else today


def _gap(view: AdrView, steps: list[FieldStatement], newline: str) -> str:
    if len(steps) < 2:
        return newline
    between = view.text[steps[-2].end : steps[-1].start]
    return newline * (2 if re.search(r"\n[ \t]*\r?\n", between) else 1)


def _step_end(view: AdrView, step: FieldStatement) -> int:
    """Where a step ends, with the lines that go on from it."""
    end = step.end
    following = re.compile(rf"[^\r\n]*(?:\r?\n(?![ \t]*{LIST_MARKER}[ \t])[ \t]*[^\s#|][^\r\n]*)*").match(
        view.text, end
    )
    return len(view.text[: following.end()].rstrip()) if following else end


def _next_row(reading: AdrReader, current: FieldStatement, new: str, today: str | None) -> list[Splice]:
    view = reading.view
    start = view.text.rfind("\n", 0, current.start) + 1
    end = view.text.find("\n", current.end)
    end = len(view.text) if end < 0 else end
    row = view.text[start:end].rstrip("\r")
    dates = [
        item for item in reading.statements_of("date") if item.where == TABLE and start <= item.start < end
    ]
    if today is None or not dates or date_of(dates[0].raw) is None:
        return [Splice(current.start, current.end, new)]
    cells = row.split("|")
    position = start
    for index, cell in enumerate(cells):
        if position <= current.start < position + len(cell) + 1:
            cells[index] = f" {new} "
        elif position <= dates[0].start < position + len(cell) + 1:
            cells[index] = f" {as_day(dates[0].raw, today)} "
        elif cell.strip():
            cells[index] = " " * len(cell)
        position += len(cell) + 1
    following = _ROW_BELOW.match(view.text, end)
    if following and date_of(following[0]) and (date_of(following[0]) or "") < (date_of(dates[0].raw) or ""):
        return [Splice(start, start, "|".join(cells) + view.newline)]  # the latest comes first
    return [
        Splice(
            end - (len(view.text[start:end]) - len(row)),
            end,
            f"{view.newline}{'|'.join(cells)}" + view.text[start:end][len(row) :],
        )
    ]


_ROW_BELOW = re.compile(r"\n[ \t]*\|[^\n]*")
