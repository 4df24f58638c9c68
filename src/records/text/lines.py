"""The lines of a text: their numbers, and how they end."""

from __future__ import annotations


def line_at(text: str, offset: int) -> int:
    """Return the number of the line, counted from 1, on which a character of a text is."""
    return text.count("\n", 0, offset) + 1


def newline_of(text: str) -> str:
    """Return the line end that a text uses."""
    return "\r\n" if "\r\n" in text else "\n"
