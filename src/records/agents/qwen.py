"""Qwen Code: its transcripts. Rows are framed as Claude Code's, with messages as Gemini CLI's."""

from __future__ import annotations

from pathlib import Path

import records.regex as re
from records.agents import classify, origin, test_runs
from records.agents.json_lines import count_files, mapping, mappings, text_of
from records.agents.questions import answers
from records.agents.search import Search
from records.agents.times import stamp
from records.agents.transcript import Source, Transcript, UnknownRows, read_rows
from records.agents.turn_builder import TurnBuilder, freeze_all
from records.model.turn import TurnState, Utterance, UtteranceKind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

AGENT = "qwen"
_EDITORS = ("write_file", "edit", "replace")
ACTING_TOOLS = frozenset((*_EDITORS, "run_shell_command"))
_ROWS = ("user", "assistant", "tool_result", "system")
_PERSON = "real_user"
_ASKS = "ask_user_question"
_ANSWERED = re.compile(r"User has provided the following answers:\s*\n(.*)", re.S)
_HEADED = re.compile(r"^\*\*.+?\*\*: (.*?)(?=\n\*\*|\Z)", re.S | re.M)


def transcript_paths(roots: list[str], search: Search) -> list[Path]:
    """Return all transcripts; each row records the folder that it was written in."""
    base = search.folder("QWEN_DIR", ".qwen")
    return search.files(base, "projects/*/chats/*.jsonl", "projects/*/*.jsonl", "tmp/*/chats/*.jsonl")


def recognise(rows: list[dict[str, Any]]) -> bool:
    """Return whether the first rows of a file are a transcript's: messages have `parts`, rows a `uuid`."""
    return any(
        "uuid" in row and ("provenance" in row or "parts" in mapping(row.get("message"))) for row in rows
    )


def read(source: Source) -> Transcript:
    """Return the turns of a session; rows that no person wrote say so in `provenance`."""
    return read_rows(_Reader(source), source)


class _Reader:
    """Reads one transcript from top to bottom."""

    def __init__(self, source: Source) -> None:
        self.session = source.name.rsplit("/", 1)[-1].removesuffix(".jsonl")
        self.cwd = self.version = ""
        self.builders: list[TurnBuilder] = []
        self.row_ids: set[str] = set()
        self.calls: dict[str, tuple[str, dict[str, Any], TurnBuilder]] = {}
        self.generated: dict[str, None] = {}
        self.rows = 0
        self.unknown = UnknownRows()

    def take(self, row: dict[str, Any]) -> None:
        """Read one row; a copy of an earlier one is passed over."""
        self.rows += 1
        uid, kind = str(row.get("uuid") or f"{self.session}:{self.rows}"), str(row.get("type"))
        if uid in self.row_ids:
            return
        self.row_ids.add(uid)
        self.session = str(row.get("sessionId") or self.session)
        self.cwd = self.cwd or str(row.get("cwd") or "")
        self.version = str(row.get("version") or self.version)
        parts = mappings(mapping(row.get("message")).get("parts"))
        if kind == "user":
            self._user(uid, row, parts)
        elif kind == "assistant" and self.builders:
            self._answer(row, parts, self.builders[-1])
        elif kind == "tool_result":
            self._result(row, mapping(row.get("toolCallResult")))
        elif kind not in _ROWS:
            self.unknown.add(kind, row)

    def result(self) -> Transcript:
        """Return the transcript; a turn without a final answer is open when it is the last, else interrupted."""
        return Transcript(
            AGENT, self.session, freeze_all(self.builders), self.cwd, self.version, self.rows,
            self.unknown.kinds, False, self.unknown.lossy, tuple(self.generated),
        )  # fmt: skip

    def _user(self, uid: str, row: dict[str, Any], parts: list[dict[str, Any]]) -> None:
        texts = [text for part in parts if (text := text_of(part))]
        added = [text for text in texts[1:] if classify.is_generated(text)]  # by hooks, behind the prompt
        text = "\n".join(text for text in texts if text not in added).strip()
        files = count_files(parts)
        provenance = row.get("provenance")
        by_program = origin.is_program_word(row.get("subtype") or "")
        generated = provenance != _PERSON if provenance else by_program or classify.is_generated(text)
        if generated or origin.is_program(row) or row.get("agentId"):
            self.generated[uid] = None
            return
        if not (text or files):
            return
        display = row.get("displayContent") or mapping(row.get("systemPayload")).get("displayText")
        screen_text = text_of(display).strip()
        is_command = screen_text.startswith("/") and screen_text != text
        builder = TurnBuilder(AGENT, self.session, uid, cwd=str(row.get("cwd") or ""), is_settled=False)
        builder.branch = str(row.get("gitBranch") or "")
        fingerprint = classify.fingerprint(text) if screen_text else ""
        builder.say(
            Utterance(
                UtteranceKind.COMMAND if is_command else UtteranceKind.TYPED,
                screen_text or text,
                uid,
                stamp(row.get("timestamp")),
                files,
                sent=fingerprint,
            )
        )
        self.builders.append(builder)

    def _answer(self, row: dict[str, Any], parts: list[dict[str, Any]], builder: TurnBuilder) -> None:
        builder.end_time = stamp(row.get("timestamp")) or builder.end_time
        if row.get("model"):
            builder.models[str(row["model"])] += 1
        usage = mapping(row.get("usageMetadata"))
        builder.spend(
            row.get("uuid"),
            input=usage.get("promptTokenCount"),
            output=usage.get("candidatesTokenCount"),
            cache_read=usage.get("cachedContentTokenCount"),
            reasoning=usage.get("thoughtsTokenCount"),
        )
        text = text_of([part for part in parts if not part.get("thought")]).strip()
        builder.response = text or builder.response
        calls = [mapping(part.get("functionCall")) for part in parts if part.get("functionCall")]
        builder.state = TurnState.COMPLETED if text and not calls else TurnState.OPEN
        for call in calls:
            name = str(call.get("name"))
            builder.tools[name] += 1
            self.calls[str(call.get("id"))] = (name, mapping(call.get("args")), builder)

    def _result(self, row: dict[str, Any], result: dict[str, Any]) -> None:
        name, arguments, builder = self.calls.pop(str(result.get("callId")), ("", {}, None))
        if builder is None:
            return
        if name == _ASKS:
            for answer in answers(
                _answers(row, result), str(result.get("callId")), stamp(row.get("timestamp"))
            ):
                builder.say(answer)
        elif name in _EDITORS and result.get("status") == "success":
            builder.edit(arguments.get("file_path"))
        elif name == "run_shell_command":
            display = mapping(result.get("resultDisplay"))
            output = str(display.get("output") or display.get("text") or result.get("resultDisplay") or "")
            code = display.get("exitCode")
            builder.shell(
                arguments.get("command"),
                output,
                code if isinstance(code, int) else test_runs.exit_code(output),
            )


def _answers(row: dict[str, Any], result: dict[str, Any]) -> Any:
    """Return the answers to a question: as the display lists them, else as the model was told them."""
    display = result.get("resultDisplay")
    if mapping(display).get("answers"):
        return mapping(display)["answers"]
    parts = mappings(mapping(row.get("message")).get("parts"))
    responses = (mapping(mapping(part.get("functionResponse")).get("response")) for part in parts)
    texts = [display, mapping(display).get("text"), *(response.get("output") for response in responses)]
    matches = (_ANSWERED.match(text) for text in texts if isinstance(text, str))
    match = next(filter(None, matches), None)
    return _HEADED.findall(match[1]) if match else None
