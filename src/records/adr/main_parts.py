"""Which of the main parts a decision record has: context, decision and consequences, under whatever name."""

from __future__ import annotations

import records.regex as re
from records.adr.status_table import tables
from records.adr.vocabulary import CONSEQUENCE_WORDS, CONTEXT_WORDS, DECISION_WORDS, plain_title
from records.text.slug import plain_letters

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.adr.record_layout import AdrView

MAIN_PARTS = {"context": CONTEXT_WORDS, "decision": DECISION_WORDS, "consequences": CONSEQUENCE_WORDS}
"""The main parts, each with the words of which the title of its section has one."""
_Y_CONTEXT = re.compile(r"\bin the context of\b", re.I)
_Y_DECISION = re.compile(r"\b(?:decided|neglected|to achieve)\b", re.I)
_PAIR = 2
"""Cells of a row of a table that has a part of the record beside its name."""


def missing_parts(view: AdrView) -> frozenset[str]:
    """Return which of `MAIN_PARTS` a record has not: neither as a section, nor in a table, nor in a Y-statement."""
    rows = [row for rows in tables(view, *view.header) for row in rows if len(row) == _PAIR]
    labels = [plain_title(row[0][0]) for row in rows if row[1][0]]
    titles = [plain_letters(title) for title in view.titles]
    titles += [plain_letters(label) for label in labels if " " not in label]  # `Decision owner` is none
    missing = [
        part
        for part, words in MAIN_PARTS.items()
        if not any(word in title for title in titles for word in words)
    ]
    return frozenset() if missing and _is_y_statement(view.masked) else frozenset(missing)


def _is_y_statement(text: str) -> bool:
    context = _Y_CONTEXT.search(text)
    return context is not None and _Y_DECISION.search(text, context.end()) is not None
