"""The agents that capture knows: their names, and which module reads what each leaves behind."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any

from records.agents.hook_event import HookEvent
from records.agents.transcript import Source, Transcript
from records.errors import NotFound

_HERE = "records.agents"


@dataclass(frozen=True, slots=True)
class Agent:
    """One agent, by its short name; its modules are imported when they are needed.

    `label` is the name in JSON and PHRs; `hooks` says whether it can be told to call our hook.
    """

    name: str
    label: str
    title: str
    hooks: bool = True

    def read(self, source: Source) -> Transcript:
        """The turns of one transcript of this agent."""
        result: Transcript = self.module.read(source)
        return result

    def hook(self, event: str, payload: dict[str, Any]) -> HookEvent | None:
        """What a hook's payload tells; None when it tells nothing that matters."""
        result: HookEvent | None = self.module.hook(event, payload)
        return result

    @property
    def module(self) -> Any:
        """The module with the agent's settings and places."""
        return import_module(f"{_HERE}.{self.name}")


AGENTS: dict[str, Agent] = {
    agent.name: agent
    for agent in (
        Agent("claude", "claude-code", "Claude Code"),
        Agent("codex", "codex", "Codex"),
        Agent("gemini", "gemini", "Gemini CLI"),
        Agent("cursor", "cursor", "Cursor"),
        Agent("copilot", "copilot", "GitHub Copilot"),
        Agent("opencode", "opencode", "OpenCode"),
        Agent("aider", "aider", "aider", hooks=False),
        Agent("specstory", "specstory", "SpecStory", hooks=False),
    )
}


def agent(name: str) -> Agent:
    """The agent called *name*, by its short name or its label.

    Raises:
        NotFound: there is no such agent.
    """
    for known in AGENTS.values():
        if name in (known.name, known.label):
            return known
    raise NotFound(f"no agent is called {name!r}", "one of: " + ", ".join(AGENTS))
