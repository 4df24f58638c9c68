"""Let git work while Python does something else."""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


def aside(work: Callable[[], T]) -> Callable[[], T]:
    """Begin *work* in a thread; what is returned waits for its end and gives its result, or raises its error."""
    done: list[T] = []
    failed: list[BaseException] = []

    def run() -> None:
        try:
            done.append(work())
        except BaseException as error:  # handed on to the thread that asks
            failed.append(error)

    thread = Thread(target=run, daemon=True)
    thread.start()

    def result() -> T:
        thread.join()
        if failed:
            raise failed[0]
        return done[0]

    return result
