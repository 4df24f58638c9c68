"""Codex: hook payloads, hook settings, rollouts.

Source of events and payloads: developers.openai.com/codex/hooks. Hooks are on by default now; older versions want
`hooks`, once `codex_hooks`, in `[features]`.

A rollout has lines of `{timestamp, type, payload}`, and turns with ids of their own. A person speaks in
`event_msg/user_message`, since 0.150 in `event_msg/item_completed` with a `UserMessage`; `response_item` rows with role
`user` also hold instructions and environment, and `compacted.replacement_history` repeats old words.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import records.regex as re
from records.agents import classify, origin, prompt_history, test_runs
from records.agents.briefing_hook import briefing_hooks
from records.agents.canary import Canary
from records.agents.home import CommandFolder, CommandFormat, Home, TomlEntry, own_plugin
from records.agents.hook_event import HookEvent
from records.agents.hook_settings import JsonHooks, hook_command
from records.agents.json_lines import count_files, mapping, mappings, objects, parse_object, text_of
from records.agents.prompt_history import ListedPrompt
from records.agents.questions import answers
from records.agents.search import Search
from records.agents.times import seconds, stamp
from records.agents.transcript import Source, Transcript, UnknownRows, read_rows, session_in
from records.agents.turn_builder import TurnBuilder, patched_paths
from records.dataclass import replace
from records.model.turn import TurnState, Utterance, UtteranceKind
from records.regular_file import read_bytes
from records.text.data_text import parse_toml

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

AGENT = "codex"
HOOK_EVENTS = {
    "SessionStart": "start",
    "UserPromptSubmit": "prompt",
    "PostToolUse": "tool",
    "SubagentStop": "subagent",
    "Stop": "stop",
    "StopFailure": "fail",
    "SessionEnd": "end",
}
ACTING_TOOLS = frozenset(("apply_patch", "exec_command", "shell"))
_INSTALLED = ("SessionStart", "UserPromptSubmit", "Stop", "SessionEnd")

CANARY = Canary("UserPromptSubmit", "session_id", names_event=True)
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
    note="Codex runs a project's hooks only after you accepted them.",
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
    briefing=briefing_hooks(SETTINGS.path, ""),
    note="Codex reads a project's settings only where it trusts the project; call the skills as $phr, $adr, $why.",
)

_ROWS = frozenset((
    "session_meta", "event_msg", "response_item", "turn_context", "compacted", "world_state", "inter_agent",
    "token_usage_record",
))  # fmt: skip
_ITEMS = frozenset((
    "UserMessage", "AgentMessage", "FileChange", "CommandExecution", "ContextCompaction", "Reasoning",
    "McpToolCall", "DynamicToolCall", "WebSearch", "ImageView", "ImageGeneration", "Plan", "EnteredReviewMode",
    "ExitedReviewMode", "HookPrompt", "CollabAgentToolCall", "SubAgentActivity", "Sleep",
))  # fmt: skip
_RUNNING = re.compile(r"session ID:? (\d+)")
_INSTRUCTIONS = ("user_instructions", "environment_context")
_EDITOR_CONTEXT = re.compile(r"\s*# [^\n]+:\n.*?^## My request(?: for [^\n]+)?:[ \t]*\n(.*)\Z", re.S | re.M)
_MIRRORED = 5.0  # seconds within which a prompt is written as a row of both kinds
_COPIED = 5.0  # seconds after a fork began within which its rows are copies of its parent's


def hook(event: str, payload: dict[str, Any]) -> HookEvent | None:
    """Return the event of a payload; `notify` reports a finished turn with all its prompts at once."""
    if payload.get("type") == "agent-turn-complete":
        return _notify(payload)
    event = str(payload.get("hook_event_name") or event)
    kind = HOOK_EVENTS.get(event)
    prompt = text_of(payload.get("prompt"))
    is_subagent = payload.get("agent_id") or payload.get("parent_thread_id")
    if kind is None or is_subagent or (kind == "prompt" and classify.is_generated(prompt)):
        return None
    arguments = mapping(payload.get("tool_input"))
    result = payload.get("tool_response")
    return HookEvent(
        agent=AGENT,
        event=kind,
        session=str(payload.get("session_id") or ""),
        key=str(payload.get("turn_id") or ""),
        texts=(_typed_text(prompt),) if kind == "prompt" else (),
        response=str(payload.get("last_assistant_message") or ""),
        model=str(payload.get("model") or ""),
        cwd=str(payload.get("cwd") or ""),
        transcript=str(payload.get("transcript_path") or ""),
        state={"stop": TurnState.COMPLETED, "fail": TurnState.FAILED}.get(kind),
        command=str(arguments.get("command") or ""),
        output=result if isinstance(result, str) else text_of(result),
    )


def _notify(payload: dict[str, Any]) -> HookEvent:
    messages = payload.get("input-messages")
    return HookEvent(
        agent=AGENT,
        event="prompt",
        session=str(payload.get("thread-id") or ""),
        key=str(payload.get("turn-id") or ""),
        texts=tuple(_typed_text(str(text)) for text in messages) if isinstance(messages, list) else (),
        response=str(payload.get("last-assistant-message") or ""),
        cwd=str(payload.get("cwd") or ""),
        state=TurnState.COMPLETED,
    )


def transcript_paths(roots: list[str], search: Search) -> Iterator[Path]:
    """Yield all rollouts, also archived and compressed ones; where each ran is in its first line."""
    base = search.folder("CODEX_HOME", ".codex")
    for folder in ("sessions", "archived_sessions"):
        yield from search.files(base / folder, "**/rollout-*.jsonl", "**/rollout-*.jsonl.zst")


def plugin(root: str, search: Search) -> str:
    """Return the name under which the plugin of `records` is enabled in a person's settings; else empty."""
    try:
        path = search.folder("CODEX_HOME", ".codex") / "config.toml"
        settings = parse_toml(read_bytes(path).decode("utf-8"))
    except (OSError, ValueError):
        return ""
    plugins = mapping(settings.get("plugins"))
    return own_plugin(name for name, value in plugins.items() if mapping(value).get("enabled") is True)


