"""A prompt that the agent records itself, as its rules ask, and that capture sees too, gets one record."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import capture_help as made
from records.capture import consent
from records.capture.sync import sync
from records.capture.turn_log import list_turns
from records.capture.verify import verify_capture
from records.history.new_phr import create_phr
from records.model.drafts import PhrDraft
from records.project.project import Project

SESSION = "11111111-2222-4333-8444-555555555555"
DAY = made.stamp(made.NOW)[:10]


@pytest.fixture
def shop(tmp_path):
    """A clone on which capture is on."""
    project = made.repository(tmp_path / "shop")
    consent.switch_on(project, 1.0)
    return project


def record(shop, prompt, date=DAY):
    """Record a prompt as an agent does that was told to."""
    draft = PhrDraft(
        title="By the agent", stage="green", prompt=prompt, response="Done.", date=date, files=("cart.py",)
    )
    return create_phr(Project.open(shop.root), draft).record.path


def run(shop, told, tmp_path):
    path = tmp_path / f"{SESSION}.jsonl"
    path.write_bytes(told.data)
    sync(Project.open(shop.root), [path], now=made.NOW + 9000)
    return [(turn["disposition"], turn["record"]) for turn in list_turns(shop)[::-1]]


def test_a_prompt_that_the_agent_has_recorded_gets_no_second_record(shop, tmp_path):
    """The turn is bound to the agent's record, which stays as the agent wrote it."""
    own = record(shop, "Fix the\n  total")
    text = shop.store.text(own)
    told = made.Claude(SESSION, shop.root).prompt("Fix the total").edit("cart.py").answer("Fixed.")
    assert run(shop, told, tmp_path) == [("recorded", own)]
    assert shop.store.text(own) == text
    assert verify_capture(shop).problems == ()


def test_one_record_is_that_of_one_turn(shop, tmp_path):
    """The same words said twice and recorded once by the agent: the second turn gets a record of its own."""
    own = record(shop, "go on")
    told = made.Claude(SESSION, shop.root).prompt("go on").edit("cart.py").answer("Fixed.")
    told.prompt("go on").edit("cart.py").answer("Fixed again.")
    (first, second) = run(shop, told, tmp_path)
    assert first == ("recorded", own)
    assert second[0] == "recorded"
    assert second[1] != own
    assert run(shop, told, tmp_path) == [first, second]


def test_an_old_record_of_the_same_words_is_another_prompt(shop, tmp_path):
    """What was said and recorded on another day is no record of this turn."""
    own = record(shop, "Fix the total", date="2020-01-02")
    told = made.Claude(SESSION, shop.root).prompt("Fix the total").edit("cart.py").answer("Fixed.")
    ((disposition, path),) = run(shop, told, tmp_path)
    assert disposition == "recorded"
    assert path != own


def made_while_running(shop, record_path, told):
    """Date a record to the middle of the session."""
    path = Path(shop.root, record_path)
    os.utime(path, (told.at - 1, told.at - 1))


def test_a_record_that_the_agent_made_in_its_turn_gets_what_only_capture_knows(shop, tmp_path):
    """Model, tokens, files, state and the turn's id are added, once; the words of the agent stay."""
    day = made.stamp(made.START)[:10]
    own = record(shop, "Fix the total", date=day)
    told = (
        made.Claude(SESSION, shop.root)
        .prompt("Fix the total")
        .edit("cart.py")
        .edit("list.py")
        .answer("Fixed.")
    )
    made_while_running(shop, own, told)
    assert run(shop, told, tmp_path) == [("recorded", own)]
    front, _, body = shop.store.text(own).partition("\n---\n")
    assert f"capture: claude-code/{SESSION}/" in front
    assert "state: completed" in front
    assert "tokens:" in front
    assert "model: unspecified" not in front
    assert "list.py" in front
    assert front.count("cart.py") == 1
    assert "Done." in body
    text = shop.store.text(own)
    for ledger in Path(shop.root, ".git/records").glob("ledger*"):
        ledger.unlink()
    assert run(shop, told, tmp_path) == [("recorded", own)]
    assert shop.store.text(own) == text


def test_a_record_that_a_person_edited_later_stays_as_it_is(shop, tmp_path):
    """Only what was last written while the turn ran is completed."""
    own = record(shop, "Fix the total", date=made.stamp(made.START)[:10])
    text = shop.store.text(own)
    told = made.Claude(SESSION, shop.root).prompt("Fix the total").edit("cart.py").answer("Fixed.")
    os.utime(Path(shop.root, own), (told.at + 60, told.at + 60))
    assert run(shop, told, tmp_path) == [("recorded", own)]
    assert shop.store.text(own) == text
