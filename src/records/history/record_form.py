"""The form of a log's records: title line, fields, sections; learned from texts, written out for a new record."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Protocol

import records.regex as re
from records.adr.edits import like
from records.adr.reader import AdrReader
from records.adr.status_text import is_badge, is_status, status_of, status_span
from records.adr.status_words import marked_word, split_symbols, symbol_spans
from records.adr.view import AdrView
from records.adr.vocabulary import DECISION_WORDS, field_of
from records.dataclass import dataclass, field
from records.errors import EditError
from records.history.record_names import majority, prevailing, take_apart
from records.history.underlined_headings import with_underlines, without_underlines
from records.patterns import DIGITS, EMOJI, LETTERS
from records.text.dates import date_forms, date_of, dates_in, written_as
from records.text.front_matter import FrontMatter
from records.text.lines import newline_of
from records.text.slug import plain_letters, slug

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from records.adr.statement import FieldStatement

STATUS, DATE, NUMBER, TITLE = "\ue000", "\ue001", "\ue002", "\ue003"
"""Private signs that stand for what differs from record to record; of a padded number one for each digit."""
_BEFORE, _BEHIND = "\ue004", "\ue005"
"""The same for the emoji that belongs to a status, before and behind its word."""
_SLUG = "\ue007"
"""The same for the title as a part of a file name."""
_LOWER, _BADGE_DATE = "\ue008", "\ue009"
"""The same for the status in small letters, and for the date with the dashes that the address of a badge needs."""
YEAR_SIGN = "\ue006"
"""The same for the year that a number of `2024-001` belongs to."""
_SIGNS = re.compile(
    f"[{STATUS}{DATE}{TITLE}{_BEFORE}{_BEHIND}{YEAR_SIGN}{_SLUG}{_LOWER}{_BADGE_DATE}]|{NUMBER}+"
)
_LABEL = re.compile(
    r"[ \t>]*(?:[-*+][ \t]+)?(?:\|[ \t]*)?:?(?P<open>[*_]{0,3})(?P<label>[^\W\d_][^|:\uff1a*\n]{0,40}?)[ \t]*"
    r"(?P<end>[*_]{0,3}[ \t]*[:\uff1a][*_]{0,3}|[*_]{0,3}[ \t]*\|)(?=[ \t]|$|[`\"'\[{(\ue000-\ue009])"
)
_KEY = re.compile(r"(?P<label>[A-Za-z][\w .-]{0,60}?)[ \t]*(?P<end>[:=])(?=[ \t]|$)")
_LEAD = re.compile(
    rf"(?:{EMOJI}[ \t]*)?"
    r"\W*(?:[A-Za-z]{2,}(?:[-_ ]{1,2}[A-Za-z]{2,}){0,3}[-_ #]{0,2}|(?P<letter>[A-Za-z])(?=\d))?"
    rf"(?P<digits>{DIGITS}(?!\d))\]?(?:\([^)]*\))?[ \t]*"
    r"(?:[:.)：．、。）–—|-]+[ \t]*|[ \t]+|$)"
)
_NUMBERED_ONLY = re.compile(rf"\W*(?:M?ADR|RFC|RFD|DR|Decision(?: Record)?|Record)[-_ #]*{DIGITS}\W*", re.I)
_PREFIX = re.compile(
    r"(?:ADR|MADR|RFC|Architectur\w+ Decision(?: Record)?|Decision(?: Record)?)[ \t]*[:–—-][ \t]+", re.I
)
_TITLE_AMONG = 2  # headings: one of another level may be above it
_STRUCTURAL = frozenset(("layout", "type", "parent", "grand_parent", "kind", "template"))
SCOPE_KEYS = ("affects", "governs")
"""Keys for the code that one decision governs; several that have the same happen to."""
_TOPIC_KEYS = frozenset(("labels", "tags", "categories", "category", "topics", "topic", "keywords"))
_BOILERPLATE = re.compile(r"[ \t]*(?:<!--.*-->|[*_]{2}[^*_]+[*_]{2}[:\uff1a]?|[^\W\d][^.]*[:\uff1a])[ \t]*$")
_DELIMITERS = re.compile(r"[ \t]*\|(?:[ \t]*:?-+:?[ \t]*\|)+[ \t]*")
_REMARK = re.compile(r"[*_`]*[ \t]*(?:[;,.\uff1b\uff0c\u3002\u3001(\uff08\u2013\u2014]|-+[ \t])[ \t]*[^\W_]")
_REFERENCE = re.compile(rf"{LETTERS}[-_ #]*{DIGITS}|\]\(|\[\[", re.I)
_HEADING_STATUS = re.compile(r"(#{1,6}[ \t]+[*_]*status[*_]*[ \t]*[:\uff1a][ \t]*)(?P<value>\S.*)", re.I)


@dataclass(frozen=True, slots=True)
class Section:
    """A section: its heading line with signs, a key that spells the heading plainly, and its lines.

    A tight one has no blank line below its heading.
    """

    level: int
    key: str
    heading: str
    lines: tuple[str, ...] = ()
    is_tight: bool = False

    @property
    def is_about_record(self) -> bool:
        """Whether it states the record's status or date, and no part of the decision."""
        return field_of(self.key) == "status" or any(sign in "\n".join(self.lines) for sign in (STATUS, DATE))


