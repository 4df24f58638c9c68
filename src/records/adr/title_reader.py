"""Read the number and the title of a decision record: from its file name, its front matter and its heading."""

from __future__ import annotations

import records.regex as re
from records.adr.facts import Finding, Provenance
from records.adr.heading_number import split_heading
from records.adr.record_layout import AdrView
from records.adr.stated_fields import AdrReader
from records.adr.statement import FRONT
from records.adr.status_text import is_bare_status
from records.adr.status_words import STATUS_NOUNS
from records.adr.vocabulary import is_section_title, number_in_name, number_in_reference
from records.patterns import LETTERS
from records.text.headings import Heading

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_NUMBER_KEYS = ("number", "id", "adr", "adr_id", "adr-id")


def number_and_title(
    reading: AdrReader, findings: list[Finding], provenance: list[Provenance]
) -> tuple[int | None, str]:
    """Return the number, None without one, and the title; findings and places are added to the lists."""
    view = reading.view
    name_number = number_in_name(view.filename)
    first = _title_heading(view)
    words = _without_status(reading, first, _words(view, first)) if first else ""
    in_heading, heading_title = split_heading(words, name_number) if first else (None, "")
    heading_title = title_as_read(heading_title)
    heading_line = view.line(first.start) if first else 1
    key, in_front = _front_number(view.data)
    claims = [(name_number, 1, "file name", view.stem)]
    claims.append((in_front, view.key_line(key) if key else 1, FRONT, key))
    claims.append((in_heading, heading_line, "heading", first.title if first else ""))
    numbers = [claim for claim in claims if claim[0] is not None]
    if numbers:
        number, line, where, raw = numbers[0]
        provenance.append(Provenance("number", line, where, raw))
        for other, other_line, other_where, _ in numbers[1:]:
            if other != number:
                message = f"the {other_where} says number {other}, the {where} says {number}"
                findings.append(Finding("number-disagrees", message, other_line))
    title = _title(view, heading_title, heading_line, findings, provenance)
    return (numbers[0][0] if numbers else None), title


def _title_heading(view: AdrView) -> Heading | None:
    """The heading that is the record's title: the first of level 1, else the first one that names no section."""
    candidates = [heading for heading in view.headings if heading.level == 1]
    titles = [heading for heading in candidates if not is_section_title(heading.title)]
    if candidates:
        return candidates[0] if candidates[0] in titles or len(titles) == 0 else titles[0]
    first = next((heading for heading in view.headings if heading.level < 7), None)
    if (
        first is None
        or is_section_title(first.title)
        or (view.headed_fields[:1] and view.headed_fields[0].heading == first)
    ):
        return None
    return first


def _without_status(reading: AdrReader, heading: Heading, words: str) -> str:
    """The words of a title without the status in brackets that is read in it."""
    for item in reading.statements_of("status"):
        if item.role == "word" and heading.start <= item.start < heading.body:
            bracketed = re.compile(rf"\s*[\[(]{re.escape(item.raw)}[\])]\s*")
            return bracketed.sub(" ", words).strip()
    return words


def title_as_read(title: str) -> str:
    """Give the words of a title as they are read: without marks around the whole of it, and those of its status."""
    return _bare_title(_without_status_mark(title))


def _without_status_mark(title: str) -> str:
    """A title without what can only be a mark of its status: `Use tar (Accepted)`, `✅ Use tar`.

    A word in small letters (`An order (rejected)`), or that also means something else, is one of the title.
    """
    bare = title[match.end() :] if (match := _CHECK_MARK.match(title)) else title
    mark = _MARK_AT_END.search(bare)
    word = (mark["square"] or mark["round"]) if mark else ""
    is_name = word != word.lower() or word == word.upper()  # with a capital, where its script has any
    if mark and is_name and is_bare_status(word) and word.casefold() not in STATUS_NOUNS:
        bare = bare[: mark.start()]
    return bare if re.search(r"\w", bare) else title


