"""Citations of decisions in comments of code: `// see ADR-0012`, `@adr 12`."""

from __future__ import annotations

import records.regex as re
from records.patterns import BEHIND_RECORD

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_COMMENT = re.compile(r"(?:^|[ \t])(?://|#|/\*|\*|--|;|%|<!--|\"\"\"|'''|REM\b|\(\*|\{-)", re.I)
_NUMBER = re.compile(rf"(?:(?<![\w/-])|{BEHIND_RECORD})ADR[-_ #]?(\d{{1,6}})(?![\w-])", re.I)


def cited_numbers(line: str) -> list[str]:
    """Return the numbers of decisions that a line of code cites behind the sign of a comment."""
    if "adr" not in line.lower():
        return []
    comment = _COMMENT.search(line)
    return _NUMBER.findall(line, comment.end()) if comment else []


def citations_in(text: str) -> Iterator[tuple[int, str]]:
    """Yield the line and the number of each citation in the comments of a text."""
    if "adr" in text.lower():
        for number, line in enumerate(text.split("\n"), 1):
            for cited in cited_numbers(line):
                yield number, cited


def lines_with_comment(text: str, first: int, last: int) -> range:
    """Return the numbers of some lines, with the comment directly above them or around them.

    Args:
        text: of the whole file; nothing where it is too large to be read, or none.
        first: the first line, counted from 1.
        last: the last one.
    """
    lines = text.split("\n")
    start, end = first, last
    if last > len(lines):
        return range(first, last + 1)
    while start > 1 and _is_comment(lines[start - 2]):
        start -= 1
    if _is_comment(lines[last - 1]):
        while end < len(lines) and _is_comment(lines[end]):
            end += 1
    return range(start, end + 1)


def _is_comment(line: str) -> bool:
    """Return whether a line begins with the sign of a comment."""
    return _COMMENT.match(line.lstrip()) is not None
