"""Tell the text of a file that a program wrote, by what it says at its head."""

from __future__ import annotations

from itertools import islice

import records.regex as re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_MARK = re.compile(
    r"(?i)@generated\b|\bauto[- ]?generated\b"
    r"|\bgenerated\b.{0,80}\bdo not? (?:edit|modify)\b|\bdo not? (?:edit|modify)\b.{0,80}\bgenerated\b"
    r"|^\W*(?:(?:this|the) \w+ (?:is|was|has been) )?(?:(?:code|file) )?generated (?:by|from|using|with)\b"
)
_FIRST_LINES, _MOST_LINES, _LONGEST = 8, 60, 300
_COMMENT = re.compile(r"\W|$")


def says_generated(lines: Iterable[str]) -> bool:
    """Return whether the first lines of a file say that a program wrote it.

    The mark stands in the first eight lines, or further below in a comment that begins the file, behind a licence (Go:
    https://go.dev/s/generatedcode, others: `@generated`).
    """
    is_comment = True
    for number, line in enumerate(islice(lines, _MOST_LINES)):
        is_comment = is_comment and bool(_COMMENT.match(line))
        if number >= _FIRST_LINES and not is_comment:
            return False
        if _MARK.search(line[:_LONGEST]):
            return True
    return False


def is_generated(text: str) -> bool:
    """Return whether the text of a file says at its head that a program wrote it; see `says_generated`."""
    return says_generated(text.split("\n", _MOST_LINES)[:_MOST_LINES])
