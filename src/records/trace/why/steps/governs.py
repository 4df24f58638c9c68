"""Decisions that govern the code: by a marker in the file, by a glob of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from records.trace.why.answer import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from records.trace.why.question import Question


def find(question: Question) -> Iterator[Evidence]:
    """The decisions in force that bind the file; the marker nearest to the lines first."""
    if not question.lines:
        from records.trace.governs import decisions_for

        for position, bond in enumerate(
            decisions_for(question.project, [question.path], question.rules).files[0].bonds
        ):
            where = "" if bond.path == question.path else f", for one {bond.path}"
            yield Evidence("governs", f"governs {bond.detail}{where}", bond.record, strength=(position,))
        return
    first = question.lines[0].number if question.lines else 1
    marker_bonds = question.rules.by_markers(question.text, question.path)
    for bond in marker_bonds:
        detail = f"governs this file: line {bond.line} says {bond.detail}"
        if bond.predecessor:
            detail += f", and {bond.predecessor.ref} was superseded by this"
        yield Evidence("governs", detail, bond.record, strength=(0, abs(bond.line - first)))
    for position, bond in enumerate(question.rules.by_globs(question.path)):
        yield Evidence("governs", f"governs {bond.detail}", bond.record, strength=(1, position))
