"""Codex: a table in `.codex/config.toml` (read in trusted projects), skills, `AGENTS.md`."""

from __future__ import annotations

from records.services.agents.home import Home, TomlEntry
from records.services.agents.texts import COMMANDS, DESCRIPTIONS, SKILL, command

HOME = Home(
    name="codex",
    title="Codex",
    entry=TomlEntry(".codex/config.toml", ("[mcp_servers.records]", 'command = "records"', 'args = ["mcp"]')),
    rules="AGENTS.md",
    files={
        ".agents/skills/records/SKILL.md": SKILL,
        **{
            f".agents/skills/{name}/SKILL.md": (
                f"---\nname: {name}\ndescription: {DESCRIPTIONS[name]}. Use it when the user asks for it by name.\n"
                f"---\n\n{command(name, 'What the user wrote after the name belongs to it.')}"
            )
            for name in COMMANDS
        },
    },
    note="Codex reads a project's settings only where it trusts the project; call the skills as $phr, $adr, $why.",
)
