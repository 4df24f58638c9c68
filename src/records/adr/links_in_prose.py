"""The links in the title, in headings, above the sections, and in the first paragraph about this record as a whole."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

import records.regex as re
from records.adr.links_in_text import links_in_text, statement_of
from records.adr.record_layout import PARAGRAPH, AdrView
from records.adr.relations import stated_relations
from records.adr.statement import HEADING, LinkStatement
from records.adr.vocabulary import field_of, plain_title
from records.model.status import STATUSES
from records.patterns import LIST_MARKER
from records.text.headings import Heading, section_end

TITLE, CONTEXT = "title", "prose"
_BEGINNINGS = frozenset(
    ("context", "background", "summary", "introduction", "overview", "decision", "note", "notes")
)


def links_in_heading(view: AdrView, heading: Heading) -> Iterator[LinkStatement]:
    """`## Supersedes: ADR-3`, `## Superseded by [3](0003-x.md)`: a heading that begins with a relation."""
    relations = stated_relations(heading.title, view.definitions)
    if relations and not heading.title[: relations[0].words_start].strip(" *_"):
        yield from links_in_text(view, heading.start, heading.body, HEADING)


def links_in_prose(view: AdrView) -> Iterator[LinkStatement]:
    """What the title, the lines under it, or the first paragraph of the context say of this record as a whole."""
    title = next((heading for heading in view.headings if heading.level < 7), None)
    if title is not None:
        yield from links_in_text(view, title.start, title.body, TITLE)
    start = title.body if title is not None and title.start <= view.header[0] + 400 else view.header[0]
    for paragraph in PARAGRAPH.finditer(view.masked, start, max(view.header[1], start)):
        yield from _of_this_record(view, paragraph.start(), paragraph.end())
    for index, heading in enumerate(view.headings):
        if plain_title(heading.title).split(" ")[0] not in _BEGINNINGS or field_of(heading.title):
            continue
        first = PARAGRAPH.search(view.masked, heading.body, section_end(view.masked, view.headings, index))
        if first:
            yield from _of_this_record(view, first.start(), first.end())
        return


def links_in_paragraphs(view: AdrView, start: int, end: int) -> Iterator[LinkStatement]:
    """What the paragraphs between two positions, lists aside, say of this record as a whole."""
    for paragraph in PARAGRAPH.finditer(view.masked, start, end):
        if not _ITEM.match(paragraph[0]):
            yield from _of_this_record(view, paragraph.start(), paragraph.end())


_ITEM = re.compile(rf"{LIST_MARKER}[ \t]|#")
_SUBJECT = re.compile(
    r"(?:[\s_]|[^\w\s|]|\b(?:note|update|important|warning|notice|info|caution|this|the|it|present|"
    r"adr|decision|record|document|and|has|have|been|is|was|now|also|we|with|on|of|as|status|"
    rf"{'|'.join(STATUSES)})\b|\d)*",
    re.I,
)
_STOP = re.compile(r"(?=[.;] |[.\n]\n)")
_LONGEST_SUBJECT = 1000  # characters


def _is_this_record(text: str, start: int, end: int) -> bool:
    """Whether the beginning of a sentence names nothing but the record itself; a very long one names something."""
    return end - start <= _LONGEST_SUBJECT and _SUBJECT.fullmatch(text[start:end]) is not None


def _of_this_record(view: AdrView, start: int, end: int) -> Iterator[LinkStatement]:
    """Relations of a paragraph whose sentence has this record as its subject, or that ends in `by this decision`."""
    text = view.masked[start:end]
    relations = stated_relations(text, view.definitions)
    stops = [match.start() for match in _STOP.finditer(text)] if relations else []
    for relation in relations:
        if relation.relation not in ("supersedes", "superseded-by", "amends", "amended-by"):
            continue
        index = bisect_left(stops, relation.words_start - 1)
        sentence = stops[index - 1] + 1 if index else 0
        is_reverse = relation.start < relation.words_start
        if is_reverse or _is_this_record(text, sentence, relation.words_start):
            yield statement_of(relation, start, CONTEXT)
