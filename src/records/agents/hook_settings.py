"""What an agent's settings need so that it calls the hook: data that the installer merges."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from records.dataclass import dataclass, field

HOOK = ".records/hook"
"""Where the hook script lies in a repository; its path is also the mark of our own entries."""


def hook_command(folder: str, agent: str, event: str) -> str:
    """Return the command that calls the hook of a folder, else that of the repository it runs in, else does nothing.

    Agents take a failing hook for a veto or print its message, so a branch or a clone that has the settings but not
    the hook must cost nothing. The script is sourced: no second process is started. Works in `sh` and PowerShell 7.

    Args:
        folder: where `.records` lies, as the shell is to read it, with a final slash; empty for where it runs.
        agent: the agent's short name.
        event: the name of its hook event.
    """
    find = f'h=$0; [ -f "$h" ] || h=$(git rev-parse --show-toplevel 2>/dev/null)/{HOOK}'
    return f'sh -c \'{find}; [ ! -f "$h" ] || . "$h"\' "{folder}{HOOK}" {agent} {event}'


BRIEFING = "prime --hook"
"""The command that briefs an agent; it is also the mark of our own entries that call it."""


@dataclass(frozen=True, slots=True)
class JsonHooks:
    """Entries in the `hooks` object of a JSON settings file, one a hook event.

    Attributes:
        path: the file, relative to the work tree.
        entries: hook event to the entry that is added to its list.
        head: members that the file must have besides, such as a version.
        own: whether the file is ours alone.
        toml: a TOML file, its table and a line that the table must hold.
        note: what a person still has to do, shown after installing.
    """

    path: str
    entries: Mapping[str, Mapping[str, Any]]
    head: Mapping[str, Any] = field(default_factory=dict)
    own: bool = False
    toml: tuple[str, str, str] | None = None
    note: str = ""


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


@dataclass(frozen=True, slots=True)
class OwnFile:
    """A file that is ours alone, such as a plugin."""

    path: str
    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Canary:
    """How a prompt looks to the hook of an agent, to try the hook with a made-up one.

    Attributes:
        event: the name of the agent's prompt event.
        session_field: the member of the payload that holds the session's id.
        names_event: whether the payload names its event.
    """

    event: str
    session_field: str
    names_event: bool = False

    def payload(self, session: str, text: str, folder: str) -> dict[str, Any]:
        """Return the payload of a prompt."""
        event_name = {"hook_event_name": self.event} if self.names_event else {}
        parts = [{"type": "text", "text": text}]
        return {**event_name, self.session_field: session, "prompt": text, "cwd": folder, "parts": parts}