class LogMarkup(Protocol):
    """How the lines of a form are written in another markup than Markdown."""

    def text(self, form_text: str, values: dict[str, str]) -> str:
        """Write a text that still holds signs, with what these stand for."""


@dataclass(frozen=True, slots=True)
class RecordForm:
    """The form of one record, or of a log; its lines hold signs for status, date, number and title.

    Attributes:
        front: the lines of the front matter, its fences included.
        header: the lines from the title to the first section.
        sections: in order.
        place: in which kind of place the status is; empty where there is none.
        status: a status as it was written, for its case.
        state: the canonical status.
        dates: the patterns in which dates are written.
        is_underlined: whether its headings are underlined, which is read as `#` and `##`.
        start: the byte order mark that the file begins with; empty without one.
        newline: the line end of the file.
        markup: how its lines are written where its log is not Markdown.
    """

    front: tuple[str, ...] = ()
    header: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    place: str = ""
    status: str = ""
    state: str | None = None
    dates: tuple[str, ...] = ()
    is_underlined: bool = False
    start: str = ""
    newline: str = "\n"
    markup: LogMarkup | None = None

    @property
    def title_line(self) -> str:
        """The title line with its signs; empty without one."""
        return next((line for line in self.header if line.startswith("#") and TITLE in line), "")

    def keys(self, level: int | None = None) -> frozenset[str]:
        """The keys of the sections, of one level or of all."""
        return frozenset(s.key for s in self.sections if level in (None, s.level) and s.key)

    @property
    def has_decision(self) -> bool:
        """Whether a section states what was decided."""
        return any(word in key for key in map(plain_letters, self.keys()) for word in DECISION_WORDS)

    def text(self, values: dict[str, str], body: str = "", hints: dict[str, str] | None = None) -> str:
        """Write a record of this form.

        Args:
            values: what the signs stand for.
            body: Markdown that takes the place of the sections about the decision.
            hints: what to write into a section without lines, by its key.
        """
        blocks = ["\n".join([*self.front, ""]) if self.front else "", "\n".join(self.header)]
        about = [section for section in self.sections if section.is_about_record]
        for section in about if body else self.sections:
            lines = "\n".join(section.lines).strip("\n") or (hints or {}).get(section.key, "")
            blocks.append(f"{section.heading}\n{'' if section.is_tight else chr(10)}{lines}")
        blocks.append(body)
        text = "\n\n".join(block.strip("\n") for block in blocks if block.strip("\n"))
        if self.markup is not None:
            return self.markup.text(text, values).rstrip("\n") + "\n"
        front_end = len("\n".join(self.front)) if self.front else 0
        text = self.front_text(values) + fill_signs(text[front_end:], values).rstrip("\n") + "\n"
        return with_underlines(text) if self.is_underlined else text

    def as_file(self, text: str) -> str:
        """A text with the byte order mark and the line ends that the files of the log have."""
        return self.start + text.lstrip("\ufeff").replace("\r\n", "\n").replace("\n", self.newline)

    def agrees(self, other: RecordForm) -> bool:
        """Whether both state their status in the same kind of place, and share most of their sections."""
        keys, others = self.keys(2) or self.keys(), other.keys(2) or other.keys()
        return self.place == other.place and 2 * len(keys & others) >= len(keys | others)

    def front_text(self, values: dict[str, str]) -> str:
        """The front matter of a new record, its fences included; empty without one."""
        return "\n".join(_front_line(line, values) for line in self.front)


def fill_signs(text: str, values: dict[str, str]) -> str:
    """The text with what its signs stand for."""
    if _BEFORE in text or _BEHIND in text:
        before, word, behind = split_symbols(values[STATUS])
        word = f"{'' if _BEFORE in text else before}{word}{'' if _BEHIND in text else behind}"
        values = {**values, STATUS: word, _BEFORE: before, _BEHIND: behind}
    number = values[NUMBER]
    return _SIGNS.sub(
        lambda sign: number.rjust(len(sign[0]), "0") if sign[0][0] == NUMBER else values[sign[0]], text
    )


