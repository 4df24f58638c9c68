"""Gemini CLI: its hooks' payloads, its settings, the places of its chats.

Source of events and payloads: geminicli.com/docs/hooks/reference.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from records.agents.hook_event import HookEvent
from records.agents.hook_settings import JsonHooks, call
from records.agents.json_lines import mapping, text_of
from records.agents.times import stamp

_KINDS = {
    "SessionStart": "start",
    "BeforeAgent": "prompt",
    "AfterTool": "tool",
    "AfterAgent": "stop",
    "SessionEnd": "end",
}


def _entry(event: str) -> dict[str, Any]:
    command = call("$GEMINI_PROJECT_DIR/", "gemini", event)
    timeout = 2000 if event == "SessionEnd" else 5000
    hook = {"name": "records", "type": "command", "command": command, "timeout": timeout}
    if event == "AfterTool":
        return {"matcher": "replace|write_file|run_shell_command", "hooks": [hook]}
    return {"hooks": [hook]}


SETTINGS = JsonHooks(
    path=".gemini/settings.json",
    entries={event: _entry(event) for event in _KINDS},
    note="Gemini CLI asks before it runs a project's hooks that changed: confirm them once.",
)


def hook(event: str, payload: dict[str, Any]) -> HookEvent | None:
    """What a payload tells."""
    kind = _KINDS.get(str(payload.get("hook_event_name") or event))
    if kind is None:
        return None
    given, result = mapping(payload.get("tool_input")), mapping(payload.get("tool_response"))
    edits = payload.get("tool_name") in ("replace", "write_file") and not result.get("error")
    path = str(given.get("file_path") or "")
    text = str(payload.get("prompt") or "")
    if kind == "prompt" and text.lstrip().startswith(("/", "?")):
        return None
    return HookEvent(
        agent="gemini",
        event=kind,
        session=str(payload.get("session_id") or ""),
        texts=(text,) if kind == "prompt" else (),
        at=stamp(payload.get("timestamp")),
        response=str(payload.get("prompt_response") or ""),
        cwd=str(payload.get("cwd") or ""),
        transcript=str(payload.get("transcript_path") or ""),
        state="completed" if kind == "stop" else "",
        files=(path,) if edits and path else (),
        command=str(given.get("command") or ""),
        output=text_of(result.get("llmContent")),
    )


def places(roots: list[str], home: Path, environment: Mapping[str, str]) -> Iterator[Path]:
    """Yield the chats of the work trees: a folder named by the project, or by its path's hash."""
    base = Path(environment.get("GEMINI_DIR") or home / ".gemini") / "tmp"
    for root in roots:
        for name in (Path(root).name, hashlib.sha256(root.encode()).hexdigest()):
            chats = base / name / "chats"
            if chats.is_dir():
                yield from sorted([*chats.glob("session-*.json"), *chats.glob("session-*.jsonl")])
