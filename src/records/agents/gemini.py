"""Gemini CLI: its hooks' payloads, its settings, the places of its chats.

Source of events and payloads: geminicli.com/docs/hooks/reference.

Read Gemini CLI's chats: JSON lines where a row replaces the one with its id, or one JSON file.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from records.agents import test_runs
from records.agents.home import SERVER, CommandFolder, CommandFormat, Home, JsonEntry
from records.agents.hook_event import HookEvent
from records.agents.hook_settings import JsonHooks, hook_command
from records.agents.json_lines import mapping, objects, text_of
from records.agents.times import stamp
from records.agents.transcript import Source, Transcript
from records.agents.turn_builder import TurnBuilder
from records.model.turn import Utterance

HOOK_EVENTS = {
    "SessionStart": "start",
    "BeforeAgent": "prompt",
    "AfterTool": "tool",
    "AfterAgent": "stop",
    "SessionEnd": "end",
}


def _entry(event: str) -> dict[str, Any]:
    command = hook_command("$GEMINI_PROJECT_DIR/", "gemini", event)
    timeout = 2000 if event == "SessionEnd" else 5000
    hook = {"name": "records", "type": "command", "command": command, "timeout": timeout}
    if event == "AfterTool":
        return {"matcher": "replace|write_file|run_shell_command", "hooks": [hook]}
    return {"hooks": [hook]}


SETTINGS = JsonHooks(
    path=".gemini/settings.json",
    entries={event: _entry(event) for event in HOOK_EVENTS},
    note="Gemini CLI asks before it runs a project's hooks that changed: confirm them once.",
)

# Source of the MCP entry: geminicli.com/docs/tools/mcp-server.
HOME = Home(
    name="gemini",
    title="Gemini CLI",
    entries=(JsonEntry((".gemini/settings.json",), ("mcpServers",), SERVER),),
    rules="GEMINI.md",
    commands=(CommandFolder(".gemini/commands", CommandFormat.TOML),),
    note="In a running session: /mcp refresh, then /commands reload.",
)


def hook(event: str, payload: dict[str, Any]) -> HookEvent | None:
    """What a payload tells."""
    kind = HOOK_EVENTS.get(str(payload.get("hook_event_name") or event))
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


AGENT = "gemini"
_EDITORS = ("replace", "write_file", "edit")
_NOT_SAID = ("/", "?", "<session_context>", "<hook_context>", "<state_snapshot>")
_FILES = re.compile(r"\n--- Content from .*\Z", re.S)
_TYPES = ("user", "gemini", "info", "error", "warning", "model", "system", "success")


def read(source: Source) -> Transcript:
    """The turns of a chat; rewound prompts are kept as discarded, subagents' chats have none."""
    head, rows, dropped = _messages(source.data)
    unknown: dict[str, int] = {}
    drafts: list[TurnBuilder] = []
    session = str(head.get("sessionId") or source.name)
    directories = head.get("directories")
    cwd = str(directories[0]) if isinstance(directories, list) and directories else ""
    for row in rows:
        kind = str(row.get("type"))
        if kind == "user":
            said = _said(row)
            if said:
                draft = TurnBuilder(AGENT, session, said.uid, cwd=cwd, settled=False)
                draft.discarded = said.uid in dropped
                draft.say(said)
                drafts.append(draft)
        elif drafts:
            _note(drafts[-1], kind, row)
        if kind not in _TYPES:
            unknown[kind] = unknown.get(kind, 0) + 1
    subagent = head.get("kind") == "subagent" or "chats" in source.parents[:-1]
    turns = []
    for at, draft in enumerate(drafts):
        last = at == len(drafts) - 1
        draft.settled = draft.settled or not last
        state = "completed" if draft.state == "answered" else draft.state
        turns.append(draft.freeze("interrupted" if state == "open" and not last else state))
    kept = () if subagent else tuple(turns)
    return Transcript(AGENT, session, kept, cwd, "", len(rows), unknown, subagent)


def _messages(data: bytes) -> tuple[dict[str, Any], list[dict[str, Any]], set[str]]:
    """The chat's head, its messages in order, and the ids of those that were rewound."""
    whole = _legacy(data)
    if whole is not None:
        listed = whole.get("messages")
        messages = [mapping(row) for row in listed] if isinstance(listed, list) else []
        return whole, messages, set()
    head: dict[str, Any] = {}
    rows: dict[str, dict[str, Any]] = {}
    dropped: set[str] = set()
    for row in objects(data):
        if "$rewindTo" in row:
            ids = list(rows)
            back_to = str(row["$rewindTo"])
            start = ids.index(back_to) if back_to in rows else len(ids)
            dropped.update(ids[start:])
        elif "id" in row and "type" in row:
            rows[str(row["id"])] = row
        elif "sessionId" in row:
            head = head or row
    return head, list(rows.values()), dropped


def _legacy(data: bytes) -> dict[str, Any] | None:
    try:
        whole = json.loads(data)
    except ValueError:
        return None
    return whole if isinstance(whole, dict) and "messages" in whole else None


def _said(row: dict[str, Any]) -> Utterance | None:
    shown = text_of(row.get("displayContent"))
    text = shown or _FILES.sub("", text_of(row.get("content")))
    if not text.strip() or text.lstrip().startswith(_NOT_SAID):
        return None
    when = stamp(row.get("timestamp"))
    return Utterance("typed", text.strip(), str(row.get("id") or f"g:{when}"), when)


def _note(draft: TurnBuilder, kind: str, row: dict[str, Any]) -> None:
    if kind == "error":
        draft.state = "failed"
    if kind not in ("gemini", "model"):
        return
    draft.ended = stamp(row.get("timestamp")) or draft.ended
    if row.get("model"):
        draft.models[str(row["model"])] += 1
    tokens = mapping(row.get("tokens"))
    draft.spend(
        row.get("id"),
        input=tokens.get("input"),
        output=tokens.get("output"),
        cache_read=tokens.get("cached"),
        reasoning=tokens.get("thoughts"),
    )
    text = text_of(row.get("content"))
    draft.response = text or draft.response
    calls = row.get("toolCalls")
    calls = [mapping(call) for call in calls] if isinstance(calls, list) else []
    draft.state = "answered" if text and not calls else "open"
    for call in calls:
        if not draft.discarded:
            _call(draft, call)


def _call(draft: TurnBuilder, call: dict[str, Any]) -> None:
    name, given = str(call.get("name")), mapping(call.get("args"))
    draft.tools[name] += 1
    if name in _EDITORS and call.get("status") == "success":
        draft.edit(given.get("file_path"))
    elif name == "run_shell_command":
        output = json.dumps(call.get("result"), ensure_ascii=False).replace("\\n", "\n")
        draft.shell(given.get("command"), output, test_runs.exit_code(output))
