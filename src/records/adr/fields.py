"""Every place in a record that states its status, date, people or labels, with the characters that do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from records.adr.dates import date_of
from records.adr.references import LINK_PATTERN, references
from records.adr.relations import mentions_relation, stated_relations
from records.adr.status_text import is_entry, is_menu, is_status, read_status
from records.adr.view import AdrView
from records.adr.vocabulary import field_of, is_section_title

BEFORE = frozenset(("previously", "formerly", "originally", "was", "before"))
"""Words before a status that holds no more."""
FRONT, LIST, BOLD_LIST, BOLD, LINE = "front matter", "list", "bold list", "bold line", "line"
SECTION, TABLE, DATED, HEADING, BADGE = "status section", "table", "dated line", "heading", "badge"

_KEY = r"[^\W\d_][^\r\n:：*_|`~<>\[\]{}!?.;=]{1,40}?"
_MARK = r"(?:[^\w\s*_>|#\[(<`~\"'\\:+-]{1,4}[ \t]*|:[a-z0-9_+-]{2,30}:[ \t]*)?"
_FIELD = re.compile(
    rf"(?:^[ \t>|]*(?:(?P<bullet>[*+-]|\d{{1,2}}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?)?|"
    rf"(?P<sep>[ \t]*(?:[|·•;/,–—]|<br ?/?>|\\)[ \t]*"
    rf"|[ \t]+(?=\*\*|__)|(?<=[ \t])[ \t]{{2,}})){_MARK}"
    rf"(?P<open>\*\*|__|\*|_|`)?{_MARK}(?P<key>{_KEY})[ \t]*"
    r"(?(open)(?:(?P<inner>[:：])[ \t]*(?P<close1>\*\*|__|\*|_|`)"
    r"|(?P<close2>\*\*|__|\*|_|`)[ \t]*(?P<outer>[:：]|[–—=→]|(?=[^\W\d_])))"
    r"|(?:[:：]|(?P<dash>(?<=[ \t])[–—=→-](?=[ \t]))))"
    r"[ \t]*",
    re.M,
)
_BREAK = re.compile(r"[ \t]*(?:\\|<br ?/?>)[ \t]*\Z", re.I)
_SIGN = re.compile(r"[:：*_`=→–—]| - ")
_LINE_END = re.compile(r"[^\r\n]*")
_DATED_LINE = re.compile(
    r"^[ \t]*(?:(?:[*+-]|\d{1,2}[.)])[ \t]+)?[*_`(\[]{0,3}(\d{4}[-/.]\d{1,2}[-/.]\d{1,2})[*_`)\]]{0,3}[ \t:,–—-]+"
    r"(\S(?:[^\r\n]*[^ \t\r\n])?)[ \t]*\r?$",
    re.M,
)
_ROW = re.compile(r"^[ \t]*\|[^\r\n]*\|[ \t]*\r?$", re.M)
_BARE_ROW = re.compile(r"^[^|\r\n]{1,200}(?:\|[^|\r\n]{0,200}){1,12}\r?$", re.M)
_BARE_RULE = re.compile(r"^[ \t]*:?-{3,}:?[ \t]*(?:\|[ \t]*:?-{3,}:?[ \t]*)+\r?$", re.M)
_HTML_PAIR = re.compile(
    r"<(?P<tag>t[dh]|dt)\b[^<>]{0,200}>(?P<key>[^<>]{2,40})</(?P=tag)>\s*<(?P<to>td|dd)\b[^<>]{0,200}>\s*(?P<value>[^<>]{1,300})</(?P=to)>",
    re.I,
)
_CELL = re.compile(r"[^|\r\n]+")
_PARAGRAPH = re.compile(r"\S[^\r\n]*(?:\r?\n[ \t]*\S[^\r\n]*)*")
_ITEM = re.compile(r"^(?P<indent>[ \t]*)(?P<sign>[*+-]|\d{1,3}[.)])[ \t]+", re.M)
_CHECKED = re.compile(r"(?:[*+-]|\d+[.)])[ \t]+(?:\[[xX]\]|[☑☒✅✔])[ \t]+")
_UNCHECKED = re.compile(r"(?:[*+-]|\d+[.)])[ \t]+(?:\[ ?\]|[☐⬜])[ \t]+")
_DANGLING = re.compile(
    r"(?:\b(?:by|with|see|and|of|the|in|favou?r|durch|par|por)|[,:(]|\[[^\]]*)[ \t]*$", re.I
)
_STATUS_BADGE = re.compile(
    r"(?:\[)?!\[(?P<alt>[^\]\n]{0,200})\]\((?P<url>[^)\s]{0,2000})[^)\n]{0,200}\)(?:\]\([^)\n]{0,2000}\))?"
)


@dataclass(frozen=True, slots=True)
class FieldStatement:
    """One statement: the field it gives, its text, where those characters are, and in which kind of place.

    Attributes:
        field: `status`, `date`, `deciders`, `labels`, or empty for a field that is none of these.
        raw: the text as written.
        start: index of its first character; -1 in front matter.
        end: index behind it.
        where: the kind of place.
        key: the key or label as written; in front matter it names the place.
        role: `history` for a step that a later one took over, `current` for that later one, `menu`, `box`, `note`.
    """

    field: str
    raw: str
    start: int
    end: int
    where: str
    key: str = ""
    role: str = ""


def field_statements(view: AdrView) -> list[FieldStatement]:
    """List every statement about status, date, deciders and labels in the order of precedence.

    Front matter first, then lists and lines above the first section, headings, the Status section, tables, and
    what stands under a later heading only where nothing else states a status.
    """
    statements = [*_in_front_matter(view), *_in_fields(view, *view.header), *_in_headings(view)]
    for start, end in view.status_sections:
        statements += _in_status_section(view, start, end)
    statements += _in_tables(view, *view.header)
    if not any(item.field == "date" for item in statements):
        statements += _dates_below_headings(view)
    if not any(item.field == "status" for item in statements):
        statements += _in_badges(view, *view.header)
    if not any(item.field == "status" for item in statements):
        statements += _in_later_fields(view)
    return statements


def _in_front_matter(view: AdrView) -> Iterator[FieldStatement]:
    for key, value in view.data.items():
        field = field_of(key)
        if field is None or value is None or isinstance(value, dict):
            continue
        raw = ", ".join(str(item) for item in value if item) if isinstance(value, list) else str(value)
        if raw.strip():
            yield FieldStatement(field, raw.strip(), -1, -1, FRONT, key)


def _in_headings(view: AdrView) -> Iterator[FieldStatement]:
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


def _in_fields(view: AdrView, start: int, end: int) -> Iterator[FieldStatement]:
    for field in fields(view, start, end):
        name = field_of(field.key)
        if name and field.raw:
            yield replace(field, field=name)
        elif name == "status" and field.start not in view.label_ends:
            yield replace(field, field=name, role="empty")


@lru_cache(8)
def fields(view: AdrView, start: int, end: int) -> tuple[FieldStatement, ...]:
    """List the `key: value` fields between two positions, however they are dressed and however many share a line."""
    return tuple(_fields_between(view, start, end))


def _fields_between(view: AdrView, start: int, end: int) -> Iterator[FieldStatement]:
    text = view.masked
    position = start
    while position < end:
        line = _LINE_END.match(text, position)
        stop = min(line.end() if line else end, end)
        if stop > position and _SIGN.search(text, position, stop):
            for field in _fields_of_line(view, position, stop, end):
                yield field
                stop = max(stop, field.end)
        following = text.find("\n", stop, end)
        if following < 0:
            return
        position = following + 1


def _fields_of_line(view: AdrView, start: int, stop: int, limit: int) -> Iterator[FieldStatement]:
    text = view.masked
    first = _FIELD.match(text, start, stop)
    if first is None or first["sep"] is not None or not _is_field(first):
        return
    table = text[start:stop].lstrip().startswith("|")
    heads = [first, *(match for match in _later_fields(text, first.end(), stop) if _is_later(match))]
    for index, head in enumerate(heads):
        value_start = head.end()
        value_end = heads[index + 1].start() if index + 1 < len(heads) else stop
        if index + 1 == len(heads) and not table:
            value_end = _value_end(text, head, value_start, value_end, limit)
        raw = text[value_start:value_end]
        value_start += len(raw) - len(raw.lstrip(" \t\r\n"))
        raw = raw.strip(" \t\r\n|" if table else " \t\r\n")
        raw = _BREAK.sub("", raw)
        bold = head["open"] in ("**", "__", "`")
        where = (BOLD_LIST if head["bullet"] else BOLD) if bold else (LIST if head["bullet"] else LINE)
        value_end = value_start + len(raw)
        if not raw.strip() and index + 1 == len(
            heads
        ):  # nothing, or struck out: what there is stays before a new value
            value_start, value_end = head.end(), len(view.text[:stop].rstrip(" \t\r|"))
            value_end = max(value_end, value_start - len(head[0]) + len(head[0].rstrip()))
            value_start = min(value_start, value_end)
            yield FieldStatement("", "", value_start, value_end, where, head["key"].strip())
            continue
        yield FieldStatement(
            "", view.text[value_start:value_end], value_start, value_end, where, head["key"].strip()
        )


def _later_fields(text: str, start: int, stop: int) -> Iterator[re.Match[str]]:
    position = start
    while match := _FIELD.search(text, position, stop):
        if match["sep"] is not None and match.start() >= start:
            yield match
        position = max(match.end(), position + 1)


def _is_field(match: re.Match[str]) -> bool:
    closing = match["close1"] or match["close2"]
    if bool(match["open"]) != bool(closing) or (match["open"] and closing != match["open"]):
        return False
    if match["close2"] is not None and match["outer"] not in (":", "："):
        return field_of(match["key"]) is not None
    if match["dash"] is not None:
        field = field_of(match["key"])
        value = match.string[match.end() : match.end() + 40]
        return (field == "status" and is_status(value)) or (field == "date" and date_of(value) is not None)
    return True


def _is_later(match: re.Match[str]) -> bool:
    """Say whether a field begins in the middle of a line: after a sign, or in bold; never within prose."""
    if not _is_field(match):
        return False
    sep = match["sep"].strip()
    if match["open"] in ("**", "__"):
        return True
    if sep in ("|", "·", "•", ";") or sep.startswith("<br"):
        return match["key"][:1].isupper() or field_of(match["key"]) is not None
    return field_of(match["key"]) is not None


def _value_end(text: str, head: re.Match[str], start: int, stop: int, limit: int) -> int:
    """Where a value ends that goes on below its line: indented under a bullet, or after words that ask for more."""
    while True:
        value = text[start:stop].rstrip()
        following = text.find("\n", stop, limit)
        if following < 0 or following + 1 >= limit:
            return stop
        line = _LINE_END.match(text, following + 1)
        line_end = min(line.end() if line else limit, limit)
        content = text[following + 1 : line_end]
        if not content.strip() or _ITEM.match(content) or content.lstrip().startswith(("#", "|", ">", "```")):
            return stop
        is_indented = content[:1] in " \t" and bool(head["bullet"])
        if not is_indented and not (value and _DANGLING.search(value)):
            return stop
        inner = _FIELD.match(content)
        if inner and _is_field(inner) and inner["sep"] is None:
            return stop
        stop = line_end


def _dates_below_headings(view: AdrView) -> Iterator[FieldStatement]:
    """The first line under a heading Date; else a line `Date:` before the decision's own text begins."""
    headings = view.headings
    for index, heading in enumerate(headings):
        end = headings[index + 1].start if index + 1 < len(headings) else len(view.text)
        if heading.start > view.header[0] and field_of(heading.title) == "date":
            line = _PARAGRAPH.search(view.masked, heading.body, end)
            first = _LINE_END.match(view.text, line.start()) if line else None
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
        yield from (item for item in _in_fields(view, heading.body, end) if item.field == "date")