_CHECK_MARK = re.compile(r"(?:[✅☑✔]\ufe0f?[ \t]*)+")
_MARK_AT_END = re.compile(
    r"(?:[ \t]+|(?<=[*_`]))(?:\[[*_`]*(?:[✅☑✔]\ufe0f?[ \t]*)?(?P<square>[^\W\d_]+)[*_`]*\]|"
    r"\([*_`]*(?:[✅☑✔]\ufe0f?[ \t]*)?(?P<round>[^\W\d_]+)[*_`]*\))[ \t]*$"
)
_HEADING_DRESS = re.compile(
    r"(?<!\s)\s*+(?:\{#[^{}\n]*\}|<a\b[^<>\n]*>(?:\s*+</a>)?|</a>)\s*+$|^\s*+<a\b[^<>\n]*>(?:\s*+</a>)?\s*+"
)
_MARKS = ("***", "___", "**", "__", "*", "_", "`")
_WHOLE_LINK = re.compile(r"^\[([^\[\]\n]+)\]\([^()\n]*\)$")


def _words(view: AdrView, heading: Heading) -> str:
    """The words of a title as a reader sees them: anchors gone; one that is struck out as a whole is still one."""
    title = heading.title
    number, words = split_heading(title, None)
    if not title or (number is not None and words == title):
        line = view.text[heading.start : heading.body].strip("# \t\r\n").partition("\n")[0]
        title = re.sub(r"~~|</?(?:del|s|strike)>", "", line).strip()
    return _bare_title(_HEADING_DRESS.sub("", title))


def _bare_title(title: str) -> str:
    """A title without the link or the marks of emphasis or code that are around the whole of it."""
    title = _without_marks(title)
    if title.startswith("["):
        title = _without_marks(_WHOLE_LINK.sub(r"\1", title))
    return title


def _without_marks(title: str) -> str:
    for mark in _MARKS:
        is_whole = title.startswith(mark) and title.endswith(mark) and title.count(mark) == 2
        if is_whole and len(title) > 2 * len(mark):
            return title[len(mark) : -len(mark)].strip()
    return title


def _front_number(data: dict[str, Any]) -> tuple[str, int | None]:
    for key in _NUMBER_KEYS:
        value = data.get(key)
        number = number_in_reference(value) if isinstance(value, str) else None
        if number is not None:
            return key, number
    return "", None


def _title(
    view: AdrView, heading: str, line: int, findings: list[Finding], provenance: list[Provenance]
) -> str:
    in_front = view.data.get("title")
    if isinstance(in_front, str) and in_front.strip():
        provenance.append(Provenance("title", view.key_line("title"), FRONT, in_front))
        plain = _without_status_mark(split_heading(in_front.strip(), number_in_name(view.filename))[1])
        if heading and _is_first(view, line) and not _is_same_title(plain, heading):
            findings.append(
                Finding("title-disagrees", f"the heading says {heading!r}, the front matter {plain!r}", line)
            )
        return plain
    if heading:
        provenance.append(Provenance("title", line, "heading", heading))
        return heading
    other = next((h for h in view.headings if h.title), None)
    findings.append(Finding("no-title", "no title: neither a first-level heading nor a title key", 1))
    if other and other.level == 1:
        return other.title
    provenance.append(Provenance("title", 1, "file name", view.stem))
    words = re.sub(rf"^(?:{LETTERS}[-_ ]?)?[\d-]+[-_ ]*", "", view.stem) or view.stem
    return words.replace("-", " ").replace("_", " ").strip().capitalize() or view.stem


def _is_first(view: AdrView, line: int) -> bool:
    """Say whether the heading on a line is a title, and not a section of a record whose title is in front."""
    first = view.headings[0]
    titles = sum(heading.level == 1 for heading in view.headings)
    return view.line(first.start) == line and titles == 1 == first.level and not is_section_title(first.title)


def _is_same_title(title: str, other: str) -> bool:
    """Say whether two titles mean the same: numbers and signs aside, most words of the shorter one are in both."""
    words, other_words = _title_words(title), _title_words(other)
    return not words or not other_words or len(words & other_words) >= 0.6 * min(len(words), len(other_words))


def _title_words(title: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in re.findall(r"[^\W\d_]+", title))


def title_of(reading: AdrReader) -> str:
    """Return the title of a record alone."""
    return number_and_title(reading, [], [])[1]
