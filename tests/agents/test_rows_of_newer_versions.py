"""Rows as newer versions of agents write them, several ways each: a person's words once, a program's never."""

from __future__ import annotations

from typing import Any

import pytest

import capture_help as made
from records.agents import registry
from records.agents.transcript import Source

SESSION = "11111111-2222-4333-8444-555555555555"


def said(agent: str, rows: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Return kind and text of everything a person said."""
    transcript = registry.AGENTS[agent].read(Source(f"{SESSION}.jsonl", made.lines(rows)))
    return [(item.kind.value, item.text) for turn in transcript.turns for item in turn.utterances]


def _event(second: float, payload: dict[str, Any]) -> dict[str, Any]:
    return {"timestamp": made.stamp(made.START + second), "type": "event_msg", "payload": payload}


def _item(second: float, text: str, uid: str = "u1", kind: str = "UserMessage") -> dict[str, Any]:
    item = {"type": kind, "id": uid, "content": [{"type": "text", "text": text}]}
    return _event(second, {"type": "item_completed", "turn_id": "t", "item": item})


def _message(second: float, text: str) -> dict[str, Any]:
    return _event(second, {"type": "user_message", "message": text})


@pytest.mark.parametrize(
    ("rows", "texts"),
    [
        ([_item(0, "go"), _message(0, "go")], ["go"]),
        ([_message(0, "go"), _item(0.03, "go")], ["go"]),
        ([_message(0, "go"), _message(0, "go")], ["go"]),
        ([_item(0, "go"), _item(0, "go")], ["go"]),
        ([_item(0, "go"), _message(0, "go"), _item(60, "go", "u2"), _message(60, "go")], ["go", "go"]),
        ([_message(0, "go"), _message(9, "go")], ["go", "go"]),
        ([_message(0, "go"), _item(60, "go")], ["go", "go"]),
        ([_item(0, "go", kind="userMessage")], ["go"]),
    ],
)
def test_codexs_two_rows_of_one_prompt_are_one(rows: list[dict[str, Any]], texts: list[str]) -> None:
    """A version may write a prompt as a message, as an item, or as both; the same words later are another."""
    assert [text for _, text in said("codex", rows)] == texts


QWEN = {"uuid": "u", "type": "user", "sessionId": SESSION, "provenance": "real_user"}
CONTEXT = "<qwen:user-prompt-submit-context>\nadded\n</qwen:user-prompt-submit-context>"


@pytest.mark.parametrize(
    ("parts", "display", "expected"),
    [
        (["Fix it", CONTEXT], None, ("typed", "Fix it")),
        (["Fix it", "and test", "<system-reminder-note>x</system-reminder-note>"], "", ("typed", "Fix it\nand test")),
        (["The body of a command"], "/why a.py", ("command", "/why a.py")),
        (["Fix it", CONTEXT], "Fix it", ("typed", "Fix it")),
        ([CONTEXT], None, ("typed", CONTEXT)),
    ],
)  # fmt: skip
def test_what_qwens_hooks_add_is_not_typed(
    parts: list[str], display: str | None, expected: tuple[str, str]
) -> None:
    """Hooks add parts behind the prompt; what the screen showed is what was typed."""
    row = {**QWEN, "message": {"parts": [{"text": text} for text in parts]}}
    if display is not None:
        row["systemPayload"] = {"displayText": display, "hookContext": "added"}
    assert said("qwen", [row]) == [expected]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"origin": {"kind": "human"}}, ["Go on"]),
        ({"origin": {"kind": "voice"}}, ["Go on"]),
        ({"origin": {"kind": "remote_control"}, "promptSource": "typed"}, ["Go on"]),
        ({"origin": {"kind": "human"}, "promptSource": "sdk", "entrypoint": "remote_mobile"}, ["Go on"]),
        ({"origin": {"kind": "peer", "hopChain": ["a"]}}, []),
        ({"origin": {"kind": "coordinator"}}, []),
        ({"origin": {"kind": "auto-continuation"}, "promptSource": "typed"}, []),
        ({"turnCompanion": True, "origin": {"kind": "human"}}, []),
        ({"isVirtual": True}, []),
        ({"isCompactSummary": True}, []),
        ({"isVisibleInTranscriptOnly": True}, []),
    ],
)
def test_claudes_fields_say_who_wrote_a_row(fields: dict[str, Any], expected: list[str]) -> None:
    """A kind of origin that is new and names no program is left to the other fields and to the wording."""
    story = made.Claude(SESSION, "/w").raw("Go on", **fields).answer("Done.")
    assert [text for _, text in said("claude", story.rows)] == expected


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"toolDenialKind": "user-rejected", "userFeedback": "use the other branch"}, "use the other branch"),
        ({"toolDenialKind": "user-rejected"}, "no force push"),
        ({"toolDenialKind": "user-rejected", "userFeedback": "  "}, "no force push"),
    ],
)
def test_a_refusals_own_field_decides_before_its_sentence(fields: dict[str, str], words: str) -> None:
    """What a person wrote when they refused a call is recorded once."""
    story = made.Claude(SESSION, "/w").prompt("Push it").refuse("no force push").answer("Done.")
    story.rows[-2].update(fields)
    assert said("claude", story.rows)[1:] == [("tool_feedback", words)]