def _number_sign(digits: str) -> str:
    """The sign of a number: one for each digit where it is padded, or has three digits as padded ones have."""
    return NUMBER * len(digits) if digits.startswith("0") or len(digits) > 2 else NUMBER


def _front_line(line: str, values: dict[str, str]) -> str:
    """A line of front matter with its signs filled in; a title is quoted where YAML needs it."""
    if TITLE not in line or line[:1].isspace():  # a line of a block (`title: |`) needs no quotes
        return fill_signs(line, values)
    match = _KEY.match(line)
    key, sep, value = line.partition(match["end"] if match else ":")
    title = values[TITLE]
    if value.strip()[:1] == '"':
        return fill_signs(line, values | {TITLE: title.replace("\\", "\\\\").replace('"', '\\"')})
    if value.strip()[:1] == "'":
        if sep == "=" and "'" in title:  # TOML has no escape in such a text
            quoted = json.dumps(title, ensure_ascii=False)
            return f'{key}= "' + fill_signs(value.strip()[1:-1], values | {TITLE: quoted[1:-1]}) + '"'
        return fill_signs(line, values | {TITLE: title if sep == "=" else title.replace("'", "''")})
    whole = fill_signs(value.strip(), values)
    if re.search(r":(?:\s|$)|\s#|^[\W_]|[\"']$", whole):
        whole = '"' + whole.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return f"{key}{sep} {whole}"


# -- reading ------------------------------------------------------------------


def read_form(text: str, path: str) -> RecordForm:
    """Read the form of one record: what differs from record to record becomes a sign."""
    start, newline = "\ufeff" * text.startswith("\ufeff"), newline_of(text)
    text = text.replace("\r\n", "\n").lstrip("\ufeff")
    text, is_underlined = without_underlines(text)
    name = path.rsplit("/", 1)[-1]
    view = AdrView(text, name)
    reading = AdrReader(view)
    parts = take_apart(path)
    number = int(parts.number) if parts and parts.number else None
    statuses = reading.statuses()
    marked_text, dates = _with_signs(view, [*statuses[:1], *reading.statements_of("date")])
    first = statuses[0] if statuses else None
    year = parts.date if parts and number is not None and len(parts.date) == len("YYYY") else ""
    title = reading.title
    form = _split_form(_with_year_signs(marked_text, year, number or 0), number, title)
    heading_status = next((s for s in form.sections if STATUS in s.heading), None)
    place = "status heading" if heading_status else first.where if first else ""
    raw = (
        first.raw
        if first
        else next((m["value"] for m in map(_HEADING_STATUS.match, text.split("\n")) if m), "")
    )
    word = "".join(marked_word(raw, *status_span(raw)))
    return RecordForm(
        form.front,
        form.header,
        form.sections,
        place,
        word,
        status_of(raw),
        dates,
        is_underlined,
        start,
        newline,
    )


def with_signs(text: str, path: str) -> str:
    """The text of a record, whose lines end in a line feed alone, with signs for its status and its dates."""
    view = AdrView(text, path.rsplit("/", 1)[-1])
    reading = AdrReader(view)
    return _with_signs(view, [*reading.statuses()[:1], *reading.statements_of("date")])[0]


def _with_signs(view: AdrView, items: Iterable[FieldStatement]) -> tuple[str, tuple[str, ...]]:
    """The text with signs for its status and dates, and the patterns of the dates."""
    text = view.text
    dates: list[str] = []
    own_dates: list[str] = []
    splices: dict[int, tuple[int, str]] = {}
    for item in items:
        start, end = (item.start, item.end) if item.start >= 0 else _key_value(view, item.key)
        raw = text[start:end]
        if item.field == "status":
            splices |= {start + first: (start + last, sign) for first, last, sign in _status_signs(raw)}
        if date := next(dates_in(raw), None):
            written = raw[date[0] : date[1]]
            is_escaped = "--" in written
            dates += () if is_escaped else date_forms(raw)
            own_dates.append(written)
            splices[start + date[0]] = (start + date[1], _BADGE_DATE if is_escaped else DATE)
    for start in sorted(splices, reverse=True):
        end, sign = splices[start]
        text = text[:start] + sign + text[end:]
    if STATUS not in text:
        text = "\n".join(_with_heading_status(line) for line in text.split("\n"))
    return _with_equal_dates(text, own_dates), tuple(dates)


def _with_equal_dates(text: str, own_dates: Sequence[str]) -> str:
    """The text with a sign for each date of its front matter that is the record's own (`updated`)."""
    front, body = _front_matter(text)
    for date in own_dates:
        front = re.sub(
            rf"^([^\n:=]+[:=][ \t]*[\"']?){re.escape(date)}(?![-\d/.])", rf"\1{DATE}", front, flags=re.M
        )
    return text[: len(text) - len(body)].replace(_front_matter(text)[0], front, 1) + body


