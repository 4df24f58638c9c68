"""The hook by which an agent is briefed when a session starts."""

from __future__ import annotations

from records.agents.hook_settings import JsonHooks

BRIEFING = "prime --hook"
"""The command that briefs an agent; it is also the mark of our own entries that call it."""


def briefing_hooks(path: str, folder: str, *, timeout: int = 10, **own: str) -> JsonHooks:
    """Return the entry by which an agent is briefed when a session starts; without `records` it does nothing.

    Args:
        path: of the agent's settings, relative to the work tree.
        folder: of the project, as the shell is to read it; empty for where the command runs.
        timeout: how long the agent waits, in its own unit.
        own: members that the agent wants besides.
    """
    find = "command -v records >/dev/null 2>&1 || exit 0"
    command = f'sh -c \'{find}; records -C "${{0:-.}}" {BRIEFING} 2>/dev/null || :\' "{folder}"'
    hook = {**own, "type": "command", "command": command, "timeout": timeout}
    return JsonHooks(path, {"SessionStart": {"hooks": [hook]}})
