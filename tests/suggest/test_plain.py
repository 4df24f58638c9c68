"""Twenty plain decisions and twenty plain routine changes, as anyone would judge them."""

from __future__ import annotations

from pathlib import Path

import pytest

import records
from records.suggest.weights import built_in
from suggest_help import read_cases

FOLDER = Path(__file__).parent / "plain"
DECISIONS, ROUTINE = (read_cases(FOLDER / f"{name}.txt") for name in ("decisions", "routine"))


def score(case, message=None):
    return records.suggest_diff(case.diff, message=case.message if message is None else message)["score"]


def title(case, message=None):
    found = records.suggest_diff(case.diff, message=case.message if message is None else message)
    return found["suggestions"][0]["title"]


def test_every_plain_decision_outranks_every_routine_change():
    """Every example of a decision scores above every example of routine."""
    assert len(DECISIONS) == len(ROUTINE) == 20
    assert min(map(score, DECISIONS)) > max(map(score, ROUTINE))


def test_most_are_told_apart_by_the_diff_alone():
    """Without a message nothing says fix or bump, nor replace."""
    limit = max(score(case, "") for case in ROUTINE)
    assert [case.name for case in DECISIONS if score(case, "") <= limit] == []


def test_what_needs_no_thought_passes_the_threshold_that_ships():
    """No routine example reaches the built-in threshold, and most decisions do."""
    limit = built_in().threshold
    assert [case.name for case in ROUTINE if score(case) >= limit] == []
    assert sum(score(case) >= limit for case in DECISIONS) >= 12


@pytest.mark.parametrize("case", DECISIONS, ids=lambda case: case.name)
def test_titles_of_plain_decisions(case):
    """With its message, and from the evidence alone."""
    assert [title(case), title(case, "")] == case.expect