def _with_year_signs(text: str, year: str, number: int) -> str:
    """The text with a sign for the year in front matter and in the title line, where the record's number follows it."""
    if not year:
        return text
    lines = text.split("\n")
    title = next((index for index, line in enumerate(lines) if line.startswith("# ")), len(lines) - 1)
    own = rf"{year}(?=[-_./]0*{number}(?!\d))"
    for index in range(title + 1):
        lead = rf"#\s+\W*(?:{LETTERS}[-_ #]*){{0,3}}" if index == title else r"[^\d\n]*"
        lines[index] = re.sub(rf"^({lead}){own}", rf"\1{YEAR_SIGN}", lines[index])
    return "\n".join(lines)


def _status_signs(raw: str) -> list[tuple[int, int, str]]:
    """Where the word of a status is, and the emoji beside it, each with its sign."""
    word = status_span(raw)
    if is_badge(raw):
        own = raw[slice(*word)]
        return [
            (match.start(), match.end(), STATUS if match[0] == own or own.islower() else _LOWER)
            for match in re.compile(rf"(?<![^\W_]){re.escape(own)}(?![^\W_])", re.I).finditer(raw)
        ]
    before, behind = symbol_spans(raw, *word)
    spans = ((*before, _BEFORE), (*word, STATUS), (*behind, _BEHIND))
    return [(start, end, sign) for start, end, sign in spans if start < end]


def _key_value(view: AdrView, key: str) -> tuple[int, int]:
    """Where the value of a front matter key is."""
    start, end = view.toml or view.document.front or (0, 0)
    match = re.compile(rf"^[\"']?{re.escape(key)}[\"']?[ \t]*[:=][ \t]*([^\n]*)", re.M | re.I).search(
        view.text, start, end
    )
    return match.span(1) if match else (0, 0)


def _with_heading_status(line: str) -> str:
    match = _HEADING_STATUS.match(line)
    if match is None or not is_status(match["value"]):
        return line
    value = match["value"]
    for start, end, sign in reversed(_status_signs(value)):
        value = value[:start] + sign + value[end:]
    return match[1] + value


def _split_form(text: str, number: int | None, title: str) -> RecordForm:
    """Split a text with signs into front matter, header and sections."""
    front, body = _front_matter(text)
    view = AdrView(body, "record.md")
    titles = view.headings
    first = next((heading for heading in titles[:_TITLE_AMONG] if heading.level == 1), None)
    if first is None and titles and not front:
        first = titles[0]
    rest = titles[titles.index(first) + 1 :] if first else titles
    head = body[: rest[0].start if rest else len(body)]
    if first is not None:
        line = _title_line(body[first.start : first.body].split("\n")[0], number)
        head = head[: first.start] + line + "\n" + head[first.body :]
    sections = []
    for index, heading in enumerate(rest):
        end = rest[index + 1].start if index + 1 < len(rest) else len(body)
        raw = body[heading.start : heading.body].split("\n")[0].rstrip()
        key = plain_title(heading.title if raw.lstrip().startswith(":::") else raw)
        lines = tuple(body[heading.body : end].split("\n"))
        sections.append(Section(heading.level, key, raw, lines, bool(lines[0].strip())))
    front_lines = _front_signs(front.split("\n"), number, title) if front else ()
    return RecordForm(front_lines, tuple(head.strip("\n").split("\n")), tuple(sections))


def _front_matter(text: str) -> tuple[str, str]:
    match = re.match(r"(---|\+\+\+)[ \t]*\n(?:.*?\n)?\1[ \t]*(?:\n|$)", text, re.S)
    return (match[0].rstrip("\n"), text[match.end() :]) if match else ("", text)


def _front_signs(lines: list[str], number: int | None, title: str) -> tuple[str, ...]:
    lines_with_signs = []
    for line in _with_whole_titles(lines, number):
        match = _KEY.match(line)
        key, sep, value = line.partition(match["end"] if match else ":")
        if TITLE in line or _BLOCK.match(line):
            pass
        elif sep and key.strip().lower() == "title" and value.strip():
            quote = value.strip()[0] if value.strip()[0] in "\"'" else ""
            inner = _title_line(f"# {value.strip().strip(quote or None)}", number)
            line = f"{key}{sep} {quote}{inner[2:]}{quote}"
        elif sep:
            value = _with_title_signs(value, title)
            if number is not None:
                before = r"[\w.]" if key.strip().lower() not in _ID_KEYS else r"[\d.]"
                value = _with_number_signs(value, rf"(?<!{before})(?<!\d[-/:+])0*{number}(?![\w.]|[-/:]\d)")
            line = f"{key}{sep}{value}"
        lines_with_signs.append(line)
    return tuple(lines_with_signs)


