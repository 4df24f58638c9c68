"""The lines of a text: their numbers, how they end, and the blank ones around it."""

from __future__ import annotations

import records.regex as re


def line_at(text: str, offset: int) -> int:
    """Return the number of the line, counted from 1, on which a character of a text is."""
    return text.count("\n", 0, offset) + 1


def newline_of(text: str) -> str:
    """Return the line end that a text uses."""
    return "\r\n" if "\r\n" in text else "\n"


def without_outer_blank_lines(text: str) -> str:
    """Return a text without the blank lines before and after it, and nothing else removed."""
    body = text.rstrip(" \t\r\n")  # the end is looked for in what is white there, not in the whole text
    body += re.sub(r"(?:\r?\n[ \t]*)+\Z", "", text[len(body) :])
    return re.sub(r"\A(?:[ \t]*\r?\n)+", "", body)
