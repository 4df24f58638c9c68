"""Whether capture is on, which agents are installed, and the coverage so far."""

from __future__ import annotations

from records.agents import registry
from records.capture import consent
from records.capture.verify import Coverage, coverage
from records.dataclass import asdict
from records.install import agent_hooks, git_hooks
from records.ledger.ledger import Ledger
from records.project.state_dir import StateDir

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from records.project.project import Project


def capture_status(project: Project) -> dict[str, Any]:
    """Return whether capture is on, which agents are installed, and the coverage so far.

    Raises:
        NotFound: the project is in no repository.
    """
    state_dir = StateDir.of(project)
    consent_state = consent.state(project)
    totals = Coverage()
    if state_dir.ledger.exists():
        with Ledger(state_dir.ledger) as ledger:
            totals = coverage(ledger, recount=False)
    agents = [
        agent.name
        for agent in registry.AGENTS.values()
        if agent.hooks and agent_hooks.is_installed(project, agent)
    ]
    agents += [f"{agent.name} plugin" for agent in registry.AGENTS.values() if agent.plugin(project.root)]
    return {
        "on": consent_state.on,
        "agreed": bool(consent_state.since),
        "policy": project.settings.capture.policy,
        "installed": [*agents, *(["git"] if git_hooks.is_installed(project, git_hooks.CAPTURE) else [])],
        "spool": len(list(state_dir.spool.glob("*.json"))) if state_dir.spool.is_dir() else 0,
        "utterances": {**asdict(totals), "holds": totals.holds},
    }
