"""Read one decision record: pick each field from the places that state it, and report where they disagree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import records.regex as re
from records.adr.affects import affects_globs, affects_keys
from records.adr.facts import AdrFacts, Finding, FoundLink, Provenance
from records.adr.fields import field_statements
from records.adr.links import LinkStatement, link_statements
from records.adr.relation_words import mentions_relation
from records.adr.relations import stated_relations
from records.adr.statement import DATED, FRONT, SECTION, FieldStatement
from records.adr.status_paragraphs import is_change
from records.adr.status_text import StatusText, is_menu, is_status, read_status, without_struck
from records.adr.status_words import symbols_at
from records.adr.view import AdrView
from records.adr.vocabulary import (
    is_section_title,
    number_in_name,
    number_in_reference,
    split_heading,
)
from records.patterns import LETTERS, PLACEHOLDER
from records.text.dates import date_of, dates_in
from records.text.headings import Heading

_PLACEHOLDER = re.compile(PLACEHOLDER)
_UNFILLED = re.compile(r"[\[{<]|YYYY|DATE\b")
_NUMBER_KEYS = ("number", "id", "adr", "adr_id", "adr-id")
_LINK_TARGET = re.compile(r"\[[^\]\n]{0,500}\]\([^)\n]{0,2000}\)")
_PREVIOUSLY = re.compile(r"\s\(previously:.*", re.S)
_SPLIT = re.compile(r"[,;]\s*")
_IN_FORCE = ("accepted", "proposed", "draft")


class AdrReader:
    """Everything stated in one record, before a dialect gives it a name.

    Args:
        view: the record's text.
        own_words: the word that the record's log has for each canonical status; for what is written.
    """

    def __init__(self, view: AdrView, own_words: Mapping[str, str] | None = None) -> None:
        self.view = view
        self.own_words = own_words or {}
        self.statements = field_statements(view)
        self.links = link_statements(view, self.statements)

    def changed(self, text: str) -> AdrReader:
        """The record with another text."""
        return AdrReader(AdrView(text, self.view.filename), self.own_words)

    def statements_of(self, field: str) -> list[FieldStatement]:
        """The statements of one field, in order of precedence."""
        return [item for item in self.statements if item.field == field]

    def statuses(self) -> list[FieldStatement]:
        """The statements of status that count: of a Status section the first, and later ones with a known word.

        Of a history the step that holds counts, and no other one.
        """
        statements: list[FieldStatement] = []
        sections = set()
        for item in self.statements_of("status"):
            if item.role in ("history", "empty"):
                continue
            if item.where == SECTION:
                section = self.section_of(item)
                if (section in sections and not self.is_status(item)) or self._is_prose(item):
                    continue
                sections.add(section)
            statements.append(item)
        return statements

    def history(self) -> list[FieldStatement]:
        """The steps of a status history, the one that holds included; empty where there is none."""
        return [item for item in self.statements_of("status") if item.role in ("history", "current")]

    def section_of(self, item: FieldStatement) -> int:
        """Where the Status section begins in which a statement is; 0 where it is in none."""
        return next((start for start, end in self.view.status_sections if start <= item.start < end), 0)

    def text_of(self, item: FieldStatement) -> str:
        """The text of a statement with struck-out words blanked."""
        return without_struck(item.raw) if item.start < 0 else self.view.masked[item.start : item.end]

    def is_status(self, item: FieldStatement) -> bool:
        """Return whether a statement begins with a status that every tool knows."""
        return is_status(self.text_of(item))

    def line(self, item: FieldStatement | LinkStatement) -> int:
        """The line of a statement."""
        return (
            self.view.key_line(item.key.rpartition(".")[2]) if item.start < 0 else self.view.line(item.start)
        )

    @property
    def title(self) -> str:
        """The title alone."""
        return _number_and_title(self, [], [])[1]

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

    def _is_prose(self, item: FieldStatement) -> bool:
        """Return whether a paragraph of a Status section is neither a status, nor a menu, nor a placeholder."""
        text = self.text_of(item)
        is_chosen = read_status(text).status is not None or item.role == "menu" or is_menu(text)
        return not is_chosen and not _PLACEHOLDER.search(text) and text[:1] not in "[{<"


def _about_text(view: AdrView) -> Iterator[Finding]:
    problem = view.problem
    if problem is not None:
        front = view.toml or view.document.front
        language = "TOML" if view.toml else "YAML"
        line = view.line(front[0]) + problem.line - 1 if front else 1
        yield Finding(
            "front-matter-broken", f"the front matter is not valid {language}: {problem.message}", line
        )
    elif view.document.front is None and re.match(r"\ufeff?---[ \t]*\r?\n[A-Za-z_]+:", view.text):
        yield Finding("front-matter-unclosed", "the front matter is opened and never closed", 1)
    if "{{" in view.text:
        start, end = view.document.front or (0, 0)
        places = [
            _PLACEHOLDER.search(view.text, start, end),
            _PLACEHOLDER.search(view.masked, view.body),
        ]
        for match in places:
            if match:
                message = f"a placeholder of the template is left: {match[0]}"
                yield Finding("placeholder", message, view.line(match.start()))


# -- number and title --------------------------------------------------------


def _number_and_title(
    reading: AdrReader, findings: list[Finding], provenance: list[Provenance]
) -> tuple[int | None, str]:
    view = reading.view
    name_number = number_in_name(view.filename)
    first = _title_heading(view)
    words = _without_status(reading, first, _words(view, first)) if first else ""
    in_heading, heading_title = split_heading(words, name_number) if first else (None, "")
    heading_line = view.line(first.start) if first else 1
    key, in_front = _front_number(view.data)
    claims = [(name_number, 1, "file name", view.stem)]
    claims.append((in_front, view.key_line(key) if key else 1, FRONT, key))
    claims.append((in_heading, heading_line, "heading", first.title if first else ""))
    numbers = [claim for claim in claims if claim[0] is not None]
    if numbers:
        number, line, where, raw = numbers[0]
        provenance.append(Provenance("number", line, where, raw))
        for other, other_line, other_where, _ in numbers[1:]:
            if other != number:
                message = f"the {other_where} says number {other}, the {where} says {number}"
                findings.append(Finding("number-disagrees", message, other_line))
    title = _title(view, heading_title, heading_line, findings, provenance)
    return (numbers[0][0] if numbers else None), title


def _title_heading(view: AdrView) -> Heading | None:
    """The heading that is the record's title: the first of level 1, else the first one that names no section."""
    candidates = [heading for heading in view.headings if heading.level == 1]
    titles = [heading for heading in candidates if not is_section_title(heading.title)]
    if candidates:
        return candidates[0] if candidates[0] in titles or len(titles) == 0 else titles[0]
    first = next((heading for heading in view.headings if heading.level < 7), None)
    if (
        first is None
        or is_section_title(first.title)
        or (view.headed_fields[:1] and view.headed_fields[0].heading == first)
    ):
        return None
    return first


