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

        for at, bond in enumerate(
            decisions_for(question.project, [question.path], question.rules).files[0].bonds
        ):
            where = "" if bond.path == question.path else f", for one {bond.path}"
            yield Evidence("governs", f"governs {bond.detail}{where}", bond.record, strength=(at,))
        return
    first = question.lines[0].number if question.lines else 1
    marked = question.rules.by_markers(question.text, question.path)
    for bond in marked:
        told = f"governs this file: line {bond.line} says {bond.detail}"
        if bond.named:
            told += f", and {bond.named.ref} was superseded by this"
        yield Evidence("governs", told, bond.record, strength=(0, abs(bond.line - first)))
    for at, bond in enumerate(question.rules.by_globs(question.path)):
        yield Evidence("governs", f"governs {bond.detail}", bond.record, strength=(1, at))
