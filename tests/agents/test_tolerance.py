"""Readers never fail: whatever a transcript or a payload holds, they read what can be read."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import capture_help as made
from records.agents import registry
from records.agents.transcript import Source
from records.capture import agent_paths
from records.ledger import reconcile
from records.ledger.reconcile import ReceivedEvent

ODD = (
    None,
    0,
    -1,
    2.5,
    True,
    "",
    "x",
    "\ud800",
    [],
    [1],
    [None],
    {},
    {"a": 1},
    [{}],
    "2026-11-07T10:00:00Z",
    1e308,
    float("inf"),
    float("nan"),
)


def _claude() -> list[dict[str, Any]]:
    told = (
        made.Claude("11111111-2222-4333-8444-555555555555", "/w")
        .prompt("Fix it")
        .edit("a.py")
        .queue("and test")
    )
    told.refuse("no").bash("pytest", "1 failed", is_error=True)
    told.call("AskUserQuestion", {}, "x", toolUseResult={"answers": {"a": "b"}})
    told.call("Agent", {}, "x", toolUseResult={"agentId": "ab"})
    told.raw("<command-name>/review</command-name>").answer("Done.").interrupt()
    told._row("attachment", attachment={"type": "queued_command", "prompt": "x", "origin": {"kind": "human"}})
    told._row(
        "progress", data={"message": {"type": "user", "message": {"content": [{"type": "tool_result"}]}}}
    )
    told.rows.append({"type": "cost-state", "totalCostUSD": 0.5})
    return told.rows


def _opencode() -> dict[str, Any]:
    parts = [
        {"type": "text", "text": "x"},
        {
            "type": "tool",
            "tool": "bash",
            "state": {"input": {"command": "pytest"}, "metadata": {"exit": 0}},
        },
        {"type": "tool", "tool": "edit", "state": {"status": "completed", "input": {"filePath": "/w/a"}}},
    ]
    user = {"role": "user", "id": "1", "time": {"created": 1}}
    agent = {"role": "assistant", "id": "2", "tokens": {"cache": {}}, "cost": 1.0, "error": {"name": "x"}}
    return {
        "info": {"id": "s"},
        "messages": [{"info": user, "parts": parts}, {"info": agent, "parts": parts}],
    }


def _codex() -> list[dict[str, Any]]:
    told = made.Codex("c", "/w").turn("a", "b", tool="/w/a.py")
    call = {
        "type": "function_call",
        "name": "shell",
        "call_id": "1",
        "arguments": '{"command": ["go", "test"]}',
    }
    told._row("response_item", call)
    told._row("response_item", {"type": "function_call_output", "call_id": "1", "output": '{"output": "ok"}'})
    told._row("event_msg", {"type": "token_count", "info": {"last_token_usage": {"input_tokens": 1}}})
    return told.rows


def _gemini() -> list[dict[str, Any]]:
    return [*made.Gemini("g", "/w").turn("a").turn("b").rows, {"$rewindTo": "g-1"}]


CURSOR = [
    {"role": "user", "message": {"content": [{"type": "text", "text": "<user_query>x</user_query>"}]}},
    {
        "role": "assistant",
        "message": {"content": [{"type": "tool_use", "name": "Write", "input": {"path": "a"}}]},
    },
]
QWEN = [
    {"uuid": "1", "type": "user", "provenance": "real_user", "message": {"parts": [{"text": "x"}]}},
    {
        "uuid": "2",
        "type": "assistant",
        "message": {"parts": [{"functionCall": {"id": "c", "name": "edit", "args": {}}}]},
    },
    {"uuid": "3", "type": "tool_result", "toolCallResult": {"callId": "c", "status": "success"}},
]
STORIES: dict[str, Callable[[], Any]] = {
    "claude": _claude,
    "codex": _codex,
    "gemini": _gemini,
    "copilot": lambda: made.Copilot("cp", "/w").turn("a", "b").turn("c").rows,
    "cursor": lambda: json.loads(json.dumps(CURSOR)),
    "opencode": _opencode,
    "qwen": lambda: json.loads(json.dumps(QWEN)),
}


def _spoil(value: Any, chance: random.Random, share: float) -> Any:
    """The value with some of its parts replaced by odd ones, dropped or doubled."""
    if chance.random() < share:
        return chance.choice(ODD)
    if isinstance(value, dict):
        return {k: _spoil(v, chance, share) for k, v in value.items() if chance.random() > share / 3}
    if isinstance(value, list):
        return [_spoil(item, chance, share) for item in value for _ in range(1 + (chance.random() < share))]
    return value


@pytest.mark.parametrize("agent", sorted(STORIES))
def test_spoiled_transcripts_are_read_as_far_as_they_go(agent: str, tmp_path: Path) -> None:
    """Values of other types, missing members, doubled rows: never an error, and the turns are well formed."""
    chance = random.Random(agent)
    for number in range(int(os.environ.get("RECORDS_SPOILED", "120"))):
        story = STORIES[agent]()
        share = chance.choice((0.01, 0.05, 0.2))
        if isinstance(story, list):
            data = b"".join(json.dumps(_spoil(row, chance, share)).encode() + b"\n" for row in story)
        else:
            data = json.dumps(_spoil(story, chance, share)).encode()
        told = registry.AGENTS[agent].read(Source("x.jsonl", data, {"agent-ab.jsonl": data}))
        for turn in told.turns:
            assert turn.utterances
            assert all(isinstance(said.text, str) and said.uid for said in turn.utterances), number
            agent_paths.localise(turn, ["/w"])
        reconcile.reconcile([turn for turn in told.turns if turn.utterances], [])
        path = tmp_path / "x.jsonl"
        path.write_bytes(data)
        registry.recognise(path)


@pytest.mark.parametrize("agent", [agent.name for agent in registry.AGENTS.values() if agent.hooks])
def test_spoiled_payloads_are_read_as_far_as_they_go(agent: str) -> None:
    """A payload of another version is no error either."""
    chance = random.Random(agent)
    events = [*registry.AGENTS[agent].module.HOOK_EVENTS, "Unknown"]
    whole = {
        "session_id": "s", "sessionId": "s", "sessionID": "s", "conversation_id": "s", "prompt": "x", "cwd": "/w",
        "tool_name": "Edit", "tool_input": {"file_path": "/w/a", "command": "pytest"}, "text": "y", "status": "aborted",
        "tool_response": {"stdout": "x", "bashEditDiff": {"changedFiles": ["/w/b"]}}, "toolArgs": '{"path": "x"}',
        "parts": [{"type": "text", "text": "x"}], "metadata": {"exit": 1}, "args": {"filePath": "x"}, "tool": "edit",
        "toolResult": {"textResultForLlm": "x"}, "workspace_roots": ["/w"], "timestamp": 1794990000000, "model": {},
    }  # fmt: skip
    seen = []
    for number in range(200):
        given = _spoil(whole, chance, chance.choice((0.02, 0.2)))
        payload = given if isinstance(given, dict) else {}
        told = registry.AGENTS[agent].hook(chance.choice(events), payload)
        if told is not None:
            seen.append(ReceivedEvent(f"e{number}", made.START + number, told))
    assert reconcile.reconcile([], seen) is not None
