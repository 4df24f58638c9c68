"""Escape control characters: write them out for a terminal, or leave them out of a page."""

from __future__ import annotations

from records.encoding import replace_surrogates

_JOINERS = (
    "\u200b\u200c\u200d"  # within words of some scripts, within emoji, and where a forge must not see a link
)


def escape(text: str) -> str:
    """Return a text on one line, with every character that steers a terminal written out, as in Python."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() or char == "\t" else _escape_char(char) for char in text)


def escape_text(text: str) -> str:
    """Return a text of several lines without characters that steer a terminal."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() or char in "\n\t" else _escape_char(char) for char in text)


def _escape_char(char: str) -> str:
    code = ord(char)
    if char in _JOINERS or (char.isspace() and code > 0x9F and char not in "\u2028\u2029"):
        return char
    if char in "\n\r":
        return "\\n" if char == "\n" else "\\r"
    if code < 0x100 or 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code & 0xFF:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def clean(text: str) -> str:
    """A text that can be encoded: bytes that were no text are shown as U+FFFD, control characters as spaces."""
    if text.isprintable():
        return text
    lines = replace_surrogates(text).split("\n")
    return "\n".join(line if line.isprintable() else _with_spaces(line) for line in lines)


def _with_spaces(line: str) -> str:
    return "".join(char if char.isprintable() else " " for char in line)
