"""Read one decision record: pick each field from the places that state it, and say where they disagree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from records.adr.affects import affects_globs, affects_keys
from records.adr.facts import AdrFacts, Finding, FoundLink, Provenance
from records.adr.fields import FRONT, SECTION, FieldStatement, field_statements
from records.adr.links import LinkStatement, link_statements
from records.adr.view import AdrView
from records.adr.vocabulary import (
    date_of,
    is_menu,
    is_status,
    number_in_name,
    number_in_reference,
    split_heading,
    status_of,
)

_PLACEHOLDER = re.compile(r"\{\{\s*[A-Z][A-Z0-9_ ]*\}\}")
_UNFILLED = re.compile(r"[\[{<]|YYYY|DATE\b")
_NUMBER_KEYS = ("number", "id", "adr", "adr_id", "adr-id")
_LINK_TARGET = re.compile(r"\[[^\]\n]{0,500}\]\([^)\n]{0,2000}\)")
_SPLIT = re.compile(r"[,;]\s*")


class AdrReader:
    """Everything stated in one record, before a dialect gives it a name."""

    def __init__(self, view: AdrView) -> None:
        self.view = view
        self.seen = field_statements(view)
        self.links = link_statements(view, self.seen)

    def stated(self, field: str) -> list[FieldStatement]:
        """The statements of one field, in order of precedence."""
        return [item for item in self.seen if item.field == field]

    def statuses(self) -> list[FieldStatement]:
        """The statements of status that count: of a Status section the first, and later ones with a known word."""
        counted: list[FieldStatement] = []
        sections = set()
        for item in self.stated("status"):
            if item.where == SECTION:
                section = next(
                    (start for start, end in self.view.status_sections if start <= item.start < end), 0
                )
                if (section in sections and not is_status(item.raw)) or _is_prose(item):
                    continue
                sections.add(section)
            counted.append(item)
        return counted

    def line(self, item: FieldStatement | LinkStatement) -> int:
        """The line of a statement."""
        return self.view.key_line(item.key) if item.start < 0 else self.view.line(item.start)

    def facts(self, dialect: str) -> AdrFacts:
        """Give what the record says, under the name of its *dialect*."""
        findings: list[Finding] = list(_about_text(self.view))
        provenance: list[Provenance] = []
        number, title = _number_and_title(self, findings, provenance)
        status, raw = _status(self, findings, provenance)
        return AdrFacts(
            dialect=dialect,
            number=number,
            title=title,
            status=status,
            status_raw=raw,
            date=_date(self, findings, provenance),
            labels=_names(self, "labels", provenance),
            deciders=_names(self, "deciders", provenance),
            links=tuple(
                FoundLink(item.relation, item.target, self.line(item), item.text) for item in self.links
            ),
            affects=_affects(self.view, provenance),
            provenance=tuple(provenance),
            findings=tuple(sorted(findings, key=lambda finding: (finding.line, finding.code))),
        )


def _is_prose(item: FieldStatement) -> bool:
    """Say whether a paragraph of a Status section is neither a status, nor a menu, nor a placeholder."""
    chosen = status_of(item.raw) is not None or item.key == "menu" or is_menu(item.raw)
    return not chosen and not _PLACEHOLDER.search(item.raw) and item.raw[:1] not in "[{<"


def _about_text(view: AdrView) -> Iterator[Finding]:
    problem = view.problem
    if problem is not None:
        line = view.line(view.document.front[0]) + problem.line - 1 if view.document.front else 1
        yield Finding("front-matter-broken", f"the front matter is not valid YAML: {problem.message}", line)
    elif view.document.front is None and re.match(r"\ufeff?---[ \t]*\r?\n[A-Za-z_]+:", view.text):
        yield Finding("front-matter-unclosed", "the front matter is opened and never closed", 1)
    if "{{" in view.text:
        start, end = view.document.front or (0, 0)
        places = [
            _PLACEHOLDER.search(view.text, start, end),
            _PLACEHOLDER.search(view.masked, view.document.body),
        ]
        for found in places:
            if found:
                message = f"a placeholder of the template is left: {found[0]}"
                yield Finding("placeholder", message, view.line(found.start()))


# -- number and title --------------------------------------------------------


def _number_and_title(
    reading: AdrReader, findings: list[Finding], provenance: list[Provenance]
) -> tuple[int | None, str]:
    view = reading.view
    named = number_in_name(view.filename)
    first = next((heading for heading in view.headings if heading.level == 1), None)
    in_heading, heading_title = split_heading(first.title, named) if first else (None, "")
    heading_line = view.line(first.start) if first else 1
    key, in_front = _front_number(view.data)
    claims = [(named, 1, "file name", view.stem)]
    claims.append((in_front, view.key_line(key) if key else 1, FRONT, key))
    claims.append((in_heading, heading_line, "heading", first.title if first else ""))
    known = [claim for claim in claims if claim[0] is not None]
    if known:
        number, line, where, raw = known[0]
        provenance.append(Provenance("number", line, where, raw))
        for other, other_line, other_where, _ in known[1:]:
            if other != number:
                message = f"the {other_where} says number {other}, the {where} says {number}"
                findings.append(Finding("number-disagrees", message, other_line))
    return (known[0][0] if known else None), _title(view, heading_title, heading_line, findings, provenance)


def _front_number(data: dict[str, Any]) -> tuple[str, int | None]:
    for key in _NUMBER_KEYS:
        value = data.get(key)
        number = number_in_reference(value) if isinstance(value, str) else None
        if number is not None:
            return key, number
    return "", None


def _title(
    view: AdrView, heading: str, line: int, findings: list[Finding], provenance: list[Provenance]
) -> str:
    given = view.data.get("title")
    if isinstance(given, str) and given.strip():
        provenance.append(Provenance("title", view.key_line("title"), FRONT, given))
        plain = split_heading(given.strip(), number_in_name(view.filename))[1]
        if heading and _folded(plain) != _folded(heading):
            findings.append(
                Finding("title-disagrees", f"the heading says {heading!r}, the front matter {plain!r}", line)
            )
        return plain
    if heading:
        provenance.append(Provenance("title", line, "heading", heading))
        return heading
    other = next((h for h in view.headings if h.title), None)
    findings.append(Finding("no-title", "no title: neither a first-level heading nor a title key", 1))
    if other and other.level == 1:
        return other.title
    provenance.append(Provenance("title", 1, "file name", view.stem))
    words = re.sub(r"^(?:[A-Za-z]{2,12}[-_ ]?)?[\d-]+[-_ ]*", "", view.stem) or view.stem
    return words.replace("-", " ").replace("_", " ").strip().capitalize() or view.stem


def _folded(title: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", title).casefold().split())


# -- status and date ---------------------------------------------------------


def _status(
    reading: AdrReader, findings: list[Finding], provenance: list[Provenance]
) -> tuple[str | None, str | None]:
    stated: list[tuple[str, FieldStatement]] = []
    for item in reading.statuses():
        line = reading.line(item)
        if is_menu(item.raw) or item.key == "menu":
            findings.append(Finding("status-menu", f"no status is chosen yet: {_short(item.raw)}", line))
            continue
        status = status_of(item.raw)
        if status is None or _PLACEHOLDER.search(item.raw):
            findings.append(Finding("status-unread", f"the status cannot be read: {_short(item.raw)}", line))
            continue
        provenance.append(Provenance("status", line, item.where, item.raw))
        stated.append((status, item))
    if not reading.statuses() and (prose := reading.stated("status")):
        message = f"the status cannot be read: {_short(prose[0].raw)}"
        findings.append(Finding("status-unread", message, reading.line(prose[0])))
    marks = [link for link in reading.links if link.relation == "superseded-by"]
    for status, item in stated[1:]:
        if status != stated[0][0]:
            message = f"the {item.where} says {status}, the {stated[0][1].where} says {stated[0][0]}"
            findings.append(Finding("status-disagrees", message, reading.line(item)))
    return _with_marks(reading, stated[0] if stated else None, marks, findings, provenance)


def _with_marks(
    reading: AdrReader,
    picked: tuple[str, FieldStatement] | None,
    marks: list[LinkStatement],
    findings: list[Finding],
    provenance: list[Provenance],
) -> tuple[str | None, str | None]:
    if not marks and picked is None:
        changed = (k for k in reading.links if k.relation == "amended-by" and k.where == SECTION)
        if amended := next(changed, None):  # changed in part, hence in force
            raw = f"{amended.text} {amended.target}"
            provenance.append(Provenance("status", reading.line(amended), SECTION, raw))
            return "accepted", raw
        return None, None
    if not marks:
        return (picked[0], picked[1].raw) if picked else (None, None)
    mark = marks[0]
    if picked is None or (picked[1].where == SECTION and not is_status(picked[1].raw)):
        # adr-tools leaves the link alone where the status word was
        raw = f"{mark.text} {mark.target}"
        provenance.append(Provenance("status", reading.line(mark), mark.where, raw))
        return "superseded", raw
    if picked[0] in ("accepted", "proposed", "draft"):
        message = f"it says {picked[0]} and also that {mark.target} supersedes it"
        findings.append(Finding("status-disagrees", message, reading.line(mark)))
        return "superseded", picked[1].raw
    return picked[0], picked[1].raw


def _short(raw: str) -> str:
    words = " ".join(raw.split())
    return repr(words if len(words) <= 60 else words[:59] + "…")


def _date(reading: AdrReader, findings: list[Finding], provenance: list[Provenance]) -> str | None:
    dates: list[tuple[str, FieldStatement]] = []
    for item in reading.stated("date"):
        raw = item.key if item.where == "dated line" else item.raw
        found = date_of(raw)
        line = reading.line(item)
        if found:
            provenance.append(Provenance("date", line, item.where, raw))
            dates.append((found, item))
        elif raw.strip("-–— \"'").lower() not in ("", "tbd", "n/a", "none", "null"):
            code = "date-placeholder" if _UNFILLED.search(raw) else "date-unread"
            findings.append(Finding(code, f"the date cannot be read: {_short(raw)}", line))
    for found, item in dates[1:]:
        if found != dates[0][0] and item.where != "dated line":
            message = f"the {item.where} says {found}, the {dates[0][1].where} says {dates[0][0]}"
            findings.append(Finding("date-disagrees", message, reading.line(item)))
    if dates:
        return dates[0][0]
    for item in reading.statuses():
        found = date_of(_LINK_TARGET.sub("", item.raw))
        if found:
            provenance.append(Provenance("date", reading.line(item), item.where, item.raw))
            return found
    return None


# -- lists -------------------------------------------------------------------


def _names(reading: AdrReader, field: str, provenance: list[Provenance]) -> tuple[str, ...]:
    for item in reading.stated(field):
        if _UNFILLED.match(item.raw) and item.raw[:1] != "[":
            continue
        value = reading.view.data.get(item.key) if item.where == FRONT else None
        parts = (
            [str(part) for part in value if part]
            if isinstance(value, list)
            else _SPLIT.split(item.raw.strip("[]"))
        )
        names = tuple(part.strip(" \t\"'`*") for part in parts)
        names = tuple(name for name in names if name and name.lower() not in ("none", "n/a", "null", "-"))
        if names:
            provenance.append(Provenance(field, reading.line(item), item.where, item.raw))
            return names
    return ()


def _affects(view: AdrView, provenance: list[Provenance]) -> tuple[str, ...]:
    found = affects_globs(view.data, view.text[view.document.body :])
    for key in affects_keys(view.data):
        provenance.append(Provenance("affects", view.key_line(key), FRONT, key))
    return found
