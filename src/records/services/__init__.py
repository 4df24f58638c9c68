"""Verbs, one file each: they take a Project and return values; they never print and never exit."""
