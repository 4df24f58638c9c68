"""Read and write files so that nobody ever sees half of one."""

from __future__ import annotations

import contextlib
import errno
import functools
import os
import sys
import time
from typing import TYPE_CHECKING

from records.encoding import decode_file, encode
from records.errors import WriteError
from records.regular_file import read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator

_TEMPORARY, _TEMPORARY_END = ".records-", ".tmp"
_MINUTE = 60.0


def read_text(path: str) -> str:
    """Read a file as text, its line ends and every byte kept (undecodable bytes become lone surrogates).

    UTF-16 is recognised by its byte-order mark.
    """
    return decode_file(read_bytes(path))


def create_exclusively(path: str, text: str) -> None:
    """Create a whole new file, or none: an existing file is never touched.

    Raises:
        FileExistsError: there is a file of this name.
        WriteError: the folder cannot be written, or the disk is full.
    """
    with _written_beside(path, text) as temporary:
        try:
            _link(temporary, path)
        except FileExistsError:
            raise
        except OSError as error:
            raise _write_error(path, error) from error


def replace(path: str, text: str) -> None:
    """Put a whole new text in place of a file's old one, keeping its permissions.

    Raises:
        WriteError: the folder cannot be written, or the disk is full; the old text is then still there.
    """
    with _written_beside(path, text) as temporary:
        try:
            with contextlib.suppress(OSError):
                os.chmod(temporary, os.stat(path).st_mode & 0o7777)
            os.replace(temporary, path)
        except OSError as error:
            raise _write_error(path, error) from error


def write_if_changed(path: str, text: str) -> bool:
    """Write *text* where the file does not hold it already; return whether anything was written.

    Raises:
        WriteError: the file cannot be written.
    """
    try:
        if read_text(path) == text:
            remove_abandoned(os.path.dirname(path) or ".")
            return False
    except OSError:
        pass
    replace(path, text)
    return True


@contextlib.contextmanager
def _written_beside(path: str, text: str) -> Iterator[str]:
    """Write a text to a temporary file in the folder of *path*, which is removed afterwards if it is still there.

    While the file has its temporary name it is locked, so that nobody takes it for one that a killed process left.
    """
    import tempfile

    folder = os.path.dirname(path) or "."
    try:
        os.makedirs(folder, exist_ok=True)
        remove_abandoned(folder)
        handle, temporary = tempfile.mkstemp(prefix=_TEMPORARY, suffix=_TEMPORARY_END, dir=folder)
    except OSError as error:
        raise _write_error(path, error) from error
    try:
        with os.fdopen(handle, "wb") as file:
            try:
                _lock(handle)
                file.write(encode(text))
                file.flush()
                os.fsync(handle)
                os.chmod(temporary, 0o666 & ~_umask())
            except OSError as error:
                raise _write_error(path, error) from error
            if sys.platform != "win32":
                yield temporary
        if sys.platform == "win32":  # an open file cannot be renamed there
            yield temporary
    finally:
        with contextlib.suppress(OSError):
            os.unlink(temporary)


@functools.cache
def remove_abandoned(folder: str) -> None:
    """Remove the temporary files that killed processes left in a folder; a process looks once."""
    with os.scandir(folder) as entries:
        names = [entry.name for entry in entries if entry.name.startswith(_TEMPORARY)]
    for name in names:
        path = os.path.join(folder, name)
        with contextlib.suppress(OSError):
            status = os.lstat(path)
            is_begun = (
                not status.st_size and time.time() - status.st_mtime < _MINUTE
            )  # perhaps not locked yet
            if name.endswith(_TEMPORARY_END) and not is_begun and _is_unlocked(path):
                os.unlink(path)


if sys.platform == "win32":

    def _lock(handle: int) -> None:
        """Nothing: a file that is open cannot be removed."""

    def _is_unlocked(path: str) -> bool:
        return time.time() - os.stat(path).st_mtime > _MINUTE

else:

    def _lock(handle: int) -> None:
        import fcntl

        with contextlib.suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _is_unlocked(path: str) -> bool:
        import fcntl

        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
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


def _link(temporary: str, path: str) -> None:
    """Give the finished file its name, failing when the name is taken."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except OSError as error:  # no hard links here: create the name first, then write the text
        if error.errno not in (errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EOPNOTSUPP, errno.EMLINK):
            raise
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
        os.replace(temporary, path)


def _write_error(path: str, error: OSError) -> WriteError:
    hints = {
        errno.ENOSPC: "free some disk space and run the command again",
        errno.EROFS: "the file system is read-only",
        errno.EACCES: "check the permissions of the folder",
        errno.EPERM: "check the permissions of the folder",
        errno.ENAMETOOLONG: "choose a shorter title",
        errno.ENOTDIR: "a file is where a folder is needed",
        errno.EEXIST: "a file is where a folder is needed",
    }
    reason = error.strerror or type(error).__name__
    return WriteError(f"could not write {path}: {reason}", hints.get(error.errno or 0, ""))
