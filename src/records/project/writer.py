"""The writing part of the store: every record's file that `records` makes or changes is written here."""

from __future__ import annotations

import os
from contextlib import nullcontext, suppress
from typing import TYPE_CHECKING

from records.errors import OutsideRoot, WriteError
from records.project import files
from records.project.lock import locked
from records.project.numbering import FolderNumbers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from contextlib import AbstractContextManager

    from records.project.store import RecordStore

    Write = Callable[[int, str], tuple[str, str]]
    Check = Callable[[str, str], None]


class RecordWriter:
    """Writes the files of a work tree.

    Args:
        store: the records of the work tree.
    """

    def __init__(self, store: RecordStore) -> None:
        self._store = store

    def locked(self) -> AbstractContextManager[None]:
        """Keep every other process from writing records of this clone while a block runs."""
        state_dir = self._store.state_dir
        return locked(state_dir.lock if state_dir else None, self._store.root)

    def numbers(self, folder: str) -> FolderNumbers:
        """Return the numbers of a folder's records, on every branch and in every work tree."""
        return FolderNumbers(self._store.location, self._store.root, folder)

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
        next_number = numbering or self.numbers(folder).next
        with nullcontext() if dry_run else self.locked():
            number, width = next_number()
            while True:
                name, text = write(number, f"{number:0{width}d}")
                path = f"{folder}/{name}"
                if check:
                    check(path, text)
                texts = neighbours()
                if dry_run:
                    return path
                try:
                    files.create_exclusively(self._store.absolute(path), text)
                except FileExistsError:
                    number += 1
                    continue
                self._store.forget()
                self.save(texts)
                return path

    def save(self, texts: dict[str, str]) -> tuple[str, ...]:
        """Write those files whose text is not on disk yet, each atomically, and return their paths.

        Raises:
            WriteError: a file could not be written; those before it in the mapping are.
        """
        changed = [
            path for path, text in texts.items() if files.write_if_changed(self._store.absolute(path), text)
        ]
        self._store.forget()
        return tuple(sorted(changed))

    def create(self, path: str, text: str) -> None:
        """Create a whole new file of a name that the caller has chosen.

        Raises:
            WriteError: it exists already, or could not be written.
        """
        try:
            files.create_exclusively(self._store.absolute(path), text)
        except FileExistsError as error:
            raise WriteError(f"there is a file {path} already") from error
        self._store.forget()

    def move(self, old: str, new: str, text: str) -> None:
        """Give a record another name and text: the new file is whole before the old one is removed.

        Raises:
            WriteError: the new file exists already, or could not be written; the old one is then untouched.
        """
        self.create(new, text)
        self.remove([old])

    def remove(self, paths: Iterable[str]) -> None:
        """Remove records that stand under another name now.

        Raises:
            WriteError: a file could not be removed; those before it are.
        """
        for path in paths:
            full = self._store.absolute(path)
            try:
                files.remove_abandoned(os.path.dirname(full))
                os.unlink(full)
            except OSError as error:
                raise WriteError(f"could not remove {path}: {error.strerror}") from error
        self._store.forget()

    def remove_abandoned(self) -> None:
        """Remove the temporary files that killed processes left beside records."""
        for folder in {os.path.dirname(record.path) for record in self._store.scan()}:
            with suppress(OSError, OutsideRoot):
                files.remove_abandoned(self._store.absolute(folder))
