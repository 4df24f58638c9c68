"""Set the status of a decision record where it is: a word, a badge, a box, a value of the front matter."""

from __future__ import annotations

import records.regex as re
from records.adr.badges import is_drawn, with_status
from records.adr.facts import Form, Target
from records.adr.front_matter_edit import Block, front
from records.adr.record_layout import AdrView
from records.adr.relations import stated_relations
from records.adr.splice import Splice, apply_splices, insert_text
from records.adr.stated_fields import AdrReader
from records.adr.statement import BADGE, FRONT, HEADING, FieldStatement
from records.adr.status_badge import is_badge
from records.adr.status_choice import Box, boxes_in
from records.adr.status_history_edit import next_step
from records.adr.status_paragraphs import BOX_LINE
from records.adr.status_phrase import word_at_end
from records.adr.status_spelling import status_word
from records.adr.status_steps import arrow_before
from records.adr.status_text import is_status, read_status, status_span
from records.adr.status_words import split_symbols, superseded_by, symbol_spans
from records.errors import EditError
from records.text.dates import dates_in
from records.text.struck_words import without_struck


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
    more = _TAGS.sub("", after).lstrip(" \t.;,:*_`–—-")
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
        return struck_prefix + _with_former(new, " ".join(raw[len(struck_prefix) :].split()))
    return _in_place_of(raw, old.start, old.end, new)


def _with_former(new: str, former: str) -> str:
    """A new status and what it was before; where that notes an older one itself, both are in one pair of brackets."""
    now, mark, before = former.partition(" (previously: ")
    if mark and before.endswith(")"):
        former = f"{now}; {before.removesuffix(')')}"
    return f"{new} (previously: {former})"


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
    relations = stated_relations(mark)
    marks = [relation for relation in relations if relation.relation == "superseded-by"]
    is_followed = bool(marks) and relations[-1].start > marks[-1].start  # `superseded by 7; supersedes 3`
    is_last = bool(marks) and marks[-1].words_start >= marks[-1].end  # `被 ADR-3 取代`: the verb comes last
    if marks and (is_last or not named.startswith(word)):
        stop, glue = marks[-1].end, ", " if re.search("[가-힣]", mark) else "、"
        mark = f"{mark[:stop]}{glue}{glue.join(missing)}{mark[stop:]}"
    elif not named.startswith(word):  # `已取代`
        mark = f"{mark[:start]}{named}{mark[end:]}"
    elif is_followed:
        mark = f"{mark[: marks[-1].end]}, {', '.join(missing)}{mark[marks[-1].end :]}"
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