def _in_badges(view: AdrView, start: int, end: int) -> Iterator[FieldStatement]:
    """A badge above the first section that says it is about the status."""
    if "![" not in view.masked[start:end]:
        return
    for match in _STATUS_BADGE.finditer(view.masked, start, end):
        badge_words = f"{match['alt']} {match['url']}".lower()
        if ("status" in badge_words or "state" in badge_words or "adr" in badge_words) and is_status(
            match[0]
        ):
            yield FieldStatement("status", match[0], match.start(), match.end(), BADGE, "", "badge")


def _in_later_fields(view: AdrView) -> Iterator[FieldStatement]:
    """Status lines under an early heading such as `## Metadata`; prose further down is left alone."""
    headings = view.headings
    if len(headings) < 2:
        return
    end = headings[3].start if len(headings) > 3 else len(view.text)
    for item in _in_fields(view, view.header[1], end):
        if item.field == "status" and item.where == LINE:
            continue
        yield item
    if "|" in view.masked[view.header[1] : end]:
        yield from _in_tables(view, view.header[1], end)


# -- the Status section ------------------------------------------------------


def _in_status_section(view: AdrView, start: int, end: int) -> Iterator[FieldStatement]:
    tables = list(_in_tables(view, start, end))
    if any(item.field == "status" for item in tables):
        yield from tables
        return
    statements: list[FieldStatement] = []
    for match in _PARAGRAPH.finditer(view.masked, start, end):
        statements += _in_paragraph(view, match.start(), match.end())
    steps = [item for item in statements if item.field == "status" and item.role in ("", "box")]
    history = [item for item in steps if _is_step(view, item)]
    current = _current(view, history)
    if _lists_all(history):
        history, current = [], None
        statements = [replace(item, role="menu") if item.field == "status" else item for item in statements]
    steps_of_history = frozenset(history)
    for item in statements:
        yield _with_role(item, steps_of_history, current)
    if current is not None and current.where == DATED:  # phodal/adr keeps the history in the file
        yield FieldStatement("date", current.key, current.start, current.start, DATED, "", "current")


