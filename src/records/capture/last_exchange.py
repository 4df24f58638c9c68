"""The last exchange of the agent that is running: what `phr new --from-session` starts from."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from records.agents import registry
from records.capture import import_transcripts as importing
from records.capture import paths
from records.capture import redact_turn as cleaning
from records.capture import write_phr as writing
from records.errors import NotFound
from records.model.turn import Turn
from records.project import redaction

if TYPE_CHECKING:
    from records.project.project import Project


def last_exchange(project: Project, agent: str | None = None) -> Turn:
    """The newest turn of the newest transcript that an agent wrote in this project, cleaned.

    Args:
        project: where.
        agent: the agent's name; the one that wrote last by default.

    Raises:
        NotFound: no such agent, or no transcript with a prompt in it.
    """
    agents = [registry.agent(agent)] if agent else [a for a in registry.AGENTS.values() if a.hooks]
    roots = project.location.worktrees() if project.location else [project.root]
    redactor = redaction.redactor(project)
    for path in _newest_first(agents, roots):
        turns = [turn for _, told in importing.transcripts([path]) for turn in told.turns]
        said = [turn for turn in turns if turn.utterances and _is_here(turn, roots)]
        if said:
            last = max(enumerate(said), key=lambda pair: (pair[1].at, pair[0]))[1]
            own = paths.localise(last, paths.roots_of(turns, roots))
            return cleaning.clean_turn(replace(own, settled=True), redactor.redact, redactor.hide_secrets)
    named = f" of {agents[0].title}" if agent else ""
    raise NotFound(
        f"no session{named} was found for {project.root}",
        "give the prompt itself: records phr new --prompt-file FILE",
    )


def as_given(turn: Turn) -> dict[str, Any]:
    """What an exchange tells for a PHR, by the names of a draft's fields: all but title, stage and outcome."""
    made = writing.draft(turn, "")
    names = ("prompt", "response", "files", "tests", "model", "command", "branch", "prompt_source", "extra")
    told = {name: getattr(made, name) for name in names}
    told["extra"] = {name: value for name, value in made.extra.items() if name != "state"}
    return told


def _is_here(turn: Turn, roots: list[str]) -> bool:
    return not turn.cwd or any(turn.cwd == root or turn.cwd.startswith(root + "/") for root in roots)


def _newest_first(agents: list[registry.Agent], roots: list[str]) -> list[Path]:
    home = Path(os.path.expanduser("~"))
    found: list[Path] = []
    for agent in agents:
        if agent.hooks:
            found += agent.module.places(roots, home, os.environ)
        elif agent.name == "aider":
            found += [Path(root) / ".aider.chat.history.md" for root in roots]
    existing = [path for path in found if path.is_file()]
    return sorted(existing, key=lambda path: (path.stat().st_mtime_ns, str(path)), reverse=True)
