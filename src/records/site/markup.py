"""Turn the Markdown of a stranger into HTML in which nothing runs.

Three steps: comrak reads the Markdown, nh3 sanitises what came out, and `decorate` adds what the pages need.
A tag that is not on the list below is shown as the text it was written as, so nothing that somebody typed is lost;
`div` and `span` are not on it, because without style they would only vanish.
"""

from __future__ import annotations

from functools import cache

import records.regex as re
from records.encoding import replace_surrogates
from records.patterns import CODE_FENCE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

TAGS = frozenset((
    "a", "b", "blockquote", "br", "code", "dd", "del", "details", "dl", "dt", "em", "h1", "h2", "h3", "h4",
    "h5", "h6", "hr", "i", "img", "input", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "s", "samp", "small",
    "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul", "var",
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
# a `<` that no known tag follows; an `<input` that comrak did not make of `[ ]`; and the comment that it may open
_RAW = re.compile(
    r"<(?!/?(?:p|li|code|strong|ul|em|a|"
    + "|".join(sorted(TAGS - {"input"}))
    + r')(?:[\s/>]|\Z)|input type="checkbox")(!--.*?-->)?',
    re.S | re.I,
)
_RAW_TAG = re.compile(_RAW.pattern.removesuffix("(!--.*?-->)?"), re.S | re.I)
_NESTING = ("blockquote", "details", "ul", "ol", "li", "dl", "dd", "table", "td")
_NESTING_TAG = re.compile(rf"<(/?)(?:{'|'.join(_NESTING)})\b", re.I)
_DEEPEST = 400
_FOOTNOTE = re.compile(r"^(?:[ ]{0,3}>)*[ ]{0,3}(?=\[\^[^\]\n]+\]:)")
_FENCE = re.compile(rf"(?:[ ]{{0,3}}>)*\s*({CODE_FENCE})")


def to_html(text: str, *, prompt: bool = False) -> str:
    """Render Markdown (GitHub's dialect) as sanitised HTML.

    Args:
        text: Markdown, from anybody.
        prompt: people typed it without thinking of Markdown: keep every line break, show every tag as text.
    """
    import comrak

    extensions, render = _options(prompt)
    if not text.isascii():
        text = replace_surrogates(text)  # lone surrogates stand for undecodable bytes
    if "[^" in text:
        text = _with_footnotes(text)
    html = comrak.render_markdown(text, extension_options=extensions, render_options=render)
    if _is_too_deep(html):
        from html import escape

        return f"<pre>{escape(text, quote=False)}</pre>"
    if "<" in text:  # else there is no tag in it but those that comrak made
        end = (
            html.rfind("-->") + 3 if "-->" in html else 0
        )  # behind it none: each `<!--` would be searched in vain
        html = _RAW.sub(_drop_or_show, html[:end]) + _RAW_TAG.sub("&lt;", html[end:])
    return str(_cleaner().clean(html))


def _is_too_deep(html: str) -> bool:
    """Tell whether blocks are nested more deeply than browsers follow; the sanitiser would take quadratic time."""
    if html.count("<") <= _DEEPEST:
        return False
    depth = 0
    for match in _NESTING_TAG.finditer(html):
        depth = max(depth - 1, 0) if match[1] else depth + 1
        if depth > _DEEPEST:
            return True
    return False


def _with_footnotes(text: str) -> str:
    """Escape what defines a footnote, which is shown as text; unescaped, a note of one word would be a link's address.

    The renderer's own footnotes would lose those that nothing refers to.
    """
    lines, fence = text.split("\n"), ""
    for index, line in enumerate(lines):
        mark = _FENCE.match(line)
        if mark and not fence:
            fence = mark[1]
        elif mark and mark[1].startswith(fence):
            fence = ""
        elif not fence:
            lines[index] = _FOOTNOTE.sub(r"\g<0>\\", line)
    return "\n".join(lines)


def _drop_or_show(match: re.Match[str]) -> str:
    """Drop a comment; show everything else that opens with `<`."""
    return "" if match[1] else "&lt;"


@cache
def _options(prompt: bool) -> tuple[Any, Any]:
    """GitHub's dialect; raw HTML passes but in prompts, because the sanitiser comes after it."""
    import comrak

    extensions, render = comrak.ExtensionOptions(), comrak.RenderOptions()
    extensions.table = extensions.strikethrough = extensions.autolink = extensions.tasklist = True
    render.unsafe_ = not prompt
    render.escape = render.hardbreaks = prompt
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
