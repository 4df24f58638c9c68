"""The links to other records in a table of fields: `| Supersedes | ADR-3 |`, as a row or as a column."""

from __future__ import annotations

from collections.abc import Iterator

from records.adr.links_in_fields import links_of_field
from records.adr.record_layout import AdrView
from records.adr.relation_words import is_relation
from records.adr.statement import TABLE, FieldStatement, LinkStatement
from records.adr.status_table import Row, tables, without_rules
from records.adr.vocabulary import field_of

_MARKS = "*_` :"


def links_in_tables(view: AdrView, start: int, end: int) -> Iterator[LinkStatement]:
    """List the links of the tables between two positions whose rows, or columns beside a status, name relations."""
    for rows in tables(view, start, end):
        for label, cell in _labelled_cells(rows):
            if is_relation(label):
                yield from links_of_field(view, FieldStatement("", *cell, TABLE, label))


def _labelled_cells(rows: list[Row]) -> Iterator[tuple[str, tuple[str, int, int]]]:
    """Each second cell of a row with the first one as its label, and the cells of an only row with their headers."""
    rows = without_rules(rows)
    for row in rows:
        filled = [cell for cell in row if cell[0]]
        if len(filled) == 2:
            yield filled[0][0].strip(_MARKS), filled[1]
    if len(rows) == 2 and any(field_of(cell[0]) == "status" for cell in rows[0]):
        for header, cell in zip(*rows, strict=False):
            yield header[0].strip(_MARKS), cell
