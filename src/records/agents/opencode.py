"""OpenCode: its plugin's payloads, the plugin, and its database of sessions."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from records.agents.hook_event import HookEvent
from records.agents.hook_settings import OwnFile
from records.agents.json_lines import mapping
from records.agents.transcript import Source

_KINDS = {
    "chat.message": "prompt",
    "tool.after": "tool",
    "session.idle": "stop",
    "session.error": "fail",
    "session.compacted": "compact",
}

SETTINGS = OwnFile(
    path=".opencode/plugins/records.ts",
    text="""\
// Tells `records` about each prompt; see `records capture --help`. Safe to delete.
export const Records = async ({ $, directory }) => {
  const send = async (name, payload) => {
    const body = new Response(JSON.stringify({ directory, ...payload }));
    await $`sh ${directory}/.records/hook opencode ${name} < ${body}`.quiet().nothrow();
  };
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


def hook(event: str, payload: dict[str, Any]) -> HookEvent | None:
    """What the plugin tells."""
    kind = _KINDS.get(event)
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
