"""GitHub Copilot: `.vscode/mcp.json` with comments, skills (which take the place of prompt files), `AGENTS.md`.

VS Code reads `servers` there; Copilot's command line reads `.mcp.json`, as we write it for Claude Code.
Sources: code.visualstudio.com/docs/copilot/chat/mcp-servers;
docs.github.com, "Adding MCP servers for GitHub Copilot CLI".
"""

from __future__ import annotations

from records.install.agent_home import SERVER, Home, JsonEntry
from records.install.agent_texts import skills

HOME = Home(
    name="copilot",
    title="GitHub Copilot",
    entry=JsonEntry((".vscode/mcp.json",), ("servers",), {"type": "stdio", **SERVER}),
    rules="AGENTS.md",
    files=skills(".github/skills"),
    note="VS Code asks once before it starts the server: open .vscode/mcp.json and press Start.",
)
