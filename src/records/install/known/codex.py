"""Codex: a table in `.codex/config.toml` (read in trusted projects), skills, `AGENTS.md`.

Source: developers.openai.com/codex/mcp.
"""

from __future__ import annotations

from records.install.agent_home import Home, TomlEntry
from records.install.agent_texts import skills

HOME = Home(
    name="codex",
    title="Codex",
    entry=TomlEntry(".codex/config.toml", ("[mcp_servers.records]", 'command = "records"', 'args = ["mcp"]')),
    rules="AGENTS.md",
    files=skills(".agents/skills"),
    note="Codex reads a project's settings only where it trusts the project; call the skills as $phr, $adr, $why.",
)
