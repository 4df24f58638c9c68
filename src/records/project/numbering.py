"""The next free number of a folder: over this work tree, every other one of the clone, and every branch."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from records.errors import GitError
from records.git.objects import names_in_folder
from records.git.refs import branch_commits
from records.git.run import Git
from records.model.file_name import is_decision_name, parse_name
from records.model.kind import directory_name, file_name_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from records.git import Location

WIDTH = 4
_LEAST_WIDTH = 3
_TOO_LARGE = 1_000_000  # a date or a time in the name, not a number that is counted on


class FolderNumbers:
    """The numbers of the records in one folder.

    The branches are read once; work trees are read at each call, so that a caller that holds the lock sees what
    other processes have written.

    Args:
        location: where the repository is; None outside one.
        root: the project's root.
        folder: POSIX path from the project's root.
    """

    def __init__(self, location: Location | None, root: str, folder: str) -> None:
        self._folder = folder
        self._prefix = os.path.relpath(root, location.root) if location else "."
        self._location = location
        self._root = root
        self._on_branches = self._branch_names()
        self._reservations: set[int] = set()

    def names(self) -> set[str]:
        """Return the file names that the folder has in any work tree and on any branch.

        A record that is a folder with a README has its name and that of the file: `0007-use-x/README.md`.
        """
        tops = {self._root}
        if self._location is not None:
            tops |= {os.path.normpath(os.path.join(top, self._prefix)) for top in self._location.worktrees()}
        names = set(self._on_branches)
        for top in tops:
            try:
                names.update(_names_in(os.path.join(top, self._folder)))
            except OSError:
                continue
        return names

    def next(self) -> tuple[int, int]:
        """Return one more than the highest number, and the width to write it in.

        Any padding and prefix counts; so do decisions in other markups, because people refer to their numbers.
        """
        numbers, widths = _numbers(self.names())
        width = max(set(widths), key=lambda width: (widths.count(width), width)) if widths else WIDTH
        return max({*numbers, *self._reservations}, default=0) + 1, max(width, _LEAST_WIDTH)

    def reserve(self, preference: int | None) -> int:
        """Return the preferred number where it is free, else the next one; it is not given out again."""
        used = {*_numbers(self.names())[0], *self._reservations}
        number = preference if preference is not None and preference not in used else self.next()[0]
        self._reservations.add(number)
        return number

    def _branch_names(self) -> set[str]:
        """The names on all branches; none where git does not know."""
        if self._location is None:
            return set()
        folder = os.path.normpath(os.path.join(self._prefix, self._folder)).replace(os.sep, "/")
        try:
            git = Git(self._root)
            return names_in_folder(git, branch_commits(git), folder, _may_be_record)
        except GitError:
            return set()


def _names_in(folder: str) -> Iterator[str]:
    """Yield the names of the files in a folder, and those of the files in folders that may be records."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if not entry.is_dir(follow_symlinks=False):
                yield entry.name
            elif _may_be_record(entry.name):
                with suppress(OSError):
                    yield from (f"{entry.name}/{name}" for name in os.listdir(entry.path))


def _may_be_record(folder: str) -> bool:
    return directory_name(f"{folder}/README.md") is not None


def _numbers(names: set[str]) -> tuple[list[int], list[int]]:
    """The numbers in file names, and the widths in which they are written."""
    numbers, widths = [], []
    for name in names:
        if "/" in name and not directory_name(name):
            continue
        file_name = file_name_of(name)
        if not is_decision_name(file_name):
            continue
        parts = parse_name(file_name)
        if parts.number is not None and parts.id is not None and parts.number < _TOO_LARGE:
            numbers.append(parts.number)
            widths.append(len(parts.id))
    return numbers, widths
