"""Gemini CLI: whose chat it is, how it ended, and how long it is kept."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

import capture_help as made
from records.agents import gemini
from records.agents.search import Search
from records.agents.transcript import Source


def test_a_folder_that_is_named_after_a_hash_belongs_to_its_root(tmp_path: Path) -> None:
    """As older versions name it; of another root the chat itself has to say."""
    roots = ["/srv/shop", "/srv/bank"]
    folder = tmp_path / hashlib.sha256(b"/srv/bank").hexdigest() / "chats"
    folder.mkdir(parents=True)
    (folder / "session-1.json").write_text("{}")
    assert gemini.recorded_root(folder / "session-1.json", roots) == "/srv/bank"
    assert gemini.recorded_root(folder / "session-1.json", roots[:1]) == ""


@pytest.mark.parametrize(
    ("retention", "days"),
    [
        ({}, 30.0), ({"maxAge": "2w"}, 14.0), ({"maxAge": "12h"}, 0.5), ({"enabled": False}, None),
        ({"maxAge": "for ever"}, None), ({"enabled": False, "maxAge": "1d"}, None),
    ],
)  # fmt: skip
def test_how_long_chats_are_kept_is_what_the_settings_say(
    tmp_path: Path, retention: dict[str, Any], days: float | None
) -> None:
    """None where they are kept for ever, or for a time that nobody can read."""
    folder = tmp_path / ".gemini"
    folder.mkdir()
    (folder / "settings.json").write_text(json.dumps({"general": {"sessionRetention": retention}}))
    assert gemini.retention_days("/w", Search(tmp_path, {})) == days


def test_a_request_that_was_cancelled_is_an_interrupted_turn() -> None:
    """The row is the program's, and no words of anybody."""
    rows = [
        {"sessionId": "g", "projectHash": "shop", "kind": "main"},
        {"id": "1", "type": "user", "content": "Fix it"},
        {"id": "2", "type": "gemini", "content": "I will"},
        {"id": "3", "type": "info", "content": "Request cancelled."},
    ]
    [turn] = gemini.read(Source("s.jsonl", made.lines(rows))).turns
    assert (turn.state, [said.text for said in turn.utterances]) == ("interrupted", ["Fix it"])


def test_a_hook_for_what_a_program_wrote_tells_nothing() -> None:
    """A prompt of a person beside it is told."""
    context = "<session_context>the folder has 3 files</session_context>"
    assert gemini.hook("BeforeAgent", {"hook_event_name": "BeforeAgent", "prompt": context}) is None
    event = gemini.hook("BeforeAgent", {"hook_event_name": "BeforeAgent", "prompt": "Fix it"})
    assert event is not None
    assert event.texts == ("Fix it",)
