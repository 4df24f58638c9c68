"""Read OpenCode's sessions: `opencode export` files, and the same data in its database.

A session with a `parentID` is a subagent's: most sessions are.
"""

from __future__ import annotations

import json
from typing import Any

from records.agents.json_lines import mapping
from records.agents.times import stamp
from records.agents.transcript import Source, Transcript
from records.agents.turn_builder import Draft
from records.model.turn import Utterance

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
    drafts: list[Draft] = []
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
    drafts: list[Draft], session: str, cwd: str, about: dict[str, Any], parts: list[dict[str, Any]]
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
    draft = Draft(AGENT, session, uid, cwd=cwd, settled=False)
    images = sum(str(part.get("mime") or "").startswith("image/") for part in parts)
    draft.say(Utterance(kind, said, uid, when, images))
    drafts.append(draft)


def _note(draft: Draft, about: dict[str, Any], parts: list[dict[str, Any]]) -> None:
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


def _state(draft: Draft, about: dict[str, Any]) -> None:
    failure = str(mapping(about.get("error")).get("name") or "")
    if failure:
        draft.state = "interrupted" if "Abort" in failure else "failed"
        draft.settled = True
    elif about.get("finish") == "tool-calls":
        draft.state = "open"
    elif mapping(about.get("time")).get("completed"):
        draft.state = "completed"
        draft.settled = about.get("finish") == "stop"


def _call(draft: Draft, part: dict[str, Any]) -> None:
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
