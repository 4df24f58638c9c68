"""Read Cursor's agent transcripts: roles and blocks only, without ids, times or models.

Here the hooks are the better source; a transcript fills what they missed.
"""

from __future__ import annotations

import hashlib
import re
from typing import Any

from records.agents.json_lines import mapping, objects, text_of
from records.agents.transcript import Source, Transcript
from records.agents.turn_builder import Draft
from records.model.turn import Utterance

AGENT = "cursor"
_QUERY = re.compile(r"<user_query>\s*(.*?)\s*</user_query>", re.S)
_EDITORS = frozenset(
    [
        "StrReplace",
        "Write",
        "Edit",
        "MultiEdit",
        "edit_file",
        "search_replace",
        "write",
        "Delete",
        "ApplyPatch",
    ]
)
_SHELLS = ("Shell", "run_terminal_cmd", "Bash")


def read(source: Source) -> Transcript:
    """The turns of a conversation, in order; a message without a query in it is the program's."""
    session = source.name.rsplit("/", 1)[-1].removesuffix(".jsonl")
    drafts: list[Draft] = []
    rows = 0
    for row in objects(source.data):
        rows += 1
        content = mapping(row.get("message")).get("content")
        if row.get("role") == "user":
            said = _said(session, len(drafts), text_of(content))
            if said:
                drafts.append(Draft(AGENT, session, said.uid, settled=False))
                drafts[-1].say(said)
        elif drafts:
            _note(drafts[-1], content)
    turns = []
    for at, draft in enumerate(drafts):
        draft.settled = at < len(drafts) - 1
        turns.append(draft.freeze("completed" if draft.response or draft.settled else "open"))
    subagent = "subagents" in source.parents
    return Transcript(AGENT, session, () if subagent else tuple(turns), "", "", rows, {}, subagent)


def _said(session: str, ordinal: int, text: str) -> Utterance | None:
    queries = _QUERY.findall(text)
    words = "\n\n".join(queries) if queries else ""
    if not words:
        return None
    made = hashlib.sha256(f"{session}\0{ordinal}\0{words}".encode("utf-8", "replace")).hexdigest()[:16]
    return Utterance("typed", words, f"c:{made}")


def _note(draft: Draft, content: Any) -> None:
    blocks = [mapping(block) for block in content] if isinstance(content, list) else []
    text = text_of(content)
    draft.response = text or draft.response
    for block in blocks:
        if block.get("type") != "tool_use":
            continue
        name, given = str(block.get("name")), mapping(block.get("input"))
        draft.tools[name] += 1
        if name in _EDITORS:
            draft.edit(given.get("path") or given.get("file_path") or given.get("target_file"))
        elif name in _SHELLS:
            draft.shell(given.get("command"), "", None)
