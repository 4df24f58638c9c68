"""Use a decision log's own template: find it, check whether the records follow it, and fill it in."""

from __future__ import annotations

import json
import os
import posixpath

import records.regex as re
from records.adr.record_layout import AdrView
from records.adr.vocabulary import field_of
from records.errors import RecordsError
from records.history.form_front_matter import escape_in, quote_if_needed
from records.history.form_signs import DATE, NUMBER, STATUS, TITLE, fill_signs
from records.history.form_title import plain_title
from records.history.read_form import read_form
from records.history.underlined_headings import with_underlines, without_underlines
from records.patterns import DIGITS
from records.text.dates import date_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from records.history.record_form import RecordForm
    from records.project.project import Project

_NAME = re.compile(r"(?i)(?:.*[-_. ])?template(?:[-_. ].*)?\.(?:mdx?|markdown)")
_WORDS = re.compile(r"\b(NUMBER|TITLE|DATE|STATUS)\b")
_BRACED = re.compile(  # `{{title}}`, `%%NUMBER%%`, `<%= date %>`, `${id}`, `__TITLE__`, `@date@`, `$TITLE`
    r"(?i)(?:\{\{|<%=|\$?\{)[ ]*(number|id|title|date|status)[ ]*(?:\}\}|%>|\})"
    r"|(?P<mark>%{1,2}|@{1,2}|_{2,3}|\$\$?)(number|id|title|date|status)(?P=mark)|\$(number|id|title|date|status)\b"
)
_MENU = re.compile(r"[|{\[<]|(?<=\w)/(?=\w)|\bor\b|\?|YYYY|^$|^\W+$")
_FIELD = re.compile(
    r"^(?P<lead>[ \t>]*(?:[-*+][ \t]+)?(?P<table>\|[ \t]*)?[*_]{0,2}"
    r"(?P<key>status|state|date|(?:decision|created) date|created)[*_]{0,2}[ \t]*"
    r"(?:[:\uff1a][*_]{0,2}|(?(table)\||:))[ \t]*)"
    r"(?P<value>(?(table)[^\n|]*?|[^\n]*?))(?P<tail>[ \t]*(?(table)\|[^\n]*|(?:<!--[^\n]*-->)?[ \t]*))$",
    re.I | re.M,
)
_HEADING_COMMENT = re.compile(
    r"^(#{1,6}[ \t](?=[^\n]*-->[ \t]*$)(?:[^\n]*?[^ \t\n])??)[ \t]*<!--[^\n]*-->[ \t]*$", re.M
)


_NUMBERED = re.compile(
    r"(?P<lead>\W*(?:[A-Za-z]{2,}(?:[-_ ][A-Za-z]{2,}){0,3}[-_ ]|[A-Za-z]{2,}(?=\d))?)"
    rf"(?P<digits>{DIGITS}(?!\d)|N{{1,4}}(?![A-Za-z])|X{{1,4}}(?![A-Za-z])|#{{1,4}})(?P<sep>\]?[ ]*[.:)–—-]*[ ]*)"
)


def find_template(project: Project, directory: str, form: RecordForm | None, count: int) -> str | None:
    """The path of the log's own template; None without one, or where the newest records are written otherwise.

    Args:
        project: where.
        directory: the log's.
        form: what its newest records have in common.
        count: how many those are: two say nothing against a template.
    """
    for path in _candidates(project, directory):
        try:
            text = project.store.text(path)
        except RecordsError:
            continue
        own = read_form(text, posixpath.basename(path))
        if (own.sections or _WORDS.search(text)) and (form is None or count < 3 or _agrees(text, own, form)):
            return path
    return None


def _candidates(project: Project, directory: str) -> Iterator[str]:
    """Files that are named as templates: in the log, in its folder of templates, and beside the log."""
    parent = posixpath.dirname(directory)
    places = [directory, f"{directory}/templates", f"{directory}/template", f"{directory}/.templates"]
    for place in [*places, *([parent, f"{parent}/templates"] if parent else [])]:
        try:
            names = sorted(os.listdir(project.store.absolute(place)))
        except (OSError, RecordsError):
            continue
        for name in sorted(names, key=lambda name: (len(name), name)):
            is_template = _NAME.fullmatch(name) or (place.endswith("template") and name.endswith(".md"))
            if is_template and (place in places or re.search(r"(?i)adr|madr|decision", name)):
                yield posixpath.normpath(f"{place}/{name}")


