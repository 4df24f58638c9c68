"""Split a Markdown file into its fences, its front matter and its body, losing no character."""

from __future__ import annotations

import records.regex as re
from records.dataclass import dataclass
from records.text.front_matter import FrontMatter
from records.text.lines import line_at, newline_of

_OPENING = re.compile(r"\ufeff?---[ \t]*\r?\n")
_COMMENT = re.compile(r"<!--.*?-->", re.S)
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.M)


def without_comments(text: str, replacement: str = "") -> str:
    """Return a text without its HTML comments; one that is not closed stays."""
    end = text.rfind("-->") + 3  # behind it, each `<!--` would be searched to the end in vain
    return text if end < 3 else _COMMENT.sub(replacement, text[:end]) + text[end:]


@dataclass(frozen=True, slots=True)
class Document:
    """A file's text and where its front matter lies.

    Attributes:
        text: the whole file as decoded, a byte-order mark and CRLF included.
        front: index range of the characters between the fences; None without front matter.
        body: index of the first character of the body.
    """

    text: str
    front: tuple[int, int] | None
    body: int

    @classmethod
    def parse(cls, text: str) -> Document:
        """Find the front matter of *text*: `---` on the first line, up to the next `---` or `...` line."""
        opening = _OPENING.match(text)
        if opening:
            closing = _CLOSING.search(text, opening.end())
            if closing:
                return cls(text, (opening.end(), closing.start()), closing.end())
        return cls(text, None, 1 if text.startswith("\ufeff") else 0)

    @property
    def front_matter(self) -> FrontMatter | None:
        """The block between the fences, or None."""
        return FrontMatter(self.text[slice(*self.front)]) if self.front else None

    @property
    def body_text(self) -> str:
        """Everything behind the front matter, exactly as written."""
        return self.text[self.body :]

    @property
    def body_line(self) -> int:
        """The line number, counted from 1, on which the body begins."""
        return line_at(self.text, self.body)

    def with_front_matter(self, new: FrontMatter) -> Document:
        """The same document with another block between the same fences; a block is added where none was."""
        if self.front is None:
            newline = newline_of(self.text)
            mark = self.text[: self.body]
            head = f"{mark}---{newline}{new.text}---{newline}{newline}"
            return Document.parse(head + self.text[self.body :])
        start, end = self.front
        return Document.parse(self.text[:start] + new.text + self.text[end:])
