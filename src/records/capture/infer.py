"""Title, stage and the lines of a record, inferred from a turn without asking a model."""

from __future__ import annotations

import records.regex as re
from records.agents import classify
from records.model.turn import RanTests, Turn, Utterance, UtteranceKind

_COMMAND_STAGES = {
    "constitution": "constitution",
    "specify": "spec",
    "spec": "spec",
    "clarify": "spec",
    "plan": "plan",
    "adr": "plan",
    "tasks": "tasks",
    "analyze": "tasks",
    "checklist": "tasks",
    "implement": "green",
    "red": "red",
    "green": "green",
    "refactor": "refactor",
}
_SLASH = re.compile(r"/(?:[\w-]+[.:])?(\w+)")
_PLAN = re.compile(r"Implement the following plan:\s*", re.I)
_SENTENCE = re.compile(r"(?<=[.!?])\s|\n")
_TITLE = 60


def title(turn: Turn, before: str = "") -> str:
    """Return the first sentence of the prompt, at most 60 characters; an acknowledgement carries on."""
    prompt = turn.prompt
    words = _PLAN.sub("", prompt.text).strip() if prompt else ""
    if before and classify.is_acknowledgement(words):
        words = "Continue: " + before.removeprefix("Continue: ")
    lines = [line.strip(" \t#>*-`") for line in _SENTENCE.split(words)]
    first = next((line for line in lines if re.search(r"\w", line)), "")
    first = " ".join(re.sub(r"\[(?:REDACTED|QUARANTINED)[^\]]*\]|\{\{|\}\}", "…", first).split())
    if len(first) > _TITLE:
        first = first[:_TITLE].rsplit(" ", 1)[0].rstrip(" ,;:-") + "…"
    return first.rstrip(".:") or "Untitled prompt"


def stage(turn: Turn) -> str:
    """Return the stage: a slash command's, else red or green by the tests, else general."""
    prompt = turn.prompt
    if prompt and prompt.kind == UtteranceKind.COMMAND:
        match = _SLASH.match(prompt.text)
        if match and match.group(1) in _COMMAND_STAGES:
            return _COMMAND_STAGES[match.group(1)]
    statuses = [run.status for run in turn.tests]
    if "failed" in statuses:
        return "red"
    if "passed" in statuses and turn.files:
        return "green"
    return "general"


def prompt_text(turn: Turn) -> str:
    """Return the turn's utterances in order: the prompt as it is, each later one under a line of its own."""
    utterance = [utterance for utterance in turn.utterances if utterance.text]
    parts = [utterance[0].text] if utterance else [""]
    parts += [f"⟶ {_how(utterance)}\n\n{utterance.text}" for utterance in utterance[1:]]
    return "\n\n".join(parts)


def _how(utterance: Utterance) -> str:
    clock = utterance.at[11:19]
    kind = "remark while approving a tool" if utterance.aside else utterance.kind.replace("_", " ")
    return f"{kind}, {clock} UTC" if clock else kind


def test_line(run: RanTests) -> str:
    """One test command and its outcome, for people."""
    command = " ".join(run.command.split())
    command = command if len(command) <= 120 else command[:119] + "…"
    counts = [
        f"{count} {name}"
        for name in ("passed", "failed", "skipped")
        if (count := getattr(run, name)) is not None
    ]
    count_text = f" ({', '.join(counts)})" if counts else ""
    red = "failed, then passed" if run.red and run.status == "passed" else run.status
    return f"{command}: {red}{count_text}"


def outcome(turn: Turn) -> str:
    """One line that says what came of the turn."""
    parts = [f"{turn.state}"]
    if turn.files:
        parts.append(f"{len(turn.files)} file{'s' if len(turn.files) > 1 else ''} changed")
    if turn.commits:
        parts.append("commit " + ", ".join(sha[:12] for sha in turn.commits))
    return "; ".join(parts)
