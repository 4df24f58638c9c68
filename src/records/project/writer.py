"""The writing part of the store: every record's file that `records` makes or changes is written here."""

from __future__ import annotations

import os
import time
from contextlib import ExitStack, contextmanager, nullcontext, suppress

from records.errors import OutsideRoot, WriteError
from records.model.record_paths import path_in
from records.project import files
from records.project.lock import locked
from records.project.numbering import CountedNumbers, FolderNumbers
from records.project.redaction import hide_secrets

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from contextlib import AbstractContextManager

    from records.project.store import RecordStore

    Write = Callable[[int, str], tuple[str, str]]
    Check = Callable[[str, str], None]


_HOLD = 0.25
"""Seconds for which a series of new records keeps the lock before others may have it."""
_HOLD_FACTOR = 20
"""The same as a multiple of the time that reading the numbers took, so that a large folder is read less often."""


class WriteBatch:
    """A series of new records in the work trees of one clone; a context manager.

    The lock is kept and the numbers are counted on from one record to the next, for a fraction of a second at a time:
    then other processes may write, and the numbers are read again.
    """

    def __init__(self) -> None:
        self._lock = ExitStack()
        self._until = 0.0
        self._numbers: dict[tuple[str, str], CountedNumbers] = {}

    def __enter__(self) -> WriteBatch:
        return self

    def __exit__(self, *_: object) -> None:
        self._release()

    @contextmanager
    def hold(self, lock: Callable[[], AbstractContextManager[None]]) -> Iterator[None]:
        """Take the lock, unless this batch has it, and keep it behind the block."""
        if not self._until:
            self._lock.enter_context(lock())
            self._until = time.monotonic() + _HOLD
        try:
            yield
        finally:
            if time.monotonic() >= self._until:
                self._release()

    def numbers(self, root: str, folder: str, read: Callable[[], FolderNumbers]) -> CountedNumbers:
        """Return the numbers of a folder; they are read where this batch has not done so since it took the lock."""
        key = (root, folder)
        if key not in self._numbers:
            began = time.monotonic()
            self._numbers[key] = CountedNumbers(read())
            self._until += _HOLD_FACTOR * (time.monotonic() - began)
        return self._numbers[key]

    def add(self, root: str, folder: str, name: str) -> None:
        """Count a file that was just created."""
        if (root, folder) in self._numbers:
            self._numbers[root, folder].add(name)

    def _release(self) -> None:
        self._numbers.clear()
        self._until = 0.0
        self._lock.close()


class RecordWriter:
    """Writes the files of a work tree.

    Args:
        store: the records of the work tree.
        batch: the series of new records that those of this writer belong to.
    """

    def __init__(self, store: RecordStore, batch: WriteBatch | None = None) -> None:
        self._store, self._batch = store, batch

    def locked(self) -> AbstractContextManager[None]:
        """Keep every other process from writing records of this clone while a block runs."""
        return self._batch.hold(self._own_lock) if self._batch else self._own_lock()

    def _own_lock(self) -> AbstractContextManager[None]:
        state_dir = self._store.state_dir
        return locked(state_dir.lock if state_dir else None, self._store.root)

    def numbers(self, folder: str) -> FolderNumbers:
        """Return the numbers of a folder's records, on every branch and in every work tree."""
        return FolderNumbers(self._store.location, self._store.root, folder)

    def _numbering(self, folder: str) -> Callable[[], tuple[int, int]]:
        """Return what gives the next number of a folder; it is called under the lock."""
        batch = self._batch
        if batch is None:
            return self.numbers(folder).next
        return lambda: batch.numbers(self._store.root, folder, lambda: self.numbers(folder)).next()

    def add(
        self,
        folder: str,
        write: Write,
        check: Check | None = None,
        *,
        neighbours: Callable[[], dict[str, str]] = dict,
        numbering: Callable[[], tuple[int, int]] | None = None,
        dry_run: bool = False,
    ) -> str:
        """Create a file under the next free number of a folder.

        Args:
            folder: POSIX path from the root.
            write: returns file name and text for a number and its padded form.
            check: called with path and text before anything is written; raises to refuse.
            neighbours: returns the texts of existing files that change with the new one; called after `write`.
            numbering: returns the next number and its width; that of the folder by default.
            dry_run: do all but write.

        Returns:
            the POSIX path of the new file, or of the one that would be.

        Raises:
            WriteError: a file could not be written.
        """
        self._store.absolute(folder)
        next_number = numbering or self._numbering(folder)
        with nullcontext() if dry_run and self._batch is None else self.locked():
            number, width = next_number()
            while True:
                name, text = write(number, f"{number:0{width}d}")
                text, _ = hide_secrets(self._store, text)  # a template may hold some
                path = path_in(folder, name)
                if check:
                    check(path, text)
                texts = neighbours()
                if dry_run:
                    return path
                try:
                    files.create_exclusively(self._store.place(path), text)
                except FileExistsError:
                    number += 1
                    continue
                if self._batch:
                    self._batch.add(self._store.root, folder, name)
                self._store.forget()
                self.save(texts)
                return path

    def save(self, texts: dict[str, str]) -> tuple[str, ...]:
        """Write those files whose text is not on disk yet, each atomically, and return their paths.

        Raises:
            WriteError: a file could not be written; those before it in the mapping are.
        """
        changed = [
            path for path, text in texts.items() if files.write_if_changed(self._store.place(path), text)
        ]
        self._store.forget()
        return tuple(sorted(changed))

    def create(self, path: str, text: str, *, like: str = "") -> None:
        """Create a whole new file of a name that the caller has chosen.

        Args:
            path: POSIX path from the root.
            text: what it will hold.
            like: path of a file whose encoding it takes.

        Raises:
            WriteError: it exists already, or could not be written.
        """
        like_path = self._store.absolute(like) if like else ""
        try:
            files.create_exclusively(self._store.place(path), text, like=like_path)
        except FileExistsError as error:
            raise WriteError(f"there is a file {path} already") from error
        self._store.forget()

    def discard(self, path: str) -> None:
        """Take back a file that was just created, with the folders that were made for it."""
        files.discard(self._store.place(path))
        self._store.forget()

    def move(self, old: str, new: str, text: str) -> None:
        """Give a record another name and text: the new file is whole before the old one is removed.

        Raises:
            WriteError: the new file exists already, or could not be written; the old one is then untouched.
        """
        self.create(new, text, like=old)
        self.remove([old])

    def remove(self, paths: Iterable[str]) -> None:
        """Remove records that stand under another name now.

        Raises:
            WriteError: a file could not be removed; those before it are.
        """
        for path in paths:
            place = self._store.place(path)
            try:
                files.remove(place)
            except OSError as error:
                raise WriteError(f"could not remove {path}: {error.strerror}") from error
        self._store.forget()

    def remove_abandoned(self, *folders: str) -> None:
        """Remove the temporary files that killed processes left in folders; beside records by default."""
        for folder in folders or {os.path.dirname(record.path) for record in self._store.scan()}:
            with suppress(OSError, OutsideRoot):
                files.remove_abandoned(self._store.checked_root.folder_place(folder))
