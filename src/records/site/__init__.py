"""Pages that people want to look at: every prompt and decision, searchable, without a server."""
