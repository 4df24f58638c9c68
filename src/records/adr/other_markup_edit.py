"""Write what was edited in a decision's layout as Markdown back into its reStructuredText or AsciiDoc.

A changed line is written in the markup in one of a few ways; the one counts whose own layout is what the edit made.
"""

from __future__ import annotations

from collections.abc import Callable

import records.regex as re
from records.adr.other_markup import as_markdown
from records.errors import EditError
from records.text.lines import newline_of

_LINK = re.compile(r"\[([^\[\]\n]+)\]\(([^()\s]+)\)")
_BOLD = re.compile(r"\*\*(?=\S)([^*\n]+)\*\*")
_HEADING = re.compile(r"(#{1,6})[ \t]+(?=\S)")
_MIXED = re.compile(r"\r\n(?s:.*)(?<!\r)\n|(?<!\r)\n(?s:.*)\r\n")

Writer = Callable[[list[str], int, str, str, bool], "tuple[int, str] | None"]


def written_back(text: str, name: str, markdown: str) -> str:
    """Give *text* with the changes that were made to its layout as Markdown.

    Args:
        text: the file in reStructuredText or AsciiDoc, as decoded.
        name: its name, by whose ending the markup is known.
        markdown: its layout after the edit.

    Raises:
        EditError: a change has no form in the markup that is laid out as it.
    """
    layout = as_markdown(text, name)
    if markdown == layout:
        return text
    newline = newline_of(text)
    if not _MIXED.search(text):
        for write in (_as_line, _behind_the_same, _in_place_of_words):
            lines = _changed(text.replace("\r\n", "\n").split("\n"), layout, markdown, name, write)
            result = newline.join(lines) if lines else ""
            if (
                lines
                and as_markdown(result, name) == markdown
                and not _has_foreign_heading(result, text, name)
            ):
                return result
    raise EditError(
        f"{name}: the change cannot be written in this markup so that it reads the same", "edit it by hand"
    )


def _has_foreign_heading(result: str, text: str, name: str) -> bool:
    """Say whether a heading of Markdown came into reStructuredText, where it is none."""
    return name.lower().endswith(".rst") and any(
        _HEADING.match(line) for line in set(result.splitlines()) - set(text.splitlines())
    )


def _changed(lines: list[str], layout: str, markdown: str, name: str, write: Writer) -> list[str]:
    """The lines of a file with every changed line of its layout written in one way; none where one cannot be."""
    from difflib import SequenceMatcher

    old, new = layout.split("\n"), markdown.split("\n")
    is_rst = name.lower().endswith(".rst")
    opcodes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for tag, first, last, new_first, new_last in reversed(opcodes):
        if tag == "equal":
            continue
        added = new[new_first:new_last]
        kept = min(last - first, len(added))
        lines[first + kept : last] = _added(added[kept:], lines, old, is_rst)
        for index in range(first, first + kept):
            written = write(lines, index, old[index], added[index - first], is_rst)
            if written is None:
                return []
            lines[written[0]] = written[1]
    return lines


def _added(added: list[str], lines: list[str], old: list[str], is_rst: bool) -> list[str]:
    """The lines that come into a file; a heading of reStructuredText is underlined as others of its level are."""
    new = [_in_markup(line, is_rst) for line in added]
    for index, line in enumerate(new if is_rst else ()):
        heading = _HEADING.match(line)
        others = (n for n, other in enumerate(old[:-1]) if heading and other.startswith(heading[0]))
        if heading and (place := next(others, None)) is not None and new[index + 1 : index + 2] == [""]:
            new[index : index + 2] = [
                line[heading.end() :],
                lines[place + 1][:1] * len(line[heading.end() :]),
            ]
    return new


def _as_line(lines: list[str], index: int, old: str, new: str, is_rst: bool) -> tuple[int, str] | None:
    """Write a whole line, where the old one is written so."""
    is_same = lines[index].rstrip() in (old.rstrip(), _in_markup(old, is_rst).rstrip())
    return (index, _in_markup(new, is_rst)) if is_same else None


def _behind_the_same(
    lines: list[str], index: int, old: str, new: str, is_rst: bool
) -> tuple[int, str] | None:
    """Write the end of a line behind the sign of a field: `:status: Accepted` is laid out as `* status: Accepted`."""
    old, new = _in_markup(old, is_rst), _in_markup(new, is_rst)
    length = len(_same_beginning(lines[index][::-1], old[::-1]))
    start = len(old) - length
    if not length or new[:start] != old[:start]:
        return None
    return index, lines[index][: len(lines[index]) - length] + new[start:]


def _in_place_of_words(
    lines: list[str], index: int, old: str, new: str, is_rst: bool
) -> tuple[int, str] | None:
    """Exchange the words that differ, in the line or in the next one, where the cell of a table may be."""
    before = _same_beginning(old, new)
    before = before[: len(before) - len(re.search(r"\w*\Z", before)[0])]  # type: ignore[index]
    after = _same_beginning(old[len(before) :][::-1], new[len(before) :][::-1])[::-1]
    after = after[len(re.match(r"\w*", after)[0]) :]  # type: ignore[index]
    words = old[len(before) : len(old) - len(after)]
    exchanged = _in_markup(new[len(before) : len(new) - len(after)], is_rst)
    for place in range(index, min(index + 2, len(lines))):
        if words.strip() and lines[place].count(words) == 1:
            return place, lines[place].replace(words, exchanged)
    return None


def _same_beginning(text: str, other: str) -> str:
    """The characters with which two texts begin."""
    length = next(
        (n for n, (a, b) in enumerate(zip(text, other, strict=False)) if a != b), min(len(text), len(other))
    )
    return text[:length]


def _in_markup(line: str, is_rst: bool) -> str:
    """A line of Markdown in the other markup: links, bold words, and in AsciiDoc headings."""
    if is_rst:
        return _LINK.sub(_rst_link, line)
    if heading := _HEADING.match(line):
        line = f"{'=' * len(heading[1])} {line[heading.end() :]}"
    return _BOLD.sub(r"*\1*", _LINK.sub(_adoc_link, line))


def _rst_link(match: re.Match[str]) -> str:
    label, target = match[1], match[2]
    if target.endswith(".rst") and "://" not in target:
        document = target.removesuffix(".rst")
        return f":doc:`{document}`" if label == document else f":doc:`{label} <{document}>`"
    return f"`{label} <{target}>`_"


def _adoc_link(match: re.Match[str]) -> str:
    return f"{match[2]}[{match[1]}]" if "://" in match[2] else f"xref:{match[2]}[{match[1]}]"
