"""Read transcripts into turns, without a ledger: what `capture import --dry-run` shows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from records.agents import registry
from records.agents.compressed import CannotUnpack
from records.agents.registry import Agent
from records.agents.transcript import Transcript
from records.capture import agent_paths, sources
from records.dataclass import replace
from records.model.turn import Turn, TurnState, Utterance

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def transcripts(agent: Agent, path: Path) -> Iterator[Transcript]:
    """Yield the transcripts in one file of the agent.

    Raises:
        CannotUnpack: the file is compressed and cannot be unpacked.
        OSError: the file cannot be read.
    """
    for source in agent.load(path, []):
        yield agent.read(source)


def preview(files: list[Path]) -> tuple[list[dict[str, Any]], list[str]]:
    """Return the turns that an import would record, as the command line's JSON shows them, and notes on files.

    Raises:
        NotFound: a path does not exist.
        InvalidInput: a named file is no transcript that we know.
    """
    rows: list[dict[str, Any]] = []
    notes: list[str] = []
    for agent, path in sources.find(files):
        try:
            read = list(transcripts(agent, path))
        except CannotUnpack as error:
            notes.append(f"{error}; {error.hint}")
            continue
        notes += without_prompts(agent, path, read)
        for transcript in read:
            roots = agent_paths.common_roots(transcript.turns)
            for number, turn in enumerate(transcript.turns, 1):
                rows.append(as_json(agent_paths.localise(finished(turn), roots), number))
    return rows, notes


def without_prompts(agent: Agent, path: Path, read: list[Transcript]) -> list[str]:
    """Return a note on a transcript in which no prompt was found; none for a subagent's."""
    if not read or any(transcript.turns or transcript.subagent for transcript in read):
        return []
    rows = sum(transcript.rows for transcript in read)
    version = next((f" {transcript.version}" for transcript in read if transcript.version), "")
    return [f"{path}: no prompt found in {rows} rows of {agent.title}{version}"] if rows else []


def finished(turn: Turn) -> Turn:
    """Return the turn as it is when nothing more will come: an open one was left behind."""
    return replace(turn, state=TurnState.ORPHANED, settled=True) if turn.state == TurnState.OPEN else turn


def as_json(turn: Turn, number: int) -> dict[str, Any]:
    """Return one turn as documented for `capture import --dry-run --json`.

    `remarks` are a person's words that are only inside a tool's result.
    """
    return {
        "agent": registry.AGENTS[turn.agent].label if turn.agent in registry.AGENTS else turn.agent,
        "session": turn.session,
        "turn": number,
        "key": turn.key,
        "at": turn.at,
        "state": turn.state,
        "utterances": [_utterance(utterance) for utterance in turn.utterances if not utterance.aside],
        "remarks": [_utterance(utterance) for utterance in turn.utterances if utterance.aside],
        "response": turn.response,
        "model": turn.model,
        "models": list(turn.models),
        "branch": turn.branch,
        "cwd": turn.cwd,
        "files": list(turn.files),
        "tests": [
            {
                "command": run.command,
                "status": run.status,
                "passed": run.passed,
                "failed": run.failed,
                "skipped": run.skipped,
                "red": run.red,
                "source": run.source,
            }
            for run in turn.tests
        ],
        "tokens": turn.tokens,
        "cost": turn.cost,
        "cost_basis": turn.cost_basis,
        "tools": turn.tools,
        "commits": list(turn.commits),
        "subagents": list(turn.subagents),
        "discarded": turn.discarded,
    }


def _utterance(utterance: Utterance) -> dict[str, Any]:
    row: dict[str, Any] = {"kind": utterance.kind, "text": utterance.text, "at": utterance.at}
    if utterance.images:
        row["images"] = utterance.images
    return row
