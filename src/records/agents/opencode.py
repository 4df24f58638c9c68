"""OpenCode: plugin payloads, the plugin, sessions: exported, in the database, in the older tree of files.

A session with a `parentID` is a subagent's: most sessions are. An answer names its prompt by `parentID`.
"""

from __future__ import annotations

import itertools
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import records.regex as re
from records.agents import classify, origin
from records.agents.canary import Canary
from records.agents.home import CommandFolder, CommandFormat, Home, JsonEntry
from records.agents.hook_event import HookEvent
from records.agents.hook_settings import OwnFile
from records.agents.json_lines import amount, mapping, mappings, parse_object
from records.agents.questions import answers
from records.agents.search import Search
from records.agents.times import stamp
from records.agents.transcript import Source, Transcript, UnknownRows
from records.agents.turn_builder import TurnBuilder, freeze_all
from records.model.turn import TurnState, Utterance, UtteranceKind
from records.regular_file import read_bytes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

AGENT = "opencode"
HOOK_EVENTS = {
    "chat.message": "prompt",
    "tool.after": "tool",
    "session.idle": "stop",
    "session.error": "fail",
    "session.compacted": "compact",
}

CANARY = Canary("chat.message", "sessionID")
SETTINGS = OwnFile(
    path=".opencode/plugins/records.ts",
    text="""\
// Passes each prompt to the capture hook of `records`; see `records capture --help`. Safe to delete.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const beside = fileURLToPath(new URL("../..", import.meta.url));

export const Records = async ({ client, directory, worktree }) => {
  const commands = new Map();
  const parents = new Map();
  // Never blocks: without the hook nothing is started, and OpenCode waits at most two seconds for it.
  const send = (name, payload) =>
    new Promise((done) => {
      const hooks = [beside, worktree, directory].map((folder) => join(folder ?? "", ".records", "hook"));
      const hook = hooks.find((path) => existsSync(path));
      if (!hook) return done();
      setTimeout(done, 2000);
      const child = spawn("sh", [hook, "opencode", name], { cwd: directory, stdio: ["pipe", "ignore", "ignore"] });
      child.on("error", done);
      child.on("close", done);
      child.stdin.on("error", () => {});
      child.stdin.end(JSON.stringify({ directory, ...payload }));
    });
  // A session with a parent is a subagent's: nobody typed its prompts.
  const parent = async (id) => {
    if (!parents.has(id)) {
      const ask = async () => (await client.session.get({ path: { id } })).data?.parentID ?? "";
      const limit = new Promise((resolve) => setTimeout(() => resolve(""), 1000));
      parents.set(id, await Promise.race([ask(), limit]).catch(() => ""));
    }
    return parents.get(id);
  };
  return {
    "command.execute.before": async (input) => {
      commands.set(input.sessionID, { command: input.command, arguments: input.arguments });
    },
    "chat.message": async (input, output) => {
      const command = commands.get(input.sessionID);
      commands.delete(input.sessionID);
      const parts = output.parts.filter((part) => part.type === "text" && !part.synthetic);
      const messageID = output.message?.id ?? input.messageID;
      const parentID = await parent(input.sessionID);
      await send("chat.message", { ...input, messageID, parentID, parts, ...command });
    },
    "tool.execute.after": async (input, output) => {
      await send("tool.after", { ...input, title: output.title, metadata: output.metadata });
    },
    event: async ({ event }) => {
      if (["session.idle", "session.error", "session.compacted"].includes(event.type)) {
        await send(event.type, event.properties);
      }
    },
  };
};
""",
)

# Version 2 keeps servers in `mcp.servers` and still reads those of version 1, in `mcp` itself; version 1 reads only
# those. So ours is where both see it, unless the file is one of version 2 already (opencode.ai/docs/migrate-v1).
_SERVER = {"type": "local", "command": ["records", "mcp"]}
_SETTINGS_FILES = ("opencode.json", "opencode.jsonc")

# OpenCode asks for the system prompt before each request, so a compaction does not lose what is added to it.
_BRIEFING = """\
// Adds the decisions in force to what the model reads; see `records prime --help`. Safe to delete.
import { execFile } from "node:child_process";

export const RecordsBriefing = async ({ directory }) => {
  const briefings = new Map();
  // Once a session; without `records`, and where it takes longer than ten seconds, nothing is added.
  const ask = () =>
    new Promise((done) => {
      const options = { cwd: directory, timeout: 10000 };
      execFile("records", ["prime"], options, (error, output) => done(error ? "" : output));
    });
  return {
    "experimental.chat.system.transform": async (input, output) => {
      const id = input.sessionID ?? "";
      if (!briefings.has(id)) briefings.set(id, ask());
      const text = await briefings.get(id);
      if (text) output.system.push(text);
    },
  };
};
"""