def _with_role(
    item: FieldStatement, history: frozenset[FieldStatement], current: FieldStatement | None
) -> FieldStatement:
    if item is current and (len(history) > 1 or item.where == DATED or _is_dated_item(item)):
        return replace(item, role="current")
    return replace(item, role="history") if item in history and item is not current else item


def _is_dated_item(item: FieldStatement) -> bool:
    """Say whether the only step of a history is a list item with its day: the next step is written below it."""
    return item.key in ("item", "numbered item") and date_of(item.raw) is not None


def _is_step(view: AdrView, item: FieldStatement) -> bool:
    return item.where == DATED or (is_entry(view.masked[item.start : item.end]) and not link_line(item.raw))


def _current(view: AdrView, history: list[FieldStatement]) -> FieldStatement | None:
    """The step that holds: the latest day, the lower of two that are the same; without days the last."""
    if not history:
        return None
    dates = [item.key if item.where == DATED else date_of(item.raw) for item in history]
    if not all(dates):
        return history[-1]
    falling = len(history) > 1 and str(dates[0]) > str(dates[-1])
    order = history[::-1] if falling else history
    days = dates[::-1] if falling else dates
    latest = max(range(len(order)), key=lambda index: (str(days[index]), index))
    return order[latest]


def _lists_all(history: list[FieldStatement]) -> bool:
    """Say whether a list names the statuses there are, without days, instead of those that the record had."""
    if any(date_of(item.raw) or item.role == "box" for item in history):
        return False
    words = {read_status(item.raw).status for item in history}
    return len(words) > 2 and ({"rejected"} < words or len(words) > 3)


