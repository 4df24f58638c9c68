"""Read transcripts into turns, without a ledger: what `capture import --dry-run` shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from records.agents import registry
from records.agents.transcript import Transcript
from records.capture import paths, sources
from records.model.turn import Turn, Utterance


def transcripts(given: list[Path]) -> Iterator[tuple[Path, Transcript]]:
    """Yield every transcript below the paths, read.

    Raises:
        NotFound: a path does not exist.
        InvalidInput: a named file is no transcript that we know.
    """
    for name, path in sources.find(given):
        for source in sources.load(name, path):
            yield path, registry.AGENTS[name].read(source)


def preview(given: list[Path]) -> list[dict[str, Any]]:
    """The turns that an import would record, as the command line's JSON shows them.

    Raises:
        NotFound: a path does not exist.
        InvalidInput: a named file is no transcript that we know.
    """
    shown: list[dict[str, Any]] = []
    for _, transcript in transcripts(given):
        roots = paths.common_roots(transcript.turns)
        for number, turn in enumerate(transcript.turns, 1):
            shown.append(as_json(paths.localise(finished(turn), roots), number))
    return shown


def finished(turn: Turn) -> Turn:
    """The turn as it stands when nothing more will come: an open one was left behind."""
    return replace(turn, state="orphaned", settled=True) if turn.state == "open" else turn


def as_json(turn: Turn, number: int) -> dict[str, Any]:
    """One turn as documented for `capture import --dry-run --json`.

    `remarks` are a person's words that stand only inside a tool's result.
    """
    return {
        "agent": registry.AGENTS[turn.agent].label if turn.agent in registry.AGENTS else turn.agent,
        "session": turn.session,
        "turn": number,
        "key": turn.key,
        "at": turn.at,
        "state": turn.state,
        "utterances": [_said(said) for said in turn.utterances if not said.aside],
        "remarks": [_said(said) for said in turn.utterances if said.aside],
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


def _said(said: Utterance) -> dict[str, Any]:
    shown: dict[str, Any] = {"kind": said.kind, "text": said.text, "at": said.at}
    if said.images:
        shown["images"] = said.images
    return shown
