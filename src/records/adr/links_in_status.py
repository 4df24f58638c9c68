"""The links to other records in a status: in its value, and on lines of the section Status."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import accumulate

import records.regex as re
from records.adr.links_in_lists import labelled_links
from records.adr.links_in_text import links_in_text, statement_of
from records.adr.record_layout import PARAGRAPH, AdrView
from records.adr.references import destination, links_in
from records.adr.relation_words import mentions_relation, relation_of
from records.adr.relations import stated_relations
from records.adr.statement import FRONT, SECTION, FieldStatement, LinkStatement
from records.adr.status_paragraphs import is_status_before_link, link_line
from records.adr.status_words import FORMER_LABELS
from records.text.struck_words import without_struck


def links_in_status_section(view: AdrView, start: int, end: int) -> Iterator[LinkStatement]:
    """Links in the words of a relation; and, on a line of its own, a link with any words before it."""
    labelled = list(labelled_links(view, start, end))
    yield from labelled
    in_lists = _Spans(labelled)
    for paragraph in PARAGRAPH.finditer(view.masked, start, end):
        relations = [
            item
            for item in links_in_text(view, paragraph.start(), paragraph.end(), SECTION)
            if not in_lists.meets(item.start, item.end)
        ]
        yield from relations
        if "](" not in view.masked[paragraph.start() : paragraph.end()]:
            continue
        spans = _Spans(relations)
        for line in re.finditer(r"[^\n]+\n?", view.masked[paragraph.start() : min(paragraph.end() + 1, end)]):
            offset = paragraph.start() + line.start()
            match = link_line(line[0])
            stop = offset + len(line[0])
            if match is None or spans.meets(offset, stop) or in_lists.meets(offset, stop):
                continue
            words = match["words"].strip("*_>")
            if len(words.split()) > 4 or is_status_before_link(line[0]) or mentions_relation(words):
                continue
            if words.strip(" :").lower() in FORMER_LABELS:
                continue
            target = match["href"] or next((link.target for link in links_in(match["link"])), "")
            yield LinkStatement(
                relation_of(words), destination(target), words, offset, offset + len(line[0]), SECTION
            )


class _Spans:
    """The positions of statements, to find out whether a line has one."""

    def __init__(self, statements: list[LinkStatement]) -> None:
        spans = sorted((item.start, item.end) for item in statements)
        self._starts = [start for start, _ in spans]
        self._ends = list(accumulate((end for _, end in spans), max))

    def meets(self, start: int, end: int) -> bool:
        """Return whether a statement begins on a line, or goes on over its beginning."""
        index = bisect_left(self._starts, start)
        if index < len(self._starts) and self._starts[index] <= end:
            return True
        return index > 0 and self._ends[index - 1] > start


def links_in_status_value(view: AdrView, item: FieldStatement) -> Iterator[LinkStatement]:
    """List the links in the value of a status; those in a section Status are read with the section."""
    if item.start >= 0:
        if item.where != SECTION:
            yield from (
                statement_of(relation, item.start, item.where)
                for relation in stated_relations(view.masked[item.start : item.end], view.definitions)
            )
        return
    for relation in stated_relations(without_struck(item.raw), view.definitions):
        yield LinkStatement(relation.relation, relation.target, relation.words, -1, -1, FRONT, item.key)
