"""Find the last exchange with the agent that is running: what `phr new --from-session` starts from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from records.agents import registry
from records.agents.search import Search
from records.capture import agent_paths, import_transcripts, redact_turn, write_phr
from records.dataclass import replace
from records.errors import NotFound
from records.model.turn import Turn, TurnState
from records.project import redaction

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from records.project.project import Project


def last_exchange(project: Project, agent: str | None = None) -> Turn:
    """Return the newest turn of the newest transcript that an agent wrote in this project, redacted.

    Args:
        project: where.
        agent: the agent's name; the one that wrote last by default.

    Raises:
        NotFound: no such agent, or no transcript with a prompt in it.
    """
    agents = [registry.agent(agent)] if agent else list(registry.AGENTS.values())
    roots = project.location.worktrees() if project.location else [project.root]
    redactor = redaction.redactor(project)
    for owner, path in _newest_first(agents, roots):
        transcripts = import_transcripts.transcripts(owner, path)
        turns = [
            turn
            for transcript in transcripts
            for turn in transcript.turns
            if agent_paths.belongs(turn, transcript, roots, named_by_hook=False)
        ]
        prompts = [turn for turn in turns if turn.utterances]
        if prompts:
            last = max(enumerate(prompts), key=lambda pair: (pair[1].at, pair[0]))[1]
            own = agent_paths.localise(last, agent_paths.roots_of(turns, roots))
            return redact_turn.clean_turn(replace(own, settled=True), redactor.redact, redactor.hide_secrets)
    suffix = f" of {agents[0].title}" if agent else ""
    raise NotFound(
        f"no session{suffix} was found for {project.root}",
        "give the prompt itself: records phr new --prompt-file FILE",
    )


def draft_fields(turn: Turn) -> dict[str, Any]:
    """Return an exchange by the names of a draft's fields: all but title, stage and outcome.

    One that still runs has no answer yet, and says so by its state: a sync completes its record.
    """
    draft = write_phr.draft(turn, "")
    names = ("prompt", "response", "files", "tests", "model", "command", "branch", "prompt_source", "extra")
    fields = {name: getattr(draft, name) for name in names}
    if turn.state is TurnState.OPEN:
        fields["response"] = None
    else:
        fields["extra"] = {name: value for name, value in draft.extra.items() if name != "state"}
    return fields


def _newest_first(agents: list[registry.Agent], roots: list[str]) -> Iterator[tuple[registry.Agent, Path]]:
    """Yield the transcripts of sessions in the work trees, the one that was written last first."""
    search = Search.of_user()
    candidates = [
        (path.stat().st_mtime_ns, str(path), path, agent)
        for agent in agents
        for path in agent.transcript_paths(roots, search)
        if path.is_file()
    ]
    for _, _, path, agent in sorted(candidates, key=lambda candidate: candidate[:2], reverse=True):
        if agent.ran_here(path, roots):
            yield agent, path
