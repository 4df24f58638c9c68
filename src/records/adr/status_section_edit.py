"""Write a status and links under `## Status`, as adr-tools does: a link is a paragraph, its words come first.

`Superseded by` takes the place of the status word; it is spelled `Superceded by`, as adr-tools does, where the file or
its log has that spelling.
Source: npryce/adr-tools b3279ba, `_adr_add_link` and `_adr_remove_status`.
"""

from __future__ import annotations

import records.regex as re
from records.adr.badges import is_drawn, with_status
from records.adr.facts import Target
from records.adr.list_item_edit import bullet_in_section
from records.adr.record_layout import AdrView
from records.adr.relation_words import mentions_relation, phrase, relation_of
from records.adr.relations import stated_relations
from records.adr.splice import Splice, apply_splices, insert_text, line_out
from records.adr.stated_fields import AdrReader
from records.adr.statement import SECTION, FieldStatement
from records.adr.status_badge import is_badge
from records.adr.status_edit import other_box, status_in_place
from records.adr.status_history_edit import next_step
from records.adr.status_spelling import like
from records.adr.status_text import is_status, read_status, status_span
from records.adr.status_words import superseded_by, supersedes, symbol_spans, write_status

_LINK_SECTIONS = ("links", "references", "related decisions", "related", "more information")
_PARTICLES = re.compile(r"^(?:によって|により|に|에\s*의해|으로|로)\s*")
_SPELLING = re.compile(r"\b(super[sc]ede)[sd]\b", re.IGNORECASE)


def supersede_spellings(view: AdrView) -> list[str]:
    """The spellings of the verb under `## Status`, in order: `Supersede`, or `Supercede` as adr-tools writes it."""
    sections = (view.masked[start:end] for start, end in view.status_sections)
    return [verb.capitalize() for section in sections for verb in _SPELLING.findall(section)]


def _line(reading: AdrReader, relation: str, target: Target) -> str:
    """The line for a link: in the language of the status, spelled as in the file, else as in its log."""
    reference = _heading_link(target)
    if not re.fullmatch(r"super[sc]eded?[ -]by|super[sc]edes", relation, re.IGNORECASE):
        return f"{phrase(relation)} {reference}"
    first = next(iter(reading.statuses()), None)
    old = first.raw[slice(*status_span(first.raw))] if first else ""
    marks = [
        link.text for link in reading.links if link.relation == "superseded-by" and link.where == SECTION
    ]
    if marks and (not old or "[" in old):
        old = _PARTICLES.sub("", marks[0]).strip().split(" ")[0]
    if relation_of(relation) == "superseded-by":
        word = write_status("superseded", old, reading.own_words)
        if not _SPELLING.fullmatch(word):
            return superseded_by(like(word, old or "A"), reference)
    elif verb := supersedes(old):
        return f"{like(verb, old)} {reference}"
    return f"{_verb(reading, relation, target)} {reference}"


def _verb(reading: AdrReader, relation: str, target: Target) -> str:
    spellings = supersede_spellings(reading.view)
    usual = "Supersede" in spellings
    stem = "Supersede" if usual else spellings[0] if spellings else target.supersede
    return f"{stem}d by" if relation_of(relation) == "superseded-by" else f"{stem}s"


def link_in_section(reading: AdrReader, relation: str, target: Target) -> str:
    """Give the text with a link more: a paragraph of its own at the end of the Status section.

    A record without that section gets a bullet among its links, for a section Status without a status says nothing.
    """
    view = reading.view
    newline = view.newline
    line = _line(reading, relation, target)
    if not view.status_sections and relation_of(relation) == "superseded-by":
        marks = [link.end for link in reading.links if link.relation == "superseded-by" and link.start >= 0]
        if marks and view.text[marks[-1] - 1 : marks[-1]] != "\n":
            return insert_text(view.text, marks[-1], f", {_heading_link(target)}")
        return _with_section(reading, line)
    start, end = view.status_sections[0] if view.status_sections else (0, 0)
    if not view.text[start:end].strip() and relation_of(relation) != "superseded-by":
        return bullet_in_section(reading, _LINK_SECTIONS, line)
    content = view.text[start:end]
    offset = start + len(content.rstrip())
    offset += len(view.text[offset:end]) - len(view.text[offset:end].lstrip(" \t"))
    if not content.strip():
        offset = start
        head = "" if view.text[:offset].endswith("\n") else newline
        return insert_text(
            view.text,
            offset,
            f"{head}{newline}{line}{newline if content.startswith(newline) else newline * 2}",
        )
    tail = "" if view.text[offset:end].startswith(newline) or end == len(view.text) else newline
    if view.text[offset:end] == newline and end < len(view.text):
        tail = newline  # a heading follows directly; keep an empty line between
    return insert_text(view.text, offset, f"{newline * 2}{line}{tail}")


def _with_section(reading: AdrReader, line: str) -> str:
    view = reading.view
    newline = view.newline
    offset = view.header[1]
    before = view.text[:offset].rstrip("\r\n")
    lead = newline * 2 if before else ""
    section = f"{lead}## Status{newline * 2}{line}{newline}"
    rest = view.text[offset:]
    return before + section + (newline + rest if rest else "")


