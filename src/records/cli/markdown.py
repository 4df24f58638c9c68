"""Print Markdown on a terminal: its lines of prose broken between words, everything else as it is."""

from __future__ import annotations

import records.regex as re
from records.cli.output import echo_text, is_terminal, terminal_width, wrap
from records.patterns import LIST_MARKER
from records.text.escape import escape_text
from records.text.fences import fence_after

_ITEM = re.compile(rf"(?:{LIST_MARKER}|>) ")
_CODE_INDENT = 4
"""Blanks before a line from which it is code."""


def echo_markdown(text: str) -> None:
    """Print Markdown as it is; on a terminal, lines of prose that are too long are broken between words."""
    if not is_terminal():
        echo_text(text)
        return
    columns, fence = terminal_width(), ""
    for line in text.removesuffix("\n").split("\n"):
        before, fence = fence, fence_after(line, fence)
        words = line.lstrip()
        lead = len(line) - len(words)
        if before or fence or lead >= _CODE_INDENT or words.startswith("|"):
            echo_text(line)
            continue
        item = _ITEM.match(words)
        for part in wrap(escape_text(line), columns, 0, lead + (item.end() if item else 0)):
            echo_text(part)