HOME = Home(
    name="opencode",
    title="OpenCode",
    entries=(
        JsonEntry(
            _SETTINGS_FILES,
            ("mcp",),
            {**_SERVER, "enabled": True},
            {"$schema": "https://opencode.ai/config.json"},
            newer=JsonEntry(_SETTINGS_FILES, ("mcp", "servers"), _SERVER),
        ),
    ),
    rules="AGENTS.md",
    commands=(CommandFolder(".opencode/commands", CommandFormat.MARKDOWN),),
    files={".opencode/plugins/records-briefing.ts": _BRIEFING},
)

_EDITORS = ("edit", "write", "multiedit")
ACTING_TOOLS = frozenset((*_EDITORS, "bash"))
_SUBAGENTS = ("general", "explore")  # built in; a plugin of an older version names no parent
_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n\s*", re.S)
_PLACEHOLDER = re.compile(r"(\$ARGUMENTS|\$\d+|!`[^`]*`)")
_OWN_COMMANDS = (
    ("why", r"Explain why this code is [^\n:]*: (.*?)\n\n1\. .*MCP tool `why`.*"),
    ("adr", r"Draft a decision record\. (.*?)\n\n1\. .*`create_adr`.*"),
    (
        "phr",
        r"Record the task of this conversation as a prompt history record\. (.*?)\n\n1\. .*`create_phr`.*",
    ),
)
_PARTS = frozenset((
    "text", "tool", "file", "reasoning", "step-start", "step-finish", "snapshot", "patch", "agent", "subtask", "retry",
    "compaction",
))  # fmt: skip


def hook(event: str, payload: dict[str, Any]) -> HookEvent | None:
    """Return the event of a plugin's payload; a subagent's prompt is no event."""
    kind = HOOK_EVENTS.get(event)
    is_subagent = payload.get("parentID") or (
        "parentID" not in payload and payload.get("agent") in _SUBAGENTS
    )
    if kind is None or (is_subagent and kind != "tool"):
        return None
    parts = mappings(payload.get("parts"))
    text = "\n".join(str(part.get("text") or "") for part in parts).strip()
    typed_text = _typed_command(text, {})
    if payload.get("command"):
        typed_text = (
            f"/{payload['command']} {payload.get('arguments') or ''}".strip() if kind == "prompt" else ""
        )
    if kind == "prompt" and not typed_text and classify.is_generated(text):
        return None
    arguments, detail = mapping(payload.get("args")), mapping(payload.get("metadata"))
    edits = payload.get("tool") in ("edit", "write", "multiedit")
    path = str(arguments.get("filePath") or "")
    code = detail.get("exit")
    return HookEvent(
        agent=AGENT,
        event=kind,
        session=str(payload.get("parentID") or payload.get("sessionID") or ""),
        key=str(payload.get("messageID") or "") if kind == "prompt" else "",
        texts=(typed_text or text,) if kind == "prompt" else (),
        sent=(classify.fingerprint(text),) if kind == "prompt" else (),
        kind=UtteranceKind.COMMAND if typed_text else UtteranceKind.TYPED,
        model=str(mapping(payload.get("model")).get("modelID") or ""),
        cwd=str(payload.get("directory") or ""),
        state={"stop": TurnState.COMPLETED, "fail": TurnState.FAILED}.get(kind),
        files=(path,) if edits and path else (),
        command=str(arguments.get("command") or "") if payload.get("tool") == "bash" else "",
        output=str(detail.get("output") or ""),
        exit_code=code if isinstance(code, int) else None,
    )


def transcript_paths(roots: list[str], search: Search) -> list[Path]:
    """Return OpenCode's databases, one for each release channel, and its older tree of sessions.

    A session that is in both has the same ids there. Each records the folder it ran in.
    """
    base = search.folder("XDG_DATA_HOME", ".local/share") / "opencode"
    return [*search.files(base, "opencode*.db"), *search.files(base / "storage" / "session", "*/ses_*.json")]


def recognise_whole(data: dict[str, Any]) -> bool:
    """Return whether a JSON file is an exported session, or a session of the older tree."""
    return ("messages" in data and "info" in data) or ("id" in data and "directory" in data)


def load(path: Path) -> Iterator[Source]:
    """Yield the sessions of a file, each in the shape of `opencode export`, with the commands of its folder."""
    if path.suffix == ".db":
        exports = _from_database(path)
    elif path.name.startswith("ses_") and path.parent.parent.name == "session":
        exports = _from_tree(path)
    else:
        exports = iter([(path.name, parse_object(read_bytes(path)))])
    commands: dict[str, dict[str, bytes]] = {}
    for name, export in exports:
        folder = str(mapping(export.get("info")).get("directory") or "")
        if folder not in commands:
            commands[folder] = _commands(folder)
        yield Source(name, json.dumps(export).encode(), commands[folder])


