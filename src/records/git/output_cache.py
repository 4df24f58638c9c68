"""Cache git's output about objects: an id never changes its meaning, so a server need not ask twice."""

from __future__ import annotations

import os
from collections import OrderedDict
from threading import Lock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from records.git.location import Location

_CAPACITY = 16_000_000
# Files that can change what git prints about the same objects, or make missing ones available.
_INVALIDATING = (
    "config", "packed-refs", "refs/replace", "reftable/tables.list", "shallow", "info/grafts", "objects/info/alternates"
)  # fmt: skip


class OutputCache:
    """The most recently used outputs, up to a number of bytes."""

    def __init__(self, capacity: int = _CAPACITY) -> None:
        self._capacity = capacity
        self._size = 0
        self._outputs: OrderedDict[Hashable, bytes] = OrderedDict()
        self._lock = Lock()

    def get_or_run(self, location: Location, command: Hashable, run: Callable[[], bytes]) -> bytes:
        """Return the cached output of *command*, or that of *run*; an output with missing objects is not cached."""
        key = (command, location.common_dir, _repository_stamp(location.common_dir))
        with self._lock:
            if key in self._outputs:
                self._outputs.move_to_end(key)
                return self._outputs[key]
        output = run()
        if b" missing\n" not in output:
            self._store(key, output)
        return output

    def _store(self, key: Hashable, output: bytes) -> None:
        with self._lock:
            if key not in self._outputs and len(output) <= self._capacity // 8:
                self._outputs[key] = output
                self._size += len(output)
            while self._size > self._capacity:
                self._size -= len(self._outputs.popitem(last=False)[1])


def _repository_stamp(common_dir: str) -> tuple[tuple[int, int, int] | None, ...]:
    return tuple(_file_stamp(os.path.join(common_dir, name)) for name in _INVALIDATING)


def _file_stamp(path: str) -> tuple[int, int, int] | None:
    try:
        stat = os.stat(path)
    except OSError:
        return None
    return (stat.st_ino, stat.st_mtime_ns, stat.st_size)
