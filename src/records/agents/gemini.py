"""Gemini CLI: hook payloads, hook settings, chats.

Source of events and payloads: geminicli.com/docs/hooks/reference. A chat is JSON lines in which a row replaces the one
with its id, or, in older versions, one JSON file.
"""

from __future__ import annotations

import json
from fnmatch import fnmatchcase
from pathlib import Path

import records.regex as re
from records.agents import classify, origin, test_runs
from records.agents.briefing_hook import briefing_hooks
from records.agents.canary import Canary
from records.agents.home import SERVER, CommandFolder, CommandFormat, Home, JsonEntry, own_plugin
from records.agents.hook_event import HookEvent
from records.agents.hook_settings import JsonHooks, hook_command
from records.agents.json_lines import count_files, mapping, mappings, objects, parse_object, text_of
from records.agents.questions import answers
from records.agents.search import Search
from records.agents.times import stamp
from records.agents.transcript import Source, Transcript, UnknownRows
from records.agents.turn_builder import TurnBuilder, freeze_all
from records.digest import sha256
from records.model.turn import TurnState, Utterance, UtteranceKind
from records.regular_file import read_bytes
from records.text.data_text import parse_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

AGENT = "gemini"
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
    entry = {"name": "records", "type": "command", "command": command, "timeout": timeout}
    if event == "AfterTool":
        return {"matcher": "replace|write_file|run_shell_command", "hooks": [entry]}
    return {"hooks": [entry]}


CANARY = Canary("BeforeAgent", "session_id", names_event=True)
SETTINGS = JsonHooks(
    path=".gemini/settings.json",
    entries={event: _entry(event) for event in HOOK_EVENTS},
    note="Gemini CLI runs a project's hooks only in folders that you trust.",
)

# Source of the MCP entry: geminicli.com/docs/tools/mcp-server.
HOME = Home(
    name="gemini",
    title="Gemini CLI",
    entries=(JsonEntry((".gemini/settings.json",), ("mcpServers",), SERVER),),
    rules="GEMINI.md",
    commands=(CommandFolder(".gemini/commands", CommandFormat.TOML),),
    briefing=briefing_hooks(SETTINGS.path, "$GEMINI_PROJECT_DIR", timeout=10_000, name="records briefing"),
    note="In a running session: /mcp refresh, then /commands reload.",
)

_EDITORS = ("replace", "write_file", "edit")
ACTING_TOOLS = frozenset((*_EDITORS, "run_shell_command"))
_CONTEXT = re.compile(r"\s*<(session_context|hook_context|state_snapshot)>.*</\1>\s*\Z", re.S)
_BEFORE_PROMPT = re.compile(r"\A<hook_context>.*?</hook_context>\s*\n(?=\s*\S)", re.S)
_FILES_LINE = "--- Content from referenced files ---"
_FILES = re.compile(rf"\n{_FILES_LINE}\n.*\Z", re.S)
_CANCELLED = "Request cancelled."
_TYPES = ("user", "gemini", "info", "error", "warning", "model", "system", "success")


def hook(event: str, payload: dict[str, Any]) -> HookEvent | None:
    """Return the event of a payload; the content of files that a prompt names is taken off."""
    kind = HOOK_EVENTS.get(str(payload.get("hook_event_name") or event))
    if kind is None:
        return None
    arguments, result = mapping(payload.get("tool_input")), mapping(payload.get("tool_response"))
    edits = payload.get("tool_name") in ("replace", "write_file") and not result.get("error")
    path = str(arguments.get("file_path") or "")
    text = _typed(text_of(payload.get("prompt")))
    if kind == "prompt" and _is_generated(text):
        return None
    return HookEvent(
        agent=AGENT,
        event=kind,
        session=str(payload.get("session_id") or ""),
        texts=(text,) if kind == "prompt" else (),
        sent=(classify.fingerprint(text),) if kind == "prompt" else (),
        at=stamp(payload.get("timestamp")),
        response=str(payload.get("prompt_response") or ""),
        cwd=str(payload.get("cwd") or ""),
        transcript=str(payload.get("transcript_path") or ""),
        state=TurnState.COMPLETED if kind == "stop" else None,
        files=(path,) if edits and path else (),
        command=str(arguments.get("command") or ""),
        output=text_of(result.get("llmContent")),
    )


def transcript_paths(roots: list[str], search: Search) -> list[Path]:
    """Return all chats; Gemini CLI names their folders after a folder's bare name, so that each must be looked at."""
    base = search.folder("GEMINI_DIR", ".gemini") / "tmp"
    return search.files(base, "*/chats/session-*.json", "*/chats/session-*.jsonl")


