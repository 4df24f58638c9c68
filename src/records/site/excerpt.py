"""Take the first words of a Markdown text without its marks."""

from __future__ import annotations

import records.regex as re
from records.patterns import CODE_FENCE
from records.site.markup import TAGS
from records.text.document import without_comments

_FENCED = re.compile(rf"^ {{0,3}}({CODE_FENCE}).*?(?:^ {{0,3}}\1[`~]*\s*$|\Z)", re.M | re.S)
_LEFT_OUT = re.compile(r"^(?:\s*(?:#{1,6}(?:\s.*)?|\|.*|---.*))$", re.M)  # headings, tables, rules
_TAG = re.compile(rf"</?(?:{'|'.join(sorted(TAGS))})(?:\s[^<>]*)?/?>", re.I)
_START = re.compile(r"^\s*(?:(?:>+|[-+*]|\d+[.)])\s+)+(?:\[[ xX]\]\s+)?", re.M)
_LINK = re.compile(r"!?\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\((?:[^()]|\([^()]*\))*\)")
_CODE = re.compile(r"(?<!`)(`{1,3})(?!`)(.+?)(?<!`)\1(?!`)", re.S)
# marks around words: no letter, digit, slash or the like before or after them; not a name like `__init__`
_EMPHASIS = re.compile(
    r"(?<![^\s(\"'\[>])(?!__\w+__(?!\w))(\*{1,3}|_{1,3}|~~)(?=[^\s*_~])([^\n]*?[^\s])\1(?![^\s.,;:!?)\"'\]*_~<-])"
)
_MARK = re.compile(r"[*_~]\S")
_HELD = "\0"


def to_plain(markdown: str, longest: int = 200, *, prompt: bool = False) -> str:
    """The first words of a Markdown text without its marks, on one line; code and what only looks like a mark stay.

    Args:
        markdown: the text.
        longest: how many characters are wanted at most.
        prompt: its tags are words too.
    """
    text = _LEFT_OUT.sub("", _FENCED.sub("", markdown[: longest * 6]))
    codes: list[str] = []

    def hold(match: re.Match[str]) -> str:
        codes.append(match[2])
        return _HELD

    text = text.replace(_HELD, "")
    if "`" in text:
        text = _CODE.sub(hold, text)
    if not prompt and "<" in text:
        text = _TAG.sub("", without_comments(text))
    text = _START.sub("", text)
    if "](" in text:
        text = _LINK.sub(r"\1", _LINK.sub(r"\1", text))
    if _MARK.search(text):
        text = _EMPHASIS.sub(r"\2", _EMPHASIS.sub(r"\2", text))
    for code in codes:
        text = text.replace(_HELD, code, 1)
    text = " ".join(text.split())
    if len(text) <= longest:
        return text
    return text[:longest].rsplit(" ", 1)[0].rstrip(" ,;:.-") + "…"
