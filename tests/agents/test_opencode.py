"""OpenCode: exports, its plugin, commands of ours and its own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from records.agents import opencode, registry
from records.agents.transcript import Source, Transcript
from records.install.agent_texts import COMMANDS

START = 1_794_990_000_000


def message(role: str, uid: str, *parts: dict[str, Any], at: int = 0, **more: Any) -> dict[str, Any]:
    """A message of a session, with its parts."""
    when = {"created": START + at, "completed": START + at + 900}
    return {"info": {"role": role, "id": uid, "time": when, **more}, "parts": list(parts)}


def text(words: str) -> dict[str, Any]:
    """A part that is text."""
    return {"type": "text", "text": words}


def session(*messages: dict[str, Any]) -> dict[str, Any]:
    """What `opencode export` prints."""
    return {"info": {"id": "s", "directory": "/w"}, "messages": list(messages)}


def read(*messages: dict[str, Any], **more: Any) -> Transcript:
    """The session as it is read."""
    return opencode.read(Source("s.json", json.dumps(session(*messages)).encode(), **more))


def said(transcript: Transcript) -> list[list[tuple[str, str]]]:
    """What was said, by turn."""
    return [[(str(said.kind), said.text) for said in turn.utterances] for turn in transcript.turns]


def test_answers_to_questions_are_recorded() -> None:
    """A person chose or wrote them; the question itself is the agent's."""
    asked = {
        "type": "tool", "tool": "question", "callID": "q1",
        "state": {
            "status": "completed", "time": {"end": START}, "input": {"questions": [{"question": "Which?"}]},
            "metadata": {"answers": [["Postgres"], [], ["version 16", "with replicas"]]},
        },
    }  # fmt: skip
    transcript = read(message("user", "m1", text("Set it up")), message("assistant", "m2", asked))
    assert said(transcript) == [
        [("typed", "Set it up"), ("answer", "Postgres"), ("answer", "version 16, with replicas")]
    ]


def test_a_summary_is_no_answer() -> None:
    """What the agent wrote for itself when the session became too long does not replace what it told the person."""
    transcript = read(
        message("user", "m1", text("Fix it")),
        message("assistant", "m2", text("Fixed."), finish="stop"),
        message("assistant", "m3", text("The user wants …"), summary=True, finish="stop"),
    )
    assert [turn.response for turn in transcript.turns] == ["Fixed."]


def test_what_a_program_wrote_in_the_person_s_place_is_left_out() -> None:
    """A notice that stands where a prompt does, as other programs send it."""
    notice = "<task-notification><task-id>b</task-id></task-notification>"
    transcript = read(message("user", "m1", text(notice)), message("user", "m2", text("Go on"), at=2000))
    assert said(transcript) == [[("typed", "Go on")]]
    assert opencode.hook("chat.message", {"sessionID": "s", "parts": [text(notice)]}) is None


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_commands_of_ours_are_recorded_as_they_were_typed(name: str) -> None:
    """Also where their file is not there any longer; who only quotes the first line has typed it."""
    body = COMMANDS[name].format(arguments="src/cart.py:12")
    assert said(read(message("user", "m1", text(body)))) == [[("command", f"/{name} src/cart.py:12")]]
    first = body.partition("\n")[0]
    assert said(read(message("user", "m1", text(first)))) == [[("typed", first)]]


@pytest.mark.parametrize(
    ("arguments", "typed"), [("cart.py", "/review cart.py"), ("", "/review"), (None, "/review")]
)
def test_the_plugin_tells_the_command_that_was_typed(arguments: str | None, typed: str) -> None:
    """Not the text that it stands for."""
    payload = {"sessionID": "s", "messageID": "m", "parts": [text("Review it.")], "command": "review"}
    event = opencode.hook("chat.message", {**payload, "arguments": arguments})
    assert event is not None
    assert event.texts == (typed,)


def test_messages_that_still_wait_belong_to_the_turn_that_runs() -> None:
    """Nobody has answered them yet; they are not lost."""
    transcript = read(
        message("user", "one", text("one")),
        message("assistant", "x", text("…"), at=1000, parentID="one", finish="tool-calls"),
        message("user", "two", text("two"), at=1500),
        message("user", "three", text("three"), at=1600),
    )
    assert said(transcript) == [[("typed", "one"), ("queued", "two"), ("queued", "three")]]


def test_an_export_is_a_file_of_its_own(tmp_path: Path) -> None:
    """As `opencode export > session.json` writes it, in any folder."""
    path = tmp_path / "session.json"
    path.write_text(json.dumps(session(message("user", "m1", text("Fix it")))))
    [source] = opencode.load(path)
    assert said(registry.agent("opencode").read(source)) == [[("typed", "Fix it")]]
