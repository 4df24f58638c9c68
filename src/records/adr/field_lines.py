"""Fields as lines of `key: value`, however they are dressed and however many share a line."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import records.regex as re
from records.adr.record_layout import AdrView
from records.adr.statement import BOLD, BOLD_LIST, LINE, LIST, FieldStatement
from records.adr.status_text import is_status
from records.adr.vocabulary import STATUS_LABEL, field_of
from records.dataclass import replace
from records.patterns import LIST_MARKER
from records.text.dates import date_of

_KEY = r"[^\W\d_][^\r\n:：*_|`~<>\[\]{}!?.;=]{1,40}?"
_WRAP = (  # `[Status: Accepted]`, `_Date: 2024-01-31 (written in June)_`
    r"(?:[\[(`](?=[^\[\]()`*_\r\n]*[\])`]{1,3}[ \t]*\r?$)"
    r"|(?P<wrap>\*{1,3}|_{1,3})(?=(?:(?!(?P=wrap)(?!\w))[^`\r\n])*(?P=wrap)[ \t]*(?:\([^()\r\n]*\)[ \t]*)?\r?$"
    # `**Status: accepted, with **one** word in bold.**`
    rf"|(?i:{STATUS_LABEL})[:：][^\r\n]*(?P=wrap)[ \t]*\r?$"
    # `**Status: accepted.** Recorded in June.`
    r"|[^\r\n*_`:：]{2,40}[:：][ \t]*[^\s*_`](?:(?!(?P=wrap)(?!\w))[^`\r\n])*(?P=wrap)[ \t]))?"
)
_BOLD = r"\*\*\*|___|\*\*_|_\*\*|__\*|\*__|\*\*|__|\*|_|`"
_MARK = r"(?:[^\w\s*_>|#\[(<`~\"'\\:+-]{1,4}[ \t]*|:[a-z0-9_+-]{2,30}:[ \t]*)?"
FIELD = re.compile(
    rf"(?:^[ \t>|]*(?:(?P<bullet>{LIST_MARKER})[ \t]+(?:\[[ xX]\][ \t]+)?)?{_WRAP}|"
    # Blanks count from the first one on: a search that began at each of very many would take quadratic time.
    rf"(?P<sep>(?:(?<![ \t])[ \t]+)?(?:[|｜·•;/,–—，；、\u3000]|<br ?/?>|\\)[ \t]*"
    rf"|(?<![ \t])[ \t]+(?=\*\*|__)|(?<![ \t])[ \t]{{3,}}|(?<=[)\]])[ \t]+(?=[A-Z]))){_MARK}"
    rf"(?P<open>{_BOLD})?{_MARK}(?P<key>{_KEY})[ \t]*"
    rf"(?(open)(?:(?P<inner>[:：])[ \t]*(?P<close1>{_BOLD})"
    r"|(?P<part>\*\*|__|[*_])[:：](?P<rest>\*\*|__|[*_])"
    rf"|(?P<close2>{_BOLD})[ \t]*(?P<outer>[:：]|[–—=→]|(?=[^\W\d_])))"
    r"|(?:[:：]|(?P<dash>(?<=[ \t])[–—=→-](?=[ \t]))))"
    r"[ \t]*",
    re.M,
)
_AFTER_WRAP = re.compile(
    r"(?P<wrap>\*{1,3}|_{1,3})[ \t]*\((?:(?P<key>[^\W\d_][^():\r\n]{1,40}):[ \t]*+)?(?P<inner>[^()\r\n]*)\)\Z"
)
_BREAK = re.compile(r"(?:(?<![ \t])[ \t]+)?(?:\\|<br ?/?>)[ \t]*\Z", re.I)
_SIGN = re.compile(r"[:：*_`=→–—]| - ")
LINE_END = re.compile(r"[^\r\n]*")
_TERM = re.compile(  # a definition list
    r"^[ \t]*[*_]{0,3}(?P<key>[^\W\d_][^\r\n:*_]{1,40}?)[*_]{0,3}[ \t]*\r?\n(?:[ \t]*\r?\n)?[ ]{0,3}:[ \t]+"
    r"(?P<value>\S(?:[^\r\n]*[^ \t\r\n])?)",
    re.M,
)
DANGLING = re.compile(
    r"(?:\b(?:by|with|see|and|of|the|in|favou?r|durch|par|por)|[,:(]|\[[^\]]*)[ \t]*$", re.I
)
_ITEM_START = re.compile(rf"[ \t]*{LIST_MARKER}[ \t]+")


def statements_in_fields(view: AdrView, start: int, end: int) -> Iterator[FieldStatement]:
    """List what the fields between two positions state, and what they leave empty."""
    for match in _TERM.finditer(view.masked, start, end) if "\n:" in view.masked[start:end] else ():
        if name := field_of(match["key"]):
            yield FieldStatement(name, match["value"], *match.span("value"), LINE, match["key"])
    for field in fields(view, start, end):
        name = field_of(field.key)
        if name and field.raw:
            yield replace(field, field=name)
        elif name == "status" and field.start not in view.label_ends:
            yield replace(field, field=name, role="empty")


@lru_cache(8)
def fields(view: AdrView, start: int, end: int) -> tuple[FieldStatement, ...]:
    """List the `key: value` fields between two positions, however they are dressed and however many share a line."""
    return tuple(_fields_between(view, start, end))


def _fields_between(view: AdrView, start: int, end: int) -> Iterator[FieldStatement]:
    text = view.masked
    position = start
    while position < end:
        line = LINE_END.match(text, position)
        stop = min(line.end() if line else end, end)
        if stop > position and _SIGN.search(text, position, stop):
            for field in _fields_of_line(view, position, stop, end):
                yield field
                stop = max(stop, field.end)
        following = text.find("\n", stop, end)
        if following < 0:
            return
        position = following + 1


def _fields_of_line(view: AdrView, start: int, stop: int, limit: int) -> Iterator[FieldStatement]:
    text = view.masked
    first = FIELD.match(text, start, stop)
    if first is None or first["sep"] is not None or not is_field(first):
        return
    table = text[start:stop].lstrip().startswith("|")
    heads = [first, *(match for match in _later_fields(text, first.end(), stop) if _is_later(match))]
    for index, head in enumerate(heads):
        value_start = head.end()
        value_end = heads[index + 1].start() if index + 1 < len(heads) else stop
        if index + 1 == len(heads) and not table:
            value_end = _value_end(text, head, value_start, value_end, limit)
        raw = text[value_start:value_end]
        blanks = " \t\r\n|" if table else " \t\r\n"
        value_start += len(raw) - len(raw.lstrip(blanks))
        raw = raw.strip(blanks)
        raw = _BREAK.sub("", raw)
        bold = (head["open"] or "").strip("*_") == "`" or len(head["open"] or "") > 1
        where = (BOLD_LIST if head["bullet"] else BOLD) if bold else (LIST if head["bullet"] else LINE)
        value_end = value_start + len(raw)
        if head["wrap"] and (note := _AFTER_WRAP.search(raw)) and note["wrap"] == head["wrap"]:
            if date_of(note["inner"]):  # `**Status: Accepted** (Date: 2024-01-31)`
                inner = value_start + note.start("inner")
                yield FieldStatement(
                    "", note["inner"], inner, inner + len(note["inner"]), where, note["key"] or "date"
                )
            value_end = value_start + note.start()
        elif head["wrap"] and len(raw) > len(head["wrap"]) and raw.endswith(head["wrap"]):
            value_end -= len(head["wrap"])
        elif head["wrap"] and (prose := re.search(rf"{re.escape(head['wrap'])}[ \t]+\S", raw)):
            value_end = value_start + prose.start()
        if not raw.strip() and index + 1 == len(
            heads
        ):  # nothing, or struck out: what there is stays before a new value
            begin = head.start()
            value_start, value_end = head.end(), begin + len(view.text[begin:stop].rstrip(" \t\r|"))
            value_end = max(value_end, value_start - len(head[0]) + len(head[0].rstrip()))
            value_start = min(value_start, value_end)
            yield FieldStatement("", "", value_start, value_end, where, head["key"].strip())
            continue
        yield FieldStatement(
            "", view.text[value_start:value_end], value_start, value_end, where, head["key"].strip()
        )


def _later_fields(text: str, start: int, stop: int) -> Iterator[re.Match[str]]:
    position = start
    while match := FIELD.search(text, position, stop):
        if match["sep"] is not None and match.start() >= start:
            yield match
        position = max(match.end(), position + 1)


def is_field(match: re.Match[str]) -> bool:
    """Say whether the key of a field is dressed alike on both sides, and is one where only a dash follows it."""
    closing = match["close1"] or match["close2"] or (match["part"] or "") + (match["rest"] or "")
    if (match["open"] or "") != closing[::-1]:
        return False
    if match["close2"] is not None and match["outer"] not in (":", "："):
        return field_of(match["key"]) is not None
    if match["dash"] is not None:
        field = field_of(match["key"])
        value = match.string[match.end() : match.end() + 40]
        return (field == "status" and is_status(value)) or (field == "date" and date_of(value) is not None)
    return True


def _is_later(match: re.Match[str]) -> bool:
    """Say whether a field begins in the middle of a line: after a sign, or in bold; never within prose."""
    if not is_field(match):
        return False
    sep = match["sep"].strip()
    if len(match["open"] or "") > 1:
        return True
    if sep in ("|", "｜", "·", "•", ";") or sep.startswith("<br"):
        return match["key"][:1].isupper() or field_of(match["key"]) is not None
    return field_of(match["key"]) is not None


def _is_key(match: re.Match[str]) -> bool:
    """Say whether a line below a value is a field of its own, and not prose with a colon in it."""
    return bool(match["open"]) or not match["key"][:1].islower() or field_of(match["key"]) is not None


def _value_end(text: str, head: re.Match[str], start: int, stop: int, limit: int) -> int:
    """Where a value ends that goes on below its line: indented under a bullet, or after words that ask for more."""
    while True:
        value = text[start:stop].rstrip()
        following = text.find("\n", stop, limit)
        if following < 0 or following + 1 >= limit:
            return stop
        line = LINE_END.match(text, following + 1)
        line_end = min(line.end() if line else limit, limit)
        content = text[following + 1 : line_end]
        if (
            not content.strip()
            or _ITEM_START.match(content)
            or content.lstrip().startswith(("#", "|", ">", "```"))
        ):
            return stop
        is_indented = content[:1] in " \t" and bool(head["bullet"])
        if not is_indented and not (value and DANGLING.search(value)):
            return stop
        inner = FIELD.match(content)
        if inner and is_field(inner) and inner["sep"] is None and _is_key(inner):
            return stop
        stop = line_end
