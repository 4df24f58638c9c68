"""Tell whether a prompt that is rendered as Markdown still says what was typed."""

from __future__ import annotations

import re
from html import unescape

# what may look otherwise once it is rendered: marks, escapes, entities, runs of spaces
_ANY = re.compile(r"[*_~`<\\&\[\]|]|^\s*(?:[-+=#>]|\d+[.)])|^[ \t]|\S[ \t]{2,}\S|\t", re.M)
_TAG = re.compile(r"<[^>]*>")
_FENCE = re.compile(r"^[ \t>]*(?:`{3,}|~{3,}).*$", re.M)
_ROW = re.compile(
    r"^[ \t>]*(?:\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?|=+|(?:[*_-][ \t]*){3,})$", re.M
)
_START = re.compile(r"^[ \t]*(?:(?:>|[-+*][ \t]|\d{1,9}[.)][ \t]|#{1,6}[ \t])[ \t]*)+(?:\[[ xX]\] )?", re.M)
_LINK = re.compile(r"(!?)\[([^\[\]]*)\]\((?:[^()\s]|\([^()\s]*\))*\)|<(https?://[^<>\s]+)>")
# a star or a line between letters, slashes and the like, as in `a*b*c` or `src/*/x`; a name like `__init__`
_INSIDE = re.compile(r"(?<=[^\s(\"'\[*_~])[*_~]+(?=[^\s.,;:!?)\"'\]*_~])|__\w+__")
_LOOSE = re.compile(r"[\s*_~`|]+")


def may_differ(text: str) -> bool:
    """Tell whether anything in a text could look otherwise once it is rendered."""
    return _ANY.search(text) is not None


def differs(text: str, html: str) -> bool:
    """Tell whether a rendered text lost more than the marks of headings, lists, links, code and plain emphasis.

    Args:
        text: what was typed.
        html: what was made of it.
    """
    shown = unescape(_TAG.sub("", html)).replace("`", "")
    typed = _START.sub("", _ROW.sub("", _FENCE.sub("", text)))
    typed = _LINK.sub(_words, typed).replace("`", "")
    if len(_INSIDE.findall(typed)) != len(_INSIDE.findall(shown)):
        return True
    return _LOOSE.sub("", typed) != _LOOSE.sub("", shown)


def _words(found: re.Match[str]) -> str:
    """What is left of a link: its words; an image shows none."""
    return "" if found[1] else found[2] or found[3] or ""
