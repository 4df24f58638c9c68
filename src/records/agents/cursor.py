"""Cursor: its hooks' payloads, its settings, the places of its transcripts.

Source of events and payloads: cursor.com/docs/agent/hooks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from records.agents.hook_event import HookEvent
from records.agents.hook_settings import JsonHooks, call

_KINDS = {
    "sessionStart": "start",
    "beforeSubmitPrompt": "prompt",
    "afterFileEdit": "tool",
    "afterShellExecution": "tool",
    "afterAgentResponse": "response",
    "stop": "stop",
    "sessionEnd": "end",
}
_STATES = {"completed": "completed", "aborted": "interrupted", "error": "failed"}
_INSTALLED = (
    "beforeSubmitPrompt",
    "afterFileEdit",
    "afterShellExecution",
    "afterAgentResponse",
    "stop",
)

SETTINGS = JsonHooks(
    path=".cursor/hooks.json",
    entries={event: {"command": call("", "cursor", event), "timeout": 5} for event in _INSTALLED},
    head={"version": 1},
)


def hook(event: str, payload: dict[str, Any]) -> HookEvent | None:
    """What a payload tells; the user's mail address in it is never read."""
    event = str(payload.get("hook_event_name") or event)
    kind = _KINDS.get(event)
    if kind is None:
        return None
    roots = payload.get("workspace_roots")
    root = str(roots[0]) if isinstance(roots, list) and roots else ""
    path = str(payload.get("file_path") or "")
    return HookEvent(
        agent="cursor",
        event=kind,
        session=str(payload.get("conversation_id") or ""),
        key=str(payload.get("generation_id") or ""),
        texts=(str(payload.get("prompt") or ""),) if kind == "prompt" else (),
        response=str(payload.get("text") or "") if kind == "response" else "",
        model=str(payload.get("model") or ""),
        cwd=str(payload.get("cwd") or root),
        transcript=str(payload.get("transcript_path") or ""),
        state=_STATES.get(str(payload.get("status")), "completed") if kind == "stop" else "",
        files=(path,) if event == "afterFileEdit" and path else (),
        command=str(payload.get("command") or "") if event == "afterShellExecution" else "",
        output=str(payload.get("output") or ""),
    )


def places(roots: list[str], home: Path, environment: Mapping[str, str]) -> Iterator[Path]:
    """Yield the agent transcripts of the work trees."""
    base = Path(environment.get("CURSOR_DIR") or home / ".cursor") / "projects"
    for root in roots:
        folder = base / re.sub(r"[^A-Za-z0-9]+", "-", root).strip("-") / "agent-transcripts"
        if folder.is_dir():
            yield from sorted(p for p in folder.rglob("*.jsonl") if p.parent.name != "subagents")
