"""All records of a project: scan them, read one, add one, save one.

What only reading files or writing needs is imported there: a listing from the cache does neither.
"""

from __future__ import annotations

import os
import time
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from records.errors import InvalidInput, NotFound, WriteError
from records.project.discovery import discover
from records.project.state_dir import StateDir

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from records.git import Location
    from records.model.kind import Kind
    from records.model.record import Record
    from records.project.cache import Cache


@dataclass(frozen=True, slots=True)
class RecordStore:
    """The records below one root.

    Attributes:
        root: absolute path of the project.
        location: the repository that holds it; None outside one.
        roots: folder patterns for each kind; None for the built-in ones.
        use_cache: whether what was read may be remembered.
        tracked: gives the POSIX paths of tracked files whose names end like a PHR's.
    """

    root: str
    location: Location | None = None
    roots: dict[Kind, tuple[str, ...]] | None = None
    use_cache: bool = True
    tracked: Callable[[], list[str]] = list
    _memory: dict[str, list[Record]] = field(default_factory=dict, repr=False, compare=False)

    def scan(self) -> list[Record]:
        """Every record, unreadable ones included, by kind, folder, number and stem."""
        if "scan" not in self._memory:
            with _without_collector():  # thousands of values are made and all are kept
                self._memory["scan"] = sorted(self._scan(), key=lambda record: record.sort_key)
        return self._memory["scan"]

    def take(self, records: list[Record]) -> None:
        """Let `scan` give these: they were read a moment ago, and nothing changed since."""
        self._memory["scan"] = records

    def _scan(self) -> Iterator[Record]:
        cache = None
        if self.use_cache and self.state_dir is not None:
            from records.project.cache import Cache

            cache = Cache(self.state_dir.cache)
        paths = set()
        for found in discover(self.root, self.roots, self._tracked(cache)):
            record = cache.get(found) if cache else None
            if record is None:
                from records.project.codec import read_record

                now = time.time_ns()
                record = read_record(self.root, found.kind, found.path, found.folder)
                if cache:
                    cache.put(found, record, now)
            paths.add(found.path)
            yield record
        if cache:
            cache.keep_only(paths)
            cache.save()

    def _tracked(self, cache: Cache | None) -> list[str]:
        """Tracked files that are named like a PHR, asked of git only where its index changed since."""
        if cache is None or self.location is None:
            return self.tracked()
        try:
            stat = os.stat(os.path.join(self.location.git_dir, "index"))
        except OSError:
            return self.tracked()
        return cache.remembered((stat.st_mtime_ns, stat.st_size), self.tracked)

    @property
    def state_dir(self) -> StateDir | None:
        """Where the project's state is kept; None outside a repository."""
        return StateDir.at(self.location, self.root) if self.location else None

    def text(self, path: str) -> str:
        """The text of the file at a POSIX path from the root.

        Raises:
            NotFound: there is no such file, or it lies outside the root.
        """
        from records.project import files

        try:
            return files.read_text(self.absolute(path))
        except OSError as error:
            raise NotFound(f"cannot read {path}: {error.strerror}") from error

    def absolute(self, path: str) -> str:
        """The absolute path of a POSIX path from the root.

        Raises:
            InvalidInput: it lies outside the root.
        """
        full = os.path.normpath(os.path.join(self.root, path))
        real_root = os.path.realpath(self.root)
        if os.path.realpath(full) != real_root and not os.path.realpath(full).startswith(real_root + os.sep):
            raise InvalidInput(f"{path} lies outside {self.root}", "use a path within the repository")
        return full

    def locked(self) -> AbstractContextManager[None]:
        """Keep every other process from writing records of this clone while a block runs."""
        from records.project.lock import locked

        return locked(self.state_dir.lock if self.state_dir else None, self.root)

    def add(
        self,
        folder: str,
        write: Callable[[int, str], tuple[str, str]],
        taken: set[str],
        check: Callable[[str, str], None] | None = None,
        *,
        dry_run: bool = False,
    ) -> str:
        """Create a file under the next free number of a folder.

        Args:
            folder: POSIX path from the root.
            write: gives file name and text for a number and its padded form.
            taken: names that are taken on branches (`Project.taken_names`).
            check: called with path and text before anything is written; raises to refuse.
            dry_run: do all but write.

        Returns:
            the POSIX path of the new file, or of the one that would be.

        Raises:
            WriteError: the file could not be written.
        """
        self.absolute(folder)
        with nullcontext() if dry_run else self.locked():
            return self.add_unlocked(folder, write, taken, check, dry_run=dry_run)

    def add_unlocked(
        self,
        folder: str,
        write: Callable[[int, str], tuple[str, str]],
        taken: set[str],
        check: Callable[[str, str], None] | None = None,
        *,
        dry_run: bool = False,
    ) -> str:
        """As `add`, for a caller that holds the lock already."""
        from records.project import files
        from records.project.numbering import names_in_worktrees, next_number

        names = taken | names_in_worktrees(self.location, self.root, folder)
        number, width = next_number(names)
        while True:
            name, text = write(number, f"{number:0{width}d}")
            path = f"{folder}/{name}"
            if check:
                check(path, text)
            if dry_run:
                return path
            try:
                files.create_exclusively(self.absolute(path), text)
            except FileExistsError:
                number += 1
                continue
            self._memory.clear()
            return path

    def save(self, texts: dict[str, str]) -> None:
        """Replace the texts of existing files, each atomically.

        Raises:
            WriteError: a file could not be written; those before it in the mapping are.
        """
        from records.project import files

        for path, text in texts.items():
            files.replace(self.absolute(path), text)
        self._memory.clear()

    def create(self, path: str, text: str) -> None:
        """Create a whole new file of a name that the caller has chosen.

        Raises:
            WriteError: there is one already, or it could not be written.
        """
        from records.project import files

        try:
            files.create_exclusively(self.absolute(path), text)
        except FileExistsError as error:
            raise WriteError(f"there is a file {path} already") from error
        self._memory.clear()

    def move(self, old: str, new: str, text: str) -> None:
        """Put a record under another name, with another text: the new file is whole before the old one goes.

        Raises:
            WriteError: the new file is there already, or could not be written; the old one is then untouched.
        """
        self.create(new, text)
        os.unlink(self.absolute(old))
        self._memory.clear()

    def write_if_changed(self, path: str, text: str) -> bool:
        """Write a derived file (an index) where it does not hold *text* already.

        Raises:
            WriteError: the file could not be written.
        """
        from records.project import files

        return files.write_if_changed(self.absolute(path), text)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Let Python not look for garbage among what is being made; it looks again afterwards."""
    import gc

    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
