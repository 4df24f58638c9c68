"""What stands under a heading Status: one status, a history of them, boxes, a menu, remarks and links."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import records.regex as re
from records.adr.dated_lines import begins_with_day, current_step, dated_steps, is_day_alone
from records.adr.field_lines import DANGLING, FIELD, LINE_END, is_field, statements_in_fields
from records.adr.record_layout import PARAGRAPH, AdrView
from records.adr.references import LINK_PATTERN
from records.adr.relation_words import mentions_relation
from records.adr.relations import stated_relations
from records.adr.statement import DATED, SECTION, FieldStatement
from records.adr.status_badge import is_reference_image
from records.adr.status_choice import is_menu
from records.adr.status_steps import leading_day
from records.adr.status_table import in_tables
from records.adr.status_text import is_entry, is_status, read_status
from records.adr.status_words import FORMER_LABELS
from records.adr.vocabulary import field_of
from records.dataclass import replace
from records.patterns import LIST_MARKER
from records.text.dates import date_of

_ITEM = re.compile(rf"^(?P<indent>[ \t]*)(?P<sign>{LIST_MARKER})[ \t]+", re.M)
_CHECKED = re.compile(rf"{LIST_MARKER}[ \t]+(?:\[[xX]\]|[☑☒✅✔])[ \t]+")
_BARE_CHECKED = re.compile(r"^[ \t]*[☑☒✅✔🔘][ \t]+", re.M)
BOX_LINE = re.compile(
    rf"^[ \t]*(?:{LIST_MARKER}[ \t]+)?(?P<box>\[[ xX]?\]|[☐⬜○☑☒✅✔🔘])[ \t]+(?P<words>[^\r\n]*)", re.M
)
_BARE_UNCHECKED = re.compile(r"^[ \t]*[☐⬜○][ \t]+", re.M)
_UNCHECKED = re.compile(rf"{LIST_MARKER}[ \t]+(?:\[ ?\]|[☐⬜])[ \t]+")


def in_status_section(view: AdrView, start: int, end: int) -> Iterator[FieldStatement]:
    """List what the text under a heading Status states, each step of a history in its role."""
    tables = list(in_tables(view, start, end, in_section=True))
    if any(item.field == "status" for item in tables):
        yield from tables
        return
    statements: list[FieldStatement] = []
    for match in PARAGRAPH.finditer(view.masked, start, end):
        statements += _in_paragraph(view, match.start(), match.end())
    steps = [item for item in statements if item.field == "status" and item.role in ("", "box")]
    history = [item for item in steps if _is_step(view, item)]
    current = current_step(history)
    if _lists_all(history):
        history, current = [], None
        statements = [replace(item, role="menu") if item.field == "status" else item for item in statements]
    steps_of_history = frozenset(history)
    for item in statements:
        yield _with_role(item, steps_of_history, current)
    if current is not None and current.where == DATED:  # phodal/adr keeps the history in the file
        decided = [item for item in history if item.where == DATED and not is_change(item.raw)]
        day = current if not decided or not is_change(current.raw) else current_step(decided) or current
        yield FieldStatement("date", day.key, day.start, day.start, DATED, "", "current")


def is_change(text: str) -> bool:
    """Say whether a status is that a part of the decision was changed: `amended 2024-01-31`, `superseded in part`."""
    word = read_status(text)
    words = text[word.start : word.end]
    return word.status == "accepted" and (words.lower().startswith("amended") or mentions_relation(words))


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
    if item.where == DATED:
        return True
    is_link = link_line(item.raw) is not None or _is_link_before_verb(item.raw)
    return is_entry(view.masked[item.start : item.end]) and not is_link


def _is_link_before_verb(text: str) -> bool:
    """Say whether a text is one link, with the verb behind it and without a day: `[2. B](0002-b.md) により置き換え`."""
    relations = stated_relations(text) if "](" in text and date_of(text) is None else ()
    return any(relation.words_start >= relation.end for relation in relations)


def _lists_all(history: list[FieldStatement]) -> bool:
    """Say whether a list names the statuses there are, without days, instead of those that the record had."""
    if any(item.where == DATED or item.role == "box" or date_of(item.raw) for item in history):
        return False
    words = {read_status(item.raw).status for item in history}
    return len(words) > 2 and ({"rejected"} < words or len(words) > 3)


def _in_paragraph(view: AdrView, start: int, end: int) -> Iterator[FieldStatement]:
    text = view.masked[start:end]
    word = text.rstrip()
    if word.isalpha():
        yield FieldStatement("status", word, start, start + len(word), SECTION, "")
        return
    if is_reference_image(text):
        return  # the badges are read with the definitions of links
    if _CHECKED.search(text) or _UNCHECKED.match(text) or _BARE_UNCHECKED.search(text):
        yield from in_boxes(view, start, end)
        return
    field = FIELD.match(text)
    if field and is_field(field) and field_of(field["key"]):
        yield from statements_in_fields(view, start, end)
        return
    for first, last, key in _steps(text):
        yield from _in_step(view, start + first, start + last, key, bool(first))


def _steps(text: str) -> Iterator[tuple[int, int, str]]:
    """Part a paragraph where a list item, or a line that is a status of its own, begins."""
    # a day such as `2. Januar 2026` is no number of an item
    items = [item for item in _ITEM.finditer(text) if leading_day(text, item.start()) is None]
    if items and not text[: items[0].start()].strip():
        for index, item in enumerate(items):
            last = items[index + 1].start() if index + 1 < len(items) else len(text)
            key = "numbered item" if item["sign"][0].isdigit() else "item"
            if not item["indent"] or index == 0:
                yield item.end(), item.end() + len(text[item.end() : last].rstrip()), key
        return
    lines = [(match.start(), match.end()) for match in re.finditer(r"[^\r\n]*[^\s][^\r\n]*", text)]
    starts = [0]
    for (start, end), (following, following_end) in pairwise(lines):
        line, later = text[start:end], text[following:following_end]
        is_complete = bool(re.search(r"[.;\d)\\]\s*$|  $|<br ?/?>\s*$|\*\*\s*$", line)) or _is_bare(line)
        if begins_with_day(later) or (
            is_complete
            and is_entry(later)
            and later.lstrip(" \t>*_`")[:1].isupper() == line.lstrip(" \t>*_`")[:1].isupper()
        ):
            starts.append(following)
    for index, first in enumerate(starts):
        last = starts[index + 1] if index + 1 < len(starts) else len(text)
        yield first, first + len(text[first:last].rstrip()), ""


def _is_bare(line: str) -> bool:
    reading = read_status(line)
    return reading.is_known and not line[reading.end :].strip(" \t\r*_`.")


def _in_step(view: AdrView, start: int, end: int, key: str, later: bool) -> Iterator[FieldStatement]:
    text = view.masked[start:end]
    first_line, _, rest = text.partition("\n")
    if is_day_alone(first_line):  # the date of what stands beside it
        if rest.strip():
            yield from _in_step(view, start + len(text) - len(rest.lstrip()), end, key, later)
        return
    if steps := dated_steps(view, start, start + len(first_line)):
        yield from steps
        return
    field = FIELD.match(text)
    previous = field is not None and field["key"].strip().lower() in FORMER_LABELS and not is_status(text)
    if (
        field
        and is_field(field)
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
            or DANGLING.search(text_so_far.rstrip())
            or re.match(r"(?:by|with|and|in favou?r)\b", following)
        ):
            break
        count += 1
    return "\n".join(lines[:count])


def in_boxes(view: AdrView, start: int, end: int) -> Iterator[FieldStatement]:
    """The status whose box is marked among the boxes between two positions; without a mark they are a menu."""
    text = view.masked[start:end]
    checked_boxes = list(_CHECKED.finditer(text)) or list(_BARE_CHECKED.finditer(text))
    if not checked_boxes:
        raw = " | ".join(line.strip() for line in text.split("\n"))
        yield FieldStatement("status", raw, start, end, SECTION, "menu", "menu")
        return
    box = checked_boxes[-1]
    line = LINE_END.match(text, box.end())
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
    rf"[ \t]*(?:{LIST_MARKER}[ \t]+)?(?P<words>[^\[\]\r\n]*?\S)[ \t]*:?[ \t]+"
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
        # `Deprecated in favour of [..](..)` is both; `Superseded by` and `Amended by` are links
        return is_status(before) if before else read_status(line).status == "deprecated"
    words = match["words"]
    return is_status(words) and (not mentions_relation(words) or read_status(words).status != "superseded")
