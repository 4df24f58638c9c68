"""Words that are struck out, in Markdown and in HTML."""

from __future__ import annotations

import records.regex as re
from records.text.fences import blank

_STRUCK = re.compile(
    r"~~(?=\S)(?:(?!\n[ \t]*\n)[\s\S]){1,2000}?~~"
    r"|<(del|s|strike)\b[^<>]{0,200}>[^<]*(?:<(?!/?\1\b)[^<]*){0,400}</\1\s*>"
    r"|(?<![\w~])~(?=[^\s~])[^~\n]{1,300}?(?<=[^\s~])~(?![\w~])",
    re.I,
)


def without_struck(text: str) -> str:
    """Give *text* with struck-out words blanked; every other character keeps its place."""
    if "~" not in text and "<" not in text:
        return text
    return _STRUCK.sub(lambda match: blank(match[0]), text)
