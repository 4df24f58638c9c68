"""GitHub Copilot CLI and VS Code's agent: hook payloads, hook settings, `events.jsonl`.

Sources of events and payloads: docs.github.com, "Using hooks with GitHub Copilot CLI"; for `agentStop`
github.com/github/docs/pull/43876. `events.jsonl` has typed events with ids and interaction ids.
"""

from __future__ import annotations

import json
from pathlib import Path

import records.regex as re
from records.agents import classify, origin, questions, test_runs
from records.agents.briefing_hook import BRIEFING
from records.agents.canary import Canary
from records.agents.home import SERVER, CommandFolder, CommandFormat, Home, JsonEntry
from records.agents.hook_event import HookEvent
from records.agents.hook_settings import JsonHooks, hook_command
from records.agents.json_lines import mapping, mappings, parse_object, text_of
from records.agents.search import Search
from records.agents.times import stamp
from records.agents.transcript import Source, Transcript, UnknownRows, read_rows, words_key
from records.agents.turn_builder import TurnBuilder, freeze_all, patched_paths
from records.dataclass import replace
from records.model.turn import TurnState, Utterance, UtteranceKind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

AGENT = "copilot"
HOOK_EVENTS = {
    "sessionStart": "start",
    "userPromptSubmitted": "prompt",
    "postToolUse": "tool",
    "agentStop": "stop",
    "sessionEnd": "end",
}
_EDITORS = ("edit", "create", "str_replace", "str_replace_editor", "write", "apply_patch")
_SHELLS = ("bash", "powershell", "shell")
ACTING_TOOLS = frozenset((*_EDITORS, *_SHELLS))


def _entry(event: str) -> dict[str, Any]:
    return {
        "type": "command",
        "bash": hook_command("", "copilot", event),
        "powershell": f"records capture hook copilot {event}",
        "cwd": ".",
        "timeoutSec": 2 if event == "sessionEnd" else 5,
    }


CANARY = Canary("userPromptSubmitted", "sessionId")
SETTINGS = JsonHooks(
    path=".github/hooks/records.json",
    entries={event: _entry(event) for event in HOOK_EVENTS},
    head={"version": 1},
    own=True,
    note="Copilot's command line runs hooks only in folders that you told it to remember.",
)

# The command line reads every file of this folder, and adds to the conversation what this hook returns; it does not run
# the hook again after a compaction.
_BRIEFING = {
    "version": 1,
    "hooks": {
        "sessionStart": [
            {
                "type": "command",
                "bash": f"command -v records >/dev/null || exit 0; records {BRIEFING} --agent copilot 2>/dev/null || :",
                "powershell": f"records {BRIEFING} --agent copilot",
                "cwd": ".",
                "timeoutSec": 10,
            }
        ]
    },
}

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
    files={".github/hooks/records-briefing.json": json.dumps(_BRIEFING, indent=2) + "\n"},
    note="VS Code asks once before it starts the server: open .vscode/mcp.json and press Start.",
)

_SKILL = re.compile(
    r'\s*The user explicitly invoked the "/?([^"\n]+)" skill\b[^\n]*\n+'
    r'<skill-context name="\1">\n.*</skill-context>\s*',
    re.S,
)
_ARGUMENTS, _SKILL_END = "\nARGUMENTS: ", "</skill-context>"
_DATED = re.compile(r"<current_datetime>[^<]*</current_datetime>\s*")
_ANSWERED = re.compile(r"User (?:responded|selected|answered): (.+)", re.S)
_KNOWN = "session. hook. user. assistant. tool. permission. system. subagent. skill. abort mcp. model. human_response."
_PREFIXES = tuple(_KNOWN.split())


def briefing_output(text: str) -> dict[str, Any]:
    """Return what the hook for the start of a session prints, so that a text is added to the conversation."""
    return {"additionalContext": text}


def hook(event: str, payload: dict[str, Any]) -> HookEvent | None:
    """Return the event of a payload; it does not name its event, so the caller must."""
    kind = HOOK_EVENTS.get(event)
    is_subagent = bool(payload.get("parentAgentId"))
    sent = text_of(payload.get("prompt"))
    command = _command(sent)
    prompt = command or sent
    if (
        kind is None
        or (is_subagent and kind != "tool")
        or (kind == "prompt" and classify.is_generated(prompt))
    ):
        return None
    arguments = payload.get("toolArgs")
    fields = parse_object(arguments)
    result = mapping(payload.get("toolResult"))
    edits = payload.get("toolName") in _EDITORS and result.get("resultType") == "success"
    files = [str(fields.get("path") or ""), *patched_paths(arguments if isinstance(arguments, str) else "")]
    output = str(result.get("textResultForLlm") or "")
    return HookEvent(
        agent=AGENT,
        event=kind,
        session=str(payload.get("parentAgentId") or payload.get("sessionId") or ""),
        texts=(prompt,) if kind == "prompt" else (),
        sent=(classify.fingerprint(sent),) if command else (),
        kind=UtteranceKind.COMMAND if command else UtteranceKind.TYPED,
        at=stamp(payload.get("timestamp")),
        cwd=str(payload.get("cwd") or ""),
        transcript=str(payload.get("transcriptPath") or ""),
        state=TurnState.COMPLETED if kind == "stop" else None,
        files=tuple(path for path in files if path) if edits else (),
        command=str(fields.get("command") or "") if kind == "tool" else "",
        output=output,
        exit_code=test_runs.exit_code(output),
    )


