"""OpenCode: `opencode.json` or `opencode.jsonc`, commands, `AGENTS.md`.

Version 2 keeps servers in `mcp.servers` and still reads those of version 1, in `mcp` itself; version 1 reads only
those. So ours stands where both see it, unless the file is one of version 2 already (opencode.ai/docs/migrate-v1).
"""

from __future__ import annotations

from records.install.agent_home import Home, JsonEntry
from records.install.agent_texts import markdown_commands

_SERVER = {"type": "local", "command": ["records", "mcp"]}

HOME = Home(
    name="opencode",
    title="OpenCode",
    entry=JsonEntry(
        ("opencode.json", "opencode.jsonc"),
        ("mcp",),
        {**_SERVER, "enabled": True},
        {"$schema": "https://opencode.ai/config.json"},
        newer=JsonEntry(("opencode.json", "opencode.jsonc"), ("mcp", "servers"), _SERVER),
    ),
    rules="AGENTS.md",
    files=markdown_commands(".opencode/commands"),
)
