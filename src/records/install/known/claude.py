"""Claude Code: `.mcp.json`, a skill, slash commands (still read, beside skills), `CLAUDE.md`.

Sources, read in November 2026: code.claude.com/docs/en/mcp and code.claude.com/docs/en/skills.
"""

from __future__ import annotations

from records.install.agent_home import SERVER, Home, JsonEntry
from records.install.agent_texts import SKILL, markdown_commands

HOME = Home(
    name="claude",
    title="Claude Code",
    entry=JsonEntry((".mcp.json",), ("mcpServers",), {"type": "stdio", **SERVER}),
    rules="CLAUDE.md",
    files={".claude/skills/records/SKILL.md": SKILL, **markdown_commands(".claude/commands")},
    note="Claude Code asks once whether to use this project's MCP servers: answer yes, or see /mcp.",
)
