"""Cursor: hook payloads, hook settings, agent transcripts.

Source of events and payloads: cursor.com/docs/agent/hooks. Transcripts have roles and blocks only, without ids, times
or models: the hooks are the better source, and a transcript fills what they missed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import records.regex as re
from records.agents import classify, folders, origin
from records.agents.canary import Canary
from records.agents.home import SERVER, CommandFolder, CommandFormat, Home, JsonEntry
from records.agents.hook_event import HookEvent
from records.agents.hook_settings import JsonHooks, hook_command
from records.agents.json_lines import count_files, mapping, mappings, objects, parse_object, text_of
from records.agents.search import Search
from records.agents.transcript import Source, Transcript, UnknownRows, session_in
from records.agents.turn_builder import TurnBuilder, patched_paths
from records.digest import sha256
from records.model.turn import TurnState, Utterance, UtteranceKind
from records.regular_file import read_bytes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

AGENT = "cursor"
HOOK_EVENTS = {
    "sessionStart": "start",
    "beforeSubmitPrompt": "prompt",
    "afterFileEdit": "tool",
    "afterShellExecution": "tool",
    "afterAgentResponse": "response",
    "stop": "stop",
    "sessionEnd": "end",
}
_STATES = {"completed": TurnState.COMPLETED, "aborted": TurnState.INTERRUPTED, "error": TurnState.FAILED}
_INSTALLED = (
    "beforeSubmitPrompt",
    "afterFileEdit",
    "afterShellExecution",
    "afterAgentResponse",
    "stop",
)

CANARY = Canary("beforeSubmitPrompt", "conversation_id", names_event=True)
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

_QUERY = re.compile(
    r"(?:\A\s*+|(?<=\n)[^\S\n]*+|(?<=>)[^\S\n]*+)<user_query>[ \t]*\n?(.*)</user_query>"
    r"(?:\s*+<(?!user_query\b)([a-z][a-z_-]*)\b[^>]*>.*?</\2>)*+\s*\Z",
    re.S,
)
_INJECTED = re.compile(
    r"<user_query>(?:The above subagent result is already visible to the user\. "
    r"|Briefly inform the user about the task result\b)[^\n]*</user_query>\s*\Z"
)  # what Cursor says itself stands on one line with its tag; a person's words begin below it
_BETWEEN = re.compile(r"</user_query>[^\S\n]*+\n\s*+<user_query>")
_EDITORS = frozenset((
    "StrReplace", "Write", "Edit", "MultiEdit", "edit_file", "search_replace", "write", "Delete", "ApplyPatch",
    "EditNotebook",
))  # fmt: skip
_SHELLS = ("Shell", "run_terminal_cmd", "Bash")


def hook(event: str, payload: dict[str, Any]) -> HookEvent | None:
    """Return the event of a payload; the user's mail address in it is never read."""
    event = str(payload.get("hook_event_name") or event)
    kind = HOOK_EVENTS.get(event)
    prompt = text_of(payload.get("prompt"))
    if kind is None or (kind == "prompt" and classify.is_generated(prompt)):
        return None
    roots = payload.get("workspace_roots")
    root = str(roots[0]) if isinstance(roots, list) and roots else ""
    path = str(payload.get("file_path") or "")
    return HookEvent(
        agent=AGENT,
        event=kind,
        session=str(payload.get("conversation_id") or ""),
        key=str(payload.get("generation_id") or ""),
        texts=(prompt,) if kind == "prompt" else (),
        response=str(payload.get("text") or "") if kind == "response" else "",
        model=str(payload.get("model") or ""),
        cwd=str(payload.get("cwd") or root),
        transcript=str(payload.get("transcript_path") or ""),
        state=_STATES.get(str(payload.get("status")), TurnState.COMPLETED) if kind == "stop" else None,
        files=(path,) if event == "afterFileEdit" and path else (),
        command=str(payload.get("command") or "") if event == "afterShellExecution" else "",
        output=str(payload.get("output") or ""),
    )


def transcript_paths(roots: list[str], search: Search) -> Iterator[Path]:
    """Yield all agent transcripts; where each ran is recorded beside it, or in the name of its folder."""
    for folder in search.folders(search.folder("CURSOR_DIR", ".cursor") / "projects"):
        paths = search.files(folder / "agent-transcripts", "**/*.jsonl")
        yield from (path for path in paths if path.parent.name != "subagents")


