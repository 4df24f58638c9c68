"""Gemini CLI: `.gemini/settings.json`, commands in TOML, `GEMINI.md`.

Source: geminicli.com/docs/tools/mcp-server.
"""

from __future__ import annotations

from records.install.agent_home import SERVER, Home, JsonEntry
from records.install.agent_texts import COMMANDS, DESCRIPTIONS, command

HOME = Home(
    name="gemini",
    title="Gemini CLI",
    entry=JsonEntry((".gemini/settings.json",), ("mcpServers",), SERVER),
    rules="GEMINI.md",
    files={
        f".gemini/commands/{name}.toml": (
            f'description = "{DESCRIPTIONS[name]}"\nprompt = """\n{command(name, "{{args}}")}"""\n'
        )
        for name in COMMANDS
    },
    note="In a running session: /mcp refresh, then /commands reload.",
)
