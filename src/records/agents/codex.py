"""Codex: its hooks' payloads, its settings, the places of its rollouts.

Source of events and payloads: developers.openai.com/codex/hooks. Hooks are on by default now; older versions want
`hooks`, once `codex_hooks`, in `[features]`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from records.agents.hook_event import HookEvent
from records.agents.hook_settings import JsonHooks, call
from records.agents.json_lines import mapping, text_of

_KINDS = {
    "SessionStart": "start",
    "UserPromptSubmit": "prompt",
    "PostToolUse": "tool",
    "SubagentStop": "subagent",
    "Stop": "stop",
    "StopFailure": "fail",
    "SessionEnd": "end",
}
_INSTALLED = ("SessionStart", "UserPromptSubmit", "Stop", "SessionEnd")

SETTINGS = JsonHooks(
    path=".codex/hooks.json",
    entries={
        event: {
            "hooks": [
                {
                    "type": "command",
                    "command": call("$(git rev-parse --show-toplevel)/", "codex", event),
                    "timeout": 1 if event == "SessionEnd" else 5,
                }
            ]
        }
        for event in _INSTALLED
    },
    toml=(".codex/config.toml", "features", "hooks = true"),
    note="Codex asks once before it runs a project's hooks: open it here and accept them in /hooks.",
)


def hook(event: str, payload: dict[str, Any]) -> HookEvent | None:
    """What a payload tells; `notify` tells a finished turn with all its prompts at once."""
    if payload.get("type") == "agent-turn-complete":
        return _notify(payload)
    event = str(payload.get("hook_event_name") or event)
    kind = _KINDS.get(event)
    if kind is None or payload.get("agent_id"):
        return None
    given = mapping(payload.get("tool_input"))
    result = payload.get("tool_response")
    return HookEvent(
        agent="codex",
        event=kind,
        session=str(payload.get("session_id") or ""),
        key=str(payload.get("turn_id") or ""),
        texts=(str(payload.get("prompt") or ""),) if kind == "prompt" else (),
        response=str(payload.get("last_assistant_message") or ""),
        model=str(payload.get("model") or ""),
        cwd=str(payload.get("cwd") or ""),
        transcript=str(payload.get("transcript_path") or ""),
        state={"stop": "completed", "fail": "failed"}.get(kind, ""),
        command=str(given.get("command") or ""),
        output=result if isinstance(result, str) else text_of(result),
    )


def _notify(payload: dict[str, Any]) -> HookEvent:
    messages = payload.get("input-messages")
    return HookEvent(
        agent="codex",
        event="prompt",
        session=str(payload.get("thread-id") or ""),
        key=str(payload.get("turn-id") or ""),
        texts=tuple(str(text) for text in messages) if isinstance(messages, list) else (),
        response=str(payload.get("last-assistant-message") or ""),
        cwd=str(payload.get("cwd") or ""),
        state="completed",
    )


def places(roots: list[str], home: Path, environment: Mapping[str, str]) -> Iterator[Path]:
    """Yield the rollouts that ran in one of the work trees, by the folder on their first line."""
    base = environment.get("CODEX_HOME")
    codex = Path(base) if base else home / ".codex"
    marks = [f'"cwd":"{root}'.encode() for root in roots]
    marks += [f'"cwd": "{root}'.encode() for root in roots]
    for folder in ("sessions", "archived_sessions"):
        for path in sorted((codex / folder).rglob("rollout-*.jsonl")):
            with path.open("rb") as file:
                head = file.read(4096)
            if any(_is_below(head, mark) for mark in marks):
                yield path


def _is_below(head: bytes, mark: bytes) -> bool:
    at = head.find(mark)
    return at >= 0 and head[at + len(mark) : at + len(mark) + 1] in (b'"', b"/")
