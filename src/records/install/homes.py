"""The agents that can be told about the records."""

from __future__ import annotations

from records.errors import NotFound
from records.install.agent_home import Home
from records.install.known import claude, codex, copilot, cursor, gemini, opencode, spec_kit

HOMES: dict[str, Home] = {
    module.HOME.name: module.HOME for module in (claude, codex, gemini, cursor, copilot, opencode, spec_kit)
}


def home(name: str) -> Home:
    """The agent called *name*.

    Raises:
        NotFound: there is no such agent.
    """
    if name not in HOMES:
        raise NotFound(f"no agent is called {name!r}", "one of: " + ", ".join(HOMES))
    return HOMES[name]
