"""One writer at a time among all processes and work trees of a clone; the lock dies with its holder."""

from __future__ import annotations

import contextlib
import os
import sys
import time

from records.digest import sha256
from records.errors import StateError
from records.project.stamp import state_place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_WAIT = 60.0
"""Seconds after which a command that waits for another one to finish writing gives up."""


@contextlib.contextmanager
def locked(path: str | None, root: str) -> Iterator[None]:
    """Hold the clone's lock while the block runs.

    Args:
        path: the file to lock (`StateDir.lock`); None outside a repository.
        root: the project's root, locked itself where that file cannot be made.

    Raises:
        StateError: another process has held it for a minute.
    """
    handle = _open(path, root)
    try:
        deadline = time.monotonic() + LONGEST_WAIT
        while not _acquire(handle):
            if time.monotonic() > deadline:
                raise StateError(
                    "another process of records has been writing in this clone for a minute",
                    f"wait until it has ended, or end it: it holds {path or root}",
                )
            time.sleep(0.01)
        yield
    finally:
        os.close(handle)


def _open(path: str | None, root: str) -> int:
    if path is not None:
        with contextlib.suppress(OSError):
            place = state_place(path)
            with place.folder.open(is_made=True) as folder:
                return folder.open_file(place.name, os.O_RDWR | os.O_CREAT)
    return _open_root(root)


if sys.platform == "win32":

    def _open_root(root: str) -> int:
        import tempfile

        name = "records-" + sha256(root)[:16] + ".lock"
        return os.open(os.path.join(tempfile.gettempdir(), name), os.O_RDWR | os.O_CREAT, 0o666)

    def _acquire(handle: int) -> bool:
        import msvcrt

        with contextlib.suppress(OSError):
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
            return True
        return False

else:

    def _open_root(root: str) -> int:
        return os.open(root, os.O_RDONLY)

    def _acquire(handle: int) -> bool:
        import fcntl

        with contextlib.suppress(BlockingIOError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        return False
