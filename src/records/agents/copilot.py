"""GitHub Copilot CLI and VS Code's agent: hooks' payloads, settings, places of the events.

Sources of events and payloads: docs.github.com, "Using hooks with GitHub Copilot CLI"; for `agentStop`
github.com/github/docs/pull/43876.

Read GitHub Copilot CLI's `events.jsonl`: typed events with ids and interaction ids.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from records.agents import test_runs
from records.agents.home import SERVER, CommandFolder, CommandFormat, Home, JsonEntry
from records.agents.hook_event import HookEvent
from records.agents.hook_settings import JsonHooks, hook_command
from records.agents.json_lines import mapping, objects
from records.agents.times import stamp
from records.agents.transcript import Source, Transcript
from records.agents.turn_builder import TurnBuilder
from records.model.turn import Utterance

HOOK_EVENTS = {
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
        "bash": hook_command("", "copilot", event),
        "powershell": f"records capture hook copilot {event}",
        "cwd": ".",
        "timeoutSec": 2 if event == "sessionEnd" else 5,
    }


SETTINGS = JsonHooks(
    path=".github/hooks/records.json",
    entries={event: _entry(event) for event in HOOK_EVENTS},
    head={"version": 1},
    own=True,
)

# VS Code reads `servers` in `.vscode/mcp.json`, the command line `mcpServers` in `.github/mcp.json`. Sources:
# code.visualstudio.com/docs/copilot/chat/mcp-servers; docs.github.com, "Adding MCP servers for GitHub Copilot CLI".
HOME = Home(
    name="copilot",
    title="GitHub Copilot",
    entries=(
        JsonEntry((".vscode/mcp.json",), ("servers",), {"type": "stdio", **SERVER}),
        JsonEntry((".github/mcp.json",), ("mcpServers",), {"type": "stdio", **SERVER, "tools": ["*"]}),
    ),
    rules="AGENTS.md",
    commands=(CommandFolder(".github/skills", CommandFormat.SKILLS),),
    note="VS Code asks once before it starts the server: open .vscode/mcp.json and press Start.",
)


def hook(event: str, payload: dict[str, Any]) -> HookEvent | None:
    """What a payload tells; it does not name its event, so the caller must."""
    kind = HOOK_EVENTS.get(event)
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
        exit_code=test_runs.exit_code(output),
    )


def places(roots: list[str], home: Path, environment: Mapping[str, str]) -> Iterator[Path]:
    """Yield the events of sessions that ran in one of the work trees, as their first line tells."""
    base = Path(environment.get("COPILOT_HOME") or home / ".copilot") / "session-state"
    for path in sorted(base.glob("*/events.jsonl")):
        with path.open("rb") as file:
            head = file.readline(65536)
        if any(f'"{root}"'.encode() in head or f'"{root}/'.encode() in head for root in roots):
            yield path


AGENT = "copilot"
_EDITORS = ("edit", "create", "str_replace_editor", "str_replace", "write")
_SHELLS = ("bash", "powershell", "shell")
_ANSWERED = re.compile(r"User (?:responded|selected|answered): (.+)", re.S)
_KNOWN = "session. hook. user. assistant. tool. permission. system. subagent. skill. abort mcp. model."
_PREFIXES = tuple(_KNOWN.split())


def read(source: Source) -> Transcript:
    """The turns of a session's events."""
    reader = _Reader(source)
    for row in objects(source.data):
        reader.take(row)
    return reader.result()


