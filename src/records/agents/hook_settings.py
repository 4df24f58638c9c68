"""What an agent's settings need so that it calls the hook: data that the installer merges."""

from __future__ import annotations

from collections.abc import Mapping

from records.dataclass import dataclass, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

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


@dataclass(frozen=True, slots=True)
class OwnFile:
    """A file that is ours alone, such as a plugin."""

    path: str
    text: str
    note: str = ""
