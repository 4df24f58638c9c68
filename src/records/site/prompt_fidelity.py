"""Decide whether a prompt that is rendered as Markdown still shows what was typed."""

from __future__ import annotations

from html import unescape

import records.regex as re
from records.patterns import CODE_FENCE, LIST_MARKER

# what may look otherwise once it is rendered: marks, escapes, entities, runs of spaces
_ANY = re.compile(r"[*_~`<\\&\[\]|]|^[^\S\n]*(?:[-+=#>]|\d+[.)])|^[ \t]|\S[ \t]{2,}\S|\t", re.M)
_TAG = re.compile(r"<[^>]*>")
_FENCE = re.compile(rf"^[ \t>]*{CODE_FENCE}.*$", re.M)
_ROW = re.compile(
    r"^[ \t>]*(?:\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?|=+|(?:[*_-][ \t]*){3,})$", re.M
)
_START = re.compile(rf"^[ \t]*(?:(?:>|{LIST_MARKER}[ \t]|#{{1,6}}[ \t])[ \t]*)+(?:\[[ xX]\] )?", re.M)
_LINK = re.compile(r"(!?)\[([^\[\]]*)\]\((?:[^()\s]|\([^()\s]*\))*\)|<(https?://[^<>\s]+)>")
_RUN = re.compile(r"[*_~]+")
_NAME = re.compile(r"__\w+__")
_OPENS = frozenset(" \t\r\n(\"'[")
_CLOSES = frozenset(" \t\r\n.,;:!?)\"']")
_MARKS = str.maketrans("", "", "*_~|")


def may_differ(text: str) -> bool:
    """Return whether anything in a text could look otherwise once it is rendered."""
    return _ANY.search(text) is not None


def differs(text: str, html: str) -> bool:
    """Return whether a rendered text lost more than the marks of headings, lists, links, code and plain emphasis."""
    visible_text = unescape(_TAG.sub("", html)).replace("`", "")
    typed_text = _START.sub("", _ROW.sub("", _FENCE.sub("", text))) if "\n" in text else _START.sub("", text)
    if "](" in typed_text or "<http" in typed_text:
        typed_text = _LINK.sub(_words, typed_text)
    typed_text = typed_text.replace("`", "")
    return _bare(typed_text) != _bare(visible_text) or _inside(typed_text) != _inside(visible_text)


def _bare(text: str) -> str:
    return "".join(text.split()).translate(_MARKS)


def _inside(text: str) -> int:
    """How many stars and underscores are in a word, a path or the like, as in `a*b*c`, `src/*/x` or `__init__`."""
    count = len(_NAME.findall(text)) if "__" in text else 0
    for run in _RUN.finditer(text):
        before, after = text[max(0, run.start() - 1) : run.start()], text[run.end() : run.end() + 1]
        count += bool(before and after) and before not in _OPENS and after not in _CLOSES
    return count


def _words(match: re.Match[str]) -> str:
    """What is left of a link: its words; an image shows none."""
    return "" if match[1] else match[2] or match[3] or ""
