"""What an agent needs written, and where: one value an agent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class JsonEntry:
    """The MCP entry of an agent that keeps it in JSON, comments allowed.

    Attributes:
        paths: files that may hold it, POSIX from the root; the first that exists is used, else the first.
        keys: the members that lead to the object of servers.
        value: what stands there under `records`.
        head: members of the file when we make it.
        newer: the entry as a newer version of the agent has it, for files that have its keys already.
    """

    paths: tuple[str, ...]
    keys: tuple[str, ...]
    value: Mapping[str, Any]
    head: Mapping[str, Any] = field(default_factory=dict)
    newer: JsonEntry | None = None

    def fitting(self, value: Any) -> JsonEntry:
        """This entry, or the newer one where a file of this content has its keys."""
        for key in self.newer.keys if self.newer else ():
            value = value.get(key) if isinstance(value, dict) else None
        servers = isinstance(value, dict) and all(isinstance(one, dict) for one in value.values())
        return self.newer if self.newer and servers else self


@dataclass(frozen=True, slots=True)
class TomlEntry:
    """The MCP entry of an agent that keeps it in TOML: lines that are added at the end."""

    path: str
    lines: tuple[str, ...]
    table: tuple[str, ...] = ("mcp_servers", "records")


@dataclass(frozen=True, slots=True)
class Home:
    """One agent.

    Attributes:
        name: its short name.
        title: its full name.
        entry: the MCP entry.
        rules: the file of rules that it reads, POSIX from the root.
        files: files of our own, such as slash commands: path and text.
        note: what the user has to do in the agent, or an empty string.
    """

    name: str
    title: str
    entry: JsonEntry | TomlEntry | None
    rules: str
    files: Mapping[str, str]
    note: str = ""


SERVER: dict[str, Any] = {"command": "records", "args": ["mcp"]}
