"""Turn the Markdown of a stranger into HTML in which nothing runs.

Three steps: comrak reads the Markdown, nh3 sanitises what came out, and `decorate` adds what the pages need.
A tag that is not on the list below is shown as the text it was written as, so nothing that somebody typed is lost.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

TAGS = frozenset((
    "a", "b", "blockquote", "br", "code", "dd", "del", "details", "div", "dl", "dt", "em", "h1", "h2", "h3", "h4",
    "h5", "h6", "hr", "i", "img", "input", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "s", "samp", "small",
    "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul", "var",
))  # fmt: skip
ATTRIBUTES = {
    "a": {"href"},
    "code": {"class"},
    "img": {"src", "alt"},
    "input": {"type", "checked"},
    "ol": {"start"},
    "td": {"align"},
    "th": {"align"},
}
SCHEMES = {"http", "https", "mailto"}
# a comment, or a `<` that no known tag follows
_RAW = re.compile(
    r"<(?!/?(?:p|li|code|strong|ul|em|a|" + "|".join(sorted(TAGS)) + r")(?:[\s/>]|\Z))(!--.*?-->)?",
    re.S | re.I,
)


def to_html(text: str, *, hard_breaks: bool = False) -> str:
    """Render Markdown (GitHub's dialect) as sanitised HTML.

    Args:
        text: Markdown, from anybody.
        hard_breaks: keep every line break, as people expect of what they typed into a prompt.
    """
    import comrak

    extensions, render = _options(hard_breaks)
    if not text.isascii():
        text = text.encode("utf-8", "replace").decode("utf-8")  # lone surrogates stand for undecodable bytes
    html = comrak.render_markdown(text, extension_options=extensions, render_options=render)
    if "<" in text:  # else there is no tag in it but those that comrak made
        html = _RAW.sub(_drop_or_show, html)
    return str(_cleaner().clean(html))


def _drop_or_show(found: re.Match[str]) -> str:
    """Drop a comment; show everything else that opens with `<`."""
    return "" if found[1] else "&lt;"


@cache
def _options(hard_breaks: bool) -> tuple[Any, Any]:
    """GitHub's dialect; raw HTML passes, because the sanitiser comes after it."""
    import comrak

    extensions, render = comrak.ExtensionOptions(), comrak.RenderOptions()
    extensions.table = extensions.strikethrough = extensions.autolink = extensions.tasklist = True
    render.unsafe_ = True
    render.hardbreaks = hard_breaks
    return extensions, render


@cache
def _cleaner() -> Any:
    import nh3

    return nh3.Cleaner(
        tags=set(TAGS),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        url_schemes=set(SCHEMES),
        link_rel=None,
        strip_comments=True,
    )


_MARKS = re.compile(
    r"[*_`~]{1,3}(?=\S)|(?<=\S)[*_`~]{1,3}|^\s*(?:>+|[-+*]|\d+[.)])\s+(?:\[[ xX]\]\s+)?", re.M
)
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_FENCED = re.compile(r"^ {0,3}(`{3,}|~{3,}).*?(?:^ {0,3}\1[`~]*\s*$|\Z)", re.M | re.S)
_TAG = re.compile(r"</?[a-zA-Z][^>]*>|<!--.*?-->", re.S)


def to_plain(markdown: str, longest: int = 200) -> str:
    """The first words of a Markdown text without its signs, on one line."""
    head = _FENCED.sub("", markdown[: longest * 6])
    lines = [line for line in head.split("\n") if not line.lstrip().startswith(("#", "|", "---"))]
    text = " ".join(_MARKS.sub("", _LINK.sub(r"\1", _TAG.sub("", "\n".join(lines)))).split())
    if len(text) <= longest:
        return text
    return text[:longest].rsplit(" ", 1)[0].rstrip(" ,;:.-") + "…"