def history_path(search: Search) -> Path:
    """Return the file in which Codex keeps every prompt."""
    return search.folder("CODEX_HOME", ".codex") / "history.jsonl"


def read_history(path: Path) -> list[Transcript]:
    """Return the prompts of Codex's list, by session; it does not say in which folder they were typed.

    Raises:
        OSError: the file cannot be read.
    """
    rows = objects(read_bytes(path))
    return prompt_history.transcripts(
        AGENT,
        (
            ListedPrompt(
                str(row.get("session_id") or ""), "", row.get("ts"), _typed_text(str(row.get("text") or ""))
            )
            for row in rows
        ),
    )


def recognise(rows: list[dict[str, Any]]) -> bool:
    """Return whether the first rows of a file are a rollout's."""
    return any("payload" in row and "timestamp" in row for row in rows)


def _typed_text(text: str) -> str:
    """Return the request without the context that an editor put before it."""
    match = _EDITOR_CONTEXT.match(text)
    return match.group(1).strip() if match else text


def read(source: Source) -> Transcript:
    """Return the turns of a rollout; a subagent's rollout has none."""
    return read_rows(_Reader(source), source)


class _Reader:
    """Reads one rollout from top to bottom."""

    def __init__(self, source: Source) -> None:
        self.stem = session_in(source.name)
        self.meta: dict[str, Any] = {}
        self.ancestor = ""
        self.fork_time = 0.0
        self.builders: list[TurnBuilder] = []
        self.by_id: dict[str, TurnBuilder] = {}
        self.is_closed = True
        self.turn_id = ""
        self.by_program: dict[str, None] = {}
        self.calls: dict[str, tuple[str, str, TurnBuilder]] = {}
        self.running: dict[str, str] = {}
        self.executed_ids: set[str] = set()
        self.context: dict[str, Any] = {}
        self.has_usage_records = False
        self.unpaired: dict[tuple[str, bool, int], list[str]] = {}
        self.rows = 0
        self.unknown = UnknownRows()

    def take(self, row: dict[str, Any]) -> None:
        """Read one line."""
        self.rows += 1
        kind, payload = str(row.get("type")), mapping(row.get("payload"))
        when = stamp(row.get("timestamp"))
        if kind == "session_meta":
            self._session(payload)
        elif kind == "turn_context":
            self._context(payload)
        elif kind == "event_msg":
            self._event(str(payload.get("type")), payload, when)
        elif kind == "response_item":
            self._item(str(payload.get("type")), payload, when)
        elif kind == "token_usage_record":
            self._usage(payload)
        elif kind not in _ROWS:
            self.unknown.add(kind, row)

    def result(self) -> Transcript:
        """Return the transcript; a turn without an end is open when it is the last, else interrupted."""
        session = str(self.meta.get("id") or self.meta.get("session_id") or self.stem)
        is_subagent = self.meta.get("thread_source") == "subagent" or isinstance(
            self.meta.get("source"), dict
        )
        turns = []
        for index, builder in enumerate(self.builders):
            last = index == len(self.builders) - 1
            state = TurnState.INTERRUPTED if builder.state == TurnState.OPEN and not last else builder.state
            builder.is_settled = not last or state != TurnState.OPEN
            turns.append(replace(builder.freeze(state), session=session))
        return Transcript(
            AGENT,
            session,
            () if is_subagent else tuple(turn for turn in turns if turn.utterances),
            str(self.meta.get("cwd") or ""),
            str(self.meta.get("cli_version") or ""),
            self.rows,
            self.unknown.kinds,
            is_subagent,
            self.unknown.lossy,
            ("*",) if is_subagent else tuple(self.by_program),
        )

    @property
    def turn(self) -> TurnBuilder | None:
        """Return the turn that is being read."""
        return self.builders[-1] if self.builders else None

    def _session(self, payload: dict[str, Any]) -> None:
        """Note a session's head; a fork's own is followed by those of its ancestors."""
        if self.meta:
            self.ancestor = str(payload.get("id") or self.ancestor)
        self.meta = self.meta or payload

    def _context(self, payload: dict[str, Any]) -> None:
        self.context = payload
        turn_id = str(payload.get("turn_id") or "")
        if turn_id and turn_id != self.turn_id and self.is_closed:
            self.turn_id = turn_id
        if self.turn and not self.is_closed:
            self._apply_context(self.turn)

    def _apply_context(self, builder: TurnBuilder) -> None:
        builder.cwd = str(self.context.get("cwd") or builder.cwd)
        model = str(self.context.get("model") or "")
        if model:
            builder.models[model] += 1

    def _start(self, turn_id: str, when: str) -> TurnBuilder:
        origin = self.stem
        if self.meta.get("forked_from_id") and seconds(when) - self.fork_time <= _COPIED:
            origin = self.ancestor or str(self.meta["forked_from_id"])
        builder = TurnBuilder(AGENT, "", turn_id or f"{origin}:{len(self.builders)}")
        builder.branch = str(mapping(self.meta.get("git")).get("branch") or "")
        builder.cwd = str(self.meta.get("cwd") or "")
        self._apply_context(builder)
        self.builders.append(builder)
        self.by_id[builder.key] = builder
        self.is_closed = False
        return builder

    def _event(self, kind: str, payload: dict[str, Any], when: str) -> None:
        self.fork_time = self.fork_time or seconds(when)
        if kind in ("task_started", "turn_started"):
            self._task(payload)
        elif kind == "user_message":
            if payload.get("kind") not in _INSTRUCTIONS:
                images = len(mappings(payload.get("images"))) + len(mappings(payload.get("local_images")))
                self._say(text_of(payload.get("message")), images, "", when)
        elif kind == "item_completed":
            self._completed(mapping(payload.get("item")), payload, when)
        elif kind in ("task_complete", "turn_complete"):
            self._end(TurnState.COMPLETED, payload, when)
        elif kind == "turn_aborted":
            self._end(TurnState.INTERRUPTED, payload, when)
        elif kind == "error":
            self._end(TurnState.FAILED, payload, when)
        elif kind == "thread_rolled_back":
            count = payload.get("num_turns")
            for builder in self.builders[-count:] if isinstance(count, int) and count > 0 else ():
                builder.is_discarded = True
        elif self.turn is not None:
            self._note(kind, payload, when, self.turn)

    def _task(self, payload: dict[str, Any]) -> None:
        """Note the start of a turn, and who triggered it."""
        self.turn_id, self.is_closed = str(payload.get("turn_id") or ""), True
        attribution = mapping(payload.get("turn_attribution"))
        is_nested = attribution.get("parent_turn_id") or attribution.get("initiating_agent_path")
        if is_nested or origin.is_program(attribution):
            self.by_program[self.turn_id] = None

    def _completed(self, item: dict[str, Any], payload: dict[str, Any], when: str) -> None:
        """Read a finished item, as versions since 0.150 report prompts, answers, edits and commands."""
        kind = str(item.get("type"))
        kind = kind[:1].upper() + kind[1:]  # the app server writes `userMessage`
        if kind == "UserMessage":
            if origin.is_program(item):
                return
            content = mappings(item.get("content"))
            images = count_files(content)
            self.turn_id = str(payload.get("turn_id") or self.turn_id)
            self._say(text_of(content), images, str(item.get("id") or ""), when)
        elif kind not in _ITEMS:
            self.unknown.add(f"item_completed/{kind}", item)
        elif (builder := self.by_id.get(str(payload.get("turn_id"))) or self.turn) is not None:
            self._finish_item(kind, item, builder, when)

    def _finish_item(self, kind: str, item: dict[str, Any], builder: TurnBuilder, when: str) -> None:
        builder.end_time = when or builder.end_time
        if kind == "AgentMessage":
            text = "\n".join(str(block.get("text") or "") for block in mappings(item.get("content"))).strip()
            builder.response = text or builder.response
        elif kind == "FileChange":
            self._note_patch(
                str(item.get("id")), item.get("changes"), item.get("status") == "completed", builder
            )
        elif kind == "CommandExecution":
            self.executed_ids.add(str(item.get("id")))
            code = item.get("exit_code")
            output = str(item.get("aggregated_output") or item.get("stdout") or "")
            builder.shell(_script(item.get("command")), output, code if isinstance(code, int) else None)

    def _note_patch(self, call_id: str, changes: Any, is_success: bool, builder: TurnBuilder) -> None:
        self.calls.pop(call_id, None)
        for path, change in mapping(changes).items() if is_success else ():
            builder.edit(path)
            builder.edit(mapping(change).get("move_path"))
        builder.tools["apply_patch"] += 1

    def _say(self, text: str, images: int, uid: str, when: str) -> None:
        if not (text.strip() or images) or self.turn_id in self.by_program or self._is_copy(text, uid, when):
            return
        builder = self.turn
        if builder is None or self.is_closed:
            builder = self.by_id.get(self.turn_id) or self._start(self.turn_id, when)
            self.is_closed = False
        ordinal = len(builder.utterances)
        if uid and uid in builder.utterance_ids:
            return
        kind = UtteranceKind.STEER if ordinal else UtteranceKind.TYPED
        builder.say(Utterance(kind, _typed_text(text), uid or f"{builder.key}:{ordinal}", when, images))

    def _is_copy(self, text: str, uid: str, when: str) -> bool:
        """Return whether the message was read already: as a row of the other kind, or as the same row.

        Some versions write a prompt both as a `user_message`, which has no id, and as an item.
        """
        place = int(seconds(when) // _MIRRORED)
        for step in (0, -1, 1):
            others = self.unpaired.get((text, not uid, place + step), [])
            for other in others:
                if abs(seconds(when) - seconds(other)) <= _MIRRORED:
                    others.remove(other)
                    return True
        same = self.unpaired.setdefault((text, bool(uid), place), [])
        is_repeated = not uid and bool(when) and when in same
        same.append(when)
        return is_repeated

    def _note(self, kind: str, payload: dict[str, Any], when: str, builder: TurnBuilder) -> None:
        builder.end_time = when or builder.end_time
        if kind == "agent_message":
            if payload.get("phase") in (None, "final_answer") or not builder.response:
                builder.response = str(payload.get("message") or "")
        elif kind == "patch_apply_end":
            self._note_patch(
                str(payload.get("call_id")), payload.get("changes"), bool(payload.get("success")), builder
            )
        elif kind == "token_count" and not self.has_usage_records:
            info = mapping(payload.get("info"))
            last = mapping(info.get("last_token_usage"))
            if last:
                _spend(builder, mapping(info.get("total_token_usage")).get("total_tokens"), last)

    def _usage(self, payload: dict[str, Any]) -> None:
        """Note the tokens of one response; `token_count` events repeat them."""
        self.has_usage_records = True
        builder = self.by_id.get(str(payload.get("root_turn_id") or payload.get("turn_id"))) or self.turn
        if builder is not None:
            _spend(builder, payload.get("response_id"), mapping(payload.get("usage")))

    def _end(self, state: TurnState, payload: dict[str, Any], when: str) -> None:
        builder = self.by_id.get(str(payload.get("turn_id") or "")) or self.turn
        if builder is None:
            return
        builder.state, builder.end_time = state, when
        builder.response = str(payload.get("last_agent_message") or builder.response)
        self.is_closed = True

    def _item(self, kind: str, payload: dict[str, Any], when: str) -> None:
        if self.turn is None:
            return
        call_id = str(payload.get("call_id"))
        if kind in ("function_call", "custom_tool_call", "local_shell_call"):
            self._call(kind, call_id, payload, self.turn)
        elif kind.endswith("_call_output"):
            self._output(call_id, _output_text(payload.get("output")), when)

    def _call(self, kind: str, call_id: str, payload: dict[str, Any], builder: TurnBuilder) -> None:
        name = str(payload.get("name") or "shell")
        if kind == "custom_tool_call":
            arguments: dict[str, Any] = {"input": payload.get("input")}
        elif kind == "local_shell_call":
            arguments = mapping(payload.get("action"))
        else:
            arguments = parse_object(payload.get("arguments"))
        command = _script(arguments.get("cmd") or arguments.get("command") or "")
        if name == "write_stdin":
            command = self.running.get(str(arguments.get("session_id")), "")
        if name == "apply_patch":
            command = str(arguments.get("input") or "")
        else:
            builder.tools[name] += 1
        self.calls[call_id] = (name, command, builder)

    def _output(self, call_id: str, output: str, when: str) -> None:
        name, command, builder = self.calls.pop(call_id, ("", "", None))
        if builder is not None and name == "request_user_input":
            for utterance in answers(parse_object(output).get("answers"), call_id, when):
                builder.say(utterance)
        if builder is None or not command or call_id in self.executed_ids:
            return
        code = test_runs.exit_code(output)
        if name == "apply_patch" or command.startswith("*** Begin Patch"):
            for path in patched_paths(command) if code in (None, 0) else ():
                builder.edit(path)
            return
        running = _RUNNING.search(output[:300]) if code is None else None
        if running:
            self.running[running.group(1)] = command
        else:
            builder.shell(command, output, code)


def _spend(builder: TurnBuilder, key: Any, usage: dict[str, Any]) -> None:
    builder.spend(
        key,
        input=usage.get("input_tokens"),
        output=usage.get("output_tokens"),
        cache_read=usage.get("cached_input_tokens"),
        reasoning=usage.get("reasoning_output_tokens"),
    )


def _script(command: Any) -> str:
    """Return a shell command as one string; of `bash -lc SCRIPT` the script."""
    if not isinstance(command, list):
        return str(command or "")
    words = [str(word) for word in command]
    return words[2] if len(words) == 3 and words[1] in ("-lc", "-c") else " ".join(words)


def _output_text(output: Any) -> str:
    """Return the output of a call: plain text, or an object that holds it beside the exit code."""
    if isinstance(output, str) and output.startswith("{"):
        value = parse_object(output)
        code = mapping(value.get("metadata")).get("exit_code")
        if "output" in value:
            first_line = f"Process exited with code {code}\n" if isinstance(code, int) else ""
            return first_line + str(value["output"])
    return output if isinstance(output, str) else text_of(output)