def _command(sent: str) -> str:
    """Return what a person typed to call a skill, by the text that the model gets for it; empty for any other text."""
    skill = _SKILL.fullmatch(sent)
    if skill is None:
        return ""
    _, mark, rest = sent[: sent.rfind(_SKILL_END)].rpartition(_ARGUMENTS)
    return f"/{skill[1]} {rest.partition(_SKILL_END)[0] if mark else ''}".rstrip()


def transcript_paths(roots: list[str], search: Search) -> list[Path]:
    """Return the events of all sessions; where each ran is in its first line."""
    return search.files(search.folder("COPILOT_HOME", ".copilot"), "session-state/*/events.jsonl")


def recognise(rows: list[dict[str, Any]]) -> bool:
    """Return whether the first rows of a file are Copilot's events."""
    return any("data" in row and "id" in row and "." in str(row.get("type")) for row in rows)


def read(source: Source) -> Transcript:
    """Return the turns of a session's events."""
    return read_rows(_Reader(source), source)


class _Reader:
    """Reads one file of events from top to bottom."""

    def __init__(self, source: Source) -> None:
        stem = source.name.rsplit("/", 1)[-1].removesuffix(".jsonl")
        self.session = source.parents[-1] if stem == "events" and source.parents else stem
        self.context: dict[str, Any] = {}
        self.builders: list[TurnBuilder] = []
        self.calls: dict[str, tuple[str, dict[str, Any], TurnBuilder]] = {}
        self.row_ids: set[str] = set()
        self.answered: set[str] = set()
        self.answer_tokens: list[tuple[TurnBuilder, str]] = []
        self.has_usage_records = False
        self.generated: dict[str, None] = {}
        self.version = ""
        self.rows = 0
        self.unknown = UnknownRows()

    def take(self, row: dict[str, Any]) -> None:
        """Read one event; a copy of an earlier one is passed over."""
        self.rows += 1
        kind, data = str(row.get("type")), mapping(row.get("data"))
        uid = str(row.get("id") or "")
        if uid and uid in self.row_ids:
            return
        self.row_ids.add(uid)
        when = stamp(row.get("timestamp"))
        if kind in ("session.start", "session.resume"):
            self._start(data)
        elif kind == "user.message":
            self._user(uid, data, when, is_nested=bool(row.get("agentId")))
        elif self.builders:
            self._note(kind, data, when, self.builders[-1], is_nested=bool(row.get("agentId")))
        if not kind.startswith(_PREFIXES):
            self.unknown.add(kind, row)

    def result(self) -> Transcript:
        """Return the transcript; its last turn is settled when its answer was followed by a turn's end."""
        if self.has_usage_records:
            for builder, key in self.answer_tokens:
                builder.usage.pop(key, None)
        turns = tuple(replace(turn, session=self.session) for turn in freeze_all(self.builders))
        cwd = str(self.context.get("cwd") or "")
        kinds, lossy = self.unknown.kinds, self.unknown.lossy
        return Transcript(
            AGENT, self.session, turns, cwd, self.version, self.rows, kinds, False, lossy, tuple(self.generated)
        )  # fmt: skip

    def _start(self, data: dict[str, Any]) -> None:
        self.session = str(data.get("sessionId") or self.session)
        self.context = mapping(data.get("context")) or self.context
        self.version = str(data.get("copilotVersion") or self.version)

    def _user(self, uid: str, data: dict[str, Any], when: str, *, is_nested: bool) -> None:
        text = text_of(data.get("content"))
        files = len(mappings(data.get("attachments"))) if not text.strip() else 0
        by_program = origin.is_program({"origin": data.get("source"), **data}) or data.get("parentToolCallId")
        if is_nested or by_program or classify.is_generated(text):
            self.generated[words_key(text)] = None
            return
        if not (text.strip() or files):
            return
        key = str(data.get("interactionId") or uid)
        steering = data.get("delivery") == "steering"
        if not self.builders or not (steering or self.builders[-1].key == key):
            builder = TurnBuilder(AGENT, self.session, key, is_settled=False)
            builder.branch = str(self.context.get("branch") or "")
            builder.cwd = str(self.context.get("cwd") or "")
            self.builders.append(builder)
        sent = _DATED.sub("", str(data.get("transformedContent") or ""), count=1).strip()
        is_command = bool(_command(sent))
        kind = (
            UtteranceKind.COMMAND if is_command else UtteranceKind.STEER if steering else UtteranceKind.TYPED
        )
        fingerprint = classify.fingerprint(sent) if is_command else ""
        self.builders[-1].say(Utterance(kind, text, uid or f"{key}:{when}", when, files, sent=fingerprint))
        self.builders[-1].state = TurnState.OPEN

    def _note(
        self, kind: str, data: dict[str, Any], when: str, builder: TurnBuilder, *, is_nested: bool
    ) -> None:
        if kind == "assistant.message":
            self._answer(data, when, builder, is_nested=is_nested)
        elif kind in ("assistant.turn_end", "session.idle", "session.shutdown") and not is_nested:
            builder.is_settled = builder.state != TurnState.OPEN or kind == "session.shutdown"
        elif kind == "abort" and not is_nested:
            builder.state, builder.is_settled = TurnState.INTERRUPTED, True
        elif kind == "session.error":
            builder.state = TurnState.FAILED
        elif kind == "session.usage_record":
            self._usage(mapping(data.get("usage")), builder)
        elif kind == "tool.execution_start":
            name = str(data.get("toolName"))
            builder.tools[name] += 1
            self.calls[str(data.get("toolCallId"))] = (name, mapping(data.get("arguments")), builder)
        elif kind == "tool.execution_complete":
            self._result(data, when)
        elif kind == "human_response.recorded":
            self._answers(data, when, builder)
        elif kind == "permission.completed":
            words = str(mapping(data.get("result")).get("feedback") or "").strip()
            if words and not is_nested:
                uid = f"f:{data.get('requestId')}"
                builder.say(Utterance(UtteranceKind.TOOL_FEEDBACK, words, uid, when))

    def _answer(self, data: dict[str, Any], when: str, builder: TurnBuilder, *, is_nested: bool) -> None:
        builder.end_time = when or builder.end_time
        if data.get("model"):
            builder.models[str(data["model"])] += 1
        key = str(data.get("messageId"))
        builder.spend(key, output=data.get("outputTokens"))
        self.answer_tokens.append((builder, key))
        if is_nested or data.get("parentToolCallId"):
            return
        if data.get("content"):
            builder.response = str(data["content"])
        calls = data.get("toolRequests")
        builder.state = TurnState.OPEN if calls or not data.get("content") else TurnState.COMPLETED
        builder.is_settled = False

    def _answers(self, data: dict[str, Any], when: str, builder: TurnBuilder) -> None:
        """Note what a person answered in a form, a value for each field."""
        response, call_id = mapping(data.get("response")), str(data.get("toolCallId"))
        if response.get("responseKind") == "ask_user":
            self.answered.add(call_id)
            for utterance in questions.answers(response.get("content"), call_id, when):
                builder.say(utterance)

    def _usage(self, usage: dict[str, Any], builder: TurnBuilder) -> None:
        """Note the tokens of one request; the answers repeat its output."""
        self.has_usage_records = True
        builder.spend(
            ("request", usage.get("apiCallId") or len(builder.usage)),
            input=usage.get("inputTokens"),
            output=usage.get("outputTokens"),
            cache_read=usage.get("cacheReadTokens"),
            cache_write=usage.get("cacheWriteTokens"),
        )

    def _result(self, data: dict[str, Any], when: str) -> None:
        call_id = str(data.get("toolCallId"))
        name, arguments, builder = self.calls.pop(call_id, ("", {}, None))
        if builder is None:
            return
        result = mapping(data.get("result"))
        output = str(result.get("detailedContent") or result.get("content") or "")
        for edit in mappings(data.get("fileEdits")) if data.get("success") else ():
            builder.edit(edit.get("path"))
        if name in _EDITORS and data.get("success"):
            builder.edit(arguments.get("path") or arguments.get("file_path"))
        elif name in _SHELLS:
            code = mapping(data.get("shellExecution")).get("exitCode")
            builder.shell(
                arguments.get("command"),
                output,
                code if isinstance(code, int) else test_runs.exit_code(output),
            )
        elif name == "ask_user" and call_id not in self.answered:
            answer = _ANSWERED.match(output)
            if answer:
                builder.say(
                    Utterance(UtteranceKind.ANSWER, answer.group(1).strip(), f"a:{call_id}", when, aside=True)
                )
