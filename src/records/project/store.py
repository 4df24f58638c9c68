"""The reading part of the store: all records of a project, and the text of each file.

`RecordWriter` is the writing part. The modules that read files are imported where they are needed: a listing from the
cache reads none.
"""

from __future__ import annotations

import os
import time
from contextlib import contextmanager, suppress

from records.dataclass import dataclass, field, replace
from records.encoding import decode_file
from records.errors import NotFound, OutsideRoot
from records.project.discovery import discover, elsewhere_of
from records.project.log_pages import judge_by_log
from records.project.record_index import RecordIndex, open_listing
from records.project.root import Root, read_within
from records.project.stamp import new_generation, read_stamp, take_walk, write_stamp
from records.project.state_dir import StateDir
from records.static_types import TypeVar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

    from records.git import Location
    from records.model.kind import Kind
    from records.model.record import Record
    from records.project.place import Place
    from records.project.record_index import StoredListing
    from records.project.stamp import Look, Stamp, Walk

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class RecordStore:
    """The records below one root, for reading.

    Attributes:
        root: absolute path of the project.
        location: the repository that holds it; None outside one.
        roots: folder patterns for each kind; None for the built-in ones.
        use_cache: whether what was read may be remembered.
        tracked: gives the POSIX paths of tracked files whose names end like a PHR's.
        standard_roots: all folder patterns as they are for a project that is opened at its root; only then what is
            derived from all records is stored.
        keeps_texts: whether each file is read once: for a command that writes nothing and asks for texts often.
        look: what was seen of the files a moment ago, by which the first scan goes.
    """

    root: str
    location: Location | None = None
    roots: dict[Kind, tuple[str, ...]] | None = None
    use_cache: bool = True
    tracked: Callable[[], list[str]] = list
    standard_roots: tuple[str, ...] = ()
    keeps_texts: bool = False
    look: Look | None = None
    _memory: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def checked_root(self) -> Root:
        """The root by which every path of the repository is checked."""
        return Root.of(self.root, self.location)

    def scan(self) -> list[Record]:
        """Every record, unreadable ones included, by kind, folder, number and stem."""
        if "scan" not in self._memory:
            with _without_collector():  # thousands of values are made and all are kept
                self._memory["scan"] = self._with_own_pages(self._scan_all())
        records: list[Record] = self._memory["scan"]
        return records

    def pages(self) -> list[str]:
        """The paths of the pages beside the decisions, which `scan` leaves out: indexes, templates, notes."""
        self.scan()
        pages: list[str] = self._memory.get("pages", [])
        return pages

    @property
    def generation(self) -> str:
        """The generation of what `scan` returned, under which what is derived of it may be stored; "" for none."""
        return str(self._memory.get("generation", ""))

    @property
    def looks(self) -> dict[str, tuple[int, int]]:
        """Size and time (nanoseconds) of each file, as `scan` has just seen them; nothing where it did not look."""
        looks: dict[str, tuple[int, int]] = self._memory.get("looks", {})
        return looks

    @property
    def asked_remotes(self) -> str | None:
        """The addresses of remotes that `scan` asked for, as one text; None where no record has a link to a page."""
        self.scan()
        remotes: str | None = self._memory.get("remotes")
        return remotes

    @contextmanager
    def stored_listing(self) -> Iterator[StoredListing | None]:
        """Give all records as they are stored; None where something has changed since, or nothing is stored."""
        stamp, _ = self._stamp()
        if stamp is None or self.state_dir is None:
            yield None
            return
        with open_listing(self.state_dir.index, stamp.generation) as listing:
            yield listing

    def _with_own_pages(self, records: list[Record]) -> list[Record]:
        """Let links to pages of the repository on its forge lead to the records that these show."""
        holders = [
            index
            for index, record in enumerate(records)
            if any("://" in link.target for link in record.links)
        ]
        if not holders or self.location is None:
            return records
        from records.git import Git
        from records.git.forge_pages import paths_of_page
        from records.git.remotes import remote_addresses

        remotes = remote_addresses(Git(self.root, location=self.location))
        self._memory["remotes"] = repr(remotes)
        prefix = os.path.relpath(self.root, self.location.root).replace(os.sep, "/")
        own = {record.path if prefix == "." else f"{prefix}/{record.path}": record.path for record in records}
        for index in holders if remotes else ():
            links = []
            for link in records[index].links:
                pages = paths_of_page(link.target, remotes) if "://" in link.target else []
                path = next((own[page] for page in pages if page in own), link.target)
                links.append(replace(link, target=path))
            records[index] = replace(records[index], links=tuple(dict.fromkeys(links)))
        return records

    def remember(self, records: list[Record]) -> None:
        """Let `scan` return these records: they were read a moment ago, and nothing has changed since."""
        self._memory["scan"] = records

    def derive(self, name: str, make: Callable[[], T]) -> T:
        """Return what *make* makes, which is made once until `forget`."""
        if name not in self._memory:
            self._memory[name] = make()
        result: T = self._memory[name]
        return result

    def forget(self) -> None:
        """Let the next `scan` read the files again."""
        self._memory.clear()
        self._memory["is_later"] = True

    def _scan_all(self) -> list[Record]:
        """Return all records in their order: as they are stored, else from their files."""
        stamp, earlier = self._stamp()
        if stamp is not None:
            with self.stored_listing() as listing, suppress(LookupError):
                if listing is not None:
                    self._memory["generation"] = stamp.generation
                    records, self._memory["pages"] = listing.records_and_pages()
                    return records
        return self._read_all(earlier)

    def _read_all(self, earlier: Walk | None) -> list[Record]:
        """Return all records in their order, from their files; those that have not changed as they were read last."""
        cache = self._cache()
        tracked = self._tracked(cache)
        walk = self._walk(elsewhere_of(self.checked_root, self.roots, tracked), earlier) if cache else None
        records = []
        looks = self._memory["looks"] = {}
        for candidate in discover(self.checked_root, self.roots, tracked):
            record = cache.get(candidate) if cache and not candidate.problem else None
            if record is None:
                from records.project.codec import read_record

                now = time.time_ns()
                record = read_record(self.root, candidate)
                if cache and not candidate.problem:
                    cache.put(candidate, record, now)
            looks[candidate.path] = candidate.size, candidate.mtime
            records.append(record)
        read = set(map(id, records))
        judged, self._memory["pages"] = judge_by_log(records)
        if cache:
            for record in judged:
                if id(record) not in read:
                    cache.replace(record)
            cache.keep_only(looks.keys())
        judged.sort(key=_sort_key)
        if cache:
            self._store(cache, walk, judged)
        return judged

    def _cache(self) -> RecordIndex | None:
        return RecordIndex(self.state_dir.index) if self.use_cache and self.state_dir else None

    def _store(self, cache: RecordIndex, walk: Walk | None, records: list[Record]) -> None:
        """Store what was read, and the stamp by which the next process knows that nothing has changed."""
        generation = new_generation() if walk else ""
        is_stored = cache.save(generation, records, self._memory["pages"])
        if is_stored and walk and self.state_dir:
            self._memory["generation"] = generation
            write_stamp(self.state_dir.own, self.standard_roots, walk, generation)

    def _stamp(self) -> tuple[Stamp | None, Walk | None]:
        """Return the stamp of what is stored if nothing has changed since, and the walk by which that is known."""
        if "stamp" not in self._memory:
            self._memory["stamp"] = self._check_stamp()
        stamp, walk = self._memory["stamp"]
        return stamp, walk

    def _check_stamp(self) -> tuple[Stamp | None, Walk | None]:
        if not (self.use_cache and self.state_dir and self.standard_roots):
            return None, None
        look = self.look if "is_later" not in self._memory else None
        if look and look.folder != self.state_dir.own:
            look = None
        stamp = look.stamp if look else read_stamp(self.state_dir.own)
        if stamp is None or stamp.roots != self.standard_roots:
            return None, None
        walk = self._walk(stamp.elsewhere, look.walk if look else None)
        if walk is None or walk.fingerprint.data == stamp.data:
            return (stamp if walk else None), walk
        from records.project.catch_up import catch_up

        git_dir = self.location.git_dir if self.location else ""
        return catch_up(self.root, git_dir, self.state_dir, stamp, walk, self._elsewhere), walk

    def _elsewhere(self) -> tuple[str, ...]:
        return elsewhere_of(self.checked_root, self.roots, self.tracked())

    def _walk(self, elsewhere: tuple[str, ...], earlier: Walk | None = None) -> Walk | None:
        """Take the fingerprint of all files; None where it is of no use, or would not show every change."""
        if self.location is None or self.standard_roots != pattern_list(self.roots):
            return None
        if earlier is not None and earlier.elsewhere == elsewhere:
            return earlier
        return take_walk(self.root, self.location.git_dir, self.standard_roots, elsewhere)

    def _tracked(self, cache: RecordIndex | None) -> list[str]:
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

    def load(self, paths: Iterable[str]) -> None:
        """Prepare to give the texts of many files, where that is quicker than to read each by itself."""

    def text(self, path: str) -> str:
        """The text of the file at a POSIX path from the root.

        Raises:
            NotFound: there is no such file, or it lies outside the root.
        """
        if self.keeps_texts:
            return self.derive(f"text {path}", lambda: self._read_text(path))
        return self._read_text(path)

    def _read_text(self, path: str) -> str:
        try:
            return decode_file(read_within(self.root, self.absolute(path)))
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

    def place(self, path: str) -> Place:
        """Where the file of a POSIX path from the root is written.

        Raises:
            OutsideRoot: it lies outside the root, or in the git directory.
        """
        return self.checked_root.place(path)

    def absolute(self, path: str) -> str:
        """The absolute path of a POSIX path from the root.

        Raises:
            OutsideRoot: it lies outside the root, or in the git directory.
        """
        return self.checked_root.resolve(path)


def pattern_list(roots: dict[Kind, tuple[str, ...]] | None) -> tuple[str, ...]:
    """Return the folder patterns of all kinds in one list."""
    return tuple(pattern for patterns in (roots or {}).values() for pattern in patterns)


def _sort_key(record: Record) -> tuple[str, str, int, str]:
    return record.sort_key


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
