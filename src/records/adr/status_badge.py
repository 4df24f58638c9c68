"""The status in a picture with words for those who do not see it, as shields.io draws it."""

from __future__ import annotations

import records.regex as re
from records.adr.status_phrase import StatusText
from records.adr.status_words import STATUS_WORDS
from records.text.fences import blank

_IMAGE = re.compile(r"!\[(?P<alt>[^\]\n]{0,200})\]\((?P<url>(?:[^()\s]|\([^()\s]*\)){0,2000})[^)\n]{0,200}\)")
_REFERENCE_IMAGE = re.compile(r"\[?!\[[^\]\n]{0,200}\]\[[^\]\n]{0,200}\](?:\][(\[][^\n]{0,500}[)\]])?")
_HTML_IMAGE = re.compile(r"<img\b[^<>]{0,2000}>", re.I)
_BADGE = re.compile(r"\s*\[?!\[[^\]\n]{0,200}\]\([^)\n]{0,2000}\)(?:\]\([^)\n]{0,2000}\))?\s*\Z")


def is_badge(text: str) -> bool:
    """Say whether *text* is a picture with words for those who do not see it, and nothing else."""
    return ("![" in text and bool(_BADGE.match(text))) or bool(_HTML_IMAGE.fullmatch(text.strip()))


def is_reference_image(text: str) -> bool:
    """Say whether *text* is nothing but `![alt][label]`, a picture whose address is elsewhere in the file."""
    return "![" in text and _REFERENCE_IMAGE.fullmatch(text.strip()) is not None


def read_badge(text: str) -> StatusText | None:
    """A picture as shields.io draws it: its words, or else those of its address."""
    bare = _IMAGE.sub(lambda match: blank(match[0]), text)
    bare = _HTML_IMAGE.sub(lambda match: blank(match[0]), bare)
    if re.search(r"[^\W\d_]", re.sub(r"\]\([^)\n]*\)", "", bare)):
        return None
    from urllib.parse import unquote  # few decisions have a badge

    spans = [match.span(group) for match in _IMAGE.finditer(text) for group in ("alt", "url")]
    spans += [match.span() for match in _HTML_IMAGE.finditer(text)]
    for first, last in spans:
        for word in re.findall(r"[^\W\d_]+", unquote(text[first:last])):
            status = STATUS_WORDS.get(word.lower())
            if status:
                start = first + text[first:last].find(word)
                return StatusText(status, start, start + len(word), is_known=True)
    return None
