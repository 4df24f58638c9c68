"""Titles, stages and lines of captured records."""

from __future__ import annotations

import pytest

from capture_help import turn
from records.capture import infer
from records.model.turn import RanTests, Turn, TurnState, Utterance, UtteranceKind


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fix the total. Then test it.", "Fix the total"),
        ("# Plan\n\nDo it", "Plan"),
        ("Implement the following plan:\n\n# Fix the cart\n", "Fix the cart"),
        ("- ***\n  \n> quoted words\n", "quoted words"),
        ("use [REDACTED:jwt#a1b2c3] and {{NAME}}", "use … and …NAME…"),
        ("a" * 30 + " " + "b" * 40, "a" * 30 + "…"),
        ("!!!", "Untitled prompt"),
    ],
)
def test_titles(text: str, expected: str) -> None:
    """The first sentence, at most sixty characters, without marks."""
    assert infer.title(turn(text)) == expected


def test_a_turn_that_only_says_yes_carries_on() -> None:
    """Its title is the one before; once."""
    assert infer.title(turn("yes"), "Fix it") == "Continue: Fix it"
    assert infer.title(turn("yes"), "Continue: Fix it") == "Continue: Fix it"
    assert infer.title(turn("yes")) == "yes"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (turn("/sp.plan x", "command"), "plan"),
        (turn("/speckit.specify", "command"), "spec"),
        (turn("/review 12", "command"), "general"),
        (turn("x", tests=(RanTests("t", "failed"),)), "red"),
        (turn("x", tests=(RanTests("t", "passed"),), files=("a",)), "green"),
        (turn("x", tests=(RanTests("t", "passed"),)), "general"),
    ],
)
def test_stages(given: Turn, expected: str) -> None:
    """A slash command's, else by the tests, else general."""
    assert infer.stage(given) == expected


def test_a_prompt_with_later_words_lists_them_in_order() -> None:
    """The first as it stands, each later one under a line that says how and when."""
    said = (
        Utterance(UtteranceKind.TYPED, "Fix it", "1", "2026-11-07T10:00:00.000Z"),
        Utterance(UtteranceKind.TOOL_FEEDBACK, "no", "2", "2026-11-07T10:01:00.000Z"),
        Utterance(UtteranceKind.TOOL_FEEDBACK, "and log", "3", "", aside=True),
    )
    text = infer.prompt_text(Turn("claude", "s", "k", utterances=said))
    assert text == (
        "Fix it\n\n⟶ tool feedback, 10:01:00 UTC\n\nno\n\n⟶ remark while approving a tool\n\nand log"
    )
    assert infer.prompt_text(Turn("claude", "s", "k")) == ""


def test_what_came_of_it_in_one_line() -> None:
    """For the outcome of a record."""
    done = turn("x", state=TurnState.COMPLETED, files=("a", "b"), commits=("1a2b3c4d5e6f7a8b",))
    assert infer.outcome(done) == "completed; 2 files changed; commit 1a2b3c4d5e6f"
    assert infer.test_line(RanTests("pytest " + "x" * 200)).startswith("pytest xxx")
    assert len(infer.test_line(RanTests("pytest " + "x" * 200))) < 140
