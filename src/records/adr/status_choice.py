"""A choice among statuses: menus, `proposed | accepted`, and boxes to tick, `[x] Accepted [ ] Rejected`."""

from __future__ import annotations

import records.regex as re
from records.adr.status_phrase import NO_STATUS, WORD, StatusText, known_status, read_status_word
from records.adr.status_steps import ARROW
from records.adr.status_words import STATUS_WORDS
from records.adr.vocabulary import words_of
from records.dataclass import dataclass
from records.text.struck_words import without_struck

_MENU = re.compile(r"\w[\s*_`]{0,9}(?:\||/|<br ?/?>)[\s*_`]{0,9}\w", re.IGNORECASE)
_BRACED = re.compile(r"[\s\"'`*_]*(?:\{[^{}]*\}|\[(?:[^\[\]]|\[[^\[\]]*\])*\](?!\()|<[^<>]*>)[\s\"'`*_]*")
_MENU_BESIDE = re.compile(
    r"\s*[*_`]*(?P<word>[^\W\d_]+)[*_`]*\s*[\[({][^\[\](){}]*[,|/][^\[\](){}]*[\])}]\s*\Z"
)
_MENU_GLUE = words_of(
    "or and one of such as etc e g eg either status choose pick select the by adr nnnn xxxx"
)
_CHOICE = re.compile(r"\*\*([^*\n]{2,40})\*\*|__([^_\n]{2,40})__|`([^`\n]{2,40})`")
_BOX = re.compile(r"(?<!\])[\[(]\s?(?P<x>[xX✓✔])?\s?[\])]\s*|(?P<on>[☑☒✅✔🔘])\s*|(?P<off>[☐⬜○◯])\s*")


@dataclass(frozen=True, slots=True)
class Box:
    """A box to tick before a status word: where its sign begins and the words after it do, and what they say."""

    start: int
    end: int
    is_marked: bool
    reading: StatusText


def is_menu(text: str) -> bool:
    """Say whether *text* still offers a choice (`proposed | accepted`) instead of making it."""
    text = without_struck(text)
    chosen = _MENU_BESIDE.match(text)  # `Proposed [Proposed, Accepted, Rejected]`
    if chosen and known_status(WORD.search(chosen["word"]))[0]:
        return False
    words = [word.lower() for word in WORD.findall(text)]
    statuses = {STATUS_WORDS[word] for word in words if word in STATUS_WORDS}
    if len(statuses) < 2:
        return False
    if _MENU.search(text):
        return bool(_BRACED.fullmatch(text)) or not re.search(r"\]\(|\d{4}|\badr[-_ ]?\d", text, re.I)
    rest = [word for word in words if word not in STATUS_WORDS and word not in _MENU_GLUE]
    if len(statuses) == 3 and len(ARROW.findall(text)) == 2:
        return False  # the way that it went: `Proposed → Accepted → Deprecated`; more are all that there are
    return len(statuses) > 2 and not rest and not any(sign.isdigit() for sign in text)


def boxes_in(text: str) -> list[Box]:
    """List the boxes on one line, of which exactly one is marked: `[x] Accepted [ ] Rejected`; else nothing."""
    boxes = [
        Box(box.start(), box.end(), bool(box["x"] or box["on"]), read_status_word(text, box.end()))
        for box in _BOX.finditer(text)
        if not text.startswith("(", box.end())
    ]
    marked = [box for box in boxes if box.is_marked]
    return boxes if len(marked) == 1 and (len(boxes) > 1 or text[marked[0].start] in "[(") else []


def checked_status(text: str) -> StatusText | None:
    """The status whose box is marked: `[x] Accepted [ ] Rejected`, `☑ Accepted ☐ Rejected`."""
    reading = next((box.reading for box in boxes_in(text) if box.is_marked), NO_STATUS)
    return reading if reading.is_known else None


def marked_choice(text: str) -> StatusText:
    """A menu in which exactly one of the words is marked."""
    choices = [match for match in _CHOICE.finditer(text) if WORD.fullmatch(match[1] or match[2] or match[3])]
    if len(choices) != 1:
        return NO_STATUS
    return read_status_word(text, choices[0].start(choices[0].lastindex or 0))
