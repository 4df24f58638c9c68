"""aider: `.aider.chat.history.md`, where `#### ` lines are the person's and `> ` lines the program's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import records.regex as re
from records.agents.search import Search
from records.agents.times import seconds, stamp
from records.agents.transcript import Source, Transcript
from records.agents.turn_builder import TurnBuilder
from records.digest import sha256
from records.model.turn import TurnState, Utterance, UtteranceKind
from records.patterns import COMMIT_ID, DATE
from records.regular_file import read_bytes
from records.text.fences import fence_after

AGENT = "aider"
_HISTORY = ".aider.chat.history.md"
_INPUTS = ".aider.input.history"
_START = re.compile(rf"# aider chat started at ({DATE} \d\d:\d\d:\d\d)")
_ASKING = ("/code", "/ask", "/architect", "/chat-mode code", "/help")
_COMMAND = re.compile(r"[/!][a-z][a-z-]*(?:\s|\Z)|!")
_BLANK = "<blank>"
_NO_COMMAND = re.compile(r"(?:Invalid|Unknown) command: ")  # what a person wrote for the agent, then
_MODEL = re.compile(r"(?:Main model|Model): (\S+) with ")
_INTERRUPTED = re.compile(r"\^C (?:again to exit|KeyboardInterrupt)")
_EDITED = re.compile(r"(?:Applied edit to|Creating empty file) (.+)$")
_COMMIT = re.compile(rf"Commit ({COMMIT_ID}) ")
_TOKENS = re.compile(r"Tokens: ([\d.]+)(k?) sent.*?([\d.]+)(k?) received")
_COST = re.compile(r"Cost: \$([\d.]+) message")


def transcript_paths(roots: list[str], search: Search) -> Iterator[Path]:
    """Yield the histories at the tops of the work trees."""
    for root in roots:
        path = Path(root) / _HISTORY
        if search.has(path):
            yield path


def recorded_root(path: Path, roots: list[str]) -> str:
    """Return the folder that a history lies in: aider writes it into the repository."""
    return str(path.parent)


def recognise_markdown(head: bytes) -> bool:
    """Return whether a Markdown file is a history of aider."""
    return bool(re.search(rb"^# aider chat started at ", head, re.M))


def load(path: Path) -> Iterator[Source]:
    """Yield the history with the input history beside it."""
    inputs = path.parent / _INPUTS
    siblings = {_INPUTS: read_bytes(inputs)} if inputs.is_file() else {}
    yield Source(path.name, read_bytes(path), siblings, tuple(path.parent.parts[-3:]), str(path.parent))


def read(source: Source) -> Transcript:
    """Return the turns of every chat in the history, in order.

    An answer may hold a `#### ` heading of its own: the input history beside the file, when there is one, separates it
    from a prompt; without one, a heading inside a fenced block is the answer's.
    """
    reader = _Reader(_inputs(source), source.root)
    for line in _lines(source.data):
        reader.take(line)
    return reader.result()


def _inputs(source: Source) -> set[str] | None:
    data = source.siblings.get(_INPUTS)
    if data is None:
        return None
    return {line[1:].strip() for line in _lines(data) if line.startswith("+")}


def _lines(data: bytes) -> list[str]:
    """Return the lines of a file; a form feed or another separator is a character of its line."""
    lines = data.decode("utf-8", "replace").split("\n")
    return [line.removesuffix("\r") for line in (lines if lines[-1] else lines[:-1])]


class _Reader:
    """Reads a history line by line."""

    def __init__(self, inputs: set[str] | None, root: str) -> None:
        self.inputs = inputs
        self.root = root
        self.session = self.start_time = self.model = self.fence = ""
        self.builders: list[TurnBuilder] = []
        self.counts: Counter[str] = Counter()  # prompts of each session
        self.prompt_lines: list[str] = []
        self.answer: list[str] = []
        self.rows = 0
        self.local_command = ""

    def take(self, line: str) -> None:
        """Read one line."""
        self.rows += 1
        if line.startswith("> ") and _TOKENS.search(line):
            self.fence = ""
        start = _START.match(line)
        if start:
            self._finish()
            self.fence = ""
            self.start_time = stamp(start.group(1))
            self.session = sha256(start.group(1).encode())[:16]
        elif line.startswith("#### ") and self._was_typed(line[5:]):
            if any(part.strip() for part in self.answer):
                self._finish()
            self.prompt_lines.append(line[5:].rstrip())
        else:
            self._prompt()
            if line.startswith("> ") and not self.fence:
                self._report(line[2:])
            elif self.builders:
                self.fence = fence_after(line, self.fence)
                self.answer.append(line)

    def result(self) -> Transcript:
        """Return the transcript; a history has no end marks, so every turn is settled."""
        self._finish()
        for builder in self.builders:
            if builder.state != TurnState.INTERRUPTED:
                builder.state = TurnState.COMPLETED
        turns = tuple(builder.freeze() for builder in self.builders)
        return Transcript(AGENT, self.session, turns, self.root, "", self.rows)

    def _was_typed(self, text: str) -> bool:
        if self.inputs is not None and text.strip() in self.inputs:
            self.fence = ""
            return True
        return self.inputs is None and not self.fence

    def _prompt(self) -> None:
        if not self.prompt_lines:
            return
        text, self.prompt_lines = "\n".join(self.prompt_lines).strip(), []
        command = next((name for name in _ASKING if text.startswith(name + " ")), None)
        before = self.builders[-1].utterances[0] if self.builders else None
        if (
            before
            and before.kind == UtteranceKind.COMMAND
            and self._is_empty()
            and before.text.partition(" ")[2].strip() == text
        ):
            return
        self._finish()
        is_local = command is None and bool(_COMMAND.match(text))
        self.local_command = text if is_local else ""
        if text and text != _BLANK and not is_local:
            self._start(text, UtteranceKind.COMMAND if command else UtteranceKind.TYPED)

    def _start(self, text: str, kind: UtteranceKind) -> None:
        uid = "i:" + sha256(f"{self.session}\0{len(self.builders)}\0{text}".encode())[:16]
        builder = TurnBuilder(AGENT, self.session, uid, cwd=self.root)
        builder.say(Utterance(kind, text, uid, self._next_time()))
        if self.model:
            builder.models[self.model] += 1
        self.builders.append(builder)

    def _next_time(self) -> str:
        """Return the start of the chat, and for each later prompt a millisecond more: a history has no other times."""
        number, self.counts[self.session] = self.counts[self.session], self.counts[self.session] + 1
        return stamp(seconds(self.start_time) + number / 1000) if self.start_time else ""

    def _is_empty(self) -> bool:
        """Return whether nothing has been answered since the last prompt: aider repeats what follows a command."""
        return not self.builders[-1].response and not any(part.strip() for part in self.answer)

    def _finish(self) -> None:
        if self.prompt_lines:
            self._prompt()
        if self.builders and any(part.strip() for part in self.answer):
            self.builders[-1].response = "\n".join(self.answer).strip()
        self.answer = []

    def _report(self, line: str) -> None:
        """Read a line of the program: model, edits, commits, tokens, costs."""
        model = _MODEL.match(line)
        if model:
            self.model = model.group(1)
        if self.local_command and _NO_COMMAND.match(line):
            self._start(self.local_command, UtteranceKind.COMMAND)
            self.local_command = ""
        if not self.builders:
            return
        builder = self.builders[-1]
        for path in _EDITED.findall(line):
            builder.edit(path.strip())
        if _INTERRUPTED.match(line):
            builder.state = TurnState.INTERRUPTED
        builder.commits.update(dict.fromkeys(_COMMIT.findall(line)))
        tokens = _TOKENS.search(line)
        if tokens:
            sent_count, sent_unit, received_count, received_unit = tokens.groups()
            builder.spend(
                self.rows,
                input=float(sent_count) * (1000 if sent_unit else 1),
                output=float(received_count) * (1000 if received_unit else 1),
            )
        cost = _COST.search(line)
        if cost:
            builder.cost = round((builder.cost or 0.0) + float(cost.group(1)), 6)
            builder.cost_basis = "native"
