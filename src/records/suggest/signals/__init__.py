"""Signals: one file a family, each a pure function from a change to evidence."""