def _agrees(text: str, own: RecordForm, form: RecordForm) -> bool:
    """Whether the newest records follow the template: its sections, and the place of its status."""
    keys = form.keys(2) or form.keys()
    common = len(keys & own.keys())
    return common >= 0.8 * len(keys) and (_status_place(text, own) == form.place or form.place == own.place)


def _status_place(text: str, own: RecordForm) -> str:
    if re.match(r"---\n(?:.*\n)*?status:", text):
        return "front matter"
    if any(field_of(key) == "status" for key in own.keys(None)):
        return "status section"
    return own.place


def fill_template(text: str, form: RecordForm | None, values: dict[str, str], *, status_given: bool) -> str:
    """Fill in a log's own template, and leave all else in it as it is.

    Args:
        text: the template.
        form: the form of the newest records, whose title line is used.
        values: what the signs stand for.
        status_given: whether the status was asked for, so that the template's own does not hold.
    """
    text, is_underlined = without_underlines(text)
    text = re.sub(r"(?m)^(# [^\n]*\n)\n(?=\n)", r"\1", text, count=1) if is_underlined else text
    number = _padded_number(form, values[NUMBER])
    words = {"number": number, "id": number, "title": values[TITLE], "date": values[DATE],
             "status": values[STATUS]}  # fmt: skip
    text = _BRACED.sub(lambda match: words[(match[1] or match[3] or match[4]).lower()], text)
    if re.search(r"(?m)^#.*\b(?:NUMBER|TITLE)\b|^[^\w\n]*+DATE\b|^STATUS$|: (?:DATE|STATUS)$", text):
        text = _WORDS.sub(lambda match: words[match[1].lower()], text)
    text = _HEADING_COMMENT.sub(lambda match: _heading_line(match, form), text)
    text = _with_front_matter(_with_title(text, form, values), form, values)
    text = _FIELD.sub(lambda match: _filled_field(match, values, status_given=status_given), text)
    text = _with_section_values(text, values, status_given=status_given)
    return with_underlines(text) if is_underlined else text


def _heading_line(match: re.Match[str], form: RecordForm | None) -> str:
    """A heading without its `<!-- optional -->`, which is for whoever fills it in, unless the records keep it."""
    return match[0] if form and any(match[0].strip() == s.heading for s in form.sections) else match[1]


def _padded_number(form: RecordForm | None, number: str) -> str:
    """The number as wide as in the title lines of the records."""
    line = form.title_line if form else ""
    return number.rjust(line.count(NUMBER), "0")


def _with_front_matter(text: str, form: RecordForm | None, values: dict[str, str]) -> str:
    """The text with the front matter that the records have, else with the template's filled in."""
    front = re.match(r"---[ \t]*\n(?:.*?\n)?---[ \t]*(?:\n|$)", text, re.S)
    if form is not None:
        rest = (text[front.end() :] if front else text).lstrip("\n")
        own = form.front_text(values)
        return f"{own}\n\n{rest}" if own else rest
    if front is None:
        return text
    head = re.sub(r"(?mi)^(title:)([^\n]*)", lambda match: _title_value(match, values[TITLE]), front[0])
    head = re.sub(
        r"(?mi)^((?:description|summary|excerpt)[ \t]*:)([^\n]*)",
        lambda match: _title_value(match, values[TITLE]),
        head,
    )
    number = re.compile(r"^((?:id|number|adr|title)[ \t]*:[^\n]*?)(N{2,}|X{2,}|0{3,})", re.M | re.I)
    head = number.sub(lambda match: match[1] + values[NUMBER].rjust(len(match[2]), "0"), head)
    return head + text[front.end() :]


