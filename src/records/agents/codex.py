"""Codex: its hooks' payloads, its settings, the places of its rollouts.

Source of events and payloads: developers.openai.com/codex/hooks. Hooks are on by default now; older versions want
`hooks`, once `codex_hooks`, in `[features]`.

Read Codex's rollouts: lines of `{timestamp, type, payload}`, turns with ids of their own.

A person speaks in `event_msg/user_message` only; `response_item` rows with role `user` also hold
instructions and environment, and `compacted.replacement_history` repeats old words.
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
from records.agents.home import CommandFolder, CommandFormat, Home, TomlEntry
from records.agents.hook_event import HookEvent
from records.agents.hook_settings import JsonHooks, hook_command
from records.agents.json_lines import mapping, objects, text_of
from records.agents.times import stamp
from records.agents.transcript import Source, Transcript
from records.agents.turn_builder import TurnBuilder
from records.model.turn import Utterance

HOOK_EVENTS = {
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
                    "command": hook_command("", "codex", event),
                    "timeout": 1 if event == "SessionEnd" else 5,
                }
            ]
        }
        for event in _INSTALLED
    },
    toml=(".codex/config.toml", "features", "hooks = true"),
    note="Codex asks once before it runs a project's hooks: open it here and accept them in /hooks.",
)

# Source of the MCP entry: developers.openai.com/codex/mcp.
HOME = Home(
    name="codex",
    title="Codex",
    entries=(
        TomlEntry(".codex/config.toml", ("[mcp_servers.records]", 'command = "records"', 'args = ["mcp"]')),
    ),
    rules="AGENTS.md",
    commands=(CommandFolder(".agents/skills", CommandFormat.SKILLS),),
    note="Codex reads a project's settings only where it trusts the project; call the skills as $phr, $adr, $why.",
)


def hook(event: str, payload: dict[str, Any]) -> HookEvent | None:
    """What a payload tells; `notify` tells a finished turn with all its prompts at once."""
    if payload.get("type") == "agent-turn-complete":
        return _notify(payload)
    event = str(payload.get("hook_event_name") or event)
    kind = HOOK_EVENTS.get(event)
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


AGENT = "codex"
_ROWS = frozenset(
    ["session_meta", "event_msg", "response_item", "turn_context", "compacted", "world_state", "inter_agent"]
)
_PATCHED = re.compile(r"^\*\*\* (?:(?:Add|Update|Delete) File|Move to): (.+?)\s*$", re.M)
_RUNNING = re.compile(r"session ID:? (\d+)")
_INSTRUCTIONS = ("user_instructions", "environment_context")


def read(source: Source) -> Transcript:
    """The turns of a rollout; a subagent's rollout has none."""
    reader = _Reader(source)
    for row in objects(source.data):
        reader.take(row)
    return reader.result()


