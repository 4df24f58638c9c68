"""Keep a block of ours at the end of a text that others own; taking it out gives the text that was there before."""

from __future__ import annotations

from dataclasses import dataclass

from records.errors import EditError


@dataclass(frozen=True, slots=True)
class Block:
    """Lines between two markers.

    Attributes:
        begin: the first line.
        end: the last line.
        body: what stands between them, with a final newline.
    """

    begin: str
    end: str
    body: str

    def added(self, text: str) -> str:
        """The text with the block as it should be: in its place where it is there, else at the end.

        Raises:
            EditError: one of the markers is there without the other.
        """
        span = self._span(text)
        seen = text if span is None else text[span[0] : span[1]]
        newline = "\r\n" if "\r\n" in seen else "\n"
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
        """The text without the block, and without the newline that was put before it.

        Raises:
            EditError: one of the markers is there without the other.
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
        bare = [line.strip() for line in lines]
        if self.begin not in bare and self.end not in bare:
            return None
        first = bare.index(self.begin) if self.begin in bare else -1
        last = bare.index(self.end, max(first, 0)) if self.end in bare[max(first, 0) :] else -1
        if first < 0 or last < 0:
            lost = self.begin if first < 0 else self.end
            raise EditError(f"the line '{lost}' is missing", "put it back, or delete its partner")
        return sum(map(len, lines[:first])), sum(map(len, lines[: last + 1]))


def rules_block(body: str) -> Block:
    """The rules in a Markdown file."""
    return Block("<!-- records: begin -->", "<!-- records: end -->", body)


def toml_block(lines: tuple[str, ...]) -> Block:
    """A table in a TOML file."""
    return Block("# records: begin", "# records: end", "".join(f"{line}\n" for line in lines))
