"""The parts of Claude Code's rows: tool calls and their effects, queued messages, answers, remarks, tokens."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from typing import Any

from records.agents import test_runs
from records.agents.classify import fold, is_marker, spoken
from records.agents.json_lines import mapping, text_of
from records.agents.times import stamp
from records.agents.turn_builder import TurnBuilder
from records.model.turn import Utterance

EDITORS = ("Edit", "MultiEdit", "Write", "NotebookEdit")
SHELLS = ("Bash", "PowerShell")


class Queue:
    """Follows messages that were sent while the agent worked, to what became of each.

    `remove` delivered the oldest one mid-turn, `dequeue` made a turn of it, `popAll` gave all back to the editor.
    Newer versions also write an attachment for a message that they deliver.
    """

    def __init__(self) -> None:
        self._waiting: list[tuple[str, str]] = []
        self._removed: Counter[str] = Counter()
        self._attached: Counter[str] = Counter()

    def take(self, row: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
        """Read a row; yield text, time and id of a message that it says was delivered, once."""
        if row.get("type") == "attachment":
            yield from self._attachment(row)
            return
        operation, text = row.get("operation"), text_of(row.get("content"))
        if operation == "enqueue":
            self._waiting.append((text, str(row.get("timestamp"))))
        elif operation == "popAll":
            self._waiting.clear()
        elif operation in ("remove", "dequeue") and self._waiting:
            named = [at for at, (queued, _) in enumerate(self._waiting) if text and queued == text]
            words, when = self._waiting.pop(named[0] if named else 0)
            if operation == "remove" and _is_new(words, self._removed, self._attached):
                yield words, when, f"q:{made_id(when, words)}"

    def _attachment(self, row: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
        given = mapping(row.get("attachment"))
        human = mapping(given.get("origin")).get("kind", "human") == "human"
        if given.get("type") == "queued_command" and human and given.get("commandMode", "prompt") == "prompt":
            words = text_of(given.get("prompt"))
            if _is_new(words, self._attached, self._removed):
                when = str(row.get("timestamp"))
                uid = given.get("source_uuid") or row.get("uuid") or f"q:{made_id(when, words)}"
                yield words, when, str(uid)


def made_id(*parts: object) -> str:
    """An id for what has none of its own, from what never changes about it."""
    text = "\0".join(map(str, parts))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _is_new(words: str, mine: Counter[str], other: Counter[str]) -> bool:
    """Whether the other way of telling has not told this message already."""
    folded = fold(words)
    if other[folded]:
        other[folded] -= 1
        return False
    mine[folded] += 1
    return True


def effects(
    draft: TurnBuilder,
    name: str,
    given: dict[str, Any],
    output: str,
    failed: bool,
    detail: dict[str, Any],
) -> None:
    """Note what a finished tool call did."""
    if name in EDITORS and not failed:
        draft.edit(given.get("file_path") or given.get("notebook_path") or detail.get("filePath"))
    elif name in SHELLS:
        code: int | None = (test_runs.exit_code(output) or 1) if failed else 0
        if given.get("run_in_background") or detail.get("interrupted"):
            code = None
        draft.shell(given.get("command"), output, code)
        changed = mapping(detail.get("bashEditDiff")).get("changedFiles")
        for path in changed if isinstance(changed, list) else ():
            draft.edit(path)
    elif name in ("Task", "Agent") and detail.get("agentId"):
        draft.subagents[str(detail["agentId"])] = None


def answers(detail: dict[str, Any], call_id: str, when: str) -> Iterator[Utterance]:
    """Yield the person's answers to the agent's questions, one for each question that got one."""
    for at, answer in enumerate(mapping(detail.get("answers")).values()):
        words = ", ".join(map(str, answer)) if isinstance(answer, list) else str(answer or "")
        if words.strip():
            yield Utterance("answer", words.strip(), f"a:{call_id}:{at}", when)


def asides(row: dict[str, Any], blocks: list[dict[str, Any]]) -> Iterator[Utterance]:
    """Yield words that stand beside a tool's result: said while approving the call."""
    for at, block in enumerate(blocks):
        text = str(block.get("text") or "") if block.get("type") == "text" else ""
        words = "" if is_marker(text) else spoken(text)
        if words and not row.get("isMeta"):
            when = stamp(row.get("timestamp"))
            uid = f"r:{row.get('uuid') or made_id(when, words)}:{at}"
            yield Utterance("tool_feedback", words, uid, when, aside=True)


def spend(draft: TurnBuilder, row: dict[str, Any], message: dict[str, Any]) -> None:
    """Note the tokens of a message; its rows repeat them, one a block."""
    usage = mapping(message.get("usage"))
    if usage:
        draft.spend(
            (message.get("id"), row.get("requestId")),
            input=usage.get("input_tokens"),
            output=usage.get("output_tokens"),
            cache_read=usage.get("cache_read_input_tokens"),
            cache_write=usage.get("cache_creation_input_tokens"),
        )
