"""Everything written into other programs' files: git hooks, agent settings, MCP entries, instructions."""