def _commands(folder: str) -> dict[str, bytes]:
    """Return the templates of the slash commands that a session in the folder has."""
    config = Path(os.path.expanduser("~")) / ".config" / "opencode"
    bases = [config, Path(folder) / ".opencode"] if folder else [config]
    return {
        path.stem: read_bytes(path)
        for base in bases
        for name in ("command", "commands")
        for path in sorted((base / name).glob("*.md"))
    }


def _from_database(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
        database.row_factory = sqlite3.Row
        for row in database.execute("SELECT * FROM session ORDER BY id").fetchall():
            session: dict[str, Any] = dict(row)
            info = {
                "id": session["id"],
                "parentID": session.get("parent_id"),
                "directory": session.get("directory"),
                "version": session.get("version"),
            }
            messages: list[dict[str, Any]] = []
            message_rows = database.execute(
                "SELECT id, data FROM message WHERE session_id = ? ORDER BY time_created, id",
                (session["id"],),
            ).fetchall()
            for row in message_rows:
                parts = database.execute(
                    "SELECT id, data FROM part WHERE message_id = ? ORDER BY id", (row["id"],)
                ).fetchall()
                messages.append({
                    "info": {**parse_object(row["data"]), "id": row["id"]},
                    "parts": [{**parse_object(part["data"]), "id": part["id"]} for part in parts],
                })  # fmt: skip
            yield f"{path.name}#{session['id']}", {"info": info, "messages": messages}


def _from_tree(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield a session of the older layout: a file for each session, message and part."""
    storage = path.parent.parent.parent
    messages: list[dict[str, Any]] = []
    for file in sorted((storage / "message" / path.stem).glob("*.json")):
        parts = [
            parse_object(read_bytes(part)) for part in sorted((storage / "part" / file.stem).glob("*.json"))
        ]
        messages.append({"info": {"id": file.stem, **parse_object(read_bytes(file))}, "parts": parts})
    messages.sort(key=lambda message: stamp(mapping(message["info"].get("time")).get("created")))
    yield path.name, {"info": parse_object(read_bytes(path)), "messages": messages}


def read(source: Source) -> Transcript:
    """Return the turns of one exported session."""
    export = parse_object(source.data)
    info = mapping(export.get("info"))
    session, cwd = str(info.get("id") or source.name), str(info.get("directory") or "")
    messages = mappings(export.get("messages"))
    builders: list[TurnBuilder] = []
    unknown = UnknownRows()
    templates = {name: text.decode("utf-8", "replace") for name, text in source.siblings.items()}
    for message in messages:
        about, parts = mapping(message.get("info")), mappings(message.get("parts"))
        for part in parts:
            if str(part.get("type")) not in _PARTS:
                unknown.add(str(part.get("type")), part)
        if about.get("role") == "user":
            _user(
                builders, TurnBuilder(AGENT, session, str(about.get("id")), cwd=cwd), about, parts, templates
            )
        elif builders:
            prompts = (builder for builder in builders if builder.key == about.get("parentID"))
            _note(next(prompts, builders[-1]), about, parts)
    version = str(info.get("version") or "")
    is_subagent = bool(info.get("parentID"))
    own_turns = () if is_subagent else freeze_all(_join_queued(builders))
    return Transcript(
        AGENT, session, own_turns, cwd, version, len(messages), unknown.kinds, is_subagent, unknown.lossy,
        ("*",) if is_subagent else (),
    )  # fmt: skip


def _user(
    builders: list[TurnBuilder],
    builder: TurnBuilder,
    about: dict[str, Any],
    parts: list[dict[str, Any]],
    templates: Mapping[str, str],
) -> None:
    """Read a person's message; one that came while the agent was at work was queued."""
    when = stamp(mapping(about.get("time")).get("created"))
    texts = [
        str(part.get("text") or "")
        for part in parts
        if part.get("type") == "text" and not part.get("synthetic") and not part.get("ignored")
    ]
    text = "\n".join(text for text in texts if text.strip())
    typed_text = _typed_command(text, templates)
    commands = [
        str(part["command"]) for part in parts if part.get("type") == "subtask" and part.get("command")
    ]
    if not text and commands:
        typed_text = "\n".join("/" + name.lstrip("/") for name in commands)
    files = sum(part.get("type") == "file" and not part.get("synthetic") for part in parts)
    is_known = any(earlier.key == builder.key for earlier in builders)
    if is_known or origin.is_program(about) or not (text or typed_text or files):
        return
    if not typed_text and text and classify.is_generated(text):
        return
    busy = bool(builders) and builders[-1].end_time > when and builders[-1].state != TurnState.INTERRUPTED
    kind = (
        UtteranceKind.COMMAND
        if typed_text
        else UtteranceKind.QUEUED
        if busy or (builders and builders[-1].is_waiting)
        else UtteranceKind.TYPED
    )
    fingerprint = classify.fingerprint(text) if typed_text and text else ""
    builder.is_settled = False
    builder.is_waiting = kind is UtteranceKind.QUEUED
    builder.say(Utterance(kind, typed_text or text, builder.key, when, files, sent=fingerprint))
    builders.append(builder)


def _join_queued(builders: list[TurnBuilder]) -> list[TurnBuilder]:
    """Return the turns, each with the queued messages before it that no answer names: it answered them too."""
    joint_turns: list[TurnBuilder] = []
    waiting: list[Utterance] = []
    for builder in builders:
        if builder.is_waiting and joint_turns:
            waiting += builder.utterances
            continue
        if waiting and joint_turns:
            joint_turns[-1].utterances += waiting
            waiting = []
        joint_turns.append(builder)
    if waiting and joint_turns:
        joint_turns[-1].utterances += waiting
    for before, after in itertools.pairwise(joint_turns):
        if before.state == TurnState.OPEN and after.utterances[0].kind == UtteranceKind.QUEUED:
            before.state = TurnState.COMPLETED
    return joint_turns


def _typed_command(text: str, templates: Mapping[str, str]) -> str:
    """Return the slash command whose expanded body the text is, as it was typed; empty for other texts.

    OpenCode keeps the body only: it is compared with the command files of the session's folder.
    """
    for name, template in templates.items():
        body = _FRONT_MATTER.sub("", template.replace("\r\n", "\n")).strip()
        pieces = _PLACEHOLDER.split(body)
        pattern = "".join(
            re.escape(piece) if index % 2 == 0 else "(.*?)" if piece.startswith("$") else ".*?"
            for index, piece in enumerate(pieces)
        )
        match = (
            re.fullmatch(pattern + ("" if "$" in body else r"(?:\n\n(.*))?"), text.strip(), re.S)
            if body
            else None
        )
        if match:
            return f"/{name} {' '.join(dict.fromkeys(filter(None, match.groups())))}".strip()
    for name, pattern in _OWN_COMMANDS:
        match = re.fullmatch(pattern, text.strip(), re.S)
        if match:
            return f"/{name} {match.group(1)}".strip()
    return ""


def _note(builder: TurnBuilder, about: dict[str, Any], parts: list[dict[str, Any]]) -> None:
    builder.is_waiting = False
    tokens = mapping(about.get("tokens"))
    cache = mapping(tokens.get("cache"))
    model = str(about.get("modelID") or "")
    if model:
        builder.models[model] += 1
    builder.spend(
        about.get("id"),
        input=tokens.get("input"),
        output=tokens.get("output"),
        reasoning=tokens.get("reasoning"),
        cache_read=cache.get("read"),
        cache_write=cache.get("write"),
    )
    if (cost := amount(about.get("cost"))) is not None:
        builder.cost = round((builder.cost or 0.0) + cost, 6)
        builder.cost_basis = "native"
    when = mapping(about.get("time"))
    builder.end_time = stamp(when.get("completed") or when.get("created")) or builder.end_time
    text = "\n".join(
        str(part.get("text") or "")
        for part in parts
        if part.get("type") == "text" and not part.get("synthetic")
    )
    if about.get("summary") is not True:
        builder.response = text.strip() or builder.response
    for part in parts:
        if part.get("type") == "tool":
            _call(builder, part)
    _end(builder, about)


def _end(builder: TurnBuilder, about: dict[str, Any]) -> None:
    failure = str(mapping(about.get("error")).get("name") or "")
    if failure:
        builder.state = TurnState.INTERRUPTED if "Abort" in failure else TurnState.FAILED
        builder.is_settled = True
    elif about.get("finish") == "tool-calls":
        builder.state = TurnState.OPEN
    elif mapping(about.get("time")).get("completed"):
        builder.state = TurnState.COMPLETED
        builder.is_settled = about.get("finish") == "stop"


def _call(builder: TurnBuilder, part: dict[str, Any]) -> None:
    name, state = str(part.get("tool")), mapping(part.get("state"))
    arguments, detail = mapping(state.get("input")), mapping(state.get("metadata"))
    builder.tools[name] += 1
    if name in _EDITORS and state.get("status") == "completed":
        builder.edit(arguments.get("filePath"))
    elif name == "bash":
        code = detail.get("exit")
        output = str(state.get("output") or "")
        builder.shell(arguments.get("command"), output, code if isinstance(code, int) else None)
    elif name == "question":
        when = stamp(mapping(state.get("time")).get("end"))
        for answer in answers(detail.get("answers"), str(part.get("callID") or part.get("id")), when):
            builder.say(answer)
    files = detail.get("files")
    for file in files if isinstance(files, list) and state.get("status") == "completed" else ():
        builder.edit(mapping(file).get("filePath") or file)
    if detail.get("sessionId"):
        builder.subagents[str(detail["sessionId"])] = None
