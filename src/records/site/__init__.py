"""Build a static site of all prompts and decisions, searchable without a server."""
