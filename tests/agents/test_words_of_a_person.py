"""What a person types is recorded verbatim by every agent's reader, however it is worded."""

from __future__ import annotations

import json
from typing import Any

import pytest

import capture_help as made
from records.agents import registry
from records.agents.transcript import Source

SESSION = "11111111-2222-4333-8444-555555555555"
TEXTS = (
    "/why src/a.py:3",
    "//TODO is this right?",
    "/home/ann/notes.md is the file",
    "/",
    "??",
    "!",
    "#",
    "@",
    "continue",
    "<b>bold</b>",
    "<task-notification> is a tag of which program?",
    "Why does <system-reminder>x</system-reminder> stand in my log?",
    "What is <user_query>?",
    "<blank>",
    "[Request interrupted by user] is printed twice",
    "[Image #1] what is this",
    "This session is being continued from a previous conversation, says the log. Why?",
    "Caveat: The messages below are wrong",
    "Another Claude session sent a message: what does that mean?",
    "User responded: is what I see",
    "# AGENTS.md instructions are too long, shorten them",
    "Warning: the file was not found",
    "Base directory for this skill: is it right?",
    "You are a helpful assistant? Prove it.",
    "Summarise the task so far",
    "The user explicitly invoked the wrong button",
    "Explain why this code is as it is: a.py",
    '{"type": "user", "message": "x"}',
    "購物車 größer — „so“ 😀 \u202b עברית",
    "line one\n\n\tline two  \n  - three",
    "C:\\Users\\ann\\shop\\a.py",
    "$why a.py",
    "`git commit -q`",
    "---\nid: 1\n---",
    "Stop hook feedback: it is too slow",
    "<ide_opened_file>a.py</ide_opened_file> stands in my log",
    "<system-reminder>x</system-reminder><ide_selection>y</ide_selection>: which is yours?",
    "<task-notification>x</task-notification> is what it printed",
    "<teammate-message teammate_id=\"a\">hi</teammate-message>\nwho is this?",
    "User has answered your questions: is a sentence of whom?",
    "Human: hello\n\nAssistant: hi",
    "--help",
    "{{PROMPT}}",
    "x" * 20_000,
)  # fmt: skip


def transcript_texts(session: Any) -> list[str]:
    """Read back a session's transcript."""
    agent = registry.AGENTS[type(session).__name__.removesuffix("Items").lower()]
    if isinstance(session, made.OpenCode):
        messages = []
        for name, info in session.files.items():
            if name.startswith(f"message/ses_{session.session}/"):
                part = session.files[f"part/{info['id']}/prt_{info['id']}.json"]
                messages.append({"info": info, "parts": [part]})
        data = json.dumps({"info": {"id": "s", "directory": session.cwd}, "messages": messages}).encode()
        transcript = agent.read(Source("s.json", data))
    else:
        transcript = agent.read(Source(f"{SESSION}.jsonl", session.data, root=session.cwd))
    return [utterance.text for turn in transcript.turns for utterance in turn.utterances]


def say(kind: type, text: str) -> Any:
    """A session in which one text is typed."""
    session = kind(SESSION, "/w/shop")
    return session.prompt(text).answer("Done.") if isinstance(session, made.Claude) else session.turn(text)


@pytest.mark.parametrize("kind", made.KINDS)
def test_a_transcript_gives_back_what_was_typed(kind: type) -> None:
    """Whatever it looks like: a notice, a tag, a command, a path, another agent's sentence."""
    changed = {text: read for text in TEXTS if (read := transcript_texts(say(kind, text))) != [text]}
    assert not changed


@pytest.mark.parametrize("kind", [kind for kind in made.KINDS if kind is not made.Qwen])
def test_a_hook_gives_back_what_was_typed(kind: type) -> None:
    """Without a transcript the payload is all there is."""
    agent = registry.AGENTS[kind.__name__.removesuffix("Items").lower()]
    changed = {}
    for text in TEXTS:
        event, _, payload = next(
            hook for hook in say(kind, text).hooks if hook[0] not in ("Stop", "SessionStart")
        )
        read = agent.hook(event, payload)
        if read is None or read.texts != (text,):
            changed[text] = read
    assert not changed


FIELDS = (
    {"isMeta": True},
    {"is_synthetic": True},
    {"isSidechain": True},
    {"origin": {"kind": "task-notification"}},
    {"origin": "scheduledTask"},
    {"promptSource": "system"},
    {"prompt_source": "cron_job"},
    {"provenance": "hook_injected"},
    {"parent_agent_id": "a1"},
    {"parentSessionId": "s0"},
    {"parent_tool_use_id": "t1"},
)
OF_A_PERSON = (
    {"isMeta": False},
    {"origin": {"kind": "human"}},
    {"origin": "channel"},
    {"promptSource": "typed"},
    {"prompt_source": "user-prompt"},
    {"provenance": "real_user"},
    {"trigger": "agent_input_by_user"},
    {"origin": "composer"},
    {"parentID": ""},
    {"parentUuid": "u1"},
    {"agent": "build", "agent_type": "main"},
)


@pytest.mark.parametrize("kind", [kind for kind in made.KINDS if kind is not made.Qwen])
@pytest.mark.parametrize("text", ["Look at the cart", "please wait"])
def test_a_field_of_a_payload_that_names_a_program_decides(kind: type, text: str) -> None:
    """For every agent alike, whatever the words are; fields that name a person, or say nothing, change nothing."""
    agent = registry.AGENTS[kind.__name__.removesuffix("Items").lower()]
    event, _, payload = next(
        hook for hook in say(kind, text).hooks if hook[0] not in ("Stop", "SessionStart")
    )
    assert [fields for fields in FIELDS if agent.hook(event, {**payload, **fields}) is not None] == []
    heard = [agent.hook(event, {**payload, **fields}) for fields in OF_A_PERSON]
    assert [event.texts if event else None for event in heard] == [(text,)] * len(OF_A_PERSON)


ROW_FIELDS = (
    {"isMeta": True},
    {"isSynthetic": True},
    {"origin": {"kind": "peer_session"}},
    {"promptSource": "loop"},
)


@pytest.mark.parametrize("kind", [made.Claude, made.Gemini, made.Copilot, made.Cursor, made.CodexItems])
@pytest.mark.parametrize("fields", ROW_FIELDS)
def test_a_field_of_a_row_that_names_a_program_decides(kind: type, fields: dict[str, Any]) -> None:
    """In transcripts of every agent, whatever the words are."""
    session = say(kind, "Look at the cart")
    assert transcript_texts(session) == ["Look at the cart"]
    for row in session.rows:
        for place in (row, row.get("data"), (row.get("payload") or {}).get("item")):
            if isinstance(place, dict):
                place.update(fields)
    assert transcript_texts(session) == []
