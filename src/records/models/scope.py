"""Patterns that say which files a decision applies to, with the meaning that `.gitignore` gives them."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache


@lru_cache(maxsize=4096)
def matcher(pattern: str) -> Callable[[str], bool]:
    """Make a test for POSIX paths from the root.

    `*` and `?` stay within a folder, `**` crosses folders, `{a,b}` is a choice; a folder covers all that is below
    it; a name without a slash is looked for at any depth. A pattern that is no valid one matches nothing.
    """
    plain = pattern.strip().replace("\\", "/").removeprefix("./").rstrip("/")
    anchored = "/" in plain
    try:
        body = _translated(plain.lstrip("/"))
        compiled = re.compile(("" if anchored else "(?:.*/)?") + body + r"(?:/.*)?\Z", re.DOTALL)
    except re.error:
        return _nothing
    return lambda path: bool(plain) and compiled.match(path) is not None


def _nothing(_: str) -> bool:
    return False


def _translated(pattern: str) -> str:
    out, at, depth = [], 0, 0
    while at < len(pattern):
        sign = pattern[at]
        if pattern.startswith("**/", at):
            out.append("(?:.*/)?")
            at += 3
            continue
        if pattern.startswith("**", at):
            out.append(".*")
            at += 2
            continue
        if sign == "[" and (end := pattern.find("]", at + 2)) > 0:
            inner = pattern[at + 1 : end].replace("\\", "\\\\")
            out.append("[" + ("^" + inner[1:] if inner[:1] == "!" else inner) + "]")
            at = end + 1
            continue
        depth += (sign == "{") - (sign == "}" and depth > 0)
        out.append(_SIGNS.get(sign, re.escape(sign)) if sign != "," or depth else ",")
        at += 1
    return "".join(out)


_SIGNS = {"*": "[^/]*", "?": "[^/]", "{": "(?:", "}": ")", ",": "|"}