def _title_value(match: re.Match[str], title: str) -> str:
    """A line of front matter with the title in the place of its blank, or as its value; other blanks are left out."""
    value = match[2].strip()
    blank = _TITLE_BLANK.search(value)
    if blank is None:
        keeps = (
            value and match[1].lower().startswith(("desc", "summ", "exc")) and not _BLANKS.fullmatch(value)
        )
        return match[0] if keeps else f"{match[1]} {json.dumps(title, ensure_ascii=False)}"
    before, after = value[: blank.start()], _BLANKS.sub("", value[blank.end() :])
    quote = value[0] if value[0] in "\"'" else ""
    line = f"{before}{escape_in(title, quote) if quote else title}{after}".rstrip()
    return f"{match[1]} {line if quote else quote_if_needed(line)}"


_TITLE_BLANK = re.compile(
    r"\[[^\[\]]*title[^\[\]]*\]|<[^<>]*title[^<>]*>|\{[^{}]*title[^{}]*\}|(?-i:\bTITLE\b)", re.I
)
_BLANKS = re.compile(r"[ \t]*(?:\[[^\[\]]*\]|<[^<>]*>|\{[^{}]*\})")


def _with_title(text: str, form: RecordForm | None, values: dict[str, str]) -> str:
    view = AdrView(text, "template.md")
    first = next((heading for heading in view.headings if heading.level == 1), None)
    if first is None or values[TITLE] in first.title:
        return text
    line = form.title_line if form and form.title_line else ""
    if not line:
        number = _NUMBERED.match(first.title)
        sign = NUMBER * len(number["digits"]) if number else ""
        line = f"# {number['lead']}{sign}{number['sep']}{TITLE}" if number else f"# {TITLE}"
    line = fill_signs(line, values)
    end = text.find("\n", first.start)
    return text[: first.start] + line + (text[end:] if end >= 0 else "\n")


def _filled_field(match: re.Match[str], values: dict[str, str], *, status_given: bool) -> str:
    value = match["value"].strip()
    if match["key"].lower() in ("status", "state"):
        value = _status(value, values, status_given=status_given)
    elif (
        not value
        or _MENU.search(value)
        or date_of(value)
        or re.search(r"(?i)^(?:date|dd|today|tbd|[\d./-]{8})", value)
    ):
        quote = value[0] if value[:1] in "\"'" and value else ""
        value = f"{quote}{values[DATE]}{quote}"
    gap = "" if match["lead"].endswith((" ", "\t")) else " "
    before_comment = " " if match["tail"].startswith("<") else ""
    return f"{match['lead']}{gap}{value}{before_comment}{match['tail']}"


def _status(value: str, values: dict[str, str], *, status_given: bool) -> str:
    """The status to write where the template has *value*: its own word, if it is one."""
    quote = value[0] if value[:1] in "\"'" and value else ""
    plain = value.strip("\"'*_` ")
    own = re.fullmatch(r"[A-Za-z]{4,12}", plain) and plain.upper() != "STATUS"
    return value if own and not status_given else f"{quote}{values[STATUS]}{quote}"


def _with_section_values(text: str, values: dict[str, str], *, status_given: bool) -> str:
    """Fill in the sections Status and Date."""
    view = AdrView(text, "template.md")
    for index in range(len(view.headings) - 1, -1, -1):
        heading = view.headings[index]
        key = plain_title(heading.title)
        if heading.level == 1 or field_of(key) not in ("status", "date"):
            continue
        end = view.headings[index + 1].start if index + 1 < len(view.headings) else len(text)
        visible = view.masked[heading.body : end]
        line = re.search(r"^[ \t]*(?P<value>\S[^\n]*)$", visible, re.M)
        if line is None:
            value = values[DATE] if field_of(key) == "date" else values[STATUS]
            rest = text[heading.body :].lstrip("\n")
            text = f"{text[: heading.body].rstrip(chr(10))}\n\n{value}\n\n{rest}"
            continue
        start = heading.body + line.start("value")
        value = (
            values[DATE]
            if field_of(key) == "date"
            else _status(line["value"], values, status_given=status_given)
        )
        stop = heading.body + (len(visible.rstrip()) if _MENU.search(line["value"]) else line.end("value"))
        text = text[:start] + value + text[stop:]
    return text