def _with_number_signs(value: str, own: str) -> str:
    """A value with signs for the record's number, which is no part of a date or a time."""
    dates = list(dates_in(value))
    return re.sub(
        own,
        lambda match: (
            match[0]
            if any(start <= match.start() < end for start, end, _ in dates)
            else _number_sign(match[0])
        ),
        value,
    )


def _with_whole_titles(lines: list[str], number: int | None) -> list[str]:
    """The lines with a title of several lines on one: below the indicator of its block, else beside its key."""
    whole: list[str] = []
    index = 0
    while index < len(lines):
        line, index = lines[index], index + 1
        end = index
        while end < len(lines) - 1 and (lines[end][:1].isspace() or not lines[end].strip()):
            end += 1
        words = " ".join(part.strip() for part in lines[index:end] if part.strip())
        if words and re.match(r"title[ \t]*:", line, re.I):
            index = end
            if _BLOCK.match(line):
                whole += [line, f"  {_title_line(f'# {words}', number)[2:]}"]
            else:
                whole.append(f"{line.rstrip()} {words}")
        else:
            whole.append(line)
    return whole


_BLOCK = re.compile(r"title[ \t]*:[ \t]*[|>][-+\d]*[ \t]*(?:#.*)?$", re.I)


def _with_title_signs(value: str, title: str) -> str:
    """A value with signs for the record's title, as text and as a part of a file name."""
    if len(title) < _SHORTEST_TITLE:
        return value
    value = re.sub(rf"(?<!\w){re.escape(title)}(?!\w)", TITLE, value, flags=re.I)
    return re.sub(rf"(?<![^\W_]){re.escape(slug(title))}(?![^\W_])", _SLUG, value)


_SHORTEST_TITLE = 3
_ID_KEYS = frozenset(("id", "uid", "identifier", "slug", "name", "adr"))
_SUMMARY_KEYS = frozenset(("description", "summary", "excerpt", "abstract"))


def _title_line(line: str, number: int | None) -> str:
    """A title line with signs for its number and its title."""
    marks, _, title = line.partition(" ")
    if YEAR_SIGN in title:
        before, _, numbered = title.partition(YEAR_SIGN)
        inner = _title_line(f"# {numbered[1:]}", number)
        return f"{marks} {before}{YEAR_SIGN}{numbered[:1]}{inner[2:]}"
    lead = _LEAD.match(title)
    is_own = lead and (number is None or int(lead["digits"]) == number)
    rest = title[lead.end() :].strip() if lead else ""
    if lead and not rest and re.search(r"[A-Za-z]", lead[0]) and not _NUMBERED_ONLY.fullmatch(title):
        lead = None  # `Use HTTP 2` ends in a digit of its own
    if lead and ((is_own and rest) if lead["letter"] else (is_own or rest)):
        start, end = lead.span("digits")
        if number is not None or end - start < 5:
            sign = _number_sign(lead["digits"])
            return f"{marks} {title[:start]}{sign}{title[end : lead.end()]}{TITLE}"
    prefix = _PREFIX.match(title)
    return f"{marks} {prefix[0] if prefix else ''}{TITLE}"


def plain_title(heading: str) -> str:
    """A heading's words, without number, signs and case."""
    words = re.sub(r"^#+|<[^>]*>|\{#[^}]*\}", "", heading).lower()
    words = words.split(":")[0] if STATUS in words else words
    return re.sub(r"^[\d.\s]+|[^\w ]+", "", words.strip()).strip()


# -- learning -----------------------------------------------------------------


