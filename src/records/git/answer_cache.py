"""Keep what git answered about objects: ids never come to mean something else, so a server need not ask twice."""

from __future__ import annotations

import os
from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from records.git.repository import Location

_MOST = 16_000_000
# What may make git tell another story of the same objects, or find some that were missing.
_RETELLING = ("config", "packed-refs", "refs/replace", "shallow", "info/grafts", "objects/info/alternates")


class Kept:
    """Answers of git, the latest used ones, at most so many bytes of them.

    Args:
        most: how many bytes.
    """

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._size = 0
        self._answers: OrderedDict[Hashable, bytes] = OrderedDict()
        self._lock = Lock()

    def answer(self, location: Location, asked: Hashable, ask: Callable[[], bytes]) -> bytes:
        """The answer that is kept, else that of *ask*; an answer that something is missing is not kept."""
        key = (asked, location.common_dir, _stamp(location.common_dir))
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
                return self._answers[key]
        answer = ask()
        if b" missing\n" not in answer:
            self._keep(key, answer)
        return answer

    def _keep(self, key: Hashable, answer: bytes) -> None:
        with self._lock:
            if key not in self._answers and len(answer) <= self._most // 8:
                self._answers[key] = answer
                self._size += len(answer)
            while self._size > self._most:
                self._size -= len(self._answers.popitem(last=False)[1])


def _stamp(common_dir: str) -> tuple[tuple[int, int, int] | None, ...]:
    return tuple(_stat(os.path.join(common_dir, name)) for name in _RETELLING)


def _stat(path: str) -> tuple[int, int, int] | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return (found.st_ino, found.st_mtime_ns, found.st_size)
