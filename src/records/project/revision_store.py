"""The records as they were at a commit: read from git's objects, nothing checked out, nothing written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NoReturn, Protocol

from records.errors import InvalidInput
from records.project.codec import parse_record
from records.project.discovery import discover_among
from records.project.files import decode
from records.project.store import RecordStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

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

    def read(self, path: str) -> bytes:
        """The bytes of one file."""
        ...

    def read_all(self, paths: Iterable[str]) -> dict[str, bytes]:
        """The bytes of many files."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionStore(RecordStore):
    """The records of one commit; whatever would write refuses.

    Attributes:
        files: the files of the commit.
    """

    files: Files
    _texts: dict[str, str] = field(default_factory=dict, repr=False, compare=False)

    def _scan(self) -> Iterator[Record]:
        found = list(discover_among(self.files.paths, self.roots))
        for path, data in self.files.read_all(one.path for one in found).items():
            self._texts[path] = decode(data)
        for one in found:
            yield parse_record(one.kind, self._texts[one.path], one.path, one.folder)

    def text(self, path: str) -> str:
        """The text that the file at a POSIX path from the root had at the commit.

        Raises:
            NotFound: there was no such file.
        """
        if path not in self._texts:
            self._texts[path] = decode(self.files.read(path))
        return self._texts[path]

    def locked(self) -> NoReturn:
        """Refuse: the past cannot be written.

        Raises:
            InvalidInput: always.
        """
        self._refuse()

    def add_unlocked(
        self,
        folder: str,
        write: Callable[[int, str], tuple[str, str]],
        taken: set[str],
        check: Callable[[str, str], None] | None = None,
        *,
        dry_run: bool = False,
    ) -> NoReturn:
        """Refuse: the past cannot be written.

        Raises:
            InvalidInput: always.
        """
        self._refuse()

    def save(self, texts: dict[str, str]) -> NoReturn:
        """Refuse: the past cannot be written.

        Raises:
            InvalidInput: always.
        """
        self._refuse()

    def write_if_changed(self, path: str, text: str) -> NoReturn:
        """Refuse: the past cannot be written.

        Raises:
            InvalidInput: always.
        """
        self._refuse()

    def _refuse(self) -> NoReturn:
        raise InvalidInput(f"the records of {self.files.commit[:10]} can only be read", "leave --at out")