@dataclass(slots=True)
class _Learner:
    """The newest records of a log, and what they share."""

    forms: Sequence[RecordForm]
    state: str | None = None
    model: RecordForm = field(init=False)

    def __post_init__(self) -> None:
        """Choose the record that is most like the others, the newest of several."""
        title = prevailing([form.title_line for form in self.forms])
        place = majority(form.place for form in self.forms)
        keys = self.shared_keys()

        def likeness(index: int) -> tuple[object, ...]:
            form = self.forms[index]
            own = {(section.level, section.key) for section in form.sections}
            return (
                form.place == place,
                form.title_line == title,
                len(own & keys),
                form.state == self.state,
                index,
            )

        self.model = self.forms[max(range(len(self.forms)), key=likeness)]

    def shared_keys(self) -> set[tuple[int, str]]:
        """The sections that most records have, or each of the newest three: a log may have changed its form."""
        keys = [{(s.level, s.key) for s in form.sections if s.key} for form in self.forms]
        counts = Counter(key for own in keys for key in own)
        newest = set.intersection(*keys[-3:]) if len(keys) > 3 else set()
        return newest | {key for key, count in counts.items() if count >= 0.6 * len(self.forms)}

    def is_shared(self, line: str, lines: Iterable[Sequence[str]]) -> bool:
        """Whether most records have a line, and more than one."""
        count = sum(line in record_lines for record_lines in lines)
        return count >= max(2, 0.6 * len(self.forms))

    def is_kept(self, line: str, label: str, lines: Sequence[Sequence[str]]) -> bool:
        """Whether a line of the header stays: most records have it, and it states no topics that differ."""
        if not self.is_shared(line, lines):
            return False
        is_topic = field_of(label) == "labels" or label in _TOPIC_KEYS
        return not is_topic or len({other for own in lines for other in own if _label(other) == label}) == 1

    def front(self) -> tuple[str, ...]:
        """The front matter: keys that most records have; values where they agree, else empty."""
        groups = [_groups(form.front) for form in self.forms]
        if sum(map(bool, groups)) < 0.6 * len(self.forms):
            return ()
        lines: list[str] = []
        for key, own_group in _groups(self.model.front).items():
            values = [record_lines[key] for record_lines in groups if key in record_lines]
            group = _usual(own_group, values)
            same = 0 if _is_own(key, group, values) else sum(value == group for value in values)
            if (
                not key.strip()
                or same >= max(2, 0.6 * len(groups))
                or (_is_signed(group) and not _is_other_number(group, values))
                or key in _STRUCTURAL
            ):
                is_annotated = len(group) == 1 and (same < 2 or _is_reference(group[0]))
                lines += map(_without_front_annotation, group) if is_annotated else group
            elif sum(key in record_lines for record_lines in groups) >= 0.6 * len(groups):
                is_list = len(group) > 1 or group[0].rstrip().endswith("]")
                is_toml = self.model.front[0].startswith("+")
                empty = " []" if is_list else ' ""' if is_toml else ""
                value = f" {TITLE}" if key.strip().lower() in _SUMMARY_KEYS else empty
                lines.append(f"{_KEY.match(group[0])[0]}{value}")  # type: ignore[index]
        return tuple(lines) if _is_valid(lines) else ()

    def header(self) -> tuple[str, ...]:
        """The lines up to the first section."""
        all_lines = [form.header for form in self.forms]
        labels = [{label for line in record_lines if (label := _label(line))} for record_lines in all_lines]
        title = prevailing([form.title_line for form in self.forms])
        lines = []
        for line in self.model.header:
            label = _label(line)
            if line == self.model.title_line:
                lines.append(str(title or line))
            elif not line.strip() or self.is_kept(line, label, all_lines) or _DELIMITERS.fullmatch(line):
                lines.append(_without_reference(line))
            elif _is_signed([line]):
                lines.append(_without_more(line))
            elif label and sum(label in record_lines for record_lines in labels) >= 0.6 * len(all_lines):
                lines.append(_without_value(line))
        return tuple(_without_gaps(lines))

    def sections(self) -> tuple[Section, ...]:
        """The sections that most records have, in the order of the model; of others' where the model lacks one."""
        keys = self.shared_keys()
        selection = [s for s in self.model.sections if (s.level, s.key) in keys]
        have = {(s.level, s.key) for s in selection}
        for form in self.forms:
            for index, section in enumerate(form.sections):
                key = section.level, section.key
                if key in keys - have:
                    before = [(s.level, s.key) for s in form.sections[:index]]
                    places = [i + 1 for i, s in enumerate(selection) if (s.level, s.key) in before]
                    selection.insert(max(places, default=0), section)
                    have.add(key)
        unique = {(s.level, s.key): s for s in reversed(selection)}
        return tuple(
            Section(s.level, s.key, s.heading, tuple(self.section_lines(s)), self.is_tight(s))
            for s in selection
            if unique[s.level, s.key] is s
        )

    def is_tight(self, section: Section) -> bool:
        """Whether the text of a section begins below its heading in most of the records that have text there."""
        same = [s for form in self.forms for s in form.sections if s.key == section.key and any(s.lines)]
        return 2 * sum(s.is_tight for s in same) > len(same)

    def section_lines(self, section: Section) -> list[str]:
        """What stays of a section's lines: signs, and what most records have."""
        all_lines = [s.lines for form in self.forms for s in form.sections if s.key == section.key]
        if field_of(section.key) == "status" and STATUS not in section.heading:
            lines = [line for line in section.lines if STATUS in line or DATE in line][:1]
            line = lines[0] if lines and STATUS in lines[0] else STATUS
            if line.lstrip().startswith("|"):
                return [*_head_of_table(section.lines, line), _row_of_signs(line)]
            kept = line if self.is_shared(line, all_lines) else _bare_status(line)
            closing = next((line.rstrip() for line in section.lines if re.fullmatch(r":{3,}\s*", line)), "")
            if not closing or not section.heading.lstrip().startswith(":::"):
                return [kept]
            return [kept, closing] if section.is_tight else [kept, "", closing]
        return _without_gaps(
            line
            for line in section.lines
            if _is_signed([line]) or (_BOILERPLATE.match(line) and self.is_shared(line, all_lines))
        )


