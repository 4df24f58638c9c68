"""Find the headings of a Markdown text, fences respected, and read or replace what is under one."""

from __future__ import annotations

from itertools import chain

import records.regex as re
from records.dataclass import dataclass
from records.text.fences import fence_after

# the only lines that can open or close something; a line break first is found faster than `^`
_MARKED = re.compile(r"\n( {0,3}(?:#|```|~~~)[^\n]*)")
_MARKED_FIRST = re.compile(r"( {0,3}(?:#|```|~~~)[^\n]*)")
_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*))?$")


@dataclass(frozen=True, slots=True)
class Heading:
    """One ATX heading outside any code fence.

    Attributes:
        level: 1 to 6.
        title: its text, without the hashes.
        line: counted from 1 in the text.
        start: index of the first character of its line.
        body: index of the first character after its line.
    """

    level: int
    title: str
    line: int
    start: int
    body: int


def headings(text: str) -> list[Heading]:
    """List the headings of *text* in order; `#` lines within code fences are not headings.

    Fences follow CommonMark 0.31: closed by at least as many of the same sign.
    """
    all_headings: list[Heading] = []
    fence = ""
    number, counted_to = 1, 0
    first = _MARKED_FIRST.match(text)
    for match in chain((first,) if first else (), _MARKED.finditer(text)):
        line = match[1].rstrip("\r")
        if fence:
            fence = fence_after(line, fence)
        elif line.lstrip(" ")[0] != "#":
            fence = fence_after(line, "")
        elif heading := _HEADING.match(line.rstrip(" \t")):
            start = match.start(1)
            number += text.count("\n", counted_to, start)
            counted_to = start
            level, title = len(heading[1]), _without_closing_signs(heading[2] or "")
            all_headings.append(Heading(level, title, number, start, min(match.end() + 1, len(text))))
    return all_headings


def _without_closing_signs(title: str) -> str:
    """The words of a heading, without the `#` that may close it."""
    bare = title.rstrip("#")
    return (bare if not bare or bare[-1] in " \t" else title).strip()


def section_end(text: str, all_headings: list[Heading], index: int) -> int:
    """Where the section of heading number *index* ends: at the next heading of its level or above."""
    level = all_headings[index].level
    return next((h.start for h in all_headings[index + 1 :] if h.level <= level), len(text))


def section(text: str, title: str) -> str | None:
    """Read what is under the first heading called *title* (case folded), or None without one."""
    all_headings = headings(text)
    for index, heading in enumerate(all_headings):
        if heading.title.casefold() == title.casefold():
            return text[heading.body : section_end(text, all_headings, index)]
    return None
