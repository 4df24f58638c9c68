"""Run work that mostly waits for git in a thread."""

from __future__ import annotations

TYPE_CHECKING = False  # `typing` takes longer to import than most commands run
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Protocol, TypeVar

    T = TypeVar("T")
    T_co = TypeVar("T_co", covariant=True)

    class Task(Protocol[T_co]):
        """Work that runs in a thread."""

        def result(self) -> T_co:
            """Wait for the work, and return what it returned or raise what it raised."""
            ...


class _ThreadTask:
    """A `Task`; `concurrent.futures` would load `logging`."""

    def __init__(self, work: Callable[[], Any]) -> None:
        from threading import Thread

        self._work = work
        self._result: Any = None
        self._error: BaseException | None = None
        self._thread: Thread | None = Thread(target=self._run)
        try:
            self._thread.start()
        except RuntimeError:  # no more threads are allowed: the work is done at once
            self._thread = None
            self._run()

    def _run(self) -> None:
        try:
            self._result = self._work()
        except BaseException as error:
            self._error = error

    def result(self) -> Any:
        if self._thread is not None:
            self._thread.join()
        if self._error is not None:
            raise self._error
        return self._result


def submit(work: Callable[[], T]) -> Task[T]:
    """Run *work*, which mostly waits for git, in a thread."""
    return _ThreadTask(work)
