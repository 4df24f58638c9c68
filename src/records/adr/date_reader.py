"""Read the date of a decision record from the places that state it, else beside its status."""

from __future__ import annotations

import records.regex as re
from records.adr.facts import Finding, Provenance
from records.adr.stated_fields import UNFILLED, AdrReader
from records.adr.statement import DATED, SECTION, FieldStatement
from records.adr.status_paragraphs import is_change
from records.adr.status_phrase import StatusText
from records.adr.status_reader import short
from records.adr.status_text import is_status, read_status
from records.model.file_name import parse_name
from records.text.dates import date_beside, date_of, dates_in
from records.text.struck_words import without_struck

_LINK_TARGET = re.compile(r"\[[^\]\n]{0,500}\]\([^)\n]{0,2000}\)")
_PREVIOUSLY = re.compile(r"\s\(previously:.*", re.S)


def read_date(reading: AdrReader, findings: list[Finding], provenance: list[Provenance]) -> str | None:
    """Return the date as `YYYY-MM-DD`; None without one. Findings and places are added to the lists."""
    dates: list[tuple[str, FieldStatement]] = []
    statements = reading.statements_of("date")
    decided = [item for item in statements if not item.key.casefold().startswith("created")]
    for item in decided or statements:  # when the file was made says less than the day of the decision
        raw = (item.key if item.where == DATED else "") or item.raw
        day = date_beside(without_struck(raw), parse_name(reading.view.stem).date)
        line = reading.line(item)
        if day:
            provenance.append(Provenance("date", line, item.where, raw))
            dates.append((day, item))
        elif raw.strip("-–— \"'").lower() not in ("", "tbd", "n/a", "none", "null"):
            code = "date-placeholder" if UNFILLED.search(raw) else "date-unread"
            findings.append(Finding(code, f"the date cannot be read: {short(raw)}", line))
    for day, item in dates[1:]:
        if day != dates[0][0] and item.where != DATED and item.role != "current":
            message = f"the {item.where} says {day}, the {dates[0][1].where} says {dates[0][0]}"
            findings.append(Finding("date-disagrees", message, reading.line(item)))
    if dates:
        return dates[0][0]
    return _date_in_status(reading, provenance)


def _date_in_status(reading: AdrReader, provenance: list[Provenance]) -> str | None:
    """The day beside the status; one that belongs to a status before it only where there is no other.

    A change of a part is no new decision: the day on which the record was accepted counts, where it is stated.
    """
    statements = reading.statuses()
    changed = any(is_change(reading.text_of(item)) for item in statements)
    for item in [*(_acceptances(reading) if changed else ()), *statements]:
        text = _LINK_TARGET.sub("", reading.text_of(item))
        if changed:
            text = _without_change(text)
        word = read_status(text)
        now = _PREVIOUSLY.sub("", text)
        before = text[len(now) :].removeprefix(" (previously: ")
        old = read_status(before)
        day = _day_beside(now, word) or _day_beside(before, old)
        if day:
            provenance.append(Provenance("date", reading.line(item), item.where, item.raw))
            return day
    return _date_of_mark(reading, provenance)


def _day_beside(text: str, word: StatusText) -> str | None:
    """The day of a status: behind its word rather than before it, and none that a sentence is about.

    `Deferred — see the 2026-08-09 addendum` has none: an article, a possessive, `of` or `see` stands before that day.
    """
    if word.day:
        return word.day
    days = sorted(dates_in(text), key=lambda day: (day[0] < word.start, day[0]))
    for start, _, day in days:
        if not _IN_PROSE.search(text, word.end if word.end <= start else 0, start):
            return day
    return None


_IN_PROSE = re.compile(
    r"(?<![\w@])(?:(?<!\bon )(?:the|our|their|its|this|that)|(?<!\bas )of|see|siehe|voir|véase|vgl\.?)[\s*_`]*\Z",
    re.I,
)


def _date_of_mark(reading: AdrReader, provenance: list[Provenance]) -> str | None:
    """The day in a line that says what supersedes the record: `Superseded on 2024-03-04 by [9](0009-x.md)`."""
    for mark in reading.links:
        if mark.relation == "superseded-by" and mark.where == SECTION and mark.start >= 0:
            start = reading.view.masked.rfind("\n", 0, mark.start) + 1
            line = reading.view.masked[start:].partition("\n")[0]
            if day := date_of(_LINK_TARGET.sub("", line)):
                provenance.append(Provenance("date", reading.line(mark), mark.where, line.strip()))
                return day
    return None


def _acceptances(reading: AdrReader) -> list[FieldStatement]:
    """The steps of a history, the latest first, by which the whole decision got its status."""
    return [item for item in reversed(reading.history()) if not is_change(reading.text_of(item))]


def _without_change(text: str) -> str:
    """Give the words before those of a change, where these are a status with a day: `Accepted 2024-01-31; amended …`.

    Otherwise the text as it is.
    """
    before = text[: read_status(text).start]
    return before if is_change(text) and is_status(before) and date_of(before) else text
