"""The records as they were at a commit: read from git's objects, nothing is checked out."""

from __future__ import annotations

from records.dataclass import dataclass, field
from records.encoding import decode_file
from records.project.codec import parse_record, unreadable_record
from records.project.discovery import discover_among
from records.project.log_pages import judge_by_log
from records.project.store import RecordStore
from records.static_types import Protocol

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from records.model.record import Record


class Files(Protocol):
    """The files of a commit (`records.git.snapshot.Snapshot`)."""

    @property
    def commit(self) -> str:
        """The full id of the commit."""
        ...

    @property
    def paths(self) -> list[str]:
        """The paths of all files."""
        ...

    @property
    def lost_links(self) -> frozenset[str]:
        """The paths of symbolic links that lead to none of them, where that was looked for."""
        ...

    def read(self, path: str) -> bytes:
        """The bytes of one file."""
        ...

    def read_all(self, paths: Iterable[str]) -> dict[str, bytes]:
        """The bytes of many files."""
        ...

    def read_present(self, paths: Iterable[str]) -> dict[str, bytes]:
        """The bytes of those files whose objects are there."""
        ...


MISSING_OBJECT = "its object is missing or damaged"
LOST_LINK = "it is a symbolic link that leads to no file of the repository"


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionStore(RecordStore):
    """The records of one commit.

    Attributes:
        files: the files of the commit.
        is_partial: whether files whose objects are missing or damaged are unreadable records, instead of an error.
    """

    files: Files
    is_partial: bool = False
    _texts: dict[str, str] = field(default_factory=dict, repr=False, compare=False)

    def _scan_all(self) -> list[Record]:
        records, self._memory["pages"] = judge_by_log(self._read())
        return sorted(records, key=lambda record: record.sort_key)

    def _read(self) -> Iterator[Record]:
        candidates = list(discover_among([*self.files.paths, *sorted(self.files.lost_links)], self.roots))
        self.load(candidate.path for candidate in candidates)
        for candidate in candidates:
            text = self._texts.get(candidate.path)
            if text is None:
                problem = LOST_LINK if candidate.path in self.files.lost_links else MISSING_OBJECT
                yield unreadable_record(candidate, problem)
            else:
                yield parse_record(candidate.kind, text, candidate.path, candidate.folder)

    def markdown_below(self, folder: str) -> list[str]:
        """List the Markdown files below a folder of the commit."""
        return [path for path in self.files.paths if path.startswith(f"{folder}/") and path.endswith(".md")]

    def load(self, paths: Iterable[str]) -> None:
        """Read the texts of many files from one git process; paths that are no files are left out."""
        missing = [path for path in paths if path not in self._texts]
        if missing:
            read = self.files.read_present if self.is_partial else self.files.read_all
            self._texts.update((path, decode_file(data)) for path, data in read(missing).items())

    def text(self, path: str) -> str:
        """The text that the file at a POSIX path from the root had at the commit.

        Raises:
            NotFound: there was no such file.
        """
        if path not in self._texts:
            self._texts[path] = decode_file(self.files.read(path))
        return self._texts[path]
