"""Read Claude Code's transcripts: JSON lines, a graph of rows, one row for each content block.

Row shapes of versions 2.0 to 2.1, reverse-engineered and read tolerantly. A person speaks in
`user` rows, in the queue, and inside tool results (a refusal, an answer, an edited plan).
"""

from __future__ import annotations

from pathlib import Path

from records.agents import classify
from records.agents.claude.tools import (
    Queue,
    answers,
    asides,
    derived_id,
    edited_plan,
    note_effects,
    note_tokens,
    speaker,
)
from records.agents.json_lines import count_files, mapping, objects, text_of
from records.agents.times import stamp
from records.agents.transcript import Source, Transcript, UnknownRows, read_rows, session_in
from records.agents.turn_builder import RunningTotal, TurnBuilder, freeze_all
from records.model.turn import TurnState, Utterance, UtteranceKind
from records.regular_file import read_bytes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

AGENT = "claude"
_KEYS = {"sessionId", "uuid", "leafUuid", "messageId"}
_FOREIGN_KEYS = {"payload", "data", "projectHash"}
_SILENT = frozenset((
    "file-history-snapshot", "file-history-delta", "summary", "last-prompt", "ai-title", "custom-title", "agent-name",
    "permission-mode", "mode", "pr-link", "tag", "worktree-state", "api-request", "api-request-blob",
    "api-request-shape", "atis-latch", "tools-used",
))  # fmt: skip


def recognise(rows: list[dict[str, Any]]) -> bool:
    """Return whether the first rows of a file are a Claude Code transcript's."""
    return any(
        "type" in row and _KEYS & row.keys() and not _FOREIGN_KEYS & row.keys() for row in rows
    ) and not any("provenance" in row or "parts" in mapping(row.get("message")) for row in rows)


def siblings(path: Path) -> dict[str, bytes]:
    """Return the transcripts of the session's subagents, by name."""
    folder = path.parent / path.stem / "subagents"
    return {file.name: read_bytes(file) for file in sorted(folder.glob("agent-*.jsonl"))}


def read(source: Source) -> Transcript:
    """Return the turns of a session's transcript, with the effects of the subagents' transcripts beside it."""
    return read_rows(_Reader(source), source)


