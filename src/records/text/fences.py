"""Code fences of a Markdown text, as CommonMark 0.31 has them: where one is open, and the text without them."""

from __future__ import annotations

import records.regex as re
from records.patterns import CODE_FENCE

_FENCE = re.compile(rf" {{0,3}}({CODE_FENCE})(.*)")
_FENCED = re.compile(
    r"^[ \t]*(?:(`{3,}+)[^`\n]*+|(~{3,}+)[^\n]*+)\n(?:(?:.*?\n)?[ \t]*(?:\1`*|\2~*)[ \t]*\r?$|.*\Z)",
    re.M | re.S,
)
_VISIBLE = re.compile(r"[^\r\n]")


def fence_after(line: str, fence: str) -> str:
    """Return the marks of the fenced block that is open after a line, or an empty string.

    Args:
        line: the line.
        fence: the marks of the block that is open before it, or an empty string.
    """
    match = _FENCE.match(line)
    if not fence:
        return match[1] if match and not (match[1][0] == "`" and "`" in match[2]) else ""
    closes = match and match[1][0] == fence[0] and len(match[1]) >= len(fence) and not match[2].strip()
    return "" if closes else fence


def longest_fence(text: str) -> int:
    """The longest run of backticks in *text*: a fence around it must be longer."""
    return max((len(run) for run in re.findall(r"`+", text)), default=0)


def blank(text: str) -> str:
    """Put a space for every character of *text* but its line breaks."""
    return _VISIBLE.sub(" ", text)


def without_fences(text: str) -> str:
    """Give *text* with code fences blanked; every other character keeps its place."""
    if "```" in text or "~~~" in text:
        text = _FENCED.sub(lambda match: blank(match[0]), text)
    return text
