"""Which agent started this program, by the variables that agents set: most commands ask nothing else."""

from __future__ import annotations

TYPE_CHECKING = False  # `typing` takes longer to import than most commands run
if TYPE_CHECKING:
    from collections.abc import Mapping

VARIABLES = {
    "claude-code": ("CLAUDECODE",),
    "codex": ("CODEX_THREAD_ID", "CODEX_SANDBOX"),
    "gemini": ("GEMINI_CLI",),
    "cursor": ("CURSOR_AGENT",),
    "copilot": ("COPILOT_CLI",),
    "opencode": ("OPENCODE",),
    "qwen-code": ("QWEN_CODE",),
}
"""The environment variables that each agent, by its label, sets for the programs that it starts."""


def running_agent(environment: Mapping[str, str]) -> str:
    """Return the label of the agent that started this program; empty where a person did, as far as is known.

    `AI_AGENT` is a convention of several agents: it holds the agent's name.
    """
    for label, names in VARIABLES.items():
        if any(environment.get(name) not in (None, "", "0") for name in names):
            return label
    return environment.get("AI_AGENT", "").split("/")[0].split("_")[0]
