"""Codex: rows that few sessions have."""

from __future__ import annotations

import json
from typing import Any

import capture_help as made
from records.agents import codex
from records.agents.transcript import Source, Transcript


def read(story: made.Codex | made.CodexItems) -> Transcript:
    """The rollout as it is read."""
    return codex.read(Source("rollout.jsonl", story.data))


def test_answers_to_questions_are_recorded() -> None:
    """What a person chose or wrote where the agent asked; the call itself is the agent's."""
    story = made.Codex("c1", "/w")
    story._row("event_msg", {"type": "task_started", "turn_id": "t"})
    story._row("event_msg", {"type": "user_message", "message": "Set it up"})
    call = {"type": "function_call", "name": "request_user_input", "call_id": "k1", "arguments": "{}"}
    story._row("response_item", call)
    output = json.dumps({"answers": {"db": {"answers": ["Postgres", "16"]}, "region": {"answers": []}}})
    story._row("response_item", {"type": "function_call_output", "call_id": "k1", "output": output})
    [turn] = read(story).turns
    assert [(said.kind, said.text) for said in turn.utterances] == [
        ("typed", "Set it up"),
        ("answer", "Postgres, 16"),
    ]


def test_a_context_within_a_turn_belongs_to_it() -> None:
    """The model that a person switched to while the turn ran."""
    story = made.Codex("c1", "/w")
    story._row("event_msg", {"type": "task_started", "turn_id": "t"})
    story._row("turn_context", {"turn_id": "t", "model": "gpt-5.5", "cwd": "/w"})
    story._row("event_msg", {"type": "user_message", "message": "Fix it"})
    story._row("turn_context", {"turn_id": "t", "model": "gpt-6", "cwd": "/w/app"})
    [turn] = read(story).turns
    assert sorted(turn.models) == ["gpt-5.5", "gpt-6"]


def test_items_of_an_unknown_kind_are_counted() -> None:
    """So that a new version shows; the turn is read all the same."""
    story = made.CodexItems("c", "/w").turn("Fix it")
    row: dict[str, Any] = {
        "type": "item_completed",
        "turn_id": "c-t1",
        "item": {"type": "Hologram", "id": "h"},
    }
    story.rows.insert(-1, {"type": "event_msg", "payload": row})
    told = read(story)
    assert dict(told.unknown) == {"item_completed/Hologram": 1}
    assert [said.text for turn in told.turns for said in turn.utterances] == ["Fix it"]


def test_an_output_that_only_looks_like_an_object_is_read_as_text() -> None:
    """A program may print JSON itself."""
    story = made.Codex("c1", "/w")
    story._row("event_msg", {"type": "task_started", "turn_id": "t"})
    story._row("event_msg", {"type": "user_message", "message": "Test it"})
    call = {
        "type": "function_call",
        "name": "shell",
        "call_id": "k",
        "arguments": json.dumps({"command": ["pytest"]}),
    }
    story._row("response_item", call)
    story._row(
        "response_item", {"type": "function_call_output", "call_id": "k", "output": '{"failed": 1}\n1 failed'}
    )
    [turn] = read(story).turns
    assert [run.status for run in turn.tests] == ["failed"]
