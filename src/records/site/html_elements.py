"""Decorate sanitised HTML for a page: nested headings, highlighted code, accessible tables and links.

The input is what nh3 wrote, whose tags have one regular form; one pass over them makes the output.
"""

from __future__ import annotations

from html import escape, unescape

import records.regex as re
from records.dataclass import dataclass, field
from records.site.highlight import highlight
from records.site.page_names import safe_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from records.site.references import Resolver

# Only the tags that are dressed, among them every tag that may have an attribute; the rest passes through.
_TAG = re.compile(r'<(/?)(h[1-6]|pre|code|a|img|input|table|th|ol|td(?= ))((?: [a-z]+="[^"]*")*)>')
_ANY_TAG = re.compile(r"<[^>]*>")
_ATTRIBUTE = re.compile(r'([a-z]+)="([^"]*)"')
_NOT_A_WORD = re.compile(r"[^\w]+")
_ALERT = re.compile(
    r"<blockquote>\n<p>\[!(note|tip|important|warning|caution)\](?:(?:<br>)?\n|(?P<alone></p>\n))", re.I
)


@dataclass(slots=True)
class PageState:
    """What the fragments of one page share.

    Attributes:
        resolver: where links and references lead.
        ids: the ids that are taken, so that two headings never share one, and the last number behind each.
        outline: the headings in order, as (level, id, text).
        images: paths of images in the repository that the page shows.
    """

    resolver: Resolver
    ids: dict[str, int] = field(default_factory=dict)
    outline: list[tuple[int, str, str]] = field(default_factory=list)
    images: dict[str, None] = field(default_factory=dict)
    tables: int = 0


def decorate(html: str, page: PageState, top: int) -> str:
    """Decorate one fragment.

    Args:
        html: sanitised HTML.
        page: the page it is on.
        top: the level below which its headings begin: 2 makes its highest ones `h3`.
    """
    if "[!" in html:
        html = _ALERT.sub(_alert, html)
    return _Fragment(_TAG.split(html), page, top).run()


def _alert(match: re.Match[str]) -> str:
    """The head of a quotation that GitHub shows as an alert: `> [!NOTE]`."""
    kind = match[1].lower()
    rest = "" if match["alone"] else "<p>"
    return f'<blockquote class="alert {kind}">\n<p class="alert-kind">{kind.capitalize()}</p>\n{rest}'


