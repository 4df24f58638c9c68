"""A block of ours at the end of a text that others own; removing it restores the text that was there before."""

from __future__ import annotations

from records.dataclass import dataclass
from records.errors import EditError
from records.text.lines import newline_of


@dataclass(frozen=True, slots=True)
class Block:
    """Lines between two markers.

    Attributes:
        begin: the first line.
        end: the last line.
        body: what is between them, with a final newline.
    """

    begin: str
    end: str
    body: str

    def added(self, text: str) -> str:
        """Return the text with the current block: in its place where there is one already, else at the end.

        Raises:
            EditError: one of the markers is missing.
        """
        span = self._span(text)
        scope = text if span is None else text[span[0] : span[1]]
        newline = newline_of(scope)
        own = f"{self.begin}\n{self.body}{self.end}\n".replace("\n", newline)
        if span is None:
            return f"{text}{newline}{own}" if text else own
        if (
            text[span[0] : span[1]]
            == own.rstrip("\r\n") + text[len(text[: span[1]].rstrip("\r\n")) : span[1]]
        ):
            return text
        return text[: span[0]] + own + text[span[1] :]

    def removed(self, text: str) -> str:
        """Return the text without the block, and without the newline that was added before it.

        Raises:
            EditError: one of the markers is missing.
        """
        span = self._span(text)
        if span is None:
            return text
        before = text[: span[0]]
        for newline in ("\r\n", "\n"):
            if before.endswith(newline):
                before = before[: -len(newline)]
                break
        return before + text[span[1] :]

    def _span(self, text: str) -> tuple[int, int] | None:
        lines = text.splitlines(keepends=True)
        stripped = [line.strip() for line in lines]
        if self.begin not in stripped and self.end not in stripped:
            return None
        first = stripped.index(self.begin) if self.begin in stripped else -1
        last = stripped.index(self.end, max(first, 0)) if self.end in stripped[max(first, 0) :] else -1
        if first < 0 or last < 0:
            missing = self.begin if first < 0 else self.end
            raise EditError(f"the line '{missing}' is missing", "restore it, or delete the other marker")
        return sum(map(len, lines[:first])), sum(map(len, lines[: last + 1]))


def rules_block(body: str) -> Block:
    """Return the block with the rules in a Markdown file."""
    return Block("<!-- records: begin -->", "<!-- records: end -->", body)
