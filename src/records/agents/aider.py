"""Read aider's `.aider.chat.history.md`: `#### ` lines are the person, `> ` lines the program."""

from __future__ import annotations

import hashlib
import re

from records.agents.times import stamp
from records.agents.transcript import Source, Transcript
from records.agents.turn_builder import TurnBuilder
from records.model.turn import Utterance

AGENT = "aider"
_START = re.compile(r"# aider chat started at (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)")
_ASKING = ("/code", "/ask", "/architect", "/chat-mode code", "/help")
_MODEL = re.compile(r"Main model: (\S+)")
_EDITED = re.compile(r"(?:Applied edit to|Creating empty file) (.+?)\s*$")
_COMMIT = re.compile(r"Commit ([0-9a-f]{7,40}) ")
_TOKENS = re.compile(r"Tokens: ([\d.]+)(k?) sent.*?([\d.]+)(k?) received")
_COST = re.compile(r"Cost: \$([\d.]+) message")


def read(source: Source) -> Transcript:
    """The turns of every chat in the history, in order.

    A response may hold a `#### ` heading of its own; the input history beside the file, when
    there is one, tells it from a prompt.
    """
    typed = _typed(source)
    reader = _Reader(typed)
    for line in source.data.decode("utf-8", "replace").splitlines():
        reader.take(line)
    return reader.result()


def _typed(source: Source) -> set[str] | None:
    data = source.siblings.get(".aider.input.history")
    if data is None:
        return None
    lines = data.decode("utf-8", "replace").splitlines()
    return {line[1:].strip() for line in lines if line.startswith("+")}


class _Reader:
    """The state of reading a history line by line."""

    def __init__(self, typed: set[str] | None) -> None:
        self.typed = typed
        self.session = self.at = self.model = ""
        self.drafts: list[TurnBuilder] = []
        self.asked: list[str] = []
        self.answer: list[str] = []
        self.rows = 0

    def take(self, line: str) -> None:
        """Read one line."""
        self.rows += 1
        started = _START.match(line)
        if started:
            self._finish()
            self.at = stamp(started.group(1))
            self.session = hashlib.sha256(started.group(1).encode()).hexdigest()[:16]
        elif line.startswith("#### ") and self._was_typed(line[5:]):
            if self.answer and any(part.strip() for part in self.answer):
                self._finish()
            self.asked.append(line[5:].rstrip())
        else:
            self._prompt()
            if line.startswith("> "):
                self._told(line[2:])
            elif self.drafts:
                self.answer.append(line)

    def result(self) -> Transcript:
        """What was read; a history has no end marks, so every turn is settled."""
        self._finish()
        turns = tuple(draft.freeze("completed") for draft in self.drafts)
        return Transcript(AGENT, self.session, turns, "", "", self.rows)

    def _was_typed(self, text: str) -> bool:
        return self.typed is None or text.strip() in self.typed

    def _prompt(self) -> None:
        if not self.asked:
            return
        text, self.asked = "\n".join(self.asked).strip(), []
        self._finish()
        command = next((name for name in _ASKING if text.startswith(name + " ")), None)
        if not text or (text.startswith(("/", "!")) and command is None):
            return
        made = hashlib.sha256(f"{self.session}\0{len(self.drafts)}\0{text}".encode())
        uid = f"i:{made.hexdigest()[:16]}"
        draft = TurnBuilder(AGENT, self.session, uid)
        draft.say(Utterance("command" if command else "typed", text, uid, self.at))
        if self.model:
            draft.models[self.model] += 1
        self.drafts.append(draft)

    def _finish(self) -> None:
        if self.asked:
            self._prompt()
        if self.drafts and any(part.strip() for part in self.answer):
            self.drafts[-1].response = "\n".join(self.answer).strip()
        self.answer = []

    def _told(self, line: str) -> None:
        model = _MODEL.search(line)
        if model:
            self.model = model.group(1)
        if not self.drafts:
            return
        draft = self.drafts[-1]
        for path in _EDITED.findall(line):
            draft.edit(path)
        draft.commits.update(dict.fromkeys(_COMMIT.findall(line)))
        tokens = _TOKENS.search(line)
        if tokens:
            sent, sent_k, got, got_k = tokens.groups()
            draft.spend(
                self.rows,
                input=float(sent) * (1000 if sent_k else 1),
                output=float(got) * (1000 if got_k else 1),
            )
        cost = _COST.search(line)
        if cost:
            draft.cost = round((draft.cost or 0.0) + float(cost.group(1)), 6)
            draft.cost_basis = "native"
