"""What an agent needs in a repository to use the records: its MCP entries, its file of rules, its commands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from records.agents.hook_settings import JsonHooks
from records.dataclass import dataclass, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

SERVER: dict[str, Any] = {"command": "records", "args": ["mcp"]}
"""The MCP entry as most agents write it."""


class CommandFormat(StrEnum):
    """How an agent keeps its slash commands or skills."""

    MARKDOWN = "markdown"
    """`NAME.md` with a description, `$ARGUMENTS` for what was typed after the name."""
    PLAIN = "plain"
    """`NAME.md` without a description."""
    TOML = "toml"
    """`NAME.toml`, `{{args}}` for what was typed after the name."""
    OVERVIEW = "overview"
    """One skill that explains the records."""
    SKILLS = "skills"
    """The overview, and one skill for each command."""


@dataclass(frozen=True, slots=True)
class CommandFolder:
    """A folder of slash commands or skills, POSIX from the root."""

    path: str
    format: CommandFormat


@dataclass(frozen=True, slots=True)
class JsonEntry:
    """The MCP entry of an agent that keeps it in JSON, comments allowed.

    Attributes:
        paths: files that may hold it, POSIX from the root; the first that exists is used, else the first.
        keys: the members that lead to the object of servers.
        value: what is there under `records`.
        head: members of the file when we create it.
        newer: the entry as a newer version of the agent has it, for files that have its keys already.
    """

    paths: tuple[str, ...]
    keys: tuple[str, ...]
    value: Mapping[str, Any]
    head: Mapping[str, Any] = field(default_factory=dict)
    newer: JsonEntry | None = None

    def fitting(self, value: Any) -> JsonEntry:
        """Return this entry, or the newer one where a file of this content has its keys."""
        for key in self.newer.keys if self.newer else ():
            value = value.get(key) if isinstance(value, dict) else None
        has_servers = isinstance(value, dict) and all(isinstance(server, dict) for server in value.values())
        return self.newer if self.newer and has_servers else self


@dataclass(frozen=True, slots=True)
class TomlEntry:
    """The MCP entry of an agent that keeps it in TOML: lines that are added at the end."""

    path: str
    lines: tuple[str, ...]
    table: tuple[str, ...] = ("mcp_servers", "records")


@dataclass(frozen=True, slots=True)
class Home:
    """What `records agents install` writes for one agent.

    Attributes:
        name: its short name.
        title: its full name.
        entries: the MCP entries; several where the programs of one agent read different files.
        rules: the file of rules that it reads, POSIX from the root.
        commands: where its slash commands and skills go.
        briefing: the hook that gives it the briefing when a session starts, and again after a compaction.
        files: further files of our own: path and text.
        note: what the user has to do in the agent, or an empty string.
    """

    name: str
    title: str
    entries: tuple[JsonEntry | TomlEntry, ...] = ()
    rules: str = ""
    commands: tuple[CommandFolder, ...] = ()
    briefing: JsonHooks | None = None
    files: Mapping[str, str] = field(default_factory=dict)
    note: str = ""


def own_plugin(enabled: Iterable[str]) -> str:
    """Return ours among the plugins that are switched on, named alone or as `NAME@MARKETPLACE`; empty without it."""
    return next((name for name in enabled if name.split("@")[0] == "records"), "")
