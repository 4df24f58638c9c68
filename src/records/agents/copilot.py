"""GitHub Copilot CLI and VS Code's agent: hooks' payloads, settings, places of the events.

Sources of events and payloads: docs.github.com, "Using hooks with GitHub Copilot CLI"; for `agentStop`
github.com/github/docs/pull/43876.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from records.agents import test_runs as testruns
from records.agents.hook_event import HookEvent
from records.agents.hook_settings import JsonHooks, call
from records.agents.json_lines import mapping
from records.agents.times import stamp

_KINDS = {
    "sessionStart": "start",
    "userPromptSubmitted": "prompt",
    "postToolUse": "tool",
    "agentStop": "stop",
    "sessionEnd": "end",
}
_EDITORS = ("edit", "create", "str_replace", "str_replace_editor", "write")


def _entry(event: str) -> dict[str, Any]:
    return {
        "type": "command",
        "bash": call("", "copilot", event),
        "powershell": f"records capture hook copilot {event}",
        "cwd": ".",
        "timeoutSec": 2 if event == "sessionEnd" else 5,
    }


SETTINGS = JsonHooks(
    path=".github/hooks/records.json",
    entries={event: _entry(event) for event in _KINDS},
    head={"version": 1},
    own=True,
)


def hook(event: str, payload: dict[str, Any]) -> HookEvent | None:
    """What a payload tells; it does not name its event, so the caller must."""
    kind = _KINDS.get(event)
    if kind is None:
        return None
    given = payload.get("toolArgs")
    try:
        arguments = mapping(json.loads(given)) if isinstance(given, str) else mapping(given)
    except ValueError:
        arguments = {}
    result = mapping(payload.get("toolResult"))
    edits = payload.get("toolName") in _EDITORS and result.get("resultType") == "success"
    path = str(arguments.get("path") or "")
    output = str(result.get("textResultForLlm") or "")
    return HookEvent(
        agent="copilot",
        event=kind,
        session=str(payload.get("sessionId") or ""),
        texts=(str(payload.get("prompt") or ""),) if kind == "prompt" else (),
        at=stamp(payload.get("timestamp")),
        cwd=str(payload.get("cwd") or ""),
        transcript=str(payload.get("transcriptPath") or ""),
        state="completed" if kind == "stop" else "",
        files=(path,) if edits and path else (),
        command=str(arguments.get("command") or "") if kind == "tool" else "",
        output=output,
        exit_code=testruns.exit_code(output),
    )


def places(roots: list[str], home: Path, environment: Mapping[str, str]) -> Iterator[Path]:
    """Yield the events of sessions that ran in one of the work trees, as their first line tells."""
    base = Path(environment.get("COPILOT_HOME") or home / ".copilot") / "session-state"
    for path in sorted(base.glob("*/events.jsonl")):
        with path.open("rb") as file:
            head = file.readline(65536)
        if any(f'"{root}"'.encode() in head or f'"{root}/'.encode() in head for root in roots):
            yield path