def _in_paragraph(view: AdrView, start: int, end: int) -> Iterator[FieldStatement]:
    text = view.masked[start:end]
    if _CHECKED.search(text) or _UNCHECKED.match(text):
        yield from _in_boxes(view, start, end)
        return
    field = _FIELD.match(text)
    if field and _is_field(field) and field_of(field["key"]):
        yield from _in_fields(view, start, end)
        return
    for first, last, key in _steps(text):
        yield from _in_step(view, start + first, start + last, key, bool(first))


def _steps(text: str) -> Iterator[tuple[int, int, str]]:
    """Part a paragraph where a list item, or a line that is a status of its own, begins."""
    items = list(_ITEM.finditer(text))
    if items and not text[: items[0].start()].strip():
        for index, item in enumerate(items):
            last = items[index + 1].start() if index + 1 < len(items) else len(text)
            key = "numbered item" if item["sign"][0].isdigit() else "item"
            if not item["indent"] or index == 0:
                yield item.end(), len(text[:last].rstrip()), key
        return
    lines = [(match.start(), match.end()) for match in re.finditer(r"[^\r\n]*[^\s][^\r\n]*", text)]
    starts = [0]
    for (start, end), (following, following_end) in pairwise(lines):
        line, later = text[start:end], text[following:following_end]
        is_complete = bool(re.search(r"[.;\d)\\]\s*$|  $|<br ?/?>\s*$|\*\*\s*$", line)) or _is_bare(line)
        dated_line = _DATED_LINE.match(later) is not None
        if dated_line or (
            is_complete
            and is_entry(later)
            and later.lstrip(" \t>*_`")[:1].isupper() == line.lstrip(" \t>*_`")[:1].isupper()
        ):
            starts.append(following)
    for index, first in enumerate(starts):
        last = starts[index + 1] if index + 1 < len(starts) else len(text)
        yield first, len(text[:last].rstrip()), ""