def learn_form(forms: Sequence[RecordForm], state: str | None = None) -> RecordForm:
    """The form that *forms*, from the oldest to the newest, have in common.

    Args:
        forms: of the newest records; at least one.
        state: the status that a new record is to have: a record of this status is the better model.
    """
    learner = _Learner(forms, state)
    dates = [pattern for form in forms for pattern in form.dates]
    words = [form.status for form in forms if form.status]
    return RecordForm(
        learner.front(),
        learner.header(),
        learner.sections(),
        str(majority(form.place for form in forms) or learner.model.place),
        max(words, key=words.count, default=""),
        state,
        (max(dates, key=dates.count),) if dates else (),
        bool(majority(form.is_underlined for form in forms)),
        prevailing([form.start for form in forms]),
        prevailing([form.newline for form in forms]),
    )


def of_one_form(forms: Sequence[RecordForm]) -> Sequence[RecordForm]:
    """Those of *forms*, from the oldest to the newest, that a new record follows, so that no two forms are mixed.

    The newest two or more where they agree with each other and with no older one: the log has changed its form. Else
    the largest group of forms that agree, the newest of equal ones.
    """
    if not forms:
        return forms
    likes = [form.agrees(forms[-1]) for form in forms]
    first = likes.index(True)
    if len(forms) - first > 1 and all(likes[first:]):
        return forms[first:]
    groups = [[other for other in forms if other.agrees(form)] for form in forms]
    return max(reversed(groups), key=len)


def values_of(form: RecordForm, number: int | None, title: str, date: str, status: str) -> dict[str, str]:
    """What the signs of a form stand for in a new record."""
    word = status if status == form.status else status[:1].upper() + status[1:]
    if form.status and is_status(status):
        word = like(status, form.status)
    return {
        STATUS: word,
        DATE: written_as(form.dates[0], date) if form.dates else date,
        _BADGE_DATE: date.replace("-", "--"),
        _LOWER: word.lower(),
        NUMBER: str(number or 0),
        TITLE: title,
        YEAR_SIGN: date[:4],
        _SLUG: slug(title),
    }


def _groups(front: Sequence[str]) -> dict[str, list[str]]:
    """The lines of front matter by the key that they belong to; the fences by signs of their own."""
    groups: dict[str, list[str]] = {}
    key = ""
    for index, line in enumerate(front):
        match = _KEY.match(line)
        if index in (0, len(front) - 1):
            key = "" if index == 0 else " "
        elif match:
            key = match["label"]
        groups.setdefault(key, []).append(line)
    if " " in groups:
        groups["\n"] = groups.pop(" ")
    return groups


def _usual(group: list[str], values: Sequence[list[str]]) -> list[str]:
    """The lines of a key as other records have them: with their own date, or a number that is no record's."""
    others = [value for value in values if NUMBER not in value[0]]
    if NUMBER in group[0] and others and _is_other_number(group, values):
        return max(others, key=others.count)
    signed = [value for value in values if len(value) == 1 and DATE in value[0]]
    return signed[-1] if group not in signed and 2 * len(signed) > len(values) else group


def _is_own(key: str, group: list[str], values: Sequence[list[str]]) -> bool:
    """Whether the value of a key is of one decision: a day, topics that differ, or what its key says."""
    is_topic = field_of(key) == "labels" or key.strip().lower() in _TOPIC_KEYS
    if is_topic and any(value != group for value in values):
        return True
    is_day = not _is_signed(group) and bool(key.strip()) and date_of(group[0].partition(key)[2]) is not None
    return is_day or key.strip().lower() in SCOPE_KEYS


def _is_other_number(group: list[str], values: Sequence[list[str]]) -> bool:
    """Whether a bare value that equals the number of one record is another number in the rest, or a day is another."""
    plain = [re.sub(rf"{NUMBER}+", NUMBER, "\n".join(value)) for value in values]
    own = re.sub(rf"{NUMBER}+", NUMBER, "\n".join(group))
    if re.search(rf"[:=][ \t]*[\"']?{NUMBER}[\"']?[ \t]*$", own):
        return any(value != own for value in plain)
    return DATE in own and 2 * sum(DATE not in v and date_of(v) is not None for v in plain) >= len(plain)


