"""Cursor: `.cursor/mcp.json`, commands as plain Markdown, `AGENTS.md`.

Source: cursor.com/docs/context/mcp.
"""

from __future__ import annotations

from records.install.agent_home import SERVER, Home, JsonEntry
from records.install.agent_texts import COMMANDS, command

HOME = Home(
    name="cursor",
    title="Cursor",
    entry=JsonEntry((".cursor/mcp.json",), ("mcpServers",), SERVER),
    rules="AGENTS.md",
    files={
        f".cursor/commands/{name}.md": command(name, "What the user wrote after the command belongs to it.")
        for name in COMMANDS
    },
    note="Cursor asks once before it starts a project's MCP server: see Settings, MCP.",
)
