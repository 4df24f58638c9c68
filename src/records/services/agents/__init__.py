"""Tell coding agents about the records: the MCP entry, rules, commands; all of it taken out again byte for byte."""
