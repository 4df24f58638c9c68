"""Resolve the references in a record: to another record's page, a file on the forge, or another site."""

from __future__ import annotations

import posixpath
from html import escape
from urllib.parse import unquote

import records.regex as re
from records.dataclass import dataclass, field
from records.model.record_paths import LINKED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.model.record import Record
    from records.site.site import Site

_CODE = re.compile(
    r"(?P<path>[\w@.+-]+(?:/[\w@.+-]+)*\.\w{1,8}|[\w@.+-]+(?:/[\w@.+-]+)+)"
    r"(?::(?P<line>\d{1,7})(?:-(?P<last>\d{1,7}))?)?$"
)
_IN_TEXT = re.compile(
    r"(?<![\w/.:-])(?P<named>(?!ADR[- ]?\d)[\w.+-]+(?:/[\w.+-]+)*/ADR[- ]?0{0,12}\d{1,6})(?![\w/-])|"
    r"\bADR[- ]?0{0,12}\d{1,6}\b|(?<![\w/.:])[\w@.+-]+(?:/[\w@.+-]+)+\.\w{1,8}:\d{1,7}(?:-\d{1,7})?"
)
_LINE = re.compile(r":\d")  # what a place in code has at least, and few texts have


@dataclass(frozen=True, slots=True)
class Resolver:
    """Finds the addresses that one record's references mean.

    Attributes:
        site: the site.
        record: the record that holds them.
        root: the way from its page to the site's root, `""` or `../` repeated.
        commit: the commit at which its files are shown.
        asked: the questions that were put to the site, in order.
    """

    site: Site
    record: Record
    root: str
    commit: str
    questions: dict[str, None] = field(default_factory=dict)

    @property
    def top(self) -> str:
        """The folder of the record's repository within the site; empty or ending in a slash."""
        return self.site.top(self.record)

    def ask(self, question: str) -> str:
        """Resolve a reference (see `Site.answer`) and record it as a dependency of the page."""
        self.questions[question] = None
        return self.site.answer(question)

    def link(self, target: str) -> str:
        """The address of a link's target; empty where there is none."""
        target = target.strip()
        scheme = target.partition(":")[0].lower() if ":" in target.partition("/")[0] else ""
        if scheme in ("http", "https", "mailto"):
            return target
        if scheme or target.startswith("//"):
            return ""
        path, _, fragment = target.partition("#")
        if not path:
            return f"#s-{fragment.lower()}" if fragment else ""
        place = self.place(path)
        if not place:
            return ""
        page = self.ask(f"page:{place}")
        if page:
            return self.root + page + (f"#s-{fragment.lower()}" if fragment else "")
        return self.file(place)

    def place(self, path: str) -> str:
        """A relative path of the record's text as a path from the repository's root; empty outside it."""
        path = unquote(path)
        base = self.top if path.startswith("/") else posixpath.dirname(self.record.path)
        place = posixpath.normpath(posixpath.join(base, path.lstrip("/")))
        return "" if place.startswith("..") or place == "." else place

    def file(self, path: str, line: str = "", last: str = "") -> str:
        """The address of a file on the forge; empty where it is not known there."""
        return self.site.file_url(path, self.commit, line, last) if self.ask(f"file:{path}") else ""

    def code(self, text: str) -> str:
        """The address for a piece of inline code: `src/app.py:12-20`, or a record's file."""
        match = _CODE.match(text) if len(text) < 300 and ("." in text or "/" in text) else None
        if match is None:
            return ""
        path = match["path"].removeprefix("./")
        page = path.endswith(LINKED) and (
            self.ask(f"page:{self.top}{path}") or self.ask(f"page:{self.place(path)}")
        )
        if page:
            return self.root + page
        return self.file(path, match["line"] or "", match["last"] or "")

    def text(self, html: str) -> str:
        """A piece of escaped text with the decisions and places in code that it names as links."""
        if "ADR" not in html and not (":" in html and _LINE.search(html)):
            return html
        return _IN_TEXT.sub(self._link, html)

    def _link(self, match: re.Match[str]) -> str:
        words = match[0]
        if match["named"]:
            page = self.ask(f"record:{words}")
            return f'<a href="{self.root}{page}">{words}</a>' if page else words
        if words.startswith("ADR") and "/" not in words:
            page = self.ask(f"adr:{self.top}" + re.sub(r"\D", "", words))
            if not page or page == self.site.pages[self.record.path]:
                return words
            return f'<a href="{self.root}{page}">{words}</a>'
        url = self.code(words)
        return f'<a href="{escape(url)}" rel="noopener noreferrer">{words}</a>' if url else words

    def image(self, source: str) -> str:
        """The path of an image of the repository that a page may show; empty for anything else."""
        if ":" in source.partition("/")[0] or source.startswith("//"):
            return ""
        place = self.place(source.partition("#")[0].partition("?")[0])
        return place if place and self.ask(f"image:{place}") else ""
