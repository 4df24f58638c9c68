"""The relations that a piece of text states, each as a link with its place in the record."""

from __future__ import annotations

from collections.abc import Iterator

from records.adr.record_layout import AdrView
from records.adr.relations import StatedRelation, stated_relations
from records.adr.statement import HEADING, LinkStatement
from records.adr.status_words import symbols_at


def statement_of(relation: StatedRelation, offset: int, where: str) -> LinkStatement:
    """Make a link of a relation that was read in a piece of text beginning at *offset*."""
    return LinkStatement(
        relation.relation,
        relation.target,
        relation.words,
        offset + relation.start,
        offset + relation.end,
        where,
    )


def links_in_text(view: AdrView, start: int, end: int, where: str) -> Iterator[LinkStatement]:
    """The relations of a piece of text; one that has its line to itself spans the line."""
    for relation in stated_relations(view.masked[start:end], view.definitions):
        statement = statement_of(relation, start, where)
        line_start = view.masked.rfind("\n", 0, statement.start) + 1
        line_end = view.masked.find("\n", statement.end)
        line_end = len(view.masked) if line_end < 0 else line_end + 1
        before = view.masked[line_start : statement.start]
        after = view.masked[statement.end : line_end]
        before = before.strip(" \t*+->_")
        alone = before[len(symbols_at(before, 0)) :] == relation.words and not after.strip(" \t\r\n.*_")
        if alone and where != HEADING:
            statement = LinkStatement(
                statement.relation, statement.target, statement.text, line_start, line_end, where
            )
        yield statement
