"""Make a text that can be shown: encodable, without control characters."""

from __future__ import annotations


def clean(text: str) -> str:
    """A text that can be encoded: bytes that were no text are shown as U+FFFD, control characters as spaces."""
    if text.isprintable():
        return text
    printable = text.encode("utf-8", "replace").decode("utf-8")
    return "".join(char if char.isprintable() or char == "\n" else " " for char in printable)