def recorded_root(path: Path, roots: list[str]) -> str:
    """Return the folder that a chat ran in: as recorded beside it, else the root whose hash the chat has."""
    folder = path.parent.parent
    try:
        root = read_bytes(folder / ".project_root").decode("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        root = ""
    if root:
        return root
    hashes = {sha256(candidate.encode()): candidate for candidate in roots}
    if folder.name in hashes:
        return hashes[folder.name]
    first = next(objects(read_bytes(path)), {})
    folders = first.get("directories")
    if isinstance(folders, list) and folders:
        return str(folders[0])
    return hashes.get(str(first.get("projectHash")), "")


def plugin(root: str, search: Search) -> str:
    """Return the name of the installed extension of `records`, unless its last rule for the project switches it off."""
    extensions = search.folder("GEMINI_DIR", ".gemini") / "extensions"
    name = own_plugin(path.parent.name for path in search.files(extensions, "*/gemini-extension.json"))
    try:
        rules = parse_object(read_bytes(extensions / "extension-enablement.json"))
    except OSError:
        rules = {}
    overrides = mapping(rules.get(name)).get("overrides")
    for rule in reversed(overrides if isinstance(overrides, list) else []):
        if fnmatchcase(f"{root}/", str(rule).removeprefix("!")):
            return "" if str(rule).startswith("!") else name
    return name


def retention_days(root: str, search: Search) -> float | None:
    """Return after how many days Gemini CLI deletes a chat; None where it keeps them."""
    try:
        settings = parse_object(read_bytes(search.folder("GEMINI_DIR", ".gemini") / "settings.json"))
    except OSError:
        settings = {}
    retention = mapping(mapping(settings.get("general")).get("sessionRetention"))
    age = re.match(r"(\d{1,9})([hdwm])", str(retention.get("maxAge") or "30d"))
    if retention.get("enabled", True) is False or age is None:
        return None
    return int(age[1]) * {"h": 1 / 24, "d": 1.0, "w": 7.0, "m": 30.0}[age[2]]


def recognise(rows: list[dict[str, Any]]) -> bool:
    """Return whether the first rows of a file are a chat's."""
    return any("projectHash" in row or "$set" in row or row.get("type") == "gemini" for row in rows)


def recognise_whole(data: dict[str, Any]) -> bool:
    """Return whether a JSON file is a chat of an older version."""
    return "messages" in data and "sessionId" in data


def read(source: Source) -> Transcript:
    """Return the turns of a chat; rewound prompts are kept as discarded, subagents' chats have none."""
    head, rows, rewound_ids = _messages(source.data)
    unknown = UnknownRows()
    builders: list[TurnBuilder] = []
    session = str(head.get("sessionId") or source.name)
    folders = head.get("directories")
    cwd = str(folders[0]) if isinstance(folders, list) and folders else source.root
    for row in rows:
        kind = str(row.get("type"))
        prompt = _prompt(row) if kind == "user" else None
        if prompt:
            builder = TurnBuilder(AGENT, session, prompt.uid, cwd=cwd, is_settled=False)
            builder.is_discarded = prompt.uid in rewound_ids
            builder.say(prompt)
            builders.append(builder)
        elif kind != "user" and builders:
            _note(builders[-1], kind, row)
        if kind not in _TYPES:
            unknown.add(kind, row)
    is_subagent = head.get("kind") == "subagent" or "chats" in source.parents[:-1]
    own_turns = () if is_subagent else freeze_all(builders)
    return Transcript(
        AGENT, session, own_turns, cwd, "", len(rows), unknown.kinds, is_subagent, unknown.lossy
    )


def _messages(data: bytes) -> tuple[dict[str, Any], list[dict[str, Any]], set[str]]:
    """Return the chat's head, its messages in order, and the ids of those that were rewound."""
    whole = _legacy(data)
    if whole is not None:
        return whole, mappings(whole.get("messages")), set()
    head: dict[str, Any] = {}
    rows: dict[str, dict[str, Any]] = {}
    rewound_ids: set[str] = set()
    copies: set[str] = set()
    for row in objects(data):
        if "$rewindTo" in row:
            ids = list(rows)
            back_to = str(row["$rewindTo"])
            start = ids.index(back_to) if back_to in rows else len(ids)
            rewound_ids.update(ids[start:])
        elif "$set" in row:
            copies |= _copies(mappings(mapping(row["$set"]).get("messages")), rows)
        elif "id" in row and "type" in row:
            rows[str(row["id"])] = row
        elif "sessionId" in row:
            head = head or row
        elif "type" in row:
            uid = _derived_id(row, len(rows))
            rows[uid] = {**row, "id": uid}
    return head, [row for uid, row in rows.items() if uid not in copies], rewound_ids


def _derived_id(row: dict[str, Any], number: int) -> str:
    """Return an id for a message that has none: by its time and words, or else by its place."""
    when = stamp(row.get("timestamp"))
    return f"g:{when}:{classify.fingerprint(text_of(row.get('content')))}" if when else f"g:{number}"


def _copies(messages: list[dict[str, Any]], rows: dict[str, dict[str, Any]]) -> set[str]:
    """Return the ids of rows that only repeat a rewritten history.

    Gemini CLI gives all messages of a history that it writes again new ids and one time; one that is a single message
    begins with the context of the session. A prompt in it that no earlier row has stays.
    """
    ids = {str(message.get("id")) for message in messages}
    is_single = len(messages) == 1 and not _has_context(messages[0])
    if is_single or len({message.get("timestamp") for message in messages}) != 1:
        return set()
    earlier = {
        _sent_fingerprint(row) for uid, row in rows.items() if uid not in ids and row.get("type") == "user"
    }
    repeat_ids = [
        uid
        for uid in ids & rows.keys()
        if rows[uid].get("type") != "user" or _sent_fingerprint(rows[uid]) in earlier
    ]
    return set(repeat_ids)


def _has_context(message: dict[str, Any]) -> bool:
    content = message.get("content")
    return any(
        _CONTEXT.match(text_of(block)) for block in (content if isinstance(content, list) else [content])
    )


def _sent_fingerprint(row: dict[str, Any]) -> str:
    return classify.fingerprint(_sent_text(row.get("content")))


def _sent_text(content: Any) -> str:
    """Return what a person's row sent to the model: without context blocks and without the content of files."""
    if not isinstance(content, list):
        return "" if _is_generated(text_of(content)) else _typed(text_of(content))
    texts = [text_of(block) for block in content]
    if _FILES_LINE in (lines := [text.strip() for text in texts]):
        texts = texts[: lines.index(_FILES_LINE)]
    return _typed("\n".join(text for text in texts if text and not _is_generated(text)))


def _legacy(data: bytes) -> dict[str, Any] | None:
    try:
        whole = parse_json(data)
    except ValueError:
        return None
    return whole if isinstance(whole, dict) and recognise_whole(whole) else None


def _typed(text: str) -> str:
    """Return a prompt without what hooks put before it in a session without a terminal, and files that it names."""
    return _FILES.sub("", _BEFORE_PROMPT.sub("", text))


def _is_generated(text: str) -> bool:
    return bool(_CONTEXT.match(text)) or classify.is_generated(text)


def _prompt(row: dict[str, Any]) -> Utterance | None:
    """Return what a person typed: what the screen showed, else the content without that of files."""
    sent_text = _sent_text(row.get("content"))
    screen_text = _typed(text_of(row.get("displayContent")))
    text = (screen_text or sent_text).strip()
    files = count_files(row.get("content"))
    if not (text or files) or origin.is_program(row):
        return None
    when = stamp(row.get("timestamp"))
    is_command = screen_text.startswith("/") and screen_text.strip() != sent_text.strip()
    kind = UtteranceKind.COMMAND if is_command else UtteranceKind.TYPED
    uid = str(row.get("id") or f"g:{when}")
    return Utterance(
        kind, text, uid, when, files, sent=classify.fingerprint(sent_text) if screen_text else ""
    )


def _note(builder: TurnBuilder, kind: str, row: dict[str, Any]) -> None:
    if kind == "error":
        builder.state = TurnState.FAILED
    elif kind == "info" and text_of(row.get("content")).strip() == _CANCELLED:
        builder.state = TurnState.INTERRUPTED
    if kind not in ("gemini", "model"):
        return
    when = stamp(row.get("timestamp"))
    builder.end_time = when or builder.end_time
    if row.get("model"):
        builder.models[str(row["model"])] += 1
    tokens = mapping(row.get("tokens"))
    builder.spend(
        row.get("id"),
        input=tokens.get("input"),
        output=tokens.get("output"),
        cache_read=tokens.get("cached"),
        reasoning=tokens.get("thoughts"),
    )
    text = text_of(row.get("content"))
    builder.response = text or builder.response
    calls = mappings(row.get("toolCalls"))
    builder.state = TurnState.COMPLETED if text and not calls else TurnState.OPEN
    for call in calls:
        if not builder.is_discarded:
            _call(builder, call, when)


def _call(builder: TurnBuilder, call: dict[str, Any], when: str) -> None:
    name, arguments = str(call.get("name")), mapping(call.get("args"))
    builder.tools[name] += 1
    if name in _EDITORS and call.get("status") == "success":
        builder.edit(arguments.get("file_path"))
    elif name == "run_shell_command":
        output = json.dumps(call.get("result"), ensure_ascii=False).replace("\\n", "\n")
        builder.shell(arguments.get("command"), output, test_runs.exit_code(output))
    elif name == "ask_user":
        for result in mappings(call.get("result")):
            response = mapping(mapping(result.get("functionResponse")).get("response"))
            for answer in answers(
                parse_object(response.get("output")).get("answers"), str(call.get("id")), when
            ):
                builder.say(answer)
