"""Read and write files so that nobody ever sees half of one."""

from __future__ import annotations

import contextlib
import errno
import os
import stat

from records.errors import WriteError

_TEMPORARY = ".records-"


def read_text(path: str) -> str:
    """Read a file as text, its line ends and every byte kept (undecodable bytes become lone surrogates).

    UTF-16 is recognised by its byte-order mark.
    """
    return decode(read_bytes(path))


def read_bytes(path: str, limit: int = -1) -> bytes:
    """Return the bytes of a regular file; a pipe, a socket or a device is refused and never waited for.

    Args:
        path: of the file.
        limit: how many bytes at most, from its start; all by default.

    Raises:
        OSError: it cannot be read, or is no regular file.
    """
    flags = (
        os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    )
    with open(os.open(path, flags), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.EINVAL, "not a regular file", path)
        return file.read(limit)


def decode(data: bytes) -> str:
    """Turn a file's bytes into text; `encode` turns the same text back into the same bytes."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        with contextlib.suppress(UnicodeDecodeError):
            return data.decode("utf-16")
    return data.decode("utf-8", "surrogateescape")


def encode(text: str) -> bytes:
    """The bytes of *text* in UTF-8; lone surrogates become the bytes they stood for."""
    return text.encode("utf-8", "surrogateescape")


def create_exclusively(path: str, text: str) -> None:
    """Create a whole new file, or none: an existing file is never touched.

    Raises:
        FileExistsError: there is a file of this name.
        WriteError: the folder cannot be written, or the disk is full.
    """
    temporary = _write_beside(path, text)
    try:
        _link(temporary, path)
    except FileExistsError:
        raise
    except OSError as error:
        raise _write_error(path, error) from error
    finally:
        with contextlib.suppress(OSError):
            os.unlink(temporary)


def replace(path: str, text: str) -> None:
    """Put a whole new text in place of a file's old one, keeping its permissions.

    Raises:
        WriteError: the folder cannot be written, or the disk is full; the old text is then still there.
    """
    temporary = _write_beside(path, text)
    try:
        with contextlib.suppress(OSError):
            os.chmod(temporary, os.stat(path).st_mode & 0o7777)
        os.replace(temporary, path)
    except OSError as error:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise _write_error(path, error) from error


def write_if_changed(path: str, text: str) -> bool:
    """Write *text* where the file does not hold it already; tell whether anything was written.

    Raises:
        WriteError: the file cannot be written.
    """
    try:
        if read_text(path) == text:
            return False
    except OSError:
        pass
    replace(path, text)
    return True


def _write_beside(path: str, text: str) -> str:
    import tempfile

    folder = os.path.dirname(path) or "."
    try:
        os.makedirs(folder, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=_TEMPORARY, suffix=".tmp", dir=folder)
    except OSError as error:
        raise _write_error(path, error) from error
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(encode(text))
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o666 & ~_umask())
    except OSError as error:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise _write_error(path, error) from error
    return temporary


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
    except OSError as error:  # no hard links here: take the name first, then fill it at once
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
        errno.ENOTDIR: "a file stands where a folder is needed",
        errno.EEXIST: "a file stands where a folder is needed",
    }
    reason = error.strerror or type(error).__name__
    return WriteError(f"could not write {path}: {reason}", hints.get(error.errno or 0, ""))


def digest(text: str) -> str:
    """Return the digest by which a file is known to be as we wrote it."""
    import hashlib

    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()
