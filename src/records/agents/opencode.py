"""OpenCode: its plugin's payloads, the plugin, and its database of sessions.

Read OpenCode's sessions: `opencode export` files, and the same data in its database.

A session with a `parentID` is a subagent's: most sessions are.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from records.agents.home import CommandFolder, CommandFormat, Home, JsonEntry
from records.agents.hook_event import HookEvent
from records.agents.hook_settings import OwnFile
from records.agents.json_lines import mapping
from records.agents.times import stamp
from records.agents.transcript import Source, Transcript
from records.agents.turn_builder import TurnBuilder
from records.model.turn import Utterance

HOOK_EVENTS = {
    "chat.message": "prompt",
    "tool.after": "tool",
    "session.idle": "stop",
    "session.error": "fail",
    "session.compacted": "compact",
}

SETTINGS = OwnFile(
    path=".opencode/plugins/records.ts",
    text="""\
// Passes each prompt to the capture hook of `records`; see `records capture --help`. Safe to delete.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const beside = fileURLToPath(new URL("../..", import.meta.url));

export const Records = async ({ directory, worktree }) => {
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
  return {
    "chat.message": async (input, output) => {
      const parts = output.parts.filter((part) => part.type === "text" && !part.synthetic);
      await send("chat.message", { ...input, messageID: output.message?.id ?? input.messageID, parts });
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
# those. So ours stands where both see it, unless the file is one of version 2 already (opencode.ai/docs/migrate-v1).
_SERVER = {"type": "local", "command": ["records", "mcp"]}
_SETTINGS_FILES = ("opencode.json", "opencode.jsonc")

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
)


def hook(event: str, payload: dict[str, Any]) -> HookEvent | None:
    """What the plugin tells."""
    kind = HOOK_EVENTS.get(event)
    if kind is None or payload.get("parentID"):
        return None
    given = payload.get("parts")
    parts = [mapping(part) for part in given] if isinstance(given, list) else []
    text = "\n".join(str(part.get("text") or "") for part in parts).strip()
    arguments, detail = mapping(payload.get("args")), mapping(payload.get("metadata"))
    edits = payload.get("tool") in ("edit", "write", "multiedit")
    path = str(arguments.get("filePath") or "")
    code = detail.get("exit")
    return HookEvent(
        agent="opencode",
        event=kind,
        session=str(payload.get("sessionID") or ""),
        key=str(payload.get("messageID") or "") if kind == "prompt" else "",
        texts=(text,) if kind == "prompt" else (),
        model=str(mapping(payload.get("model")).get("modelID") or ""),
        cwd=str(payload.get("directory") or ""),
        state={"stop": "completed", "fail": "failed"}.get(kind, ""),
        files=(path,) if edits and path else (),
        command=str(arguments.get("command") or "") if payload.get("tool") == "bash" else "",
        output=str(detail.get("output") or ""),
        exit_code=code if isinstance(code, int) else None,
    )


def places(roots: list[str], home: Path, environment: Mapping[str, str]) -> Iterator[Path]:
    """Yield OpenCode's database; which sessions belong to the work trees, their folders tell."""
    data = environment.get("XDG_DATA_HOME")
    path = (Path(data) if data else home / ".local" / "share") / "opencode" / "opencode.db"
    if path.is_file():
        yield path


def exports(path: Path) -> Iterator[Source]:
    """Yield each session of a database in the shape of `opencode export`."""
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
        database.row_factory = sqlite3.Row
        for session in database.execute("SELECT * FROM session ORDER BY id").fetchall():
            info = {
                "id": session["id"],
                "parentID": session["parent_id"],
                "directory": session["directory"],
                "version": session["version"],
            }
            messages = []
            rows = database.execute(
                "SELECT id, data FROM message WHERE session_id = ? ORDER BY time_created, id",
                (session["id"],),
            ).fetchall()
            for row in rows:
                parts = database.execute(
                    "SELECT id, data FROM part WHERE message_id = ? ORDER BY id", (row["id"],)
                ).fetchall()
                messages.append(
                    {
                        "info": {**json.loads(row["data"]), "id": row["id"]},
                        "parts": [{**json.loads(p["data"]), "id": p["id"]} for p in parts],
                    }
                )
            data = json.dumps({"info": info, "messages": messages}).encode()
            yield Source(f"{path.name}#{session['id']}", data)


AGENT = "opencode"
_EDITORS = ("edit", "write", "multiedit")


def read(source: Source) -> Transcript:
    """The turns of one exported session."""
    try:
        whole = mapping(json.loads(source.data))
    except ValueError:
        whole = {}
    info = mapping(whole.get("info"))
    session, cwd = str(info.get("id") or source.name), str(info.get("directory") or "")
    listed = whole.get("messages")
    messages = [mapping(message) for message in listed] if isinstance(listed, list) else []
    drafts: list[TurnBuilder] = []
    for message in messages:
        about = mapping(message.get("info"))
        given = message.get("parts")
        parts = [mapping(part) for part in given] if isinstance(given, list) else []
        if about.get("role") == "user":
            _said(drafts, session, cwd, about, parts)
        elif drafts:
            _note(drafts[-1], about, parts)
    subagent = bool(info.get("parentID"))
    turns = []
    for at, draft in enumerate(drafts):
        last = at == len(drafts) - 1
        draft.settled = draft.settled or not last
        turns.append(draft.freeze("interrupted" if draft.state == "open" and not last else None))
    version = str(info.get("version") or "")
    kept = () if subagent else tuple(turns)
    return Transcript(AGENT, session, kept, cwd, version, len(messages), {}, subagent)


def _said(
    drafts: list[TurnBuilder], session: str, cwd: str, about: dict[str, Any], parts: list[dict[str, Any]]
) -> None:
    uid = str(about.get("id"))
    when = stamp(mapping(about.get("time")).get("created"))
    texts = [
        str(part.get("text") or "")
        for part in parts
        if part.get("type") == "text" and not part.get("synthetic") and not part.get("ignored")
    ]
    said = "\n".join(text for text in texts if text.strip())
    kind = "typed"
    if not said:
        commands = [str(p.get("command")) for p in parts if p.get("type") == "subtask"]
        said = "\n".join("/" + name.lstrip("/") for name in commands if name and name != "None")
        kind = "command"
    if not said or any(draft.key == uid for draft in drafts):
        return
    draft = TurnBuilder(AGENT, session, uid, cwd=cwd, settled=False)
    images = sum(str(part.get("mime") or "").startswith("image/") for part in parts)
    draft.say(Utterance(kind, said, uid, when, images))
    drafts.append(draft)


def _note(draft: TurnBuilder, about: dict[str, Any], parts: list[dict[str, Any]]) -> None:
    tokens = mapping(about.get("tokens"))
    cache = mapping(tokens.get("cache"))
    model = str(about.get("modelID") or "")
    if model:
        draft.models[model] += 1
    draft.spend(
        about.get("id"),
        input=tokens.get("input"),
        output=tokens.get("output"),
        reasoning=tokens.get("reasoning"),
        cache_read=cache.get("read"),
        cache_write=cache.get("write"),
    )
    if isinstance(about.get("cost"), int | float):
        draft.cost = round((draft.cost or 0.0) + float(about["cost"]), 6)
        draft.cost_basis = "native"
    when = mapping(about.get("time"))
    draft.ended = stamp(when.get("completed") or when.get("created")) or draft.ended
    text = "\n".join(
        str(part.get("text") or "")
        for part in parts
        if part.get("type") == "text" and not part.get("synthetic")
    )
    draft.response = text.strip() or draft.response
    for part in parts:
        if part.get("type") == "tool":
            _call(draft, part)
    _state(draft, about)


def _state(draft: TurnBuilder, about: dict[str, Any]) -> None:
    failure = str(mapping(about.get("error")).get("name") or "")
    if failure:
        draft.state = "interrupted" if "Abort" in failure else "failed"
        draft.settled = True
    elif about.get("finish") == "tool-calls":
        draft.state = "open"
    elif mapping(about.get("time")).get("completed"):
        draft.state = "completed"
        draft.settled = about.get("finish") == "stop"


def _call(draft: TurnBuilder, part: dict[str, Any]) -> None:
    name, state = str(part.get("tool")), mapping(part.get("state"))
    given, detail = mapping(state.get("input")), mapping(state.get("metadata"))
    draft.tools[name] += 1
    if name in _EDITORS and state.get("status") == "completed":
        draft.edit(given.get("filePath"))
    elif name == "bash":
        code = detail.get("exit")
        output = str(state.get("output") or "")
        draft.shell(given.get("command"), output, code if isinstance(code, int) else None)
    files = detail.get("files")
    for file in files if isinstance(files, list) and state.get("status") == "completed" else ():
        draft.edit(mapping(file).get("filePath") or file)
    if detail.get("sessionId"):
        draft.subagents[str(detail["sessionId"])] = None
