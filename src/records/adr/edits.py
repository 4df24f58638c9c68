"""Splices of a record's text: the ways in which dialects write a status or a link, a few characters at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import cast

import records.regex as re
from records.adr.badges import is_drawn, with_status
from records.adr.facts import Target
from records.adr.reader import AdrReader
from records.adr.relations import stated_relations
from records.adr.statement import BADGE, DATED, FRONT, HEADING, TABLE, FieldStatement
from records.adr.status_paragraphs import BOX_LINE
from records.adr.status_text import (
    Box,
    arrow_before,
    boxes_in,
    is_badge,
    is_status,
    read_status,
    status_span,
    without_struck,
    word_at_end,
)
from records.adr.status_words import split_symbols, superseded_by, symbol_spans, write_status
from records.adr.toml_block import TomlBlock
from records.adr.view import AdrView
from records.adr.vocabulary import is_reference_title
from records.dataclass import dataclass
from records.errors import EditError
from records.patterns import BULLET, DIGITS, LIST_MARKER
from records.text.dates import date_of, date_pattern, dates_in, written_as
from records.text.front_matter import FrontMatter
from records.text.lines import newline_of
from records.text.yaml import YamlProblem

Block = FrontMatter | TomlBlock

Form = Callable[[Target], str]


@dataclass(frozen=True, slots=True)
class Splice:
    """Put `new` in the place of the characters from `start` to `end`."""

    start: int
    end: int
    new: str


def apply_splices(text: str, splices: Iterable[Splice]) -> str:
    """Apply *splices* to *text*; they must not overlap."""
    last = len(text) + 1
    for item in sorted(splices, key=lambda splice: (splice.start, splice.end), reverse=True):
        if item.end > last:
            raise EditError("two edits touch the same characters")
        text = text[: item.start] + item.new + text[item.end :]
        last = item.start
    return text


def like(word: str, old: str) -> str:
    """Write *word* with the capitals of *old*; an emoji beside either has none."""
    marked, old = split_symbols(word), split_symbols(old).word
    word = marked.word
    if old.isupper() and len(old) > 1:
        word = word.upper()
    elif old[:1].isupper():
        word = word[:1].upper() + word[1:]
    return marked.with_word(word)


def status_word(reading: AdrReader, status: str, old: str) -> str:
    """The word for *status* in the place of *old*: as the log says it, with the capitals of *old*."""
    old = word_at_end(old) or old
    return like(write_status(status, old, reading.own_words), old)


# -- front matter ------------------------------------------------------------


def front(view: AdrView, change: Callable[[Block], Block]) -> str:
    """Change the front matter and give the whole new text; a block is made where the file has none."""
    if view.toml:
        start, end = view.toml
        return view.text[:start] + change(TomlBlock(view.text[start:end])).text + view.text[end:]
    document = view.document
    if document.front is None:
        result = cast("FrontMatter", change(FrontMatter("x: x\n"))).remove("x")
        newline = view.newline
        body = result.text.replace("\n", newline)
        mark = view.text[: document.body]
        return f"{mark}---{newline}{body}---{newline}{newline}{view.text[document.body :]}"
    start, end = document.front
    old = FrontMatter(view.text[start:end])
    new = change(old)
    return view.text[:start] + new.text + view.text[end:]


def append_bare(block: Block, key: str, lines: list[str]) -> Block:
    """Add an item written exactly as *lines* at the end of the block list *key*.

    For values that must stay YAML numbers or mappings, which `FrontMatter.append` would write as text.

    Raises:
        EditError: the list is written in a way that this cannot extend.
    """
    if isinstance(block, TomlBlock):
        raise EditError("links in a TOML front matter are not written in this form", "edit the file by hand")
    newline = newline_of(block.text)
    old = block.values().get(key)
    head = re.search(rf"^{re.escape(key)}:[ \t]*(.*?)[ \t]*\r?$", block.text, re.M)
    text = block.text if block.text.endswith("\n") else block.text + newline
    if head is None:
        if len(lines) == 1:
            new = f"{text}{key}: [{lines[0]}]{newline}"
        else:
            new = f"{text}{key}:{newline}" + _block_item(lines, "  ", newline)
    elif head[1].endswith("]") and len(lines) == 1:
        offset = head.end(1) - 1
        new = text[:offset] + (", " if old else "") + lines[0] + text[offset:]
    elif head[1] in ("", "[]", "null", "~"):
        start, end = head.end(), head.end()
        if head[1]:
            start = head.start(1) - 1
        rest = re.compile(r"(?:\r?\n(?:[ \t]+\S|- )[^\n]*|\r?\n[ \t]*(?=\r?\n[ \t]+\S))*").match(text, end)
        stop = rest.end() if rest else end
        if stop < len(text) and text[stop - 1] == "\r":
            stop -= 1
        indent = re.match(r"[ \t]*", text[end:stop].lstrip("\r\n"))
        item = _block_item(lines, indent[0] if indent and stop > end else "  ", newline).removesuffix(newline)
        new = text[:start] + text[end:stop] + newline + item + text[stop:]
    else:
        raise EditError(f"{key!r} is not a list that can be extended", "edit the file by hand")
    result = FrontMatter(new)
    _check_appended(result, block, key, old)
    return result


def drop_item(block: Block, key: str, index: int) -> Block:
    """Take item number *index* out of the block list *key*, lines and all.

    Raises:
        EditError: the list is not written as a block, or anything else would change.
    """
    old = block.data().get(key)
    head = re.search(rf"^{re.escape(key)}:[ \t]*\r?\n", block.text, re.M)
    if head is None or not isinstance(old, list):
        raise EditError(f"{key!r} is not a block list", "edit the file by hand")
    indent = re.match(r"[ \t]*", block.text[head.end() :])
    column = indent[0] if indent else ""
    item = re.compile(rf"{column}-[ \t][^\n]*(?:\n|\Z)(?:{column}[ \t]+[^\n]*(?:\n|\Z))*")
    offset = head.end()
    for number in range(len(old)):
        item_match = item.match(block.text, offset)
        if item_match is None:
            raise EditError(f"{key!r} is not a block list", "edit the file by hand")
        if number == index:
            start = head.start() if len(old) == 1 else offset
            result = FrontMatter(block.text[:start] + block.text[item_match.end() :])
            remaining = [*old[:index], *old[index + 1 :]]
            expected = {name: value for name, value in block.data().items() if name != key}
            if remaining:
                expected[key] = remaining
            if result.data() == expected:
                return result
            break
        offset = item_match.end()
    raise EditError(f"{key!r} cannot be shortened safely", "edit the file by hand")


def _block_item(lines: list[str], indent: str, newline: str) -> str:
    first, *rest = lines
    return "".join([f"{indent}- {first}{newline}", *(f"{indent}  {line}{newline}" for line in rest)])


def _check_appended(result: FrontMatter, block: FrontMatter, key: str, old: object) -> None:
    try:
        data = result.data()
    except YamlProblem as problem:
        raise EditError(f"{key!r} cannot be extended safely") from problem
    items = data.get(key)
    old_items = old if isinstance(old, list) else []
    unrelated = {name: value for name, value in block.data().items() if name != key}
    if (
        not isinstance(items, list)
        or items[:-1] != old_items
        or unrelated != {k: v for k, v in data.items() if k != key}
    ):
        raise EditError(f"{key!r} cannot be extended safely", "edit the file by hand")


# -- the status, where it is ---------------------------------------------


def status_in_place(
    reading: AdrReader, status: str, by: tuple[Target, ...], form: Form | None, today: str | None = None
) -> str:
    """Exchange the status in every place that states it; a history gets one step more instead.

    *form* writes a reference for `superseded by …`; None where the dialect keeps that mark elsewhere.
    """
    splices: list[Splice] = []
    values: dict[str, str] = {}
    references = ", ".join(form(target) for target in by) if form and status == "superseded" else ""
    statements = (
        reading.statuses() or [item for item in reading.statements_of("status") if item.role == "empty"][:1]
    )
    if references and any(item.where == HEADING and item.role == "word" for item in statements):
        raise EditError(
            "the status is a word in a title, where no other decision can be named", "write it as a line"
        )
    if references and any(item.where == BADGE for item in statements):
        text = status_in_place(reading, status, (), None, today)
        mark = superseded_by(status_word(reading, status, "A"), references)
        return _with_mark_below(reading.changed(text), mark)
    for item in statements:
        if item.role == "current":
            splices += next_step(reading, item, status, references, today)
        elif item.role == "box" and read_status(reading.text_of(item)).status != status:
            splices += other_box(reading, item, new_value(reading, item, status, by, form), status)
        elif item.where == FRONT:
            values[item.key] = new_value(reading, item, status, by, form)
        else:
            splices.append(Splice(item.start, item.end, new_value(reading, item, status, by, form)))
    text = apply_splices(reading.view.text, splices)
    if not values:
        return text

    def change(block: Block) -> Block:
        for key, value in values.items():
            is_list = isinstance(reading.view.data.get(key), list)
            block = block.append(key, value) if is_list else block.set(key, value)
        return block

    return front(AdrView(text, reading.view.filename), change)


def new_value(
    reading: AdrReader, item: FieldStatement, status: str, by: tuple[Target, ...], form: Form | None
) -> str:
    """Write a status in the place of the text of *item*; what was said about the old one goes with the old one."""
    raw = item.raw if item.where == FRONT else reading.view.text[item.start : item.end]
    text = reading.text_of(item) if item.where != FRONT else without_struck(raw)
    old = read_status(text)
    if status != old.status and item.role != "box" and (boxes := boxes_in(text)):
        return _with_box_moved(reading, raw, boxes, status, by, form)
    word = status_word(reading, status, "A" if is_badge(raw) else raw[old.start : old.end])
    references = ", ".join(form(target) for target in by) if form and status == "superseded" else ""
    new = superseded_by(word, references) if references else word
    if item.role == "empty" and item.where == FRONT:
        return new
    if item.role == "empty":
        return f"{raw.rstrip()} {new}" if raw.strip() else f" {new}"
    if old.status == "superseded" and status == "superseded":
        return _with_successors(raw, by, form)
    if old.status == status and not references:
        return raw
    if (item.role == "badge" or is_drawn(raw)) and not references:
        return with_status(raw, raw[old.start : old.end], status_word(reading, status, "a"))
    if (arrow := arrow_before(text, old.start)) and not by:
        return f"{raw.rstrip()}{arrow}{new}"
    struck_prefix = raw[: old.start] if text[: old.start].strip() != raw[: old.start].strip() else ""
    if old.status is None or old.status == "superseded" or is_badge(raw):
        return (
            struck_prefix + new
        )  # a menu, a placeholder, a mark that no longer holds, or a picture of the old one
    before, after = text[: old.start], text[symbol_spans(text, old.start, old.end)[1][1] :]
    more = _TAGS.sub("", after).lstrip(" \t.;,:*_`")
    relations = stated_relations(more, reading.view.definitions) if more else []
    goes_on = (
        bool(relations) and relations[0].words_start == 0 and not any(dates_in(more))
    )  # `. Amended by ADR-3`
    is_phrase = bool(word_at_end(raw[old.start : old.end]))
    if (
        is_phrase
        or (more and re.search(r"[^\W_]", more) and not goes_on)
        or any(is_status(word) for word in re.findall(r"[^\W\d_]+", before))
    ):
        return f"{struck_prefix}{new} (previously: {' '.join(raw[len(struck_prefix) :].split())})"
    return _in_place_of(raw, old.start, old.end, new)


_TAGS = re.compile(r"</?\w[^<>\n]*>")


def _with_mark_below(reading: AdrReader, mark: str) -> str:
    """Write what supersedes a record as a paragraph below its status, a word that cannot say it."""
    view = reading.view
    first = min(item.start for item in reading.statuses())
    if view.status_sections:
        end = view.status_sections[0][1]
    else:  # the address of a badge may be at the end of the file
        end = _paragraph(view, first)[1] if first < view.header[1] else view.header[1]
    end = len(view.text[:end].rstrip())
    return insert_text(view.text, end, f"{view.newline * 2}{mark}")


def _in_place_of(raw: str, start: int, end: int, new: str) -> str:
    """Write *new* for the word from *start* to *end*, its emoji in the place of those of the old word."""
    before, behind = symbol_spans(raw, start, end)
    marked = split_symbols(new)
    lead = raw[: before[0]] + marked.before + raw[before[1] : start]
    return lead + marked.word + raw[end : behind[0]] + marked.behind + raw[behind[1] :]


def _with_box_moved(
    reading: AdrReader, raw: str, boxes: list[Box], status: str, by: tuple[Target, ...], form: Form | None
) -> str:
    """Move the mark of boxes on one line to the one that names *status*; a box is added where none does."""
    marked = next(box for box in boxes if box.is_marked)
    mark = raw[marked.start : marked.end]
    empty = next((raw[box.start : box.end] for box in boxes if not box.is_marked), "[ ] ")
    word = status_word(reading, status, raw[marked.reading.start : marked.reading.end])
    references = ", ".join(form(target) for target in by) if form else ""
    references = superseded_by(word, references).removeprefix(word) if references else ""
    target_box = next((box for box in boxes if box.reading.status == status), None)
    splices = [Splice(marked.start, marked.end, empty)]
    if target_box is None:
        splices.append(Splice(len(raw), len(raw), f" {mark}{word}{references}"))
    else:
        splices.append(Splice(target_box.start, target_box.end, mark))
        splices.append(Splice(target_box.reading.end, target_box.reading.end, references))
    return apply_splices(raw, splices)


def _with_successors(raw: str, by: tuple[Target, ...], form: Form | None) -> str:
    missing = [form(target) for target in by if form and target.stem not in raw and form(target) not in raw]
    if not missing:
        return raw
    mark, previously, rest = raw.partition(" (previously: ")
    start, end = status_span(mark)
    word = mark[start:end]
    named = superseded_by(word, ", ".join(missing))
    marks = [relation for relation in stated_relations(mark) if relation.relation == "superseded-by"]
    is_last = bool(marks) and marks[-1].words_start >= marks[-1].end  # `被 ADR-3 取代`: the verb comes last
    if marks and (is_last or not named.startswith(word)):
        stop, glue = marks[-1].end, ", " if re.search("[가-힣]", mark) else "、"
        mark = f"{mark[:stop]}{glue}{glue.join(missing)}{mark[stop:]}"
    elif not named.startswith(word):  # `已取代`
        mark = f"{mark[:start]}{named}{mark[end:]}"
    else:
        closing = re.search(r"[.\s*_]*$" if not re.match(r"\[(?!\[)", mark) else r"\]?[.\s*_]*$", mark)
        stop = closing.start() if closing else len(mark)
        addition = named.removeprefix(word)
        if (by_word := addition.split()[0]) and re.search(rf"\b{re.escape(by_word)}\b", mark, re.I):
            addition = f", {', '.join(missing)}"
        mark = f"{mark[:stop]}{addition}{mark[stop:]}"
    return f"{mark}{previously}{rest}"


def other_box(reading: AdrReader, item: FieldStatement, new: str, status: str) -> list[Splice]:
    """Move the mark of a list of boxes to the one that names *status*; a box is added where none does."""
    view = reading.view
    section = next(((s, e) for s, e in view.status_sections if s <= item.start < e), None)
    start, end = section or _paragraph(view, item.start)
    line = view.text.rfind("\n", 0, item.start) + 1
    checked_box = _MARKED_BOX.search(view.text, line, item.start)
    boxes = list(BOX_LINE.finditer(view.masked, start, end))
    if checked_box is None or not boxes:
        return [Splice(item.start, item.end, new)]
    empty = next((box["box"] for box in boxes if not _MARKED_BOX.fullmatch(box["box"])), "[ ]")
    unmark = Splice(checked_box.start(), checked_box.end(), empty)
    target_box = next((box for box in boxes if read_status(box["words"]).status == status), None)
    if target_box:
        words = new if new != target_box["words"].rstrip() and " by " in new else target_box["words"].rstrip()
        box_end = target_box.start("words") + len(target_box["words"].rstrip())
        return [unmark, Splice(target_box.start("box"), box_end, f"{checked_box[0]} {words}")]
    lead = view.text[line : checked_box.start()]
    last = boxes[-1].start("words") + len(boxes[-1]["words"].rstrip())
    return [unmark, Splice(last, last, f"{view.newline}{lead}{checked_box[0]} {new}")]


def _paragraph(view: AdrView, position: int) -> tuple[int, int]:
    """The lines around a position up to blank ones."""
    before = list(_BLANK_LINE.finditer(view.masked, 0, position))
    after = _BLANK_LINE.search(view.masked, position)
    return before[-1].end() if before else 0, after.start() if after else len(view.text)


_BLANK_LINE = re.compile(r"\n[ \t]*\r?\n")
_MARKED_BOX = re.compile(r"\[[xX]\]|[☑☒✅✔🔘]")


# -- a history of statuses ---------------------------------------------------


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
        days = next(dates_in(before), None)
        if days is None or today is None:
            return f"{bullet}{new}"
        lead = re.sub(
            rf"^([ \t]*)({DIGITS})(?=[.)][ \t])", lambda m: f"{m[1]}{int(m[2]) + 1}", before[: days[0]]
        )
        return f"{lead}{as_day(before[days[0] : days[1]], today)}{before[days[1] :]}{new}"
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


def insert_list_item(reading: AdrReader, line: str) -> str:
    """Add a line to the list above the first section, or begin one under the title."""
    view = reading.view
    start, end = view.header
    newline = view.newline
    items = list(re.finditer(r"^[ \t]*([*+-])[ \t]+\S[^\r\n]*", view.masked[start:end], re.M))
    if items:
        return insert_text(view.text, start + items[-1].end(), f"{newline}{items[-1][1]} {line}")
    if not view.headings or view.headings[0].level > 1:
        return insert_text(view.text, start, f"{_usual_bullet(view)} {line}{newline}{newline}")
    offset = view.headings[0].body
    lead = newline if view.text[:offset].endswith("\n") else newline * 2
    return insert_text(view.text, offset, f"{lead}{_usual_bullet(view)} {line}{newline}")


def _usual_bullet(view: AdrView) -> str:
    """The sign that most items of the record's lists begin with."""
    signs = re.findall(rf"^[ \t]*({BULLET})", view.masked[view.body :], re.M)
    return max(signs, key=signs.count, default="*")