class _Fragment:
    """HTML in pieces: a text, then for each tag `/` or nothing, its name, its attributes, and the text behind it."""

    def __init__(self, pieces: list[str], page: PageState, top: int) -> None:
        self.pieces = pieces
        self.page = page
        self.top = top
        self.levels: list[int] = []
        self.out: list[str] = []
        self.links: list[str] = []
        self.position = 1  # the tag to come; the text before it is the next to be written

    def run(self) -> str:
        pieces, out, text = self.pieces, self.out, self.page.resolver.text
        last = len(pieces)
        while self.position <= last:
            words = pieces[self.position - 1]
            if words:
                out.append(words if self.links else text(words))
            position = self.position
            self.position = position + 4
            if position < last:
                _HANDLERS[pieces[position + 1]](
                    self, pieces[position], pieces[position + 1], pieces[position + 2]
                )
        return "".join(out)

    def until(self, name: str) -> list[str]:
        """The pieces up to the next closing tag of a name, which is skipped too."""
        pieces, start = self.pieces, self.position - 1
        for position in range(self.position, len(pieces), 4):
            if pieces[position + 1] == name and pieces[position]:
                self.position = position + 4
                return pieces[start:position]
        self.position = len(pieces) + 1
        return pieces[start:]

    def heading(self, close: str, name: str, attributes: str) -> None:
        """Open or close a heading one level below the one it is in, never skipping a level."""
        if close:
            return
        inside = self.until(name)
        words = unescape(text_of(inside)).strip()
        html = _Fragment(inside, self.page, self.top).run()
        if not words:
            self.out.append(html)
            return
        level_written = int(name[1])
        while self.levels and self.levels[-1] >= level_written:
            self.levels.pop()
        self.levels.append(level_written)
        level = min(6, self.top + len(self.levels))
        anchor = self.anchor(words)
        self.page.outline.append((level, anchor, words))
        self.out.append(f'<h{level} id="{anchor}">{html}</h{level}>')

    def anchor(self, words: str) -> str:
        base = "s-" + (_NOT_A_WORD.sub("-", words.lower()).strip("-")[:60] or "section")
        name, number = base, self.page.ids.get(base, 1)
        while name in self.page.ids:
            number += 1
            name = f"{base}-{number}"
        self.page.ids[base] = number
        self.page.ids[name] = self.page.ids.get(name, 1)
        return name

    def pre(self, close: str, name: str, attributes: str) -> None:
        """A block of code: coloured, and reachable by keyboard where it scrolls."""
        if close:
            return
        inside = self.until(name)
        language = ""
        if len(inside) > 2 and not inside[0] and inside[2] == "code":
            class_names = dict(_ATTRIBUTE.findall(inside[3])).get("class", "")
            language = unescape(class_names).removeprefix("language-").strip().lower().partition(" ")[0][:30]
        code = unescape(text_of(inside))
        body = f'<pre tabindex="0"><code>{highlight(code, language)}</code></pre>'
        if language == "mermaid":
            caption = "A Mermaid diagram, as it is written"
            self.out.append(f'<figure class="diagram">{body}<figcaption>{caption}</figcaption></figure>')
        elif language:
            self.out.append(f'<div class="code" data-language="{escape(language)}">{body}</div>')
        else:
            self.out.append(body)

    def code(self, close: str, name: str, attributes: str) -> None:
        """Code within a line; a path in it leads to the file."""
        if close:
            return
        text = text_of(self.until(name))
        if "&" in text:
            text = unescape(text)
        url = "" if self.links else self.page.resolver.code(text)
        html = f"<code>{escape(text, quote=False)}</code>"
        self.out.append(f'<a href="{escape(url)}" rel="noopener noreferrer">{html}</a>' if url else html)

    def link(self, close: str, name: str, attributes: str) -> None:
        """A link with a resolved address; without one, its text."""
        if close:
            if self.links:
                self.out.append(self.links.pop())
            return
        address = unescape(dict(_ATTRIBUTE.findall(attributes)).get("href", ""))
        url = self.page.resolver.link(address) if address else ""
        if self.links or not url:
            self.out.append('<span class="dead">' if address and not url else "<span>")
            self.links.append("</span>")
            return
        foreign = ' rel="noopener noreferrer"' if "://" in url else ""
        self.out.append(f'<a href="{escape(url)}"{foreign}>')
        self.links.append("</a>")
        if self.is_empty(name):
            self.out.append(escape(address))

    def is_empty(self, name: str) -> bool:
        """Return whether nothing that can be read is before the closing tag."""
        pieces = self.pieces
        for index in range(self.position, len(pieces) + 1, 4):
            if _ANY_TAG.sub("", pieces[index - 1]).strip():
                return False
            if index >= len(pieces) or (pieces[index] and pieces[index + 1] == name):
                return True
            if (
                pieces[index + 1] == "img"
                and 'alt="' in pieces[index + 2]
                and 'alt=""' not in pieces[index + 2]
            ):
                return False
        return True

    def image(self, close: str, name: str, attributes: str) -> None:
        """An image of the repository; one from elsewhere is a link, so that no request leaves the site."""
        values = {key: unescape(value) for key, value in _ATTRIBUTE.findall(attributes)}
        source, alt = values.get("src", ""), values.get("alt", "")
        path = self.page.resolver.image(source)
        if path:
            self.page.images[path] = None
            source = self.page.resolver.root + image_url(path)
            self.out.append(f'<img src="{escape(source)}" alt="{escape(alt)}" loading="lazy">')
            return
        words = escape(alt or source.rsplit("/", 1)[-1][:80] or "image")
        url = "" if self.links else self.page.resolver.link(source)
        mark = f'<span class="image">{words}</span>'
        self.out.append(f'<a href="{escape(url)}" rel="noopener noreferrer">{mark}</a>' if url else mark)

    def task(self, close: str, name: str, attributes: str) -> None:
        """The box of a task list, as a sign with a name; no other input is ever shown."""
        if 'type="checkbox"' in attributes:
            is_done = "checked" in attributes
            label, sign = ("done", "☑") if is_done else ("to do", "☐")
            self.out.append(
                f'<span class="task {"done" if is_done else "open"}" role="img" aria-label="{label}">{sign}</span>'
            )

    def table(self, close: str, name: str, attributes: str) -> None:
        """A table in a frame that scrolls by keyboard."""
        if close:
            self.out.append("</table></div>")
            return
        self.page.tables += 1
        label = f"Table {self.page.tables}"
        self.out.append(f'<div class="table" role="region" aria-label="{label}" tabindex="0"><table>')

    def header_cell(self, close: str, name: str, attributes: str) -> None:
        """A head of a column; an empty one is a cell."""
        if close:
            self.out.append("</th>")
        elif self.is_empty(name):
            self.until(name)
            self.out.append("<td></td>")
        else:
            self.out.append(f"<th{_alignment(attributes)}>")

    def cell(self, close: str, name: str, attributes: str) -> None:
        """A cell, aligned by class: the pages allow no inline style."""
        self.out.append(f"<td{_alignment(attributes)}>")

    def ordered_list(self, close: str, name: str, attributes: str) -> None:
        """A numbered list that keeps its first number."""
        start = dict(_ATTRIBUTE.findall(attributes)).get("start", "")
        first = f' start="{start}"' if start.isascii() and start.isdigit() else ""
        self.out.append("</ol>" if close else f"<ol{first}>")


_HANDLERS: dict[str, Callable[[_Fragment, str, str, str], None]] = {
    **{f"h{level}": _Fragment.heading for level in range(1, 7)},
    "pre": _Fragment.pre, "code": _Fragment.code, "a": _Fragment.link, "img": _Fragment.image,
    "input": _Fragment.task, "table": _Fragment.table, "th": _Fragment.header_cell, "td": _Fragment.cell,
    "ol": _Fragment.ordered_list,
}  # fmt: skip


def _alignment(attributes: str) -> str:
    side = dict(_ATTRIBUTE.findall(attributes)).get("align", "") if attributes else ""
    return f' class="{side}"' if side in ("center", "right") else ""


def text_of(pieces: list[str]) -> str:
    """The text among pieces, still escaped; line breaks kept."""
    text = "".join(pieces[::4])
    return _ANY_TAG.sub("", text.replace("<br>", "\n")) if "<" in text else text


def image_url(path: str) -> str:
    """Where the site keeps a copy of an image of the repository."""
    return "images/" + "/".join(safe_name(part) for part in path.split("/"))
