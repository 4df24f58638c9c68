"""One writer at a time among all processes and work trees of a clone; the lock dies with its holder."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TYPE_CHECKING

from records.digest import sha256

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextlib.contextmanager
def locked(path: str | None, root: str) -> Iterator[None]:
    """Hold the clone's lock while the block runs.

    Args:
        path: the file to lock (`StateDir.lock`); None outside a repository.
        root: the project's root, locked itself where that file cannot be made.
    """
    handle = _open(path, root)
    try:
        _acquire(handle)
        yield
    finally:
        os.close(handle)


def _open(path: str | None, root: str) -> int:
    if path is not None:
        with contextlib.suppress(OSError):
            os.makedirs(os.path.dirname(path), exist_ok=True)
            return os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    return _open_root(root)


if sys.platform == "win32":

    def _open_root(root: str) -> int:
        import tempfile

        name = "records-" + sha256(root)[:16] + ".lock"
        return os.open(os.path.join(tempfile.gettempdir(), name), os.O_RDWR | os.O_CREAT, 0o666)

    def _acquire(handle: int) -> None:
        import msvcrt

        while True:
            with contextlib.suppress(OSError):
                msvcrt.locking(handle, msvcrt.LK_LOCK, 1)  # waits ten seconds, then raises
                return

else:

    def _open_root(root: str) -> int:
        return os.open(root, os.O_RDONLY)

    def _acquire(handle: int) -> None:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX)
