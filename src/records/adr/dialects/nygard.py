"""Nygard's form as adr-tools writes it: everything about status and links stands under `## Status`.

A link is a paragraph, `Amends [3. Title](0003-title.md)`; `Superceded by` (adr-tools' spelling) takes the place
of the status word. Source: npryce/adr-tools b3279ba, `_adr_add_link` and `_adr_remove_status`.
"""

from __future__ import annotations

import re

from records.adr.dialect import Dialect, phrase
from records.adr.edits import Splice, inserted, line_out, spliced, status_in_place
from records.adr.facts import Target
from records.adr.reader import AdrReader
from records.adr.view import AdrView
from records.adr.vocabulary import is_badge, relation_of, status_span

_SPELLING = re.compile(r"\bsupersede[sd]\b", re.IGNORECASE)


def _recognise(reading: AdrReader) -> bool:
    return True


def _words(reading: AdrReader, relation: str) -> str:
    """The words for *relation*; adr-tools' own spelling, unless the file spells it as dictionaries do."""
    if not re.fullmatch(r"super[sc]eded?[ -]by|super[sc]edes", relation, re.IGNORECASE):
        return phrase(relation)
    usual = any(
        _SPELLING.search(reading.view.masked[start:end]) for start, end in reading.view.status_sections
    )
    stem = "Supersede" if usual else "Supercede"
    return f"{stem}d by" if relation_of(relation) == "superseded-by" else f"{stem}s"


def _write_link(reading: AdrReader, relation: str, target: Target) -> str:
    view = reading.view
    newline = view.newline
    line = f"{_words(reading, relation)} [{target.heading}]({target.filename})"
    if not view.status_sections:
        return _with_section(reading, line)
    start, end = view.status_sections[0]
    content = view.text[start:end]
    at = start + len(content.rstrip())
    if not content.strip():
        at = start
        head = "" if view.text[:at].endswith("\n") else newline
        return inserted(
            view.text, at, f"{head}{newline}{line}{newline if content.startswith(newline) else newline * 2}"
        )
    tail = "" if view.text[at:end].startswith(newline) or end == len(view.text) else newline
    if view.text[at:end] == newline and end < len(view.text):
        tail = newline  # a heading follows at once; keep it a paragraph away
    return inserted(view.text, at, f"{newline * 2}{line}{tail}")


def _with_section(reading: AdrReader, line: str) -> str:
    view = reading.view
    newline = view.newline
    at = view.header[1]
    before = view.text[:at].rstrip("\r\n")
    lead = newline * 2 if before else ""
    section = f"{lead}## Status{newline * 2}{line}{newline}"
    rest = view.text[at:]
    return before + section + (newline + rest if rest else "")


def _write_status(reading: AdrReader, status: str, by: tuple[Target, ...]) -> str:
    marked = [link for link in reading.links if link.relation == "superseded-by"]
    if status == "superseded" and (by or marked):
        return _superseded(reading, by, {link.target for link in marked})
    text = spliced(reading.view.text, {line_out(reading.view, link.start, link.end) for link in marked})
    reading = AdrReader(AdrView(text, reading.view.filename))
    word = status.capitalize() if status.islower() else status
    if reading.statuses():
        return status_in_place(reading, status, (), None)
    if not reading.view.status_sections:
        return _with_section(reading, word)
    start, end = reading.view.status_sections[0]
    newline = reading.view.newline
    content = text[start:end]
    lead = len(content) - len(content.lstrip("\r\n"))
    if not content.strip():
        lead, head = 0, "" if text[:start].endswith("\n") else newline
        tail = newline if content.startswith(newline) else newline * 2 if end < len(text) else newline
        return inserted(text, start, f"{head}{newline}{word}{tail}")
    return inserted(text, start + lead, f"{word}{newline * 2}")


def _superseded(reading: AdrReader, by: tuple[Target, ...], already: set[str]) -> str:
    view = reading.view
    text = view.text
    for target in by:
        if target.filename not in already:
            text = _write_link(AdrReader(AdrView(text, view.filename)), "superseded-by", target)
    after = AdrReader(AdrView(text, view.filename))
    splices = []
    for item in after.statuses():
        raw = after.view.text[item.start : item.end]
        end = len(raw) if is_badge(raw) else status_span(raw)[1]
        rest = raw[end:]
        if re.match(r"\s*[^\W_]", rest):
            splices.append(Splice(item.start, item.start, "Previously: "))
        elif rest.strip(" \t.*_`"):
            kept = len(rest) - len(rest.lstrip(" \t.:;,*_`"))
            splices.append(Splice(item.start, item.start + end + kept, ""))
        else:
            splices.append(line_out(after.view, item.start, item.end))
    return spliced(text, splices)


DIALECT = Dialect(
    name="nygard",
    label="Nygard (adr-tools)",
    recognise=_recognise,
    write_status=_write_status,
    write_link=_write_link,
)
