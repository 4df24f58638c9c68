"""Add an item to a list of a decision record: above the first section, or under a heading for links."""

from __future__ import annotations

import records.regex as re
from records.adr.record_layout import AdrView
from records.adr.splice import insert_text
from records.adr.stated_fields import AdrReader
from records.adr.vocabulary import is_reference_title
from records.patterns import BULLET
from records.text.headings import section_end


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
        end = section_end(view.text, view.headings, index)
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
