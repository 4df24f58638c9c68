"""Tell how deep a YAML text nests before it is parsed: the C parser takes one stack frame a level, and has no end."""

from __future__ import annotations

import re

DEEPEST = 200
_BRACKET = re.compile(r"[\[\]{}]")
_COMPACT = re.compile(rf"(?:[-?:][ \t]+){{{DEEPEST}}}")


def too_deep(text: str) -> bool:
    """Whether brackets, dashes on one line or indentation nest deeper than any front matter that people write.

    Brackets count wherever they stand, so that no quoting hides them.
    """
    if len(text) <= DEEPEST:
        return False
    depth = 0
    for sign in _BRACKET.finditer(text):
        depth = depth + 1 if sign[0] in "[{" else max(depth - 1, 0)
        if depth > DEEPEST:
            return True
    return bool(_COMPACT.search(text)) or _indented(text)


def _indented(text: str) -> bool:
    stack: list[int] = []
    for line in text.splitlines():
        indent = len(line) - len(line.lstrip(" "))
        while stack and stack[-1] >= indent:
            stack.pop()
        stack.append(indent)
        if len(stack) > DEEPEST:
            return True
    return False
