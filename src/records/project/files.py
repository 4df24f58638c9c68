"""Read and write files so that nobody ever sees half of one; see `place.py` for where they are written."""

from __future__ import annotations

import contextlib
import errno
import functools
import os
import stat
import sys
import time

from records.encoding import decode_file, encode_file
from records.errors import WriteError
from records.project.place import FolderPlace, require_short
from records.regular_file import read_bytes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from records.project.place import Folder, Place

_TEMPORARY, _TEMPORARY_END = ".records-", ".tmp"
_MINUTE = 60.0


def read_text(path: str) -> str:
    """Read a file as text, its line ends and every byte kept (undecodable bytes become lone surrogates).

    UTF-16 is recognised by its byte-order mark.
    """
    return decode_file(read_bytes(path))


def create_exclusively(place: Place, text: str, *, like: str = "") -> None:
    """Create a whole new file, or none: an existing file is never touched.

    Args:
        place: of the file.
        text: what it will hold.
        like: the path of a file whose encoding it takes.

    Raises:
        FileExistsError: there is a file of this name.
        WriteError: the folder cannot be written, or the disk is full.
    """
    with _writing(place, _in_encoding_of(like, text)) as (folder, temporary):
        _link(folder, temporary, place.name)


def replace(place: Place, text: str, *, is_executable: bool = False) -> None:
    """Put a whole new text in place of a file's old one, keeping its permissions and its encoding.

    Args:
        place: of the file.
        text: the new text.
        is_executable: whether the file is made executable as well.

    Raises:
        WriteError: the folder cannot be written, or the disk is full; the old text is then still there.
    """
    data = _in_encoding_of(place.path, text)
    with _writing(place, data, keeps_mode=True, is_executable=is_executable) as (folder, temporary):
        folder.replace(temporary, place.name)


def _in_encoding_of(path: str, text: str) -> bytes:
    """The bytes of a text in the encoding of a file; in UTF-8 where there is none."""
    try:
        old = read_bytes(path) if path else b""
    except OSError:
        old = b""
    return encode_file(text, old)


def write_if_changed(place: Place, text: str) -> bool:
    """Write *text* where the file does not hold it already; return whether anything was written.

    Raises:
        WriteError: the file cannot be written.
    """
    try:
        if read_text(place.path) == text:
            remove_abandoned(place.folder)
            return False
    except OSError:
        pass
    replace(place, text)
    return True


def remove(place: Place) -> None:
    """Remove a file or a link, and what killed processes left beside it.

    Raises:
        OSError: it cannot be removed.
    """
    remove_abandoned(place.folder)
    with place.folder.open() as folder:
        folder.unlink(place.name)


def rename(place: Place, name: str) -> None:
    """Give a file another name in its folder, in place of what had that name.

    Raises:
        OSError: it cannot be renamed.
    """
    with place.folder.open() as folder:
        folder.replace(place.name, name)


_made_folders: set[FolderPlace] = set()
"""The folders that this process has made."""


def discard(place: Place) -> None:
    """Remove a file that this process made, and the folders that it made for it, as far as they are empty.

    Raises:
        OSError: the file cannot be removed.
    """
    with contextlib.suppress(FileNotFoundError):
        remove(place)
    remove_empty_folders(place.folder, _made_folders)


def remove_empty_folders(place: FolderPlace, among: Container[FolderPlace] | None = None) -> None:
    """Remove a folder that is empty, and then those that it lies in, up to the one that is trusted.

    One that is not empty, or that cannot be removed, stays.

    Args:
        place: the folder.
        among: the folders that may be removed; all of them by default.
    """
    with contextlib.suppress(OSError):
        for count in range(len(place.parts), 0, -1):
            if among is not None and FolderPlace(place.top, place.parts[:count]) not in among:
                return
            with FolderPlace(place.top, place.parts[: count - 1]).open() as folder:
                folder.rmdir(place.parts[count - 1])


