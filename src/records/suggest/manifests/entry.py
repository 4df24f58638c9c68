"""One dependency of a manifest, and the lines that a reader is given."""

from __future__ import annotations

import re
from collections.abc import Iterator

from records.dataclass import dataclass

Line = tuple[int, str, bool]
"""A visible line of one side: its number, its text, and whether the change made it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One dependency: its name, the version asked for, and whether only developers need it.

    `changed` says whether the change touched a line of it.
    """

    name: str
    version: str
    line: int
    dev: bool
    changed: bool

    @property
    def major(self) -> str:
        """The first number of the version (with the second while the first is 0), or nothing."""
        match = re.search(r"(\d+)(?:\.(\d+))?", self.version)
        if match is None:
            return ""
        return f"0.{match[2]}" if match[1] == "0" and match[2] else match[1]


def runs(lines: list[Line]) -> Iterator[list[Line]]:
    """Yield the lines in runs without a gap: what was open before a gap is not known after it."""
    start = 0
    for end in range(1, len(lines) + 1):
        if end == len(lines) or lines[end][0] != lines[end - 1][0] + 1:
            yield lines[start:end]
            start = end


def for_developers(text: str) -> bool:
    """Return whether the name of a section, a group or a file says that only developers need what is in it."""
    return bool(re.search(r"dev|test|lint|docs|build-(?:dep|sys)|group|typing", text, re.I))
