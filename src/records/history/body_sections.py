"""Write the parts of a drafted decision under the headings that a record's form already has."""

from __future__ import annotations

from records.adr.template_text import first_unwritten
from records.adr.vocabulary import (
    CONSEQUENCE_WORDS,
    CONTEXT_WORDS,
    DECISION_WORDS,
    OPTION_WORDS,
    QUESTION_WORDS,
    REFERENCE_WORDS,
    field_of,
    plain_title,
)
from records.text.document import without_comments
from records.text.headings import headings
from records.text.slug import plain_letters

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.text.headings import Heading

_PARTS = {
    "questions": QUESTION_WORDS,
    "options": OPTION_WORDS,
    "consequences": CONSEQUENCE_WORDS,
    "references": REFERENCE_WORDS,
    "context": CONTEXT_WORDS,
    "decision": DECISION_WORDS,
}
"""The parts of a decision by the stems of their headings; a heading belongs to the first part that has a stem of it."""
_BESIDE = ("driver", "criteri", "kriteri", "confirm", "validat", "maker", "decider", "scope")
"""Stems of headings that speak of the decision, and do not hold it: Decision Drivers."""


def with_sections(text: str, body: str, title: str) -> str:
    """Return a record with each section of *body* under the record's own heading for that part.

    The options go to the end of the context where the form has no heading for them; other parts that the form lacks
    follow at the end, in the order of *body*.

    Args:
        text: a record without its decision, in the form of its log.
        body: Markdown with one heading for each part.
        title: the record's title, whose heading is no section.
    """
    parts = _sections_of(body)
    places = _places_of(text, title)
    names = {name: _part_of(name) or name for name in parts}
    if "options" not in places and "context" in places:
        parts = _with_options_in_context(parts, names)
    for name, content in sorted(parts.items(), key=lambda item: -_start(places, names[item[0]])):
        if names[name] in places:
            heading, end = places.pop(names[name])
            text = f"{text[: heading.body].rstrip()}\n\n{content}\n\n{text[end:]}".rstrip() + "\n"
            names[name] = ""
    level = "#" * min((h.level for h in headings(text) if title not in h.title), default=2)
    rest = [f"{level} {name}\n\n{content}" for name, content in parts.items() if names[name]]
    return "\n\n".join([text.rstrip(), *rest]) + "\n"


def decision_of(text: str, title: str) -> str:
    """Return what a record says under its heading for the decision; empty where nothing is written there.

    Args:
        text: the record.
        title: the record's title, whose heading is no section.
    """
    heading, end = _places_of(text, title).get("decision", (None, 0))
    if heading is None or _part_of(heading.title) != "decision":
        return ""
    content = without_comments(text[heading.body : end]).strip()
    return "" if first_unwritten(content, {}) else content


def _start(places: dict[str, tuple[Heading, int]], part: str) -> int:
    return places[part][0].start if part in places else -1


def _sections_of(body: str) -> dict[str, str]:
    all_headings = headings(body)
    ends = [*(heading.start for heading in all_headings[1:]), len(body)]
    return {
        heading.title: body[heading.body : end].strip("\n")
        for heading, end in zip(all_headings, ends, strict=True)
    }


def _places_of(text: str, title: str) -> dict[str, tuple[Heading, int]]:
    """Return the heading for each part that a text has one for, and where the lines of its own end."""
    ranked: dict[str, tuple[tuple[int, int], Heading, int]] = {}
    all_headings = headings(text)
    ends = [*(heading.start for heading in all_headings[1:]), len(text)]
    for heading, end in zip(all_headings, ends, strict=True):
        part = "" if title in heading.title else _part_of(heading.title)
        if part:
            words = plain_letters(plain_title(heading.title))
            rank = next(i for i, stem in enumerate(_PARTS[part]) if stem in words), len(words.split())
            if part not in ranked or rank < ranked[part][0]:
                ranked[part] = rank, heading, end
    places = {part: (heading, end) for part, (_, heading, end) in ranked.items()}
    if (
        not {"context", "decision"} & places.keys()
    ):  # a log with names of its own has the parts in the usual order
        known = {heading.start for heading, _ in places.values()}
        own = [
            (heading, end)
            for heading, end in zip(all_headings, ends, strict=True)
            if title not in heading.title and heading.start not in known and not field_of(heading.title)
        ]
        usual = [part for part in ("context", "decision", "consequences") if part not in places]
        places |= dict(zip(usual, own, strict=False)) if len(own) >= _TWO_PARTS else {}
    return places


_TWO_PARTS = 2


def _part_of(heading: str) -> str:
    """Return the part of a decision that a heading stands for, or an empty string."""
    words = plain_letters(plain_title(heading))
    if field_of(heading) or any(stem in words for stem in _BESIDE):
        return ""
    return next((part for part, stems in _PARTS.items() if any(stem in words for stem in stems)), "")


def _with_options_in_context(parts: dict[str, str], names: dict[str, str]) -> dict[str, str]:
    """Return the parts with the options as the last paragraph of the context."""
    options = next((name for name in parts if names[name] == "options"), "")
    if not options:
        return parts
    return {
        name: f"{content}\n\n{options}:\n\n{parts[options]}" if names[name] == "context" else content
        for name, content in parts.items()
        if name != options
    }
