"""The next free number of a folder: over this work tree, every other one of the clone, and every branch."""

from __future__ import annotations

import os
from collections import Counter
from contextlib import suppress
from functools import lru_cache

from records.errors import GitError
from records.git.objects import names_in_folder
from records.git.refs import branch_commits
from records.git.run import Git
from records.model.file_name import is_decision_name, parse_name
from records.model.record_paths import directory_name, file_name_of, path_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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
        names = set(self._on_branches)
        for folder in self.folders():
            try:
                names.update(_names_in(folder))
            except OSError:
                continue
        return names

    def folders(self) -> list[str]:
        """Return the absolute paths that the folder has in the work trees of the clone."""
        tops = {self._root}
        if self._location is not None:
            tops |= {os.path.normpath(os.path.join(top, self._prefix)) for top in self._location.worktrees()}
        return sorted(os.path.join(top, self._folder) for top in tops)

    def next(self) -> tuple[int, int]:
        """Return one more than the highest number, and the width to write it in.

        Any padding and prefix counts; so do decisions in other markups, because people refer to their numbers.
        """
        return _next(*_numbers(self.names()), self._reservations)

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
        folder = "" if folder == "." else folder
        try:
            git = Git(self._root)
            return names_in_folder(git, branch_commits(git), folder, _may_be_record)
        except GitError:
            return set()


def explain_skipped(location: Location | None, root: str, folders: Iterable[str], number: int) -> str:
    """Say which file made a new number skip one or more; empty where it follows the highest number below it here.

    Args:
        location: where the repository is; None outside one.
        root: the project's root.
        folders: the folders that share the series of numbers, POSIX from the project's root.
        number: the new number.
    """
    here: set[int] = set()
    for folder in folders:
        with suppress(OSError):
            here |= _numbers(_names_in(os.path.join(root, folder)))[0]
    expected = max((other for other in here if other < number), default=0) + 1
    if number <= expected or location is None:
        return ""
    for folder in folders:
        for name in FolderNumbers(location, root, folder).names():
            if _number_in(name)[0] == number - 1:
                return (
                    f"the number is {number}, not {expected}: {path_in(folder, name)} is on another branch "
                    "or in another work tree"
                )
    return ""


class CountedNumbers:
    """The numbers of a folder for a caller that holds the lock: read once, then counted on.

    They are read again when the folder has changed otherwise than by the names that were added.
    """

    def __init__(self, numbers: FolderNumbers) -> None:
        self._numbers = numbers
        self._folders = numbers.folders()
        self._seen: list[int] = []
        self._highest = 0
        self._widths: Counter[int] = Counter()
        self._read()

    def next(self) -> tuple[int, int]:
        """Return one more than the highest number, and the width to write it in."""
        if self._times() != self._seen:
            self._read()
        return _next((self._highest,), self._widths)

    def add(self, name: str) -> None:
        """Count a file that the caller has just created."""
        number, width = _number_in(name)
        if width:
            self._highest = max(self._highest, number)
            self._widths[width] += 1
        self._seen = self._times()

    def _read(self) -> None:
        self._seen = self._times()
        numbers, self._widths = _numbers(self._numbers.names())
        self._highest = max(numbers, default=0)

    def _times(self) -> list[int]:
        """Return when each folder was changed; 0 for one that does not exist."""
        times = []
        for folder in self._folders:
            try:
                times.append(os.stat(folder).st_mtime_ns)
            except OSError:
                times.append(0)
        return times


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


def _next(numbers: Iterable[int], widths: Counter[int], reservations: Iterable[int] = ()) -> tuple[int, int]:
    """Return the number after the highest one, and the width that most of them have."""
    width = max(widths, key=lambda width: (widths[width], width), default=WIDTH)
    return max({*numbers, *reservations}, default=0) + 1, max(width, _LEAST_WIDTH)


def _numbers(names: Iterable[str]) -> tuple[set[int], Counter[int]]:
    """Return the numbers in file names, and how many are written in each width."""
    numbers = [_number_in(name) for name in names]
    return {number for number, width in numbers if width}, Counter(width for _, width in numbers if width)


@lru_cache(maxsize=1 << 17)
def _number_in(name: str) -> tuple[int, int]:
    """Return the number in a file name and the width in which it is written; width 0 without a number."""
    if "/" in name and not directory_name(name):
        return 0, 0
    file_name = file_name_of(name)
    if not is_decision_name(file_name):
        return 0, 0
    parts = parse_name(file_name)
    if parts.number is None or parts.id is None or parts.number >= _TOO_LARGE:
        return 0, 0
    return parts.number, len(parts.id)
