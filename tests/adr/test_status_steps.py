"""The steps of a history on one line, each without what parts it from the next one."""

from __future__ import annotations

import pytest

from records.adr.dated_lines import dated_steps
from records.adr.record_layout import AdrView
from records.adr.status_steps import steps_in


@pytest.mark.parametrize(
    "between",
    [
        *(f" {word} " for word in ("and", "then", "und", "dann", "et", "puis", "y", "e", "en", "og", "och", "и", "i")),
        *(", ", "; ", " → ", " -> ", " / ", " | ", "、", "，", " · ", ", und dann ", " <br> ", "。"),
    ],
)  # fmt: skip
def test_what_parts_two_steps_belongs_to_neither(between: str) -> None:
    """A sign, or the word for `and` or `then` of any language that statuses have."""
    line = f"2026-01-02: Accepted{between}2026-02-03: Deprecated"
    assert [step.day[2] for step in steps_in(line)] == ["2026-01-02", "2026-02-03"]
    steps = dated_steps(AdrView(line, "0001-x.md"), 0, len(line))
    assert [(step.key, step.raw) for step in steps] == [
        ("2026-01-02", "Accepted"),
        ("2026-02-03", "Deprecated"),
    ]


@pytest.mark.parametrize("words", ["Accepted by Ann and Eve", "Accepted by team e", "Accepted e-mail vote"])
def test_a_word_within_a_step_stays(words: str) -> None:
    """Only what stands before the next step is cut off, and the last step goes to the end of its line."""
    line = f"2026-01-02: Proposed, 2026-02-03: {words}"
    assert dated_steps(AdrView(line, "0001-x.md"), 0, len(line))[-1].raw == words