class _Reader:
    """The state of reading one rollout from top to bottom."""

    def __init__(self, source: Source) -> None:
        self.session = ""
        stem = source.name.rsplit("/", 1)[-1].removesuffix(".jsonl")
        self.stem = stem[-36:] if stem.startswith("rollout-") else stem
        self.meta: dict[str, Any] = {}
        self.drafts: list[TurnBuilder] = []
        self.by_id: dict[str, TurnBuilder] = {}
        self.closed = True
        self.turn_id = ""
        self.calls: dict[str, tuple[str, str, TurnBuilder]] = {}
        self.running: dict[str, str] = {}
        self.context: dict[str, Any] = {}
        self.rows = 0
        self.unknown: Counter[str] = Counter()

    def take(self, row: dict[str, Any]) -> None:
        """Read one line."""
        self.rows += 1
        kind, payload = str(row.get("type")), mapping(row.get("payload"))
        when = stamp(row.get("timestamp"))
        if kind == "session_meta":
            self.meta = self.meta or payload
        elif kind == "turn_context":
            self._context(payload)
        elif kind == "event_msg":
            self._event(str(payload.get("type")), payload, when)
        elif kind == "response_item":
            self._item(str(payload.get("type")), payload)
        elif kind not in _ROWS:
            self.unknown[kind] += 1

    def result(self) -> Transcript:
        """What was read; a turn without an end is open when it is the last, else interrupted."""
        session = str(self.meta.get("id") or self.meta.get("session_id") or self.stem)
        nested = self.meta.get("thread_source") == "subagent"
        subagent = nested or isinstance(self.meta.get("source"), dict)
        turns = []
        for at, draft in enumerate(self.drafts):
            last = at == len(self.drafts) - 1
            draft.settled = draft.state != "open" or not last
            turn = draft.freeze("interrupted" if draft.state == "open" and not last else None)
            turns.append(replace(turn, session=session))
        kept = () if subagent else tuple(turn for turn in turns if turn.utterances)
        version = str(self.meta.get("cli_version") or "")
        cwd = str(self.meta.get("cwd") or "")
        return Transcript(AGENT, session, kept, cwd, version, self.rows, self.unknown, subagent)

    @property
    def turn(self) -> TurnBuilder | None:
        """The turn that is being read."""
        return self.drafts[-1] if self.drafts else None

    def _context(self, payload: dict[str, Any]) -> None:
        self.context = payload
        turn_id = str(payload.get("turn_id") or "")
        if turn_id and turn_id != self.turn_id and self.closed:
            self.turn_id = turn_id
        if self.turn and not self.closed:
            self._apply_context(self.turn)

    def _apply_context(self, draft: TurnBuilder) -> None:
        draft.cwd = str(self.context.get("cwd") or draft.cwd)
        model = str(self.context.get("model") or "")
        if model:
            draft.models[model] += 1

    def _start(self, turn_id: str) -> TurnBuilder:
        git = mapping(self.meta.get("git"))
        draft = TurnBuilder(AGENT, "", turn_id or f"{self.stem}:{len(self.drafts)}")
        draft.branch = str(git.get("branch") or "")
        draft.cwd = str(self.meta.get("cwd") or "")
        self._apply_context(draft)
        self.drafts.append(draft)
        self.by_id[draft.key] = draft
        self.closed = False
        return draft

    def _event(self, kind: str, payload: dict[str, Any], when: str) -> None:
        if kind in ("task_started", "turn_started"):
            self.turn_id, self.closed = str(payload.get("turn_id") or ""), True
        elif kind == "user_message":
            self._said(payload, when)
        elif kind in ("task_complete", "turn_complete"):
            self._end("completed", payload, when)
        elif kind == "turn_aborted":
            self._end("interrupted", payload, when)
        elif kind == "error":
            self._end("failed", payload, when)
        elif kind == "thread_rolled_back":
            count = payload.get("num_turns")
            for draft in self.drafts[-count:] if isinstance(count, int) and count > 0 else ():
                draft.discarded = True
        elif self.turn is not None:
            self._note(kind, payload, when, self.turn)

    def _said(self, payload: dict[str, Any], when: str) -> None:
        text = str(payload.get("message") or "")
        pictures = [payload.get("images"), payload.get("local_images")]
        images = sum(len(some) for some in pictures if isinstance(some, list))
        if payload.get("kind") in _INSTRUCTIONS or not (text.strip() or images):
            return
        draft = self.turn
        if draft is None or self.closed:
            draft = self.by_id.get(self.turn_id) or self._start(self.turn_id)
            self.closed = False
        ordinal = len(draft.utterances)
        kind = "steer" if ordinal else "typed"
        draft.say(Utterance(kind, text, f"{draft.key}:{ordinal}", when, images))

    def _note(self, kind: str, payload: dict[str, Any], when: str, draft: TurnBuilder) -> None:
        draft.ended = when or draft.ended
        if kind == "agent_message":
            if payload.get("phase") in (None, "final_answer") or not draft.response:
                draft.response = str(payload.get("message") or "")
        elif kind == "patch_apply_end":
            self.calls.pop(str(payload.get("call_id")), None)
            changes = mapping(payload.get("changes"))
            for path, change in changes.items() if payload.get("success") else ():
                draft.edit(path)
                draft.edit(mapping(change).get("move_path"))
            draft.tools["apply_patch"] += 1
        elif kind == "token_count":
            last = mapping(mapping(payload.get("info")).get("last_token_usage"))
            if last:
                draft.spend(
                    mapping(mapping(payload.get("info")).get("total_token_usage")).get("total_tokens"),
                    input=last.get("input_tokens"),
                    output=last.get("output_tokens"),
                    cache_read=last.get("cached_input_tokens"),
                    reasoning=last.get("reasoning_output_tokens"),
                )

    def _end(self, state: str, payload: dict[str, Any], when: str) -> None:
        draft = self.by_id.get(str(payload.get("turn_id") or "")) or self.turn
        if draft is None:
            return
        draft.state, draft.ended = state, when
        draft.response = str(payload.get("last_agent_message") or draft.response)
        self.closed = True

    def _item(self, kind: str, payload: dict[str, Any]) -> None:
        if self.turn is None:
            return
        call_id = str(payload.get("call_id"))
        if kind in ("function_call", "custom_tool_call", "local_shell_call"):
            self._call(kind, call_id, payload, self.turn)
        elif kind.endswith("_call_output"):
            self._output(call_id, _output_text(payload.get("output")))

    def _call(self, kind: str, call_id: str, payload: dict[str, Any], draft: TurnBuilder) -> None:
        name = str(payload.get("name") or "shell")
        if kind == "custom_tool_call":
            given: dict[str, Any] = {"input": payload.get("input")}
        elif kind == "local_shell_call":
            given = mapping(payload.get("action"))
        else:
            given = _arguments(payload.get("arguments"))
        command = given.get("cmd") or given.get("command") or ""
        if isinstance(command, list):
            words = [str(word) for word in command]
            is_script = len(words) == 3 and words[1] in ("-lc", "-c")
            command = words[2] if is_script else " ".join(words)
        if name == "write_stdin":
            command = self.running.get(str(given.get("session_id")), "")
        if name == "apply_patch":
            command = str(given.get("input") or "")
        else:
            draft.tools[name] += 1
        self.calls[call_id] = (name, str(command), draft)

    def _output(self, call_id: str, output: str) -> None:
        name, command, draft = self.calls.pop(call_id, ("", "", None))
        if draft is None or not command:
            return
        code = test_runs.exit_code(output)
        if name == "apply_patch" or command.startswith("*** Begin Patch"):
            for path in _PATCHED.findall(command) if code in (None, 0) else ():
                draft.edit(path)
            return
        still = _RUNNING.search(output[:300]) if code is None else None
        if still:
            self.running[still.group(1)] = command
        else:
            draft.shell(command, output, code)


def _arguments(text: Any) -> dict[str, Any]:
    try:
        return mapping(json.loads(text)) if isinstance(text, str) else mapping(text)
    except ValueError:
        return {}


def _output_text(output: Any) -> str:
    """The output of a call: plain text, or an object that holds it beside the exit code."""
    if isinstance(output, str) and output.startswith("{"):
        told = _arguments(output)
        code = mapping(told.get("metadata")).get("exit_code")
        if "output" in told:
            head = f"Process exited with code {code}\n" if isinstance(code, int) else ""
            return head + str(told["output"])
    return text_of(output)
