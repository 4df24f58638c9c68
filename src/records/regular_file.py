"""Read files that somebody else may have made: whatever has the name, nothing is waited for."""

from __future__ import annotations

import errno
import os
import stat


def read_bytes(
    path: str | os.PathLike[str], limit: int = -1, *, follow_links: bool = True, dir_fd: int | None = None
) -> bytes:
    """Return the bytes of a regular file; a pipe, a socket or a device is refused and never waited for.

    Args:
        path: of the file.
        limit: how many bytes at most, from its start; all by default.
        follow_links: whether the path may be a symbolic link; it is refused where the system can do that.
        dir_fd: handle of the folder from which a relative path is taken, where the system can do that.

    Raises:
        OSError: it cannot be read, is no regular file, or its path can be the path of none.
    """
    return read_with_status(path, limit, follow_links=follow_links, dir_fd=dir_fd)[0]


def read_beside(module: str, name: str) -> bytes:
    """Return the bytes of a file that is installed beside a module, whose `__file__` is given.

    Raises:
        OSError: it cannot be read.
    """
    return read_bytes(os.path.join(os.path.dirname(module), name))


def read_with_status(
    path: str | os.PathLike[str], limit: int = -1, *, follow_links: bool = True, dir_fd: int | None = None
) -> tuple[bytes, os.stat_result]:
    """Return the bytes of a regular file as `read_bytes` does, and the status of the file that was opened.

    Raises:
        OSError: as `read_bytes`.
    """
    flags = (
        os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    )
    if not follow_links:
        flags |= getattr(os, "O_NOFOLLOW", 0)
    try:
        file = os.open(path, flags, dir_fd=dir_fd)
    except ValueError as error:  # a NUL character
        raise OSError(errno.EINVAL, str(error)) from error
    try:
        state = os.fstat(file)
        if not stat.S_ISREG(state.st_mode):
            raise OSError(errno.EINVAL, "not a regular file", path)
        wanted = state.st_size + 1 if limit < 0 else limit
        data = os.read(file, wanted)
        if len(data) == wanted or len(data) < min(wanted, state.st_size):
            with open(file, "rb", closefd=False) as rest:  # it grew, or the system gave a part
                data += rest.read(limit if limit < 0 else limit - len(data))
        return data, state
    finally:
        os.close(file)