def _is_bare(line: str) -> bool:
    reading = read_status(line)
    return reading.is_known and not line[reading.end :].strip(" \t\r*_`.")


def _in_step(view: AdrView, start: int, end: int, key: str, later: bool) -> Iterator[FieldStatement]:
    text = view.masked[start:end]
    dated_line = _DATED_LINE.match(text)
    if dated_line and is_status(dated_line[2]) and not dated_line[2].startswith("["):
        yield FieldStatement(
            "status", view.text[start + dated_line.start(2) : start + dated_line.end(2)],
            start + dated_line.start(2), start + dated_line.end(2), DATED, dated_line[1],
        )  # fmt: skip
        return
    field = _FIELD.match(text)
    previous = field is not None and field["key"].strip().lower() in BEFORE
    if (
        field
        and _is_field(field)
        and (previous or (not is_status(field["key"]) and not read_status(text).is_known))
    ):
        yield FieldStatement("note", text, start, end, SECTION, field["key"])
        return  # "Note: …" says something about the status, not the status
    if link_line(text.split("\n")[0]) and not is_status_before_link(text.split("\n")[0]):
        return  # a link, read by the links
    if later and key and not is_entry(text):
        return  # a remark in the list
    first = 2 if text.startswith("> ") else 0
    first_line = _first_sentence(text[first:])
    if not first_line.strip():
        return
    menu = "menu" if is_menu(text) and read_status(text).status is None else ""
    stop = start + first + len(first_line.rstrip()) if not menu else end
    yield FieldStatement("status", view.text[start + first : stop], start + first, stop, SECTION, key, menu)


def _first_sentence(text: str) -> str:
    """The line that holds the status, with the lines that a phrase or a link goes on over."""
    lines = text.split("\n")
    count = 1
    while count < len(lines):
        text_so_far = "\n".join(lines[:count])
        open_link = text_so_far.count("[") > text_so_far.count("]") or text_so_far.count(
            "("
        ) > text_so_far.count(")")
        following = lines[count].lstrip()
        if not (
            open_link
            or _DANGLING.search(text_so_far.rstrip())
            or re.match(r"(?:by|with|and|in favou?r)\b", following)
        ):
            break
        count += 1
    return "\n".join(lines[:count])


def _in_boxes(view: AdrView, start: int, end: int) -> Iterator[FieldStatement]:
    text = view.masked[start:end]
    checked_boxes = list(_CHECKED.finditer(text))
    if not checked_boxes:
        raw = " | ".join(line.strip() for line in text.split("\n"))
        yield FieldStatement("status", raw, start, end, SECTION, "menu", "menu")
        return
    box = checked_boxes[-1]
    line = _LINE_END.match(text, box.end())
    last = len(text[: line.end() if line else end].rstrip())
    yield FieldStatement(
        "status",
        view.text[start + box.end() : start + last],
        start + box.end(),
        start + last,
        SECTION,
        "box",
        "box",
    )


_LONGEST_LINK_LINE = 1_000  # the pattern's time grows with the cube of the line
_LINK_LINE = re.compile(
    r"[ \t]*(?:[*+-][ \t]+)?(?P<words>[^\[\]\r\n]*?\S)[ \t]*:?[ \t]+"
    rf"(?P<link>\[(?P<title>[^\r\n]*)\]\((?P<href>[^()\s]*)\)|{LINK_PATTERN})[ \t.]*\r?$"
)


def link_line(line: str) -> re.Match[str] | None:
    """Read a line that is one link with words before it, as adr-tools writes them."""
    return _LINK_LINE.match(line) if "](" in line and len(line) <= _LONGEST_LINK_LINE else None


