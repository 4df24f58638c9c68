"""Parts of Claude Code's rows: tool calls and their effects, queued messages, answers, remarks, tokens."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import records.regex as re
from records.agents import origin, questions, test_runs
from records.agents.classify import fold, is_generated, typed_text
from records.agents.json_lines import mapping, text_of
from records.agents.times import stamp
from records.agents.turn_builder import TurnBuilder
from records.digest import sha256
from records.model.turn import Utterance, UtteranceKind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

EDITORS = ("Edit", "MultiEdit", "Write", "NotebookEdit")
SHELLS = ("Bash", "PowerShell")
ACTING_TOOLS = frozenset((*EDITORS, *SHELLS))
_EDITED_PLAN = re.compile(r"## Approved Plan \(edited by user\):\n(.*)\Z", re.S)
_PEOPLE = ("human", "channel")
_TYPED = ("typed", "queued", "sdk", "channel")


def speaker(row: dict[str, Any]) -> bool | None:
    """Return whether a person wrote the row, by the fields that Claude Code records; None where none says."""
    if origin.is_program(row):
        return False
    if row.get("agentId") or row.get("sourceToolUseID"):
        return False
    if mapping(row.get("origin")).get("kind") in _PEOPLE:
        return True
    source = row.get("promptSource")
    if source == "system" or row.get("toolUseResult"):
        return False
    return True if source in _TYPED else None


class Queue:
    """Follows messages that were sent while the agent worked, to the fate of each.

    `remove` delivered the oldest one mid-turn, `dequeue` made a turn of it, `popAll` gave all back to the editor.
    Newer versions also write an attachment for a message that they deliver.
    """

    def __init__(self) -> None:
        self._waiting: list[tuple[str, str]] = []
        self._removals: Counter[str] = Counter()
        self._attachments: Counter[str] = Counter()

    def take(self, row: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
        """Read a row; yield text, time and id of a message that was delivered, once."""
        if row.get("type") == "attachment":
            yield from self._attachment(row)
            return
        operation, text = row.get("operation"), text_of(row.get("content"))
        if operation == "enqueue":
            self._waiting.append((text, str(row.get("timestamp"))))
        elif operation == "popAll":
            self._waiting.clear()
        elif operation in ("remove", "dequeue") and self._waiting:
            same = [
                index for index, (attachment, _) in enumerate(self._waiting) if text and attachment == text
            ]
            words, when = self._waiting.pop(same[0] if same else 0)
            if (
                operation == "remove"
                and not is_generated(words)
                and _is_new(words, self._removals, self._attachments)
            ):
                yield words, when, f"q:{derived_id(when, words)}"

    def _attachment(self, row: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
        attachment = mapping(row.get("attachment"))
        if attachment.get("type") != "queued_command" or attachment.get("commandMode", "prompt") != "prompt":
            return
        words, is_person = text_of(attachment.get("prompt")), speaker(attachment)
        accepted = not is_generated(words) if is_person is None else is_person
        if accepted and _is_new(words, self._attachments, self._removals):
            when = str(row.get("timestamp"))
            uid = attachment.get("source_uuid") or row.get("uuid") or f"q:{derived_id(when, words)}"
            yield words, when, str(uid)


def derived_id(*parts: object) -> str:
    """Return an id for what has none of its own, from what never changes about it."""
    text = "\0".join(map(str, parts))
    return sha256(text.encode("utf-8", "surrogatepass"))[:16]


def _is_new(words: str, mine: Counter[str], theirs: Counter[str]) -> bool:
    """Return whether the other kind of row has not reported this message already."""
    words_key = fold(words)
    if theirs[words_key]:
        theirs[words_key] -= 1
        return False
    mine[words_key] += 1
    return True


def note_effects(
    turn: TurnBuilder,
    name: str,
    arguments: dict[str, Any],
    output: str,
    failed: bool,
    detail: dict[str, Any],
) -> None:
    """Note the effects of a finished tool call."""
    if name in EDITORS and not failed:
        turn.edit(arguments.get("file_path") or arguments.get("notebook_path") or detail.get("filePath"))
    elif name in SHELLS:
        code: int | None = (test_runs.exit_code(output) or 1) if failed else 0
        if arguments.get("run_in_background") or detail.get("interrupted"):
            code = None
        turn.shell(arguments.get("command"), output, code)
        changed = mapping(detail.get("bashEditDiff")).get("changedFiles")
        for path in changed if isinstance(changed, list) else ():
            turn.edit(path)
    elif name in ("Task", "Agent") and detail.get("agentId"):
        turn.subagents[str(detail["agentId"])] = None


def answers(detail: dict[str, Any], call_id: str, when: str) -> Iterator[Utterance]:
    """Yield the person's answers to the agent's questions, and the notes that they attached to them."""
    yield from questions.answers(detail.get("answers"), call_id, when)
    notes = detail.get("annotations")
    entries = notes if isinstance(notes, list) else list(mapping(notes).values())
    for index, annotation in enumerate(entries):
        words = text_of(mapping(annotation).get("notes")).strip()
        if words:
            yield Utterance(UtteranceKind.ANSWER, words, f"n:{call_id}:{index}", when)


def edited_plan(detail: dict[str, Any], output: str, call_id: str, when: str) -> Iterator[Utterance]:
    """Yield the plan that a person edited before they approved it."""
    match = _EDITED_PLAN.search(output)
    plan = str(detail.get("plan") or "") if detail.get("planWasEdited") else ""
    plan = plan or (match.group(1) if match else "")
    if plan.strip():
        yield Utterance(UtteranceKind.PLAN, plan.strip(), f"p:{call_id}", when)


def asides(row: dict[str, Any], blocks: list[dict[str, Any]]) -> Iterator[Utterance]:
    """Yield words that are beside a tool's result: said while approving the call."""
    for index, block in enumerate(blocks):
        text = text_of(block)
        words = "" if is_generated(text) else typed_text(text)
        if words and not row.get("isMeta"):
            when = stamp(row.get("timestamp"))
            uid = f"r:{row.get('uuid') or derived_id(when, words)}:{index}"
            yield Utterance(UtteranceKind.TOOL_FEEDBACK, words, uid, when, aside=True)


def note_tokens(turn: TurnBuilder, row: dict[str, Any], message: dict[str, Any]) -> None:
    """Note the tokens of a message; its rows repeat them, one for each block."""
    usage = mapping(message.get("usage"))
    if usage:
        turn.spend(
            (message.get("id"), row.get("requestId")),
            input=usage.get("input_tokens"),
            output=usage.get("output_tokens"),
            cache_read=usage.get("cache_read_input_tokens"),
            cache_write=usage.get("cache_creation_input_tokens"),
        )
