"""GitHub Copilot in VS Code: `.vscode/mcp.json` with comments, prompt files, `AGENTS.md`."""

from __future__ import annotations

from records.services.agents.home import SERVER, Home, JsonEntry
from records.services.agents.texts import markdown_commands

HOME = Home(
    name="copilot",
    title="GitHub Copilot",
    entry=JsonEntry((".vscode/mcp.json",), ("servers",), {"type": "stdio", **SERVER}),
    rules="AGENTS.md",
    files=markdown_commands(".github/prompts", "${input:about}", ".prompt.md"),
    note="VS Code asks once before it starts the server: open .vscode/mcp.json and press Start.",
)