@contextlib.contextmanager
def _writing(
    place: Place, data: bytes, *, keeps_mode: bool = False, is_executable: bool = False
) -> Iterator[tuple[Folder, str]]:
    """Write bytes to a temporary file in the folder of *place*, which is removed afterwards if it is still there.

    While the file has its temporary name it is locked, so that nobody takes it for one that a killed process left.
    """
    try:
        require_short(place.path)
        opened = _open_made(place.folder)
    except OSError as error:
        raise _write_error(place.path, error) from error
    with opened as folder:
        try:
            remove_abandoned(place.folder)
            mode = _mode(folder, place.name) if keeps_mode else None
            if is_executable:
                mode = (0o666 & ~_umask() if mode is None else mode) | 0o111
            with _written(folder, data, mode) as temporary:
                yield folder, temporary
        except FileExistsError:
            raise
        except OSError as error:
            raise _write_error(place.path, error) from error


def _open_made(place: FolderPlace) -> Folder:
    """Open a folder, make what is missing of it, and remember that."""
    outer = (FolderPlace(place.top, place.parts[:count]) for count in range(1, len(place.parts) + 1))
    missing = [folder for folder in outer if not os.path.isdir(folder.path)]
    handle = place.open(is_made=True)
    _made_folders.update(missing)
    return handle


@contextlib.contextmanager
def _written(folder: Folder, data: bytes, mode: int | None) -> Iterator[str]:
    temporary = f"{_TEMPORARY}{os.urandom(6).hex()}{_TEMPORARY_END}"
    handle = folder.open_file(
        temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666 if mode is None else 0o600
    )
    try:
        with os.fdopen(handle, "wb") as file:
            _lock(handle)
            file.write(data)
            file.flush()
            os.fsync(handle)
            if mode is not None and hasattr(os, "fchmod"):
                with contextlib.suppress(OSError):
                    os.fchmod(handle, mode)
            if sys.platform != "win32":
                yield temporary
        if sys.platform == "win32":  # an open file cannot be renamed there
            yield temporary
    finally:
        with contextlib.suppress(OSError):
            folder.unlink(temporary)


def _mode(folder: Folder, name: str) -> int | None:
    """Return the permissions of a file; None where there is none."""
    try:
        status = folder.status(name)
    except OSError:
        return None
    return status.st_mode & 0o7777 if stat.S_ISREG(status.st_mode) else None


@functools.cache
def remove_abandoned(place: FolderPlace) -> None:
    """Remove the temporary files that killed processes left in a folder; a process looks once.

    Raises:
        OSError: the folder is not there, or cannot be read.
    """
    with place.open() as folder:
        for name, _ in folder.names():
            if name.startswith(_TEMPORARY) and name.endswith(_TEMPORARY_END):
                with contextlib.suppress(OSError):
                    status = folder.status(name)
                    # perhaps not locked yet
                    is_begun = not status.st_size and time.time() - status.st_mtime < _MINUTE
                    if not is_begun and _is_unlocked(folder, name):
                        folder.unlink(name)


if sys.platform == "win32":

    def _lock(handle: int) -> None:
        """Nothing: a file that is open cannot be removed."""

    def _is_unlocked(folder: Folder, name: str) -> bool:
        return time.time() - folder.status(name).st_mtime > _MINUTE

else:

    def _lock(handle: int) -> None:
        import fcntl

        with contextlib.suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _is_unlocked(folder: Folder, name: str) -> bool:
        import fcntl

        handle = folder.open_file(name, os.O_RDONLY | os.O_NONBLOCK)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        finally:
            os.close(handle)
        return True


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _link(folder: Folder, temporary: str, name: str) -> None:
    """Give the finished file its name, failing when the name is taken."""
    try:
        folder.link(temporary, name)
    except FileExistsError:
        raise
    except OSError as error:  # no hard links here: create the name first, then write the text
        if error.errno not in (errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EOPNOTSUPP, errno.EMLINK):
            raise
        os.close(folder.open_file(name, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
        folder.replace(temporary, name)


def _write_error(path: str, error: OSError) -> WriteError:
    hints = {
        errno.ENOSPC: "free some disk space and run the command again",
        errno.EROFS: "the file system is read-only",
        errno.EACCES: "check the permissions of the folder",
        errno.EPERM: "check the permissions of the folder",
        errno.ENAMETOOLONG: "choose a shorter name",
        errno.ENOTDIR: "a file is where a folder is needed",
        errno.EEXIST: "a file is where a folder is needed",
        errno.ELOOP: "remove the link, or name the folder that it leads to",
    }
    reason = error.strerror or type(error).__name__
    return WriteError(f"could not write {path}: {reason}", hints.get(error.errno or 0, ""))
