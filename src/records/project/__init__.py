"""One clone: its root, settings, store, index, search, templates and clock."""