def _without_status(reading: AdrReader, heading: Heading, words: str) -> str:
    """The words of a title without the status in brackets that is read in it."""
    for item in reading.statements_of("status"):
        if item.role == "word" and heading.start <= item.start < heading.body:
            bracketed = re.compile(rf"\s*[\[(]{re.escape(item.raw)}[\])]\s*")
            return bracketed.sub(" ", words).strip()
    return words


_HEADING_DRESS = re.compile(
    r"(?<!\s)\s*+(?:\{#[^{}\n]*\}|<a\b[^<>\n]*>(?:\s*+</a>)?|</a>)\s*+$|^\s*+<a\b[^<>\n]*>(?:\s*+</a>)?\s*+"
)
_WHOLE_LINK = re.compile(r"^\[([^\[\]\n]+)\]\([^()\n]*\)$")


def _words(view: AdrView, heading: Heading) -> str:
    """The words of a title as a reader sees them: anchors gone; one that is struck out as a whole is still one."""
    title = heading.title
    if not title:
        line = view.text[heading.start : heading.body].strip("# \t\r\n")
        title = re.sub(r"~~|</?(?:del|s|strike)>", "", line).strip()
    title = _HEADING_DRESS.sub("", title)
    if title.startswith("["):
        title = _WHOLE_LINK.sub(r"\1", title)
    if title[:2] in ("**", "__") and title[-2:] == title[:2] and title.count(title[:2]) == 2:
        title = title[2:-2].strip()
    return title


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
    in_front = view.data.get("title")
    if isinstance(in_front, str) and in_front.strip():
        provenance.append(Provenance("title", view.key_line("title"), FRONT, in_front))
        plain = split_heading(in_front.strip(), number_in_name(view.filename))[1]
        if heading and _is_first(view, line) and not _is_same_title(plain, heading):
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
    words = re.sub(rf"^(?:{LETTERS}[-_ ]?)?[\d-]+[-_ ]*", "", view.stem) or view.stem
    return words.replace("-", " ").replace("_", " ").strip().capitalize() or view.stem


