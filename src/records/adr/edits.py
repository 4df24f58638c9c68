"""Splices of a record's text: the ways in which dialects write a status or a link, a few characters at a time."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from records.adr.facts import Target
from records.adr.fields import FRONT, FieldStatement
from records.adr.reader import AdrReader
from records.adr.view import AdrView
from records.adr.vocabulary import is_badge, status_of, status_span
from records.errors import EditError
from records.text.front_matter import FrontMatter
from records.text.yaml import YamlProblem

Form = Callable[[Target], str]


@dataclass(frozen=True, slots=True)
class Splice:
    """Put `new` in the place of the characters from `start` to `end`."""

    start: int
    end: int
    new: str


def spliced(text: str, splices: Iterable[Splice]) -> str:
    """Apply *splices* to *text*; they must not overlap."""
    last = len(text) + 1
    for item in sorted(splices, key=lambda splice: (splice.start, splice.end), reverse=True):
        if item.end > last:
            raise EditError("two edits touch the same characters")
        text = text[: item.start] + item.new + text[item.end :]
        last = item.start
    return text


def like(word: str, old: str) -> str:
    """Write *word* with the capitals of *old*."""
    if old.isupper() and len(old) > 1:
        return word.upper()
    return word[:1].upper() + word[1:] if old[:1].isupper() else word


# -- front matter ------------------------------------------------------------


def front(view: AdrView, change: Callable[[FrontMatter], FrontMatter]) -> str:
    """Change the front matter and give the whole new text; a block is made where the file has none."""
    document = view.document
    if document.front is None:
        made = change(FrontMatter("x: x\n")).remove("x")
        newline = view.newline
        body = made.text.replace("\n", newline)
        mark = view.text[: document.body]
        return f"{mark}---{newline}{body}---{newline}{newline}{view.text[document.body :]}"
    start, end = document.front
    old = FrontMatter(view.text[start:end])
    new = change(old)
    return view.text[:start] + new.text + view.text[end:]


def append_bare(block: FrontMatter, key: str, lines: list[str]) -> FrontMatter:
    """Add an item written exactly as *lines* at the end of the block list *key*.

    For values that must stay YAML numbers or mappings, which `FrontMatter.append` would write as text.

    Raises:
        EditError: the list is written in a way that this cannot extend.
    """
    newline = "\r\n" if "\r\n" in block.text else "\n"
    old = block.data().get(key)
    head = re.search(rf"^{re.escape(key)}:[ \t]*(.*?)[ \t]*\r?$", block.text, re.M)
    text = block.text if block.text.endswith("\n") else block.text + newline
    if head is None:
        if len(lines) == 1:
            new = f"{text}{key}: [{lines[0]}]{newline}"
        else:
            new = f"{text}{key}:{newline}" + _block_item(lines, "  ", newline)
    elif head[1].endswith("]") and len(lines) == 1:
        at = head.end(1) - 1
        new = text[:at] + (", " if old else "") + lines[0] + text[at:]
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
    made = FrontMatter(new)
    _check_appended(made, block, key, old)
    return made


def drop_item(block: FrontMatter, key: str, index: int) -> FrontMatter:
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
    at = head.end()
    for number in range(len(old)):
        found = item.match(block.text, at)
        if found is None:
            raise EditError(f"{key!r} is not a block list", "edit the file by hand")
        if number == index:
            start = head.start() if len(old) == 1 else at
            made = FrontMatter(block.text[:start] + block.text[found.end() :])
            left = [*old[:index], *old[index + 1 :]]
            expected = {name: value for name, value in block.data().items() if name != key}
            if left:
                expected[key] = left
            if made.data() == expected:
                return made
            break
        at = found.end()
    raise EditError(f"{key!r} cannot be shortened safely", "edit the file by hand")


def _block_item(lines: list[str], indent: str, newline: str) -> str:
    first, *rest = lines
    return "".join([f"{indent}- {first}{newline}", *(f"{indent}  {line}{newline}" for line in rest)])


def _check_appended(made: FrontMatter, block: FrontMatter, key: str, old: object) -> None:
    try:
        data = made.data()
    except YamlProblem as problem:
        raise EditError(f"{key!r} cannot be extended safely") from problem
    items = data.get(key)
    kept = old if isinstance(old, list) else []
    others = {name: value for name, value in block.data().items() if name != key}
    if (
        not isinstance(items, list)
        or items[:-1] != kept
        or others != {k: v for k, v in data.items() if k != key}
    ):
        raise EditError(f"{key!r} cannot be extended safely", "edit the file by hand")


# -- the status, where it stands ---------------------------------------------


def status_in_place(reading: AdrReader, status: str, by: tuple[Target, ...], form: Form | None) -> str:
    """Exchange the status in every place that states it.

    *form* writes a reference for `superseded by …`; None where the dialect keeps that mark elsewhere.
    """
    splices: list[Splice] = []
    values: dict[str, str] = {}
    for item in reading.statuses():
        new = _new_value(reading, item, status, by, form)
        if item.where == FRONT:
            values[item.key] = new
        else:
            splices.append(Splice(item.start, item.end, new))
    text = spliced(reading.view.text, splices)
    if not values:
        return text

    def change(block: FrontMatter) -> FrontMatter:
        for key, value in values.items():
            block = block.set(key, value)
        return block

    return front(AdrView(text, reading.view.filename), change)


def _new_value(
    reading: AdrReader, item: FieldStatement, status: str, by: tuple[Target, ...], form: Form | None
) -> str:
    raw = item.raw if item.where == FRONT else reading.view.text[item.start : item.end]
    start, end = status_span(raw)
    old = status_of(raw)
    word = like(status, raw[start:end])
    references = ", ".join(form(target) for target in by) if form and status == "superseded" else ""
    if old == "superseded" and status == "superseded":
        missing = [
            form(target) for target in by if form and target.stem not in raw and form(target) not in raw
        ]
        if not missing:
            return raw
        return f"{raw}, {', '.join(missing)}" if " by " in raw.lower() else f"{raw} by {', '.join(missing)}"
    new = f"{word} by {references}" if references else word
    if old == status and not references:
        return raw
    if old is None or old == "superseded" or is_badge(raw):
        return new  # a menu, a placeholder, a mark that no longer holds, or a picture that would say the old
    rest = raw[end:]
    if re.match(r"\s*[^\W_]", rest):
        return f"{new} (previously: {raw})"
    return raw[:start] + new + rest


def insert_list_item(reading: AdrReader, line: str) -> str:
    """Add a line to the list above the first section, or begin one under the title."""
    view = reading.view
    start, end = view.header
    newline = view.newline
    items = list(re.finditer(r"^[ \t]*([*+-])[ \t]+\S[^\r\n]*", view.masked[start:end], re.M))
    if items:
        return inserted(view.text, start + items[-1].end(), f"{newline}{items[-1][1]} {line}")
    if not view.headings or view.headings[0].level > 1:
        return inserted(view.text, start, f"* {line}{newline}{newline}")
    at = view.headings[0].body
    lead = newline if view.text[:at].endswith("\n") else newline * 2
    return inserted(view.text, at, f"{lead}* {line}{newline}")


def inserted(text: str, at: int, new: str) -> str:
    """Put *new* into *text* before the character at *at*."""
    return text[:at] + new + text[at:]


def line_out(view: AdrView, start: int, end: int) -> Splice:
    """Take a line out, with the blank lines behind it."""
    first = view.text.rfind("\n", 0, start) + 1
    last = view.text.find("\n", max(end - 1, start))
    last = len(view.text) if last < 0 else last + 1
    blank = re.compile(r"(?:[ \t]*\r?\n)*").match(view.text, last)
    return Splice(first, blank.end() if blank else last, "")


# -- links in a section of their own -----------------------------------------


def bullet_in_section(reading: AdrReader, titles: tuple[str, ...], line: str) -> str:
    """Add a bullet under the first of the headings *titles* that exists, else under a new one at the end."""
    view = reading.view
    newline = view.newline
    for index, heading in enumerate(view.headings):
        if heading.title.casefold().strip(" :") not in titles:
            continue
        end = next((h.start for h in view.headings[index + 1 :] if h.level <= heading.level), len(view.text))
        content = view.text[heading.body : end]
        at = heading.body + len(content.rstrip())
        bullets = re.findall(r"^([*+-])[ \t]", view.masked[heading.body : end], re.M)
        sign = bullets[-1] if bullets else "*"
        last = content.rstrip().rsplit("\n", 1)[-1].lstrip() if content.strip() else ""
        gap = newline if bullets and last[:1] in "*+-" else newline * 2
        if not content.strip():
            at, gap = len(view.text[: heading.body].rstrip("\r\n")), newline * 2
        tail = newline if at == len(view.text) and view.text.endswith("\n") else ""
        return inserted(view.text, at, f"{gap}{sign} {line}{tail}")
    kept = len(view.text.rstrip("\r\n"))
    tail = newline if not view.text.endswith("\n") else ""
    title = titles[0].title() if titles[0] != "more information" else "More Information"
    return inserted(view.text, kept, f"{newline * 2}## {title}{newline * 2}* {line}{tail}")