def is_status_before_link(line: str) -> bool:
    """Say whether a status is stated before the link of a line: `Accepted. Amended by [..](..)`."""
    match = link_line(line)
    if not match:
        return False
    relations = stated_relations(line)
    if relations:
        before = line[: relations[0].words_start].strip(" \t.,;:(*_-–—")
        return bool(before) and is_status(before)
    words = match["words"]
    return is_status(words) and (not mentions_relation(words) or read_status(words).status != "superseded")


# -- tables ------------------------------------------------------------------


def _in_tables(view: AdrView, start: int, end: int) -> Iterator[FieldStatement]:
    if "<t" in view.masked[start:end].lower() or "<d" in view.masked[start:end].lower():
        yield from _in_html(view, start, end)
    if "|" not in view.masked[start:end]:
        return
    rows: list[list[tuple[str, int, int]]] = []
    last = -1
    bare = _BARE_RULE.search(view.masked, start, end) is not None
    for match in (_BARE_ROW if bare else _ROW).finditer(view.masked, start, end):
        if not bare and not view.text[match.start() : match.end()].lstrip().startswith("|"):
            continue  # what stood before the sign is struck out
        if last >= 0 and view.text[last : match.start()].strip():
            yield from _read_table(rows)
            rows = []
        rows.append(
            [_cell(view.masked, cell) for cell in _CELL.finditer(view.masked, match.start(), match.end())]
        )
        last = match.end()
    yield from _read_table(rows)


def _in_html(view: AdrView, start: int, end: int) -> Iterator[FieldStatement]:
    """A row of an HTML table, or a term with its description."""
    for match in _HTML_PAIR.finditer(view.masked, start, end):
        field = field_of(match["key"])
        value = match["value"].rstrip()
        if field and value:
            first = match.start("value")
            yield FieldStatement(field, value, first, first + len(value), TABLE, match["key"].strip())


def _cell(text: str, match: re.Match[str]) -> tuple[str, int, int]:
    raw = match[0]
    first = match.start() + len(raw) - len(raw.lstrip())
    return raw.strip(), first, first + len(raw.strip())


def _read_table(rows: list[list[tuple[str, int, int]]]) -> Iterator[FieldStatement]:
    """Read a table with a Status column (the latest row holds) or with a Status row."""
    rows = [row for row in rows if row]
    if not rows:
        return
    names = [cell[0] for cell in rows[0]]
    header = [
        field_of(name) or ("date" if _plain(name) in ("time", "when") else "") if name else ""
        for name in names
    ]
    body = [row for row in rows[1:] if row and not set("".join(cell[0] for cell in row)) <= set(":- ")]
    filled_cells = [cell for cell in rows[0] if cell[0]]
    if "status" in header and not (len(filled_cells) == 2 and is_status(filled_cells[1][0])):
        yield from _read_columns(header, names, body)
        return
    for row in [rows[0], *body]:
        cells = [cell for cell in row if cell[0]]
        name = field_of(cells[0][0]) if len(cells) > 1 else None
        if name:
            yield FieldStatement(name, cells[1][0], cells[1][1], cells[1][2], TABLE, _plain(cells[0][0]))


def _read_columns(
    header: list[str], names: list[str], body: list[list[tuple[str, int, int]]]
) -> Iterator[FieldStatement]:
    status, date = header.index("status"), header.index("date") if "date" in header else -1
    rows = [row for row in body if len(row) > max(status, date) and row[status][0]]
    if not rows:
        return
    days = [date_of(row[date][0]) if date >= 0 else None for row in rows]
    latest = len(rows) - 1
    if all(days):
        falling = str(days[0]) > str(days[-1])
        latest = max(range(len(rows)), key=lambda index: (str(days[index]), -index if falling else index))
    history = date >= 0 and not any(field_of(name) is None and _plain(name) in _TITLES for name in names)
    for field, cell in zip(header, rows[latest], strict=False):
        if field and cell[0]:
            yield FieldStatement(field, cell[0], cell[1], cell[2], TABLE, "", "current" if history else "")


_TITLES = frozenset(("title", "name", "id", "adr", "number", "no", "no.", "#", "decision", "topic"))


def _plain(cell: str) -> str:
    return cell.strip("*_` :").lower()


def first_reference(text: str) -> str | None:
    """The target of the first reference in *text*, or None."""
    return next((reference.target for reference in references(text)), None)
