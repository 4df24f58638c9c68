"""The reading part of the store: all records of a project, and the text of each file.

`RecordWriter` is the writing part. The modules that read files are imported where they are needed: a listing from the
cache reads none.
"""

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from records.errors import NotFound, OutsideRoot
from records.model.record import NOT_A_DECISION
from records.project.discovery import discover
from records.project.root import Root
from records.project.state_dir import StateDir

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from records.git import Location
    from records.model.kind import Kind
    from records.model.record import Record
    from records.project.cache import Cache


@dataclass(frozen=True, slots=True)
class RecordStore:
    """The records below one root, for reading.

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

    @property
    def checked_root(self) -> Root:
        """The root by which every path of the repository is checked."""
        return Root.of(self.root, self.location)

    def scan(self) -> list[Record]:
        """Every record, unreadable ones included, by kind, folder, number and stem."""
        if "scan" not in self._memory:
            with _without_collector():  # thousands of values are made and all are kept
                self._memory["scan"] = sorted(self._scan(), key=lambda record: record.sort_key)
        return self._memory["scan"]

    def remember(self, records: list[Record]) -> None:
        """Let `scan` return these records: they were read a moment ago, and nothing has changed since."""
        self._memory["scan"] = records

    def forget(self) -> None:
        """Let the next `scan` read the files again."""
        self._memory.clear()

    def _scan(self) -> Iterator[Record]:
        cache = None
        if self.use_cache and self.state_dir is not None:
            from records.project.cache import Cache

            cache = Cache(self.state_dir.cache)
        paths = set()
        for candidate in discover(self.checked_root, self.roots, self._tracked(cache)):
            record = cache.get(candidate) if cache and not candidate.problem else None
            if record is None:
                from records.project.codec import read_record

                now = time.time_ns()
                record = read_record(self.root, candidate)
                if cache and not candidate.problem:
                    cache.put(candidate, record, now)
            paths.add(candidate.path)
            if NOT_A_DECISION not in record.repairs:
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
        return cache.tracked_files((stat.st_mtime_ns, stat.st_size), self.tracked)

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
        except OutsideRoot as error:
            raise NotFound(f"cannot read {error.message}", error.hint) from error
        except OSError as error:
            raise NotFound(f"cannot read {path}: {error.strerror}") from error

    def markdown_below(self, folder: str) -> list[str]:
        """List the Markdown files below a folder, as POSIX paths from the root; hidden folders are skipped."""
        if not self.checked_root.contains(folder):
            return []
        paths: list[str] = []
        for place, folders, names in os.walk(os.path.join(self.root, folder)):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            inner = os.path.relpath(place, self.root).replace(os.sep, "/")
            paths.extend(f"{inner}/{name}" for name in sorted(names) if name.endswith(".md"))
        return paths

    def absolute(self, path: str) -> str:
        """The absolute path of a POSIX path from the root.

        Raises:
            OutsideRoot: it lies outside the root, or in the git directory.
        """
        return self.checked_root.resolve(path)


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