class _Reader:
    """Reads one transcript from top to bottom."""

    def __init__(self, source: Source) -> None:
        self.source = source
        name = session_in(source.name)
        self.session = name if name.count("-") == 4 else ""
        self.subagent = source.name.rsplit("/", 1)[-1].startswith("agent-")
        self.builders: list[TurnBuilder] = []
        self.row_ids: set[str] = set()
        self.calls: dict[str, tuple[str, dict[str, Any], TurnBuilder]] = {}
        self.queue = Queue()
        self.pending: tuple[str, dict[str, Any]] | None = None
        self.last_message = ""
        self.costs = RunningTotal()
        self.root = self.cwd = self.branch = self.version = ""
        self.rows = 0
        self.unknown = UnknownRows()
        self.generated: dict[str, None] = {}

    @property
    def turn(self) -> TurnBuilder | None:
        """Return the turn that is being read."""
        return self.builders[-1] if self.builders else None

    def take(self, row: dict[str, Any]) -> None:
        """Read one row."""
        self.rows += 1
        kind = str(row.get("type"))
        if not self._fresh(row):
            return
        self._note_context(row)
        if kind == "user":
            self._user(row)
        elif kind == "assistant":
            self._assistant(row)
        elif kind in ("queue-operation", "attachment"):
            self._read_queue(row)
        elif kind == "system":
            self._system(row)
        elif kind == "progress":
            self._progress(row)
        elif kind == "cost-state":
            self.costs.take(row.get("totalCostUSD"), self.turn)
        elif kind not in _SILENT:
            self.unknown.add(kind, row)

    def result(self) -> Transcript:
        """Return the transcript; its last turn is unsettled unless a row says that it ended."""
        for name, data in sorted(self.source.siblings.items()):
            self._subagent(name, data)
        return Transcript(
            AGENT,
            self.session,
            () if self.subagent else freeze_all(self.builders),
            self.root or self.cwd,
            self.version,
            self.rows,
            self.unknown.kinds,
            self.subagent,
            self.unknown.lossy,
            tuple(self.generated),
        )

    def _fresh(self, row: dict[str, Any]) -> bool:
        """Return whether the row is not a copy: resuming and forking write old rows again."""
        uid = row.get("uuid") or (
            f"{row.get('timestamp')}:{row.get('operation')}:{row.get('content')}"
            if row.get("type") == "queue-operation"
            else ""
        )
        if not uid:
            return True
        if str(uid) in self.row_ids:
            return False
        self.row_ids.add(str(uid))
        return True

    def _note_context(self, row: dict[str, Any]) -> None:
        self.session = self.session or str(row.get("sessionId") or "")
        self.version = str(row.get("version") or self.version)
        if row.get("cwd") and not row.get("isSidechain"):
            self.cwd = str(row["cwd"])
            self.root = self.root or self.cwd
            self.branch = str(row.get("gitBranch") or "")

    def _open(self, key: str, utterance: Utterance) -> None:
        """Start a turn with the utterance, or carry on the one that has the same key."""
        if self.turn is None or self.turn.key != key:
            builder = TurnBuilder(AGENT, self.session, key, branch=self.branch, cwd=self.cwd)
            builder.is_settled = False
            self.builders.append(builder)
            self.last_message = ""
            self.costs.turns += 1
        builder = self.builders[-1]
        builder.state = TurnState.OPEN
        builder.say(utterance)

    def _add(self, utterance: Utterance) -> None:
        """Add to the running turn; without one, the utterance opens its own."""
        if self.turn is None:
            self._open(utterance.uid, utterance)
        else:
            self.turn.say(utterance)

    def _user(self, row: dict[str, Any]) -> None:
        content = mapping(row.get("message")).get("content")
        items = content if isinstance(content, list) else [content]
        blocks = [
            {"type": "text", "text": item} if isinstance(item, str) else mapping(item) for item in items
        ]
        results = [block for block in blocks if block.get("type") == "tool_result"]
        if row.get("isSidechain") or row.get("agentId"):
            self._results(row, results)
            return
        self._decide_command(row, text_of(content))
        if results:
            self._results(row, results)
            if self.turn and any(classify.is_interruption(text_of([block])) for block in blocks):
                self.turn.state = TurnState.INTERRUPTED
            for utterance in asides(row, blocks):
                self._add(utterance)
        elif (is_person := speaker(row)) is not False:
            self._read_prompt(row, blocks, sure=bool(is_person))
        elif row.get("promptId") and mapping(row.get("origin")).get("kind"):
            self.generated[str(row["promptId"])] = None

    def _read_prompt(self, row: dict[str, Any], blocks: list[dict[str, Any]], *, sure: bool) -> None:
        """Read a row that a person may have typed; where no field is sure of it, the wording decides."""
        texts = [text for block in blocks if (text := text_of(block))]
        follows_prompt = self.turn is not None and row.get("parentUuid") == self.turn.utterances[-1].uid
        if (
            self.turn
            and not sure
            and any(classify.is_block(text, follows_prompt=follows_prompt) for text in texts)
        ):
            self.turn.state = TurnState.BLOCKED
            return
        for text in texts:
            if classify.is_interruption(text) and self.turn:
                self.turn.state = TurnState.INTERRUPTED
        if any(classify.command(text) for text in texts):
            self.pending = ("\n".join(texts), row)
            return
        own = [text for text in texts if sure or not classify.is_generated(text)]
        words = [classify.typed_text(text) for text in own]
        prompt = "\n".join(text for text in words if text and (sure or not classify.is_generated(text)))
        files = count_files(blocks)
        if prompt or files:
            is_plan = row.get("planContent") or prompt.startswith("Implement the following plan:")
            self._say(UtteranceKind.PLAN if is_plan else UtteranceKind.TYPED, prompt, row, files)

    def _say(self, kind: UtteranceKind, text: str, row: dict[str, Any], images: int = 0) -> None:
        uid = str(row.get("uuid") or row.get("promptId") or derived_id(row.get("timestamp"), text))
        key = str(row.get("promptId") or uid)
        self._open(key, Utterance(kind, text, uid, stamp(row.get("timestamp")), images))

    def _decide_command(self, row: dict[str, Any], text: str) -> None:
        """Record a slash command if it reached the model: its expansion or an answer comes next."""
        if self.pending is None:
            return
        caveat = "local-command-caveat" in text[:40] or text.startswith("Caveat:")
        if row.get("isMeta") and caveat:
            return
        wrapper, command_row = self.pending
        self.pending = None
        name = classify.command(wrapper)
        if name and (row.get("type") == "assistant" or row.get("isMeta")):
            self._say(UtteranceKind.COMMAND, name, command_row)

    def _results(self, row: dict[str, Any], results: list[dict[str, Any]]) -> None:
        detail = row.get("toolUseResult")
        for block in results:
            call_id = str(block.get("tool_use_id"))
            name, arguments, builder = self.calls.pop(call_id, ("", {}, self.turn))
            if builder is None:
                continue
            output = text_of(block.get("content"))
            words = str(row.get("userFeedback") or "").strip()
            if words or classify.is_rejection(output):
                words = "" if row.get("isSidechain") else words or classify.feedback(output)
                if words:
                    at = stamp(row.get("timestamp"))
                    self._add(Utterance(UtteranceKind.TOOL_FEEDBACK, words, f"f:{call_id}", at))
                continue
            note_effects(builder, name, arguments, output, bool(block.get("is_error")), mapping(detail))
            if not row.get("isSidechain"):
                when = stamp(row.get("timestamp"))
                for utterance in answers(mapping(detail), call_id, when):
                    self._add(utterance)
                if name == "ExitPlanMode":
                    for utterance in edited_plan(mapping(detail), output, call_id, when):
                        self._add(utterance)

    def _assistant(self, row: dict[str, Any]) -> None:
        message = mapping(row.get("message"))
        builder = self.turn
        if not row.get("isSidechain"):
            self._decide_command(row, "")
            builder = self.turn
        if builder is None:
            return
        note_tokens(builder, row, message)
        blocks = message.get("content")
        blocks = [mapping(block) for block in blocks] if isinstance(blocks, list) else []
        self._calls(builder, blocks)
        if not row.get("isSidechain"):
            self._respond(builder, row, message, blocks)

    def _respond(
        self, builder: TurnBuilder, row: dict[str, Any], message: dict[str, Any], blocks: list[Any]
    ) -> None:
        builder.end_time = stamp(row.get("timestamp")) or builder.end_time
        model = str(message.get("model") or "")
        if model and model != "<synthetic>":
            builder.models[model] += 1
        text = text_of(blocks)
        if text:
            same = message.get("id") and message.get("id") == self.last_message
            builder.response = f"{builder.response}\n\n{text}" if same else text
            self.last_message = str(message.get("id") or "")
        calls = any(block.get("type") == "tool_use" for block in blocks)
        if row.get("isApiErrorMessage"):
            builder.state = TurnState.FAILED
        elif builder.state != TurnState.BLOCKED:
            builder.state = TurnState.COMPLETED if text and not calls else TurnState.OPEN
        builder.is_settled = message.get("stop_reason") == "end_turn"

    def _calls(self, builder: TurnBuilder, blocks: list[dict[str, Any]]) -> None:
        for block in blocks:
            if block.get("type") == "tool_use":
                name = str(block.get("name"))
                builder.tools[name] += 1
                self.calls[str(block.get("id"))] = (name, mapping(block.get("input")), builder)

    def _read_queue(self, row: dict[str, Any]) -> None:
        """Read a message sent while the agent worked; the queue, an attachment or both report it."""
        for text, when, uid in self.queue.take(row):
            words = classify.typed_text(text)
            if words:
                self._add(Utterance(UtteranceKind.QUEUED, words, uid, stamp(when)))

    def _system(self, row: dict[str, Any]) -> None:
        ends = row.get("subtype") in ("turn_duration", "stop_hook_summary")
        if self.turn and ends and not row.get("preventedContinuation"):
            self.turn.is_settled = True
            if self.turn.state == TurnState.OPEN:
                self.turn.state = TurnState.COMPLETED

    def _progress(self, row: dict[str, Any]) -> None:
        """Read a subagent's messages inside the main transcript: only their effects count."""
        inner = mapping(mapping(row.get("data")).get("message"))
        message = mapping(inner.get("message"))
        blocks = message.get("content")
        if self.turn is None or not isinstance(blocks, list):
            return
        blocks = [mapping(block) for block in blocks]
        self._calls(self.turn, blocks)
        results = [block for block in blocks if block.get("type") == "tool_result"]
        self._results({"isSidechain": True, "toolUseResult": inner.get("toolUseResult")}, results)

    def _subagent(self, name: str, data: bytes) -> None:
        """Add a subagent's files, tests and tokens to the turn that started it."""
        uid = name.rsplit("/", 1)[-1].removesuffix(".jsonl").removeprefix("agent-")
        rows = list(objects(data)) if name.endswith(".jsonl") else []
        keys = {str(row.get("promptId")) for row in rows if row.get("promptId")}
        parents = [d for d in self.builders if uid in d.subagents] or [
            d for d in self.builders if d.key in keys
        ]
        if not parents:
            return
        builder = parents[0]
        builder.subagents[uid] = None
        for row in rows:
            blocks = mapping(row.get("message")).get("content")
            blocks = [mapping(b) for b in blocks] if isinstance(blocks, list) else []
            if row.get("type") == "assistant":
                note_tokens(builder, row, mapping(row.get("message")))
                self._calls(builder, blocks)
            results = [b for b in blocks if b.get("type") == "tool_result"]
            self._results({**row, "isSidechain": True}, results)