def _is_first(view: AdrView, line: int) -> bool:
    """Say whether the heading on a line is a title, and not a section of a record whose title is in front."""
    first = view.headings[0]
    titles = sum(heading.level == 1 for heading in view.headings)
    return view.line(first.start) == line and titles == 1 == first.level and not is_section_title(first.title)


def _is_same_title(title: str, other: str) -> bool:
    """Say whether two titles mean the same: numbers and signs aside, most words of the shorter one are in both."""
    words, other_words = _title_words(title), _title_words(other)
    return not words or not other_words or len(words & other_words) >= 0.6 * min(len(words), len(other_words))


def _title_words(title: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in re.findall(r"[^\W\d_]+", title))


# -- status and date ---------------------------------------------------------


def _status(
    reading: AdrReader, findings: list[Finding], provenance: list[Provenance]
) -> tuple[str | None, str | None]:
    statuses: list[tuple[str, FieldStatement]] = []
    statements = reading.statuses()
    for item in statements:
        line = reading.line(item)
        text = reading.text_of(item)
        reading_of = read_status(text)
        if item.role == "menu" or (reading_of.status is None and is_menu(text)):
            findings.append(Finding("status-menu", f"no status is chosen yet: {_short(item.raw)}", line))
            continue
        if reading_of.status is None or _PLACEHOLDER.search(text):
            if text.strip():
                findings.append(
                    Finding("status-unread", f"the status cannot be read: {_short(item.raw)}", line)
                )
            continue
        provenance.append(Provenance("status", line, item.where, item.raw))
        statuses.append((_with_relations(reading, item, reading_of.status), item))
    if not statements and (
        prose := [
            item
            for item in reading.statements_of("status")
            if item.role != "empty" and reading.text_of(item).strip()
        ]
    ):
        message = f"the status cannot be read: {_short(prose[0].raw)}"
        findings.append(Finding("status-unread", message, reading.line(prose[0])))
    marks = [link for link in reading.links if link.relation == "superseded-by"]
    for status, item in statuses[1:]:
        if status != statuses[0][0]:
            message = f"the {item.where} says {status}, the {statuses[0][1].where} says {statuses[0][0]}"
            findings.append(Finding("status-disagrees", message, reading.line(item)))
    return _with_marks(reading, statuses[0] if statuses else None, marks, findings, provenance)


def _with_relations(reading: AdrReader, item: FieldStatement, status: str) -> str:
    """Read `superseded by ADR-3 in part` as accepted: what the sentence says of its reference counts."""
    if status != "superseded":
        return status
    statuses = {
        relation.relation for relation in stated_relations(reading.text_of(item), reading.view.definitions)
    }
    return "accepted" if "amended-by" in statuses and "superseded-by" not in statuses else status


