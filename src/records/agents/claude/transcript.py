"""Read Claude Code's transcripts: JSON lines, a graph of rows, one row a content block.

Row shapes of versions 2.0 to 2.1, reverse-engineered and read tolerantly. A person speaks in
`user` rows, in the queue, and inside tool results (a refusal, an answer).
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from records.agents import classify
from records.agents.claude.tools import Queue, answers, asides, effects, made_id, spend
from records.agents.json_lines import mapping, objects, text_of
from records.agents.times import stamp
from records.agents.transcript import Source, Transcript
from records.agents.turn_builder import RunningTotal, TurnBuilder
from records.model.turn import Turn, Utterance

AGENT = "claude"
_SILENT = frozenset((
    "file-history-snapshot", "file-history-delta", "summary", "last-prompt", "ai-title", "custom-title", "agent-name",
    "permission-mode", "mode", "pr-link", "tag", "worktree-state",
))  # fmt: skip


def read(source: Source) -> Transcript:
    """The turns of a session's transcript; subagents' transcripts beside it lend their effects."""
    reader = _Reader(source)
    for row in objects(source.data):
        reader.take(row)
    return reader.result()


class _Reader:
    """The state of reading one transcript from top to bottom."""

    def __init__(self, source: Source) -> None:
        self.source = source
        stem = source.name.rsplit("/", 1)[-1].removesuffix(".jsonl")
        self.session = stem if stem.count("-") == 4 else ""
        self.subagent = stem.startswith("agent-")
        self.drafts: list[TurnBuilder] = []
        self.seen: set[str] = set()
        self.calls: dict[str, tuple[str, dict[str, Any], TurnBuilder]] = {}
        self.queue = Queue()
        self.pending: tuple[str, dict[str, Any]] | None = None
        self.last_message = ""
        self.costs = RunningTotal()
        self.cwd = self.branch = self.version = ""
        self.rows = 0
        self.unknown: Counter[str] = Counter()

    @property
    def turn(self) -> TurnBuilder | None:
        """The turn that is being read."""
        return self.drafts[-1] if self.drafts else None

    def take(self, row: dict[str, Any]) -> None:
        """Read one row."""
        self.rows += 1
        kind = str(row.get("type"))
        if not self._fresh(row):
            return
        self._whereabouts(row)
        if kind == "user":
            self._user(row)
        elif kind == "assistant":
            self._assistant(row)
        elif kind in ("queue-operation", "attachment"):
            self._midturn(row)
        elif kind == "system":
            self._system(row)
        elif kind == "progress":
            self._progress(row)
        elif kind == "cost-state":
            self.costs.take(row.get("totalCostUSD"), self.turn)
        elif kind not in _SILENT:
            self.unknown[kind] += 1

    def result(self) -> Transcript:
        """What was read; the last turn is unsettled unless the transcript says that it ended."""
        for name, data in sorted(self.source.siblings.items()):
            self._subagent(name, data)
        turns: list[Turn] = []
        for at, draft in enumerate(self.drafts):
            last = at == len(self.drafts) - 1
            draft.settled = draft.settled or not last
            state = draft.state
            if state == "open" and not last:
                state = "interrupted"
            turns.append(draft.freeze("completed" if state == "answered" else state))
        kept = () if self.subagent else tuple(turns)
        cwd = next((draft.cwd for draft in self.drafts if draft.cwd), self.cwd)
        return Transcript(
            AGENT, self.session, kept, cwd, self.version, self.rows, self.unknown, self.subagent
        )

    def _fresh(self, row: dict[str, Any]) -> bool:
        """Whether the row is not a copy: resuming and forking write old rows again."""
        uid = row.get("uuid") or (
            f"{row.get('timestamp')}:{row.get('operation')}:{row.get('content')}"
            if row.get("type") == "queue-operation"
            else ""
        )
        if not uid:
            return True
        if str(uid) in self.seen:
            return False
        self.seen.add(str(uid))
        return True

    def _whereabouts(self, row: dict[str, Any]) -> None:
        self.session = self.session or str(row.get("sessionId") or "")
        self.version = str(row.get("version") or self.version)
        if row.get("cwd") and not row.get("isSidechain"):
            self.cwd = str(row["cwd"])
            self.branch = str(row.get("gitBranch") or "")

    def _open(self, key: str, said: Utterance) -> None:
        """Start a turn with what was said, or carry on the one that has the same key."""
        if self.turn is None or self.turn.key != key:
            draft = TurnBuilder(AGENT, self.session, key, branch=self.branch, cwd=self.cwd)
            draft.settled = False
            self.drafts.append(draft)
            self.last_message = ""
            self.costs.turns += 1
        draft = self.drafts[-1]
        draft.state = "open"
        draft.say(said)

    def _add(self, said: Utterance) -> None:
        """Add to the running turn; without one, what was said opens its own."""
        if self.turn is None:
            self._open(said.uid, said)
        else:
            self.turn.say(said)

    def _user(self, row: dict[str, Any]) -> None:
        content = mapping(row.get("message")).get("content")
        blocks = content if isinstance(content, list) else [{"type": "text", "text": content}]
        blocks = [mapping(block) for block in blocks]
        results = [block for block in blocks if block.get("type") == "tool_result"]
        if row.get("isSidechain") or row.get("agentId"):
            self._results(row, results)
            return
        self._decide_command(row, text_of(content))
        if results:
            self._results(row, results)
            if self.turn and any(classify.is_interruption(text_of([block])) for block in blocks):
                self.turn.state = "interrupted"
            for said in asides(row, blocks):
                self._add(said)
        elif not (
            row.get("isMeta")
            or row.get("isCompactSummary")
            or row.get("isVisibleInTranscriptOnly")
            or row.get("toolUseResult")
            or mapping(row.get("origin")).get("kind", "human") != "human"
        ):
            self._typed(row, blocks)

    def _typed(self, row: dict[str, Any], blocks: list[dict[str, Any]]) -> None:
        texts = [str(block.get("text") or "") for block in blocks if block.get("type") == "text"]
        for text in texts:
            if classify.is_interruption(text) and self.turn:
                self.turn.state = "interrupted"
            if classify.is_block(text) and self.turn:
                self.turn.state = "blocked"
        if any(classify.command(text) for text in texts):
            self.pending = ("\n".join(texts), row)
            return
        words = [classify.spoken(text) for text in texts if not classify.is_marker(text)]
        said = "\n".join(word for word in words if word and not classify.is_marker(word))
        images = sum(block.get("type") == "image" for block in blocks)
        if said or images:
            plan = row.get("planContent") or said.startswith("Implement the following plan:")
            self._say("plan" if plan else "typed", said, row, images)

    def _say(self, kind: str, text: str, row: dict[str, Any], images: int = 0) -> None:
        uid = str(row.get("uuid") or row.get("promptId") or made_id(row.get("timestamp"), text))
        key = str(row.get("promptId") or uid)
        self._open(key, Utterance(kind, text, uid, stamp(row.get("timestamp")), images))

    def _decide_command(self, row: dict[str, Any], text: str) -> None:
        """A slash command reached the model if its expansion or an answer comes next."""
        if self.pending is None:
            return
        caveat = "local-command-caveat" in text[:40] or text.startswith("Caveat:")
        if row.get("isMeta") and caveat:
            return
        wrapper, said = self.pending
        self.pending = None
        name = classify.command(wrapper)
        if name and (row.get("type") == "assistant" or row.get("isMeta")):
            self._say("command", name, said)

    def _results(self, row: dict[str, Any], results: list[dict[str, Any]]) -> None:
        detail = row.get("toolUseResult")
        for block in results:
            call_id = str(block.get("tool_use_id"))
            name, given, draft = self.calls.pop(call_id, ("", {}, self.turn))
            if draft is None:
                continue
            output = text_of(block.get("content"))
            if classify.is_rejection(output):
                words = classify.feedback(output) if not row.get("isSidechain") else ""
                if words:
                    at = stamp(row.get("timestamp"))
                    self._add(Utterance("tool_feedback", words, f"f:{call_id}", at))
                continue
            effects(draft, name, given, output, bool(block.get("is_error")), mapping(detail))
            if not row.get("isSidechain"):
                for said in answers(mapping(detail), call_id, stamp(row.get("timestamp"))):
                    self._add(said)

    def _assistant(self, row: dict[str, Any]) -> None:
        message = mapping(row.get("message"))
        draft = self.turn
        if not row.get("isSidechain"):
            self._decide_command(row, "")
            draft = self.turn
        if draft is None:
            return
        spend(draft, row, message)
        blocks = message.get("content")
        blocks = [mapping(block) for block in blocks] if isinstance(blocks, list) else []
        self._calls(draft, blocks)
        if not row.get("isSidechain"):
            self._respond(draft, row, message, blocks)

    def _respond(
        self, draft: TurnBuilder, row: dict[str, Any], message: dict[str, Any], blocks: list[Any]
    ) -> None:
        draft.ended = stamp(row.get("timestamp")) or draft.ended
        model = str(message.get("model") or "")
        if model and model != "<synthetic>":
            draft.models[model] += 1
        text = text_of(blocks)
        if text:
            same = message.get("id") and message.get("id") == self.last_message
            draft.response = f"{draft.response}\n\n{text}" if same else text
            self.last_message = str(message.get("id") or "")
        calls = any(block.get("type") == "tool_use" for block in blocks)
        if row.get("isApiErrorMessage"):
            draft.state = "failed"
        elif draft.state != "blocked":
            draft.state = "answered" if text and not calls else "open"
        draft.settled = message.get("stop_reason") == "end_turn"

    def _calls(self, draft: TurnBuilder, blocks: list[dict[str, Any]]) -> None:
        for block in blocks:
            if block.get("type") == "tool_use":
                name = str(block.get("name"))
                draft.tools[name] += 1
                self.calls[str(block.get("id"))] = (name, mapping(block.get("input")), draft)

    def _midturn(self, row: dict[str, Any]) -> None:
        """A message sent while the agent worked; told by the queue, by an attachment, or both."""
        for text, when, uid in self.queue.take(row):
            words = classify.spoken(text)
            if words and not classify.is_marker(text):
                self._add(Utterance("queued", words, uid, stamp(when)))

    def _system(self, row: dict[str, Any]) -> None:
        ends = row.get("subtype") in ("turn_duration", "stop_hook_summary")
        if self.turn and ends and not row.get("preventedContinuation"):
            self.turn.settled = True
            if self.turn.state == "open":
                self.turn.state = "answered"

    def _progress(self, row: dict[str, Any]) -> None:
        """A subagent's messages, told inside the main transcript: only their effects count."""
        nested = mapping(mapping(row.get("data")).get("message"))
        message = mapping(nested.get("message"))
        blocks = message.get("content")
        if self.turn is None or not isinstance(blocks, list):
            return
        blocks = [mapping(block) for block in blocks]
        self._calls(self.turn, blocks)
        results = [block for block in blocks if block.get("type") == "tool_result"]
        self._results({"isSidechain": True, "toolUseResult": nested.get("toolUseResult")}, results)

    def _subagent(self, name: str, data: bytes) -> None:
        """Lend a subagent's files, tests and tokens to the turn that started it."""
        uid = name.rsplit("/", 1)[-1].removesuffix(".jsonl").removeprefix("agent-")
        rows = list(objects(data)) if name.endswith(".jsonl") else []
        keys = {str(row.get("promptId")) for row in rows if row.get("promptId")}
        parents = [d for d in self.drafts if uid in d.subagents] or [d for d in self.drafts if d.key in keys]
        if not parents:
            return
        draft = parents[0]
        draft.subagents[uid] = None
        for row in rows:
            blocks = mapping(row.get("message")).get("content")
            blocks = [mapping(b) for b in blocks] if isinstance(blocks, list) else []
            if row.get("type") == "assistant":
                spend(draft, row, mapping(row.get("message")))
                self._calls(draft, blocks)
            results = [b for b in blocks if b.get("type") == "tool_result"]
            self._results({**row, "isSidechain": True}, results)
