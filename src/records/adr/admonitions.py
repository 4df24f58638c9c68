"""Blocks that site generators add to Markdown: admonitions (`!!! note`, `> [!NOTE]`, `:::`) and shortcodes."""

from __future__ import annotations

import records.regex as re
from records.adr.status_text import is_entry
from records.adr.vocabulary import field_of
from records.text.fences import blank

_CONTAINER = re.compile(
    r"^[ \t]*+>[ \t]?\[!\w{1,40}\][+-]?"  # `> [!NOTE] Title`
    r"(?:[ \t]++(?P<called>[^\W\d_](?:[^\r\n]*[^ \t\r\n])?)[ \t]*+(?=\r?$))?"
    r"|^[ \t]*+(?:!!!|\?\?\?\+?)[ \t]++[\w-]++(?:[ \t]++[\w-]++){0,5}"
    r"(?:[ \t]++\"(?P<quoted>[^\"\r\n]+)\")?[ \t]*+(?=\r?$)"
    r"|^[ \t]*+:{3,}+[ \t]*+[\w-]*+(?:[ \t]*+\[(?P<bracketed>[^\[\]\r\n]+)\]"
    r"|[ \t]++(?P<spaced>[^\W\d_](?:[^\[\]{}\r\n]*[^\[\]{} \t\r\n])?)[ \t]*+(?=\r?$))?",
    re.M,
)
_SHORTCODE = re.compile(r"\{\{[<%][ \t]*+/?[ \t]*+(?P<name>[\w./-]++)[^{}\n]{0,500}?[%>]\}\}")
_SHORTCODE_END = re.compile(r"\{\{[<%][ \t]*/[ \t]*([\w./-]+)")
_ARGUMENT = re.compile(r"\"(?P<quoted>[^\"\n]+)\"|(?<![\w=\"])(?P<bare>[^\W\d_]+)(?![\w=\"])")


def without_admonitions(text: str) -> str:
    """Give *text* with the marks of blocks blanked that site generators add; the titles and the text in them stay."""
    if "[!" in text or "!!!" in text or "???" in text or ":::" in text:
        text = _CONTAINER.sub(_title_alone, text)
    if "{{" in text:
        closed_names = set(_SHORTCODE_END.findall(text))
        text = _SHORTCODE.sub(lambda match: _argument_alone(match, closed_names), text)
    return text


def _title_alone(match: re.Match[str]) -> str:
    """The title of a block in its place, without the marks around it; the label of what follows where it is one."""
    name = next((name for name in ("quoted", "bracketed", "spaced", "called") if match[name]), None)
    if name is None:
        return blank(match[0])
    title, start = match[name], match.start(name) - match.start()
    if field_of(title):
        title, start = f"{title}:", start - 1
    return blank(match[0][:start]) + title + blank(match[0][start + len(title) :])


def _argument_alone(match: re.Match[str], closed_names: set[str]) -> str:
    """A shortcode without its marks; of one without an end the argument stays that is a status."""
    if match["name"] in ("ref", "relref"):
        return match[0]
    if match["name"] not in closed_names:
        for argument in _ARGUMENT.finditer(match[0], match.end("name") - match.start()):
            word = argument["quoted"] or argument["bare"]
            if is_entry(word):
                start = argument.start("quoted" if argument["quoted"] else "bare")
                return blank(match[0][:start]) + word + blank(match[0][start + len(word) :])
    return blank(match[0])