class _Reader:
    """The state of reading one file of events."""

    def __init__(self, source: Source) -> None:
        stem = source.name.rsplit("/", 1)[-1].removesuffix(".jsonl")
        self.session = source.parents[-1] if stem == "events" and source.parents else stem
        self.context: dict[str, Any] = {}
        self.drafts: list[TurnBuilder] = []
        self.calls: dict[str, tuple[str, dict[str, Any], TurnBuilder]] = {}
        self.seen: set[str] = set()
        self.version = ""
        self.rows = 0
        self.unknown: Counter[str] = Counter()

    def take(self, row: dict[str, Any]) -> None:
        """Read one event; a copy of an earlier one is passed over."""
        self.rows += 1
        kind, data = str(row.get("type")), mapping(row.get("data"))
        uid = str(row.get("id") or "")
        if uid and uid in self.seen:
            return
        self.seen.add(uid)
        when = stamp(row.get("timestamp"))
        if kind in ("session.start", "session.resume"):
            self._start(data)
        elif kind == "user.message":
            self._said(uid, data, when)
        elif self.drafts:
            self._note(kind, data, when, self.drafts[-1])
        if not kind.startswith(_PREFIXES):
            self.unknown[kind] += 1

    def result(self) -> Transcript:
        """What was read; the last turn is settled when its answer was followed by a turn's end."""
        turns = []
        for at, draft in enumerate(self.drafts):
            last = at == len(self.drafts) - 1
            draft.settled = draft.settled or not last
            state = "completed" if draft.state == "answered" else draft.state
            if state == "open" and not last:
                state = "interrupted"
            turns.append(replace(draft.freeze(state), session=self.session))
        cwd = str(self.context.get("cwd") or "")
        return Transcript(AGENT, self.session, tuple(turns), cwd, self.version, self.rows, self.unknown)

    def _start(self, data: dict[str, Any]) -> None:
        self.session = str(data.get("sessionId") or self.session)
        self.context = mapping(data.get("context")) or self.context
        self.version = str(data.get("copilotVersion") or self.version)

    def _said(self, uid: str, data: dict[str, Any], when: str) -> None:
        text = str(data.get("content") or "")
        source = str(data.get("source") or "user")
        attached = data.get("attachments")
        images = len(attached) if isinstance(attached, list) and not text.strip() else 0
        made = source.startswith(("skill", "system", "agent", "autopilot", "schedule"))
        if made or data.get("parentToolCallId") or not (text.strip() or images):
            return
        key = str(data.get("interactionId") or uid)
        steering = data.get("delivery") == "steering"
        if not self.drafts or not (steering or self.drafts[-1].key == key):
            draft = TurnBuilder(AGENT, self.session, key, settled=False)
            draft.branch = str(self.context.get("branch") or "")
            draft.cwd = str(self.context.get("cwd") or "")
            self.drafts.append(draft)
        kind = "steer" if steering else "typed"
        self.drafts[-1].say(Utterance(kind, text, uid or f"{key}:{when}", when, images))
        self.drafts[-1].state = "open"

    def _note(self, kind: str, data: dict[str, Any], when: str, draft: TurnBuilder) -> None:
        if kind == "assistant.message":
            self._answer(data, when, draft)
        elif kind in ("assistant.turn_end", "session.idle", "session.shutdown"):
            draft.settled = draft.state != "open" or kind == "session.shutdown"
        elif kind == "abort":
            draft.state, draft.settled = "interrupted", True
        elif kind == "session.error":
            draft.state = "failed"
        elif kind == "tool.execution_start":
            name = str(data.get("toolName"))
            draft.tools[name] += 1
            self.calls[str(data.get("toolCallId"))] = (name, mapping(data.get("arguments")), draft)
        elif kind == "tool.execution_complete":
            self._result(data, when)

    def _answer(self, data: dict[str, Any], when: str, draft: TurnBuilder) -> None:
        draft.ended = when or draft.ended
        if data.get("model"):
            draft.models[str(data["model"])] += 1
        draft.spend(data.get("messageId"), output=data.get("outputTokens"))
        if data.get("parentToolCallId"):
            return
        if data.get("content"):
            draft.response = str(data["content"])
        calls = data.get("toolRequests")
        draft.state = "open" if calls or not data.get("content") else "answered"
        draft.settled = False

    def _result(self, data: dict[str, Any], when: str) -> None:
        call_id = str(data.get("toolCallId"))
        name, given, draft = self.calls.pop(call_id, ("", {}, None))
        if draft is None:
            return
        result = mapping(data.get("result"))
        output = str(result.get("detailedContent") or result.get("content") or "")
        if name in _EDITORS and data.get("success"):
            draft.edit(given.get("path") or given.get("file_path"))
        elif name in _SHELLS:
            draft.shell(given.get("command"), output, test_runs.exit_code(output))
        elif name == "ask_user":
            answered = _ANSWERED.match(output)
            if answered:
                words = answered.group(1).strip()
                draft.say(Utterance("answer", words, f"a:{call_id}", when, aside=True))
