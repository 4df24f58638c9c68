"""Prompt and decision records, kept in the repository as Markdown."""

__version__ = "0.1.0"