def insert_text(text: str, offset: int, new: str) -> str:
    """Put *new* into *text* before the character at *at*."""
    return text[:offset] + new + text[offset:]


def line_out(view: AdrView, start: int, end: int) -> Splice:
    """Take a line out, with the blank lines behind it."""
    first = view.text.rfind("\n", 0, start) + 1
    last = view.text.find("\n", max(end - 1, start))
    last = len(view.text) if last < 0 else last + 1
    blank = re.compile(r"(?:[ \t]*\r?\n)*").match(view.text, last)
    return Splice(first, blank.end() if blank else last, "")


# -- links in a section of their own -----------------------------------------


def bullet_in_section(reading: AdrReader, titles: tuple[str, ...], line: str) -> str:
    """Add a bullet under the first heading that is one of *titles*, or their like; else under a new one at the end."""
    view = reading.view
    newline = view.newline
    is_named = [heading.title.casefold().strip(" :") in titles for heading in view.headings]
    if not any(is_named):
        is_named = [heading.level > 1 and is_reference_title(heading.title) for heading in view.headings]
    for index, heading in enumerate(view.headings):
        if not is_named[index]:
            continue
        end = next((h.start for h in view.headings[index + 1 :] if h.level <= heading.level), len(view.text))
        content = view.text[heading.body : end]
        offset = heading.body + len(content.rstrip())
        offset += len(view.text[offset:end]) - len(view.text[offset:end].lstrip(" \t"))
        bullets = re.findall(r"^([*+-])[ \t]", view.masked[heading.body : end], re.M)
        sign = bullets[-1] if bullets else _usual_bullet(view)
        last = content.rstrip().rsplit("\n", 1)[-1].lstrip() if content.strip() else ""
        gap = newline if bullets and last[:1] in "*+-" else newline * 2
        if not content.strip():
            offset, gap = len(view.text[: heading.body].rstrip("\r\n")), newline * 2
        tail = newline if offset == len(view.text) and view.text.endswith("\n") else ""
        return insert_text(view.text, offset, f"{gap}{sign} {line}{tail}")
    content_end = len(view.text.rstrip("\r\n"))
    tail = newline if not view.text.endswith("\n") else ""
    title = titles[0].title() if titles[0] != "more information" else "More Information"
    return insert_text(
        view.text, content_end, f"{newline * 2}## {title}{newline * 2}{_usual_bullet(view)} {line}{tail}"
    )