def _with_marks(
    reading: AdrReader,
    choice: tuple[str, FieldStatement] | None,
    marks: list[LinkStatement],
    findings: list[Finding],
    provenance: list[Provenance],
) -> tuple[str | None, str | None]:
    if not marks and choice is None:
        changes = (k for k in reading.links if k.relation == "amended-by" and k.where == SECTION)
        if amendment := next(changes, None):  # changed in part, so in force
            raw = f"{amendment.text} {amendment.target}"
            provenance.append(Provenance("status", reading.line(amendment), SECTION, raw))
            return "accepted", raw
        return None, None
    if not marks:
        return (choice[0], choice[1].raw) if choice else (None, None)
    mark = marks[0]
    if choice is None or (choice[1].where == SECTION and not reading.is_status(choice[1])):
        # adr-tools leaves the link alone where the status word was
        line = reading.view.masked.rfind("\n", 0, max(mark.start, 0)) + 1
        symbols = symbols_at(reading.view.masked, line) if mark.where == SECTION else ""
        raw = f"{symbols}{mark.text} {mark.target}"
        provenance.append(Provenance("status", reading.line(mark), mark.where, raw))
        return "superseded", raw
    is_later = choice[1].where == mark.where == SECTION and mark.start > choice[1].start
    if is_later and choice[0] in _IN_FORCE:
        return "superseded", choice[1].raw
    if choice[0] in _IN_FORCE and not _is_partly_superseded(reading.text_of(choice[1])):
        message = f"it says {choice[0]} and also that {mark.target} supersedes it"
        findings.append(Finding("status-disagrees", message, reading.line(mark)))
        return "superseded", choice[1].raw
    return ("superseded" if choice[0] in _IN_FORCE else choice[0]), choice[1].raw


def _is_partly_superseded(text: str) -> bool:
    """Say whether a status only says that a part was superseded: a later mark of the whole does not contradict it."""
    word = read_status(text)
    return mentions_relation(text[word.start : word.end])


def _short(raw: str) -> str:
    words = " ".join(raw.split())
    return repr(words if len(words) <= 60 else words[:59] + "…")


def _date(reading: AdrReader, findings: list[Finding], provenance: list[Provenance]) -> str | None:
    dates: list[tuple[str, FieldStatement]] = []
    statements = reading.statements_of("date")
    decided = [item for item in statements if not item.key.casefold().startswith("created")]
    for item in decided or statements:  # when the file was made says less than the day of the decision
        raw = (item.key if item.where == DATED else "") or item.raw
        day = date_of(without_struck(raw))
        line = reading.line(item)
        if day:
            provenance.append(Provenance("date", line, item.where, raw))
            dates.append((day, item))
        elif raw.strip("-–— \"'").lower() not in ("", "tbd", "n/a", "none", "null"):
            code = "date-placeholder" if _UNFILLED.search(raw) else "date-unread"
            findings.append(Finding(code, f"the date cannot be read: {_short(raw)}", line))
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


def _acceptances(reading: AdrReader) -> list[FieldStatement]:
    """The steps of a history, the latest first, by which the whole decision got its status."""
    return [item for item in reversed(reading.history()) if not is_change(reading.text_of(item))]


def _without_change(text: str) -> str:
    """Give the words before those of a change, where these are a status with a day: `Accepted 2024-01-31; amended …`.

    Otherwise the text as it is.
    """
    before = text[: read_status(text).start]
    return before if is_change(text) and is_status(before) and date_of(before) else text


def _day_beside(text: str, word: StatusText) -> str | None:
    """The day of a status: behind its word rather than before it, and none that a sentence is about.

    `Deferred — see the 2026-08-09 addendum` has none: an article, a possessive, `of` or `see` stands before that day.
    """
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


# -- lists -------------------------------------------------------------------


def _names(reading: AdrReader, field: str, provenance: list[Provenance]) -> tuple[str, ...]:
    for item in reading.statements_of(field):
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
    globs = affects_globs(view.data, view.text[view.body :])
    for key in affects_keys(view.data):
        provenance.append(Provenance("affects", view.key_line(key), FRONT, key))
    return globs
