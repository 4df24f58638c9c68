"""Claude Code: hook payloads, hook settings, locations of transcripts.

Source of events and payloads: code.claude.com/docs/en/hooks.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from records.agents import classify
from records.agents.briefing_hook import briefing_hooks
from records.agents.canary import Canary
from records.agents.home import SERVER, CommandFolder, CommandFormat, Home, JsonEntry, own_plugin
from records.agents.hook_event import HookEvent
from records.agents.hook_settings import JsonHooks, hook_command
from records.agents.json_lines import amount, mapping, parse_object, text_of
from records.agents.search import Search
from records.model.turn import TurnState, UtteranceKind
from records.regular_file import read_bytes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

HOOK_EVENTS = {
    "SessionStart": "start",
    "UserPromptSubmit": "prompt",
    "UserPromptExpansion": "prompt",
    "PostToolUse": "tool",
    "PostToolUseFailure": "tool",
    "SubagentStop": "subagent",
    "Stop": "stop",
    "StopFailure": "fail",
    "SessionEnd": "end",
}
_LONGEST_NAME = 200
_PROJECT_SETTINGS = ("settings.json", "settings.local.json")
_TOOLS = "Edit|MultiEdit|Write|NotebookEdit|Bash|PowerShell"


def _entry(event: str) -> dict[str, Any]:
    hook: dict[str, Any] = {
        "type": "command",
        "command": hook_command("$CLAUDE_PROJECT_DIR/", "claude", event),
    }
    hook["timeout"] = 2 if event == "SessionEnd" else 5
    if event.startswith("PostToolUse"):
        hook["async"] = True
        tools = "Bash|PowerShell" if event == "PostToolUseFailure" else _TOOLS
        return {"matcher": tools, "hooks": [hook]}
    return {"hooks": [hook]}


CANARY = Canary("UserPromptSubmit", "session_id", names_event=True)
SETTINGS = JsonHooks(
    path=".claude/settings.json",
    entries={event: _entry(event) for event in HOOK_EVENTS},
    note="Claude Code reads project settings in folders that you trust.",
)

# Source of the MCP entry: code.claude.com/docs/en/mcp.
HOME = Home(
    name="claude",
    title="Claude Code",
    entries=(JsonEntry((".mcp.json",), ("mcpServers",), {"type": "stdio", **SERVER}),),
    rules="CLAUDE.md",
    commands=(
        CommandFolder(".claude/skills", CommandFormat.OVERVIEW),
        CommandFolder(".claude/commands", CommandFormat.MARKDOWN),
    ),
    briefing=briefing_hooks(SETTINGS.path, "$CLAUDE_PROJECT_DIR"),
    note="Claude Code asks once whether to use this project's MCP servers: answer yes, or see /mcp.",
)


def hook(event: str, payload: dict[str, Any]) -> HookEvent | None:
    """Return the event of a payload; a subagent's or a program's prompt is no event."""
    event = str(payload.get("hook_event_name") or event)
    kind = HOOK_EVENTS.get(event)
    if kind is None:
        return None
    if payload.get("agent_id") and kind not in ("tool", "subagent"):
        return None
    texts = _texts(event, payload) if kind == "prompt" else ()
    if kind == "prompt" and all(classify.is_generated(text) for text in texts):
        return None
    arguments, result = mapping(payload.get("tool_input")), mapping(payload.get("tool_response"))
    name = str(payload.get("tool_name") or "")
    is_shell = name in ("Bash", "PowerShell")
    changed = mapping(result.get("bashEditDiff")).get("changedFiles")
    files = [str(path) for path in changed] if isinstance(changed, list) else []
    if event == "PostToolUse" and not is_shell:
        files += [str(arguments[key]) for key in ("file_path", "notebook_path") if arguments.get(key)]
    failed = event == "PostToolUseFailure"
    output = str(payload.get("error") or "") if failed else _output(result)
    is_stopped = result.get("interrupted") or payload.get("is_interrupt")
    return HookEvent(
        agent="claude",
        event=kind,
        session=str(payload.get("session_id") or ""),
        key=str(payload.get("prompt_id") or ""),
        texts=texts,
        kind=UtteranceKind.COMMAND if event == "UserPromptExpansion" else UtteranceKind.TYPED,
        response=str(payload.get("last_assistant_message") or "") if kind == "stop" else "",
        model=str(payload.get("model") or ""),
        cwd=str(payload.get("cwd") or ""),
        transcript=str(payload.get("transcript_path") or ""),
        state={"stop": TurnState.COMPLETED, "fail": TurnState.FAILED}.get(kind),
        files=tuple(files),
        command=str(arguments.get("command") or "") if is_shell else "",
        output=output,
        exit_code=None if is_stopped or not is_shell else int(failed),
    )


def _texts(event: str, payload: dict[str, Any]) -> tuple[str, ...]:
    """Return what was typed: of a slash command its name and arguments, never the expanded body."""
    if event == "UserPromptExpansion" and payload.get("command_name"):
        name = "/" + str(payload["command_name"]).lstrip("/")
        return (f"{name} {payload.get('command_args') or ''}".strip(),)
    text = text_of(payload.get("prompt"))
    return (classify.typed_text(text) or text if "<" in text else text,)


def _output(result: dict[str, Any]) -> str:
    streams = [str(result.get(key) or "") for key in ("stdout", "stderr")]
    return "\n".join(part for part in streams if part) or text_of(result.get("content"))


def transcript_paths(roots: list[str], search: Search) -> Iterator[Path]:
    """Yield the transcripts that may be of sessions in one of the work trees or below it."""
    real_roots = [os.path.realpath(root) for root in roots]
    prefixes = tuple(_folder_name(root)[:_LONGEST_NAME].lower() for root in (*roots, *real_roots))
    for folder in search.folders(_config(search) / "projects"):
        if folder.name.lower().startswith(prefixes):
            yield from search.files(folder, "*.jsonl")


def _folder_name(root: str) -> str:
    """Return a root as Claude Code names its folder: each UTF-16 unit that is no letter or digit becomes a dash.

    A name of more than 200 characters is cut there and ends in a hash.
    """
    units = root.encode("utf-16-be", "surrogatepass")
    characters = [chr(int.from_bytes(units[index : index + 2])) for index in range(0, len(units), 2)]
    return re.sub(r"[^A-Za-z0-9]", "-", "".join(characters))


def _config(search: Search) -> Path:
    return search.folder("CLAUDE_CONFIG_DIR", ".claude")


def history_path(search: Search) -> Path:
    """Return the file in which Claude Code keeps every prompt, also of sessions whose transcripts it deleted."""
    return _config(search) / "history.jsonl"


def retention_days(root: str, search: Search) -> float | None:
    """Return after how many days without a change Claude Code deletes a transcript; None for never."""
    days: float | None = 30.0
    for folder in (_config(search), Path(root) / ".claude"):
        for name in _PROJECT_SETTINGS:
            try:
                value = parse_object(read_bytes(folder / name)).get("cleanupPeriodDays")
            except OSError:
                continue
            if isinstance(value, int | float) and not isinstance(value, bool):
                days = amount(value)
    return days


def plugin(root: str, search: Search) -> str:
    """Return the name under which the plugin of `records` is enabled, for the person or in the project; else empty."""
    enabled: dict[str, Any] = {}
    files = (
        _config(search) / "settings.json",
        *(Path(root) / ".claude" / name for name in _PROJECT_SETTINGS),
    )
    for path in files:
        try:
            enabled |= mapping(parse_object(read_bytes(path)).get("enabledPlugins"))
        except OSError:
            continue
    return own_plugin(name for name, value in enabled.items() if value is True)
