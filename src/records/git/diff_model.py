"""What a change consists of: files, hunks, and the number of every line on both sides."""

from __future__ import annotations

from collections.abc import Iterator

from records.dataclass import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    Status = Literal["added", "deleted", "modified", "renamed", "copied"]

Numbered = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Hunk:
    """One run of changed lines with the unchanged ones around it.

    `lines` keep their leading mark (`+`, `-` or a space); `added` and `removed` carry the line
    number of their side.
    """

    old_start: int
    new_start: int
    section: str
    lines: tuple[str, ...]
    added: tuple[Numbered, ...]
    removed: tuple[Numbered, ...]

    def side(self, mark: Literal["+", "-"]) -> Iterator[tuple[int, str, bool]]:
        """Yield the visible lines of one side: number, text, and whether the change made it.

        Args:
            mark: `+` for the file after the change, `-` for the file before it.
        """
        number = self.new_start if mark == "+" else self.old_start
        for line in self.lines:
            if line[:1] == mark or line[:1] not in {"+", "-"}:
                yield number, line[1:], line[:1] == mark
                number += 1


@dataclass(frozen=True, slots=True)
class FileChange:
    """What happened to one path; `path` is the new name, or the old one of a deleted file."""

    path: str
    old_path: str
    status: Status
    hunks: tuple[Hunk, ...] = ()
    binary: bool = False
    submodule: bool = False
    old_mode: str = ""
    new_mode: str = ""

    @property
    def added(self) -> list[Numbered]:
        """Every added line with its number in the new file."""
        return [line for hunk in self.hunks for line in hunk.added]

    @property
    def removed(self) -> list[Numbered]:
        """Every removed line with its number in the old file."""
        return [line for hunk in self.hunks for line in hunk.removed]


@dataclass(frozen=True, slots=True)
class Diff:
    """A whole change: its files sorted by path, and the message that came with the text, if any."""

    files: tuple[FileChange, ...] = ()
    message: str = ""

    @property
    def lines(self) -> int:
        """The number of added and removed lines."""
        return sum(len(h.added) + len(h.removed) for f in self.files for h in f.hunks)