def _is_valid(front: Sequence[str]) -> bool:
    """Whether front matter, its signs filled in, is made of keys; TOML is read nowhere as YAML."""
    if not front or front[0].startswith("+"):
        return True
    signs = dict.fromkeys((STATUS, DATE, TITLE, YEAR_SIGN, _SLUG), "x") | {NUMBER: "1"}
    try:
        FrontMatter("".join(f"{_front_line(line, signs)}\n" for line in front[1:-1])).values()
    except EditError:
        return False
    return True


def _is_signed(lines: Sequence[str]) -> bool:
    return any(_SIGNS.search(line) for line in lines)


def _without_front_annotation(line: str) -> str:
    """A line of front matter whose plain status is annotated (`status: accepted (v1.3)`), with the status alone."""
    key, _, rest = line.partition(STATUS)
    quote = key[-1:] if key[-1:] in ("'", '"') else ""
    is_key = _KEY.fullmatch(key.rstrip(" \t'\""))
    return f"{key}{STATUS}{quote}" if is_key and (re.match(r" [(\[]", rest) or _is_content(rest)) else line


def _is_content(rest: str) -> bool:
    """Whether what follows the word of a status is about its decision alone: a remark or a reference, and no field."""
    return bool(_REMARK.match(rest)) and not _SIGNS.search(rest)


def _is_reference(line: str) -> bool:
    """Whether the status of a line is followed by a reference to a record."""
    rest = line.partition(STATUS)[2]
    return _is_content(rest) and bool(_REFERENCE.search(rest))


def _without_reference(line: str) -> str:
    return _without_more(line) if _is_reference(line) else line


def _label(line: str) -> str:
    match = _LABEL.match(line)
    return match["label"].strip().casefold() if match else ""


def _without_value(line: str) -> str:
    """A field without its value; a row of a table keeps its cells."""
    match = _LABEL.match(line)
    if match is None:
        return line
    cells = line[match.end() :].count("|") if "|" in match["end"] else 0
    return line[: match.end()] + ("  |" * cells if cells else "") + ("  " if line.endswith("  ") else "")


def _without_more(line: str) -> str:
    """A field that holds a sign, without what else its value says; of a row of a table each cell."""
    match = _LABEL.match(line)
    if "|" in line:
        return "|".join(map(_without_annotation, line.split("|")))
    if match is None:
        return line
    before, sign, rest = line.partition(STATUS)
    if sign and len(before) >= match.end() and not _SIGNS.search(before) and _is_content(rest):
        mark = re.search(r"[*_`]*$", before[match.end() :])
        is_closed = rest.startswith(mark[0][::-1]) if mark else False
        return f"{before}{STATUS}{mark[0][::-1] if mark and is_closed else ''}" + (
            "  " if line.endswith("  ") else ""
        )
    if line[match.end() :].count(":"):
        return line
    signs = [sign for sign in (STATUS, DATE) if sign in line]
    if len(signs) != 1 or re.fullmatch(rf"\W*{signs[0]}\W*", line[match.end() :]):
        return line
    return f"{line[: match.end()]} {signs[0]}" + ("  " if line.endswith("  ") else "")


def _without_annotation(cell: str) -> str:
    """A cell of a table whose status is annotated (`Accepted (v1.3)`), with the status alone."""
    lead, sign, tail = cell.partition(STATUS)
    if not sign or DATE in cell or re.search(r"\w", lead) or not re.search(r"\w", tail):
        return cell
    mark = lead.strip()
    close = mark[::-1] if mark and tail.startswith(mark[::-1]) else ""
    return f"{lead}{sign}{close} "


def _bare_status(line: str) -> str:
    """The line of a Status section: the sign in its bullet or emphasis, without what follows it."""
    match = re.match(rf"(?P<lead>[ \t]*(?:[-*+][ \t]+)?{_BEFORE}?)(?P<mark>[*_`]*){STATUS}", line)
    return f"{match['lead']}{match['mark']}{STATUS}{match['mark'][::-1]}" if match else STATUS


def _head_of_table(lines: Sequence[str], row: str) -> Sequence[str]:
    """The names of the columns and the rule below them, above a row of a table."""
    rule = next((index for index, line in enumerate(lines) if _DELIMITERS.fullmatch(line)), 0)
    return lines[rule - 1 : rule + 1] if 0 < rule < lines.index(row) else ()


def _row_of_signs(row: str) -> str:
    """A row of a table with the cells alone that hold a sign: who did it is another matter."""
    cells = row.split("|")
    return "|".join(cell if _SIGNS.search(cell) else " " * len(cell) for cell in cells)


def _without_gaps(lines: Iterable[str]) -> list[str]:
    """Lines without blank ones at the ends and next to each other."""
    result: list[str] = []
    for line in lines:
        if line.strip() or (result and result[-1].strip()):
            result.append(line)
    while result and not result[-1].strip():
        result.pop()
    return result
