"""A record's text with what does not count blanked: code fences, comments, struck-out words, formatting tags."""

from __future__ import annotations

import records.regex as re
from records.adr.admonitions import without_admonitions
from records.adr.status_choice import is_menu
from records.adr.status_text import is_entry, is_status
from records.adr.vocabulary import STATUS_LABEL, field_of
from records.text.data_text import parse_json
from records.text.fences import blank, without_fences
from records.text.struck_words import without_struck

_METADATA_FENCE = re.compile(
    r"(?:[ \t]*\r?\n|#[ \t][^\r\n]*\r?\n|[^\r\n]+\r?\n=+[ \t]*\r?\n)*"
    r"(?P<fence>`{3,}+|~{3,}+)[ \t]*+(?P<language>ya?ml|toml|json)?[ \t]*+\r?\n(?P<inner>.*?)^(?P=fence)[ \t]*\r?$",
    re.M | re.S | re.I,
)
_METADATA_LINES = re.compile(r"(?:[ \t]*(?:[\w-]+[ \t]*[:=][^\n]*|-[ \t][^\n]*|#[^\n]*|\r?)\n)*")
_METADATA_COMMENT = re.compile(r"(?:^|(?<=[ \t]))#[^\r\n]*", re.M)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.S)
_DRESS = re.compile(
    r"</?(?:b|strong|em|i|u|p|div|span|small|sup|sub|center|font|mark|big|ins|summary|details|section|aside|code|kbd)\b[^<>\n]{0,300}>",
    re.I,
)
_COMMENT_FIELD = re.compile(
    r"[ \t]*(?P<key>[^\W\d_][\w -]{1,40}?)[ \t]*[:：][ \t]*(?P<value>\S[^\n]*?)[ \t\r]*"
)
_FIELD_COMMENT = re.compile(
    r"^[ \t]*<!--(?P<inner>[^\n<>]{0,200}|\s*\n(?:[^\n<>]{1,200}\n){1,12}[ \t]*)-->", re.M
)
_STATUS_LINE = re.compile(rf"^[ \t>|*_#+-]*(?:\d+[.)][ \t]*)?(?:{STATUS_LABEL})(?!\w)", re.M | re.I)
_STATUS_FENCE = re.compile(
    rf"^[ \t#*_\d.]*(?:{STATUS_LABEL})[*_: \t]*\r?\n(?:[ \t]*\r?\n)*(?P<fence>```|~~~)\w*[ \t]*\r?\n"
    r"(?P<inner>[^\r\n]{3,60})\r?\n(?P=fence)",
    re.M | re.I,
)
_JSON_SIGN = re.compile(r'[{}"]|,(?=\s*["}\]]|\s*$)', re.M)


def metadata_block(text: str) -> tuple[int, int] | None:
    """Find the inside of a fenced block of metadata at the top of *text*, below the title at most.

    It is one that holds nothing but keys and values, one of them a status or a date.
    """
    match = _METADATA_FENCE.match(text) if "```" in text or "~~~" in text else None
    if match is not None and (match["language"] or "").lower() == "json":
        return match.span("inner") if _states_field(match["inner"]) else None
    if match is None or not _METADATA_LINES.fullmatch(match["inner"]):
        return None
    keys = re.findall(r"^([\w-]+)[ \t]*[:=]", match["inner"], re.M)
    return match.span("inner") if any(field_of(key) in ("status", "date") for key in keys) else None


def _states_field(text: str) -> bool:
    """Say whether a text is a JSON object with a status or a date."""
    try:
        data = parse_json(text)
    except ValueError:
        return False
    return isinstance(data, dict) and any(field_of(key) in ("status", "date") for key in data)


def _as_fields(text: str) -> str:
    """Lay a JSON object out as fields, sign for sign: `{"status": "accepted", …}` as `  status :  accepted ; …`."""
    return _JSON_SIGN.sub(lambda match: ";" if match[0] == "," else " ", text)


def _is_metadata(comment: re.Match[str]) -> bool:
    """Say whether an HTML comment is nothing but fields of a record, filled in, and no menu or advice."""
    lines = [line for line in comment["inner"].split("\n") if line.strip()]
    pairs = [_COMMENT_FIELD.fullmatch(line) for line in lines]
    return bool(lines) and all(pair is not None and _is_filled(pair["key"], pair["value"]) for pair in pairs)


def _is_filled(key: str, value: str) -> bool:
    field = field_of(key)
    if field == "status" and (not is_status(value) or is_menu(value)):
        return False
    return field is not None and not re.search(r"[|<>{}]|^\[|YYYY", value)


def _comments_blanked(text: str) -> str:
    """Give *text* without HTML comments; metadata in one stays where nothing else states a status."""
    blanked = _COMMENT.sub(lambda match: blank(match[0]), text)
    if _STATUS_LINE.search(blanked):
        return blanked
    for comment in _FIELD_COMMENT.finditer(text):
        if _is_metadata(comment):
            start, end = comment.span("inner")
            blanked = blanked[:start] + text[start:end] + blanked[end:]
    return blanked


def masked(text: str) -> str:
    """Give *text* with code fences, HTML comments, struck-out words and bare formatting tags blanked.

    A fenced block of metadata at the top stays, without its comments; so does a status that is alone in a fence.
    """
    metadata = metadata_block(text)
    fenced = text
    text = without_fences(text)
    if metadata:
        start, end = metadata
        inner = fenced[start:end]
        is_json = inner.lstrip()[:1] == "{"
        inner = _as_fields(inner) if is_json else _METADATA_COMMENT.sub(lambda match: blank(match[0]), inner)
        text = text[:start] + inner + text[end:]
    elif fenced is not text and (alone := _STATUS_FENCE.search(fenced)) and is_entry(alone["inner"]):
        text = text[: alone.start("inner")] + alone["inner"] + text[alone.end("inner") :]
    if "<!--" in text:
        text = _comments_blanked(text)
    text = without_struck(text)
    if "\n:" in text:
        text = _FIELD_OF_LIST.sub(_without_first_colon, text)
    if "</" in text:
        text = _DRESS.sub(lambda match: blank(match[0]), text)
    return without_admonitions(text)


def _without_first_colon(match: re.Match[str]) -> str:
    """A field as reStructuredText lists it (`:Status: Accepted`) as a line `Status: Accepted` in its place."""
    return f"{match['indent']} {match['label']}:" if field_of(match["label"]) else match[0]


_FIELD_OF_LIST = re.compile(r"^(?P<indent>[ \t]*):(?P<label>[^\W\d_][^:\n`]{1,40}):(?=[ \t]|$)", re.M)
