"""Import and export: other layouts, other tools, JSON-ADR, adr-tools, Spec Kit."""
