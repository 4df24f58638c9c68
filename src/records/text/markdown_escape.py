"""Escape text of others for Markdown on a forge: no markup, no HTML, no mentions, no issue links, never long."""

from __future__ import annotations

import records.regex as re
from records.encoding import replace_surrogates

_HANDLED = "\\`*_[]|~$"
_MOST = 400
_RINGS = re.compile(r"@|#(?=\w)|\bGH-(?=\d)|:(?=//)|\bwww\b", re.IGNORECASE)  # what forges make links of


def escape_text(text: str) -> str:
    """Return the text on one line, shown literally; a zero-width space is where a forge would make a link."""
    flat = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    flat = flat if len(flat) <= _MOST else f"{flat[: _MOST - 1]}…"
    flat = _RINGS.sub(lambda match: f"{match[0]}\u200b", flat)
    flat = flat.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    for sign in _HANDLED:
        flat = flat.replace(sign, f"\\{sign}")
    return replace_surrogates(flat)


def escape_code(path: str) -> str:
    """Return a path as it may be between back-ticks."""
    printable = "".join(char if char.isprintable() else "?" for char in path[:_MOST])
    return replace_surrogates(printable.replace("`", "'"))


def cell(text: str) -> str:
    """Return a Markdown text as one cell of a table: on one line, without a sign that ends the cell."""
    return " ".join(text.split()).replace("|", "\\|")