def recorded_root(path: Path, roots: list[str]) -> str:
    """Return the workspace of a transcript: as Cursor recorded it, else the folder that its own is named after.

    Several folders can have one name there: where one of them is of another repository, the workspace is unknown.
    """
    project = next((folder for folder in path.parents if folder.parent.name == "projects"), None)
    if project is None:
        return ""
    try:
        workspace = parse_object(read_bytes(project / ".workspace-trusted")).get("workspacePath")
    except OSError:
        workspace = None
    if workspace:
        return str(workspace)
    existing = [folder for root in roots for folder in _folders_named(project.name, Path(root).anchor)]
    named = existing or [root for root in roots if _folder_name(root) == project.name]
    is_certain = all(folders.is_ours(folder, roots) for folder in named)
    return next(iter(named), "") if is_certain else ""


def _folders_named(name: str, base: str) -> Iterator[str]:
    """Yield the existing folders below another one after which Cursor names a folder so."""
    try:
        with os.scandir(base or "/") as entries:
            paths = [entry.path for entry in entries if entry.is_dir(follow_symlinks=False)]
    except OSError:
        return
    for path in paths:
        own_name = _folder_name(path)
        if own_name == name:
            yield path
        elif own_name and name.startswith(own_name + "-"):
            yield from _folders_named(name, path)


def _folder_name(root: str) -> str:
    return re.sub(r"[^A-Za-z0-9]+", "-", root).strip("-")


def recognise(rows: list[dict[str, Any]]) -> bool:
    """Return whether the first rows of a file are a Cursor transcript's."""
    return any("role" in row and "message" in row for row in rows)


def read(source: Source) -> Transcript:
    """Return the turns of a conversation, in order; a message without a query in it is the program's."""
    session = session_in(source.name)
    builders: list[TurnBuilder] = []
    unknown = UnknownRows()
    rows = 0
    for row in objects(source.data):
        rows += 1
        content = mapping(row.get("message")).get("content")
        if row.get("role") == "user":
            if origin.is_program(row):
                continue
            prompt = _prompt(session, len(builders), content)
            if prompt:
                builders.append(TurnBuilder(AGENT, session, prompt.uid, cwd=source.root, is_settled=False))
                builders[-1].say(prompt)
        elif row.get("type") == "turn_ended":
            if builders:
                _end(builders[-1], row)
        elif "role" not in row:
            unknown.add(str(row.get("type")), row)
        elif builders:
            _note(builders[-1], content)
    turns = []
    for index, builder in enumerate(builders):
        builder.is_settled = builder.is_settled or index < len(builders) - 1
        state = builder.state
        if state == TurnState.OPEN and (builder.response or builder.is_settled):
            state = TurnState.COMPLETED
        turns.append(builder.freeze(state))
    is_subagent = "subagents" in source.parents
    own_turns = () if is_subagent else tuple(turns)
    return Transcript(
        AGENT, session, own_turns, source.root, "", rows, unknown.kinds, is_subagent, unknown.lossy
    )


def _prompt(session: str, ordinal: int, content: Any) -> Utterance | None:
    """Return what a person typed: the query, without the context that Cursor put around it."""
    text = text_of(content)
    query = None if _INJECTED.search(text) else _QUERY.search(text)
    files = count_files(content) + (_files_named(text[: query.start()]) if query else 0)
    words = _BETWEEN.sub("\n\n", query.group(1)).strip() if query else ""
    if not (words or (query and files)):
        return None
    uid = sha256(f"{session}\0{ordinal}\0{words}".encode("utf-8", "replace"))[:16]
    return Utterance(UtteranceKind.TYPED, words, f"c:{uid}", images=files)


def _files_named(before: str) -> int:
    """Return how many files the text before a query says that a person attached."""
    images = len(re.findall(r"^\[Image\]", before, re.M))
    return images or len(re.findall(r"^<(?:image_files|uploaded_documents)>", before, re.M))


def _end(builder: TurnBuilder, row: dict[str, Any]) -> None:
    """Note how a turn ended: a person who stops it leaves an error."""
    is_stopped = "abort" in str(row.get("error")).lower() or "cancel" in str(row.get("error")).lower()
    status = str(row.get("status"))
    builder.state = (
        TurnState.INTERRUPTED
        if is_stopped
        else _STATES.get(status, TurnState.INTERRUPTED if "cancel" in status else TurnState.COMPLETED)
    )
    builder.is_settled = True


def _note(builder: TurnBuilder, content: Any) -> None:
    builder.response = text_of(content) or builder.response
    for block in mappings(content):
        if block.get("type") != "tool_use":
            continue
        name, arguments = str(block.get("name")), mapping(block.get("input"))
        builder.tools[name] += 1
        if name in _EDITORS:
            keys = ("path", "file_path", "target_file", "target_notebook")
            builder.edit(next((arguments[key] for key in keys if arguments.get(key)), None))
            patch = block.get("input") if isinstance(block.get("input"), str) else arguments.get("patch")
            for path in patched_paths(str(patch or "")):
                builder.edit(path)
        elif name in _SHELLS:
            builder.shell(arguments.get("command"), "", None)
