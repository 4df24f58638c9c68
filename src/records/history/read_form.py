"""Read the form of one record: what differs from record to record becomes a sign."""

from __future__ import annotations

import records.regex as re
from records.adr.record_layout import AdrView
from records.adr.stated_fields import AdrReader
from records.adr.statement import DATED
from records.adr.status_badge import is_badge
from records.adr.status_text import is_status, status_of, status_span
from records.adr.status_words import marked_word, symbol_spans
from records.adr.title_reader import title_of
from records.history.form_front_matter import front_lines_with_signs, split_front_matter
from records.history.form_signs import BADGE_DATE, BEFORE, BEHIND, DATE, LOWER, STATUS, YEAR_SIGN
from records.history.form_title import plain_title, with_title_sign
from records.history.record_form import RecordForm, Section
from records.history.record_names import take_apart
from records.history.underlined_headings import without_underlines
from records.patterns import LETTERS
from records.text.dates import date_forms, dates_in
from records.text.lines import newline_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from records.adr.statement import FieldStatement

_TITLE_AMONG = 2  # headings: one of another level may be above it
_GLOSS = re.compile(
    r"[ \t]*[(（](?P<word>[^\W\d_]+)[)）]"
)  # the status again in another language: `已接受 (Accepted)`
_HEADING_STATUS = re.compile(r"(#{1,6}[ \t]+[*_]*status[*_]*[ \t]*[:\uff1a][ \t]*)(?P<value>\S.*)", re.I)


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
    year = parts.year if parts else ""
    title = title_of(reading)
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
            if item.where == DATED:  # `- 2024-01-31: Accepted`
                start, other_steps = _alone_on_line(text, item)
                splices |= other_steps
                raw = text[start : item.start]
        if date := next(dates_in(raw), None):
            written = raw[date[0] : date[1]]
            is_escaped = "--" in written
            dates += () if is_escaped else date_forms(raw)
            own_dates.append(written)
            splices[start + date[0]] = (start + date[1], BADGE_DATE if is_escaped else DATE)
    for start in sorted(splices, reverse=True):
        end, sign = splices[start]
        text = text[:start] + sign + text[end:]
    if STATUS not in text:
        text = "\n".join(_with_heading_status(line) for line in text.split("\n"))
    return _with_equal_dates(text, own_dates), tuple(dates)


def _alone_on_line(text: str, item: FieldStatement) -> tuple[int, dict[int, tuple[int, str]]]:
    """Where the day of a step and its line begin, and the splices without the other steps on that line."""
    start = text.rfind("\n", 0, item.start) + 1
    end = len(text[: item.end] + text[item.end :].partition("\n")[0])
    days = list(dates_in(text[start : item.start]))
    other_steps = {item.end: (end, "")} if any(dates_in(text[item.end : end])) else {}
    if len(days) < 2:
        return start, other_steps
    own = start + days[-1][0]
    return own, {**other_steps, start + days[0][0]: (own, "")}


def _with_equal_dates(text: str, own_dates: Sequence[str]) -> str:
    """The text with a sign for each date of its front matter that is the record's own (`updated`)."""
    front, body = split_front_matter(text)
    for date in own_dates:
        front = re.sub(
            rf"^([^\n:=]+[:=][ \t]*[\"']?){re.escape(date)}(?![-\d/.])", rf"\1{DATE}", front, flags=re.M
        )
    return text[: len(text) - len(body)].replace(split_front_matter(text)[0], front, 1) + body


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
            (match.start(), match.end(), STATUS if match[0] == own or own.islower() else LOWER)
            for match in re.compile(rf"(?<![^\W_]){re.escape(own)}(?![^\W_])", re.I).finditer(raw)
        ]
    before, behind = symbol_spans(raw, *word)
    gloss = _GLOSS.match(raw, word[1])
    if gloss and status_of(gloss["word"]) == status_of(raw):
        word = word[0], gloss.end()
    spans = ((*before, BEFORE), (*word, STATUS), (*behind, BEHIND))
    return [(start, end, sign) for start, end, sign in spans if start < end]


def _key_value(view: AdrView, key: str) -> tuple[int, int]:
    """Where the value of a front matter key is."""
    start, end = view.toml or view.document.front or (0, 0)
    indent, name = ("[ \\t]+", key.rpartition(".")[2]) if "." in key else ("", key)
    match = re.compile(
        rf"^{indent}[\"']?{re.escape(name)}[\"']?[ \t]*[:=][ \t]*([^\n]*)", re.M | re.I
    ).search(view.text, start, end)
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
    front, body = split_front_matter(text)
    view = AdrView(body, "record.md")
    titles = view.headings
    first = next((heading for heading in titles[:_TITLE_AMONG] if heading.level == 1), None)
    if first is None and titles and not front:
        first = titles[0]
    rest = titles[titles.index(first) + 1 :] if first else titles
    head = body[: rest[0].start if rest else len(body)]
    if first is not None:
        line = with_title_sign(body[first.start : first.body].split("\n")[0], number)
        head = head[: first.start] + line + "\n" + head[first.body :]
    sections = []
    for index, heading in enumerate(rest):
        end = rest[index + 1].start if index + 1 < len(rest) else len(body)
        raw = body[heading.start : heading.body].split("\n")[0].rstrip()
        key = plain_title(heading.title if raw.lstrip().startswith(":::") else raw)
        lines = tuple(body[heading.body : end].split("\n"))
        sections.append(Section(heading.level, key, raw, lines, bool(lines[0].strip())))
    front_lines = front_lines_with_signs(front.split("\n"), number, title) if front else ()
    return RecordForm(front_lines, tuple(head.strip("\n").split("\n")), tuple(sections))
