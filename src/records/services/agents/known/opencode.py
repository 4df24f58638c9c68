"""OpenCode: `opencode.json` or `opencode.jsonc`, commands, `AGENTS.md`."""

from __future__ import annotations

from records.services.agents.home import Home, JsonEntry
from records.services.agents.texts import markdown_commands

HOME = Home(
    name="opencode",
    title="OpenCode",
    entry=JsonEntry(
        ("opencode.json", "opencode.jsonc"),
        ("mcp",),
        {"type": "local", "command": ["records", "mcp"], "enabled": True},
        {"$schema": "https://opencode.ai/config.json"},
    ),
    rules="AGENTS.md",
    files=markdown_commands(".opencode/commands"),
)