def status_in_section(reading: AdrReader, status: str, by: tuple[Target, ...], today: str | None) -> str:
    """Give the text with a new status under `## Status`; the section is made where there is none."""
    marks = [link for link in reading.links if link.relation == "superseded-by" and link.start >= 0]
    if status == "superseded" and (by or marks):
        return _superseded(reading, by, {link.target for link in marks}, today)
    own_lines = {
        line_out(reading.view, link.start, link.end) for link in marks if _has_own_line(reading, link.start)
    }
    text = apply_splices(reading.view.text, own_lines)
    reading = reading.changed(text)
    word = write_status(status, "", reading.own_words)
    word = word.capitalize() if word.islower() else word
    if reading.statuses() or any(item.role == "empty" for item in reading.statements_of("status")):
        return status_in_place(reading, status, (), None, today)
    if not reading.view.status_sections:
        return _with_section(reading, word)
    start, end = reading.view.status_sections[0]
    newline = reading.view.newline
    content = text[start:end]
    lead = len(content) - len(content.lstrip("\r\n"))
    if not content.strip():
        lead, head = 0, "" if text[:start].endswith("\n") else newline
        tail = newline if content.startswith(newline) else newline * 2 if end < len(text) else newline
        return insert_text(text, start, f"{head}{newline}{word}{tail}")
    return insert_text(text, start + lead, f"{word}{newline * 2}")


def _has_own_line(reading: AdrReader, position: int) -> bool:
    return position == reading.view.text.rfind("\n", 0, position) + 1


def _superseded(reading: AdrReader, by: tuple[Target, ...], marks: set[str], today: str | None) -> str:
    view = reading.view
    text = view.text
    missing = [target for target in by if target.filename not in marks]
    current = next((item for item in reading.statuses() if item.role == "current"), None)
    if current is not None and missing:
        references = ", ".join(map(_heading_link, missing))
        return apply_splices(text, next_step(reading, current, "superseded", references, today))
    statuses = reading.statuses()
    is_elsewhere = bool(statuses) and not view.status_sections
    if missing and (
        is_elsewhere or any(_says_more(reading, item) or _is_in_block(view, item) for item in statuses)
    ):
        return status_in_place(reading, "superseded", tuple(missing), _heading_link, today)
    for target in missing:
        text = link_in_section(reading.changed(text), "superseded-by", target)
    after = reading.changed(text)
    splices = []
    for item in after.statuses():
        splices += _without_word(after, item)
    return apply_splices(text, splices)


def _heading_link(target: Target) -> str:
    """Write a reference as adr-tools does: `[5. Example](0005-example.md)`."""
    return target.own_form or f"[{target.heading}]({target.href})"


def _says_more(reading: AdrReader, item: FieldStatement) -> bool:
    """Whether a status has a remark or a day beside it, which is kept as what it was before."""
    text, more = reading.text_of(item), _more(reading, item)
    word = read_status(text)
    is_plain = word.status not in (None, "superseded") and not mentions_relation(text[word.start : word.end])
    if item.role or not more or not is_plain or is_badge(item.raw):
        return False
    relations = stated_relations(more, reading.view.definitions)
    return not (relations and relations[0].words_start == 0)


def _more(reading: AdrReader, item: FieldStatement) -> str:
    """What a statement says behind its status."""
    text = reading.text_of(item)
    word = read_status(text)
    return text[symbol_spans(text, word.start, word.end)[1][1] :].lstrip(" \t.:;,*_`")


def _is_in_block(view: AdrView, item: FieldStatement) -> bool:
    """Whether a status is in a quote or in a block of a site generator, which its mark must not leave."""
    line = view.text.rfind("\n", 0, item.start) + 1
    if view.text[line : item.start].lstrip("\ufeff")[:1] in (">", " ", "\t"):
        return True
    start = next((start for start, end in view.status_sections if start <= item.start < end), 0)
    return view.text[:start].rstrip().rpartition("\n")[2].startswith((":::", "!!!", "???", ">"))


def _without_word(reading: AdrReader, item: FieldStatement) -> list[Splice]:
    """Take the old status out as adr-tools does, or mark it as the previous one where more is said with it."""
    text = reading.text_of(item)
    word = read_status(text)
    if word.status == "superseded" or item.role == "current":
        return []
    if item.role == "box":
        return other_box(reading, item, "Superseded", "superseded")
    raw = reading.view.text[item.start : item.end]
    if is_drawn(raw):
        return [Splice(item.start, item.end, with_status(raw, raw[word.start : word.end], "superseded"))]
    more = "" if is_badge(raw) else _more(reading, item)
    line_start = reading.view.text.rfind("\n", 0, item.start) + 1
    beside = reading.view.text[line_start : item.start].strip(" \t>*+-_")
    if (text != raw or beside) and not more:  # what is struck out beside it stays
        return [Splice(item.start + word.start, item.end, "")]
    if is_status(text[: word.start].strip()):
        return [Splice(item.start, item.start, "Previously: ")]
    if not more:
        return [line_out(reading.view, item.start, item.end)]
    relations = stated_relations(more, reading.view.definitions)
    if relations and relations[0].words_start == 0:
        return [Splice(item.start, item.end - len(more), "")]
    return [Splice(item.start, item.start, "Previously: ")]
