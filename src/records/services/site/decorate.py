"""Dress sanitised HTML for a page: headings that nest, code in colour, tables and links that can be reached.

The input is what nh3 wrote, whose tags have one regular form; one pass over them makes the output.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape, unescape
from typing import TYPE_CHECKING

from records.services.site.highlight import highlighted

if TYPE_CHECKING:
    from collections.abc import Callable

    from records.services.site.references import Resolver

# Only the tags that are dressed, among them every tag that may have an attribute; the rest passes through.
_TAG = re.compile(
    r'<(/?)(h[1-6]|pre|code|a|img|input|table|th|ol)((?: [a-z]+="[^"]*")*)>|<()(td)((?: [a-z]+="[^"]*")+)>'
)
_ANY_TAG = re.compile(r"<[^>]*>")
_ATTRIBUTE = re.compile(r'([a-z]+)="([^"]*)"')
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_NOT_A_WORD = re.compile(r"[^\w]+")

Token = tuple[str, str, str, str]  # whole, "/" or "", name, attributes; what stands between has no name


@dataclass(slots=True)
class PageState:
    """What the fragments of one page share.

    Attributes:
        resolver: where links and references lead.
        ids: the ids that are taken, so that two headings never share one.
        outline: the headings in order, as (level, id, text).
        images: paths of images in the repository that the page shows.
    """

    resolver: Resolver
    ids: set[str] = field(default_factory=set)
    outline: list[tuple[int, str, str]] = field(default_factory=list)
    images: dict[str, None] = field(default_factory=dict)
    tables: int = 0


def decorate(html: str, page: PageState, top: int) -> str:
    """Dress one fragment.

    Args:
        html: sanitised HTML.
        page: the page it stands on.
        top: the level below which its headings begin: 2 makes its highest ones `h3`.
    """
    return _Fragment(html, page, top).run()


class _Fragment:
    def __init__(self, html: str, page: PageState, top: int) -> None:
        self.tokens = tokens_of(html)
        self.page = page
        self.top = top
        self.levels: list[int] = []
        self.out: list[str] = []
        self.links: list[str] = []
        self.at = 0

    def run(self) -> str:
        handlers: dict[str, Callable[[Token], None]] = {
            "pre": self.pre, "code": self.code, "a": self.link, "img": self.image, "input": self.task,
            "table": self.table, "th": self.header_cell, "td": self.cell, "ol": self.numbered,
        }  # fmt: skip
        tokens, out = self.tokens, self.out
        plain = self.page.resolver.text
        while self.at < len(tokens):
            token = tokens[self.at]
            self.at += 1
            name = token[2]
            if not name:
                out.append(token[0] if self.links else plain(token[0]))
            elif name in _HEADINGS:
                self.heading(token)
            elif name in handlers:
                handlers[name](token)
            else:
                out.append(token[0])
        return "".join(out)

    def until(self, name: str) -> list[Token]:
        """The tokens up to the next closing tag of a name, which is passed over too."""
        start = self.at
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            self.at += 1
            if token[2] == name and token[1]:
                return self.tokens[start : self.at - 1]
        return self.tokens[start:]

    def heading(self, token: Token) -> None:
        """Open or close a heading one level below the one it stands in, never skipping a level."""
        if token[1]:
            return
        inner = _Fragment("", self.page, self.top)
        inner.tokens = self.until(token[2])
        words = unescape(text_of(inner.tokens)).strip()
        inside = inner.run()
        if not words:
            self.out.append(inside)
            return
        written = int(token[2][1])
        while self.levels and self.levels[-1] >= written:
            self.levels.pop()
        self.levels.append(written)
        level = min(6, self.top + len(self.levels))
        anchor = self.anchor(words)
        self.page.outline.append((level, anchor, words))
        self.out.append(f'<h{level} id="{anchor}">{inside}</h{level}>')

    def anchor(self, words: str) -> str:
        base = "s-" + (_NOT_A_WORD.sub("-", words.lower()).strip("-")[:60] or "section")
        name, number = base, 1
        while name in self.page.ids:
            number += 1
            name = f"{base}-{number}"
        self.page.ids.add(name)
        return name

    def pre(self, token: Token) -> None:
        """A block of code: coloured, and reachable by keyboard where it scrolls."""
        if token[1]:
            return
        inside = self.until("pre")
        language = ""
        if inside and inside[0][2] == "code":
            given = dict(_ATTRIBUTE.findall(inside[0][3])).get("class", "")
            language = unescape(given).removeprefix("language-").strip().lower().partition(" ")[0][:30]
        code = unescape(text_of(inside))
        body = f'<pre tabindex="0"><code>{highlighted(code, language)}</code></pre>'
        if language == "mermaid":
            caption = "A Mermaid diagram, as it is written"
            self.out.append(f'<figure class="diagram">{body}<figcaption>{caption}</figcaption></figure>')
        elif language:
            self.out.append(f'<div class="code" data-language="{escape(language)}">{body}</div>')
        else:
            self.out.append(body)

    def code(self, token: Token) -> None:
        """Code within a line; a path in it leads to the file."""
        if token[1]:
            return
        text = unescape(text_of(self.until("code")))
        url = "" if self.links else self.page.resolver.code(text)
        shown = f"<code>{escape(text, quote=False)}</code>"
        self.out.append(f'<a href="{escape(url)}" rel="noopener noreferrer">{shown}</a>' if url else shown)

    def link(self, token: Token) -> None:
        """A link that leads somewhere; one that cannot is its text."""
        if token[1]:
            if self.links:
                self.out.append(self.links.pop())
            return
        written = unescape(dict(_ATTRIBUTE.findall(token[3])).get("href", ""))
        url = self.page.resolver.link(written) if written else ""
        if self.links or not url:
            self.out.append('<span class="dead">' if written and not url else "<span>")
            self.links.append("</span>")
            return
        foreign = ' rel="noopener noreferrer"' if "://" in url else ""
        self.out.append(f'<a href="{escape(url)}"{foreign}>')
        self.links.append("</a>")
        if self.is_empty("a"):
            self.out.append(escape(written))

    def is_empty(self, name: str) -> bool:
        """Tell whether nothing that can be read stands before the closing tag."""
        for whole, close, tag, attributes in self.tokens[self.at :]:
            if tag == name and close:
                return True
            if not tag and _ANY_TAG.sub("", whole).strip():
                return False
            if tag == "img" and 'alt="' in attributes and 'alt=""' not in attributes:
                return False
        return True

    def image(self, token: Token) -> None:
        """An image of the repository; one from elsewhere is a link, so that no request leaves the site."""
        given = {name: unescape(value) for name, value in _ATTRIBUTE.findall(token[3])}
        source, alt = given.get("src", ""), given.get("alt", "")
        path = self.page.resolver.image(source)
        if path:
            self.page.images[path] = None
            shown = self.page.resolver.root + image_url(path)
            self.out.append(f'<img src="{escape(shown)}" alt="{escape(alt)}" loading="lazy">')
            return
        words = escape(alt or source.rsplit("/", 1)[-1][:80] or "image")
        url = "" if self.links else self.page.resolver.link(source)
        mark = f'<span class="image">{words}</span>'
        self.out.append(f'<a href="{escape(url)}" rel="noopener noreferrer">{mark}</a>' if url else mark)

    def task(self, token: Token) -> None:
        """The box of a task list, as a sign with a name; no other input is ever shown."""
        if 'type="checkbox"' in token[3]:
            done = "checked" in token[3]
            name, sign = ("done", "☑") if done else ("to do", "☐")
            self.out.append(
                f'<span class="task {"done" if done else "open"}" role="img" aria-label="{name}">{sign}</span>'
            )

    def table(self, token: Token) -> None:
        """A table in a frame that scrolls by keyboard."""
        if token[1]:
            self.out.append("</table></div>")
            return
        self.page.tables += 1
        name = f"Table {self.page.tables}"
        self.out.append(f'<div class="table" role="region" aria-label="{name}" tabindex="0"><table>')

    def header_cell(self, token: Token) -> None:
        """A head of a column; an empty one is a cell."""
        if token[1]:
            self.out.append("</th>")
        elif self.is_empty("th"):
            self.until("th")
            self.out.append("<td></td>")
        else:
            self.out.append("<th" + _aligned(token) + ">")

    def cell(self, token: Token) -> None:
        """A cell, aligned by class: the pages allow no inline style."""
        self.out.append("<td" + _aligned(token) + ">")

    def numbered(self, token: Token) -> None:
        """A numbered list, beginning where its author began."""
        start = dict(_ATTRIBUTE.findall(token[3])).get("start", "")
        first = f' start="{start}"' if start.isascii() and start.isdigit() else ""
        self.out.append("</ol>" if token[1] else f"<ol{first}>")


def _aligned(token: Token) -> str:
    side = dict(_ATTRIBUTE.findall(token[3])).get("align", "")
    return f' class="{side}"' if side in ("center", "right") else ""


def tokens_of(html: str) -> list[Token]:
    """Part sanitised HTML at the tags that are dressed."""
    tokens: list[Token] = []
    at = 0
    for found in _TAG.finditer(html):
        if found.start() > at:
            tokens.append((html[at : found.start()], "", "", ""))
        tokens.append((found[0], found[1] or "", found[2] or found[5], found[3] or found[6] or ""))
        at = found.end()
    if at < len(html):
        tokens.append((html[at:], "", "", ""))
    return tokens


def text_of(tokens: list[Token]) -> str:
    """The text among tokens, still escaped; line breaks kept."""
    text = "".join("" if token[2] else token[0] for token in tokens)
    return _ANY_TAG.sub("", text.replace("<br>", "\n")) if "<" in text else text


def image_url(path: str) -> str:
    """Where the site keeps a copy of an image of the repository."""
    from records.services.site.names import safe_name

    return "images/" + "/".join(safe_name(part) for part in path.split("/"))
