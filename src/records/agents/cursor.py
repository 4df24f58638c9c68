"""Cursor: its hooks' payloads, its settings, the places of its transcripts.

Source of events and payloads: cursor.com/docs/agent/hooks.

Read Cursor's agent transcripts: roles and blocks only, without ids, times or models.

Here the hooks are the better source; a transcript fills what they missed.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from records.agents.home import SERVER, CommandFolder, CommandFormat, Home, JsonEntry
from records.agents.hook_event import HookEvent
from records.agents.hook_settings import JsonHooks, hook_command
from records.agents.json_lines import mapping, objects, text_of
from records.agents.transcript import Source, Transcript
from records.agents.turn_builder import TurnBuilder
from records.model.turn import Utterance

HOOK_EVENTS = {
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
    entries={event: {"command": hook_command("", "cursor", event), "timeout": 5} for event in _INSTALLED},
    head={"version": 1},
)

# Source of the MCP entry: cursor.com/docs/context/mcp.
HOME = Home(
    name="cursor",
    title="Cursor",
    entries=(JsonEntry((".cursor/mcp.json",), ("mcpServers",), SERVER),),
    rules="AGENTS.md",
    commands=(CommandFolder(".cursor/commands", CommandFormat.PLAIN),),
    note="Cursor asks once before it starts a project's MCP server: see Settings, MCP.",
)


def hook(event: str, payload: dict[str, Any]) -> HookEvent | None:
    """What a payload tells; the user's mail address in it is never read."""
    event = str(payload.get("hook_event_name") or event)
    kind = HOOK_EVENTS.get(event)
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


AGENT = "cursor"
_QUERY = re.compile(r"<user_query>\s*(.*?)\s*</user_query>", re.S)
_EDITORS = frozenset(
    [
        "StrReplace",
        "Write",
        "Edit",
        "MultiEdit",
        "edit_file",
        "search_replace",
        "write",
        "Delete",
        "ApplyPatch",
    ]
)
_SHELLS = ("Shell", "run_terminal_cmd", "Bash")


def read(source: Source) -> Transcript:
    """The turns of a conversation, in order; a message without a query in it is the program's."""
    session = source.name.rsplit("/", 1)[-1].removesuffix(".jsonl")
    drafts: list[TurnBuilder] = []
    rows = 0
    for row in objects(source.data):
        rows += 1
        content = mapping(row.get("message")).get("content")
        if row.get("role") == "user":
            said = _said(session, len(drafts), text_of(content))
            if said:
                drafts.append(TurnBuilder(AGENT, session, said.uid, settled=False))
                drafts[-1].say(said)
        elif drafts:
            _note(drafts[-1], content)
    turns = []
    for at, draft in enumerate(drafts):
        draft.settled = at < len(drafts) - 1
        turns.append(draft.freeze("completed" if draft.response or draft.settled else "open"))
    subagent = "subagents" in source.parents
    return Transcript(AGENT, session, () if subagent else tuple(turns), "", "", rows, {}, subagent)


def _said(session: str, ordinal: int, text: str) -> Utterance | None:
    queries = _QUERY.findall(text)
    words = "\n\n".join(queries) if queries else ""
    if not words:
        return None
    made = hashlib.sha256(f"{session}\0{ordinal}\0{words}".encode("utf-8", "replace")).hexdigest()[:16]
    return Utterance("typed", words, f"c:{made}")


def _note(draft: TurnBuilder, content: Any) -> None:
    blocks = [mapping(block) for block in content] if isinstance(content, list) else []
    text = text_of(content)
    draft.response = text or draft.response
    for block in blocks:
        if block.get("type") != "tool_use":
            continue
        name, given = str(block.get("name")), mapping(block.get("input"))
        draft.tools[name] += 1
        if name in _EDITORS:
            draft.edit(given.get("path") or given.get("file_path") or given.get("target_file"))
        elif name in _SHELLS:
            draft.shell(given.get("command"), "", None)
