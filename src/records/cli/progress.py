"""Show the progress of a long job on a terminal, once it has taken a second."""

from __future__ import annotations

import sys
import time

from records.cli.output import understands_escapes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

_PATIENCE = 1.0  # seconds before anything is shown
_STEP = 0.1


class Progress:
    """A line on standard error that counts up and leaves nothing behind."""

    def __init__(self, plural: str) -> None:
        self._plural = plural
        self._start = time.monotonic()
        self._last = 0.0
        self._is_visible = False
        self._tty = understands_escapes(sys.stderr)

    def at(self, done: int, total: int) -> None:
        """Say that *done* of *total* are done."""
        if not self._tty:
            return
        now = time.monotonic()
        if now - self._start < _PATIENCE or now - self._last < _STEP:
            return
        self._last, self._is_visible = now, True
        width = 24
        full = done * width // max(total, 1)
        sys.stderr.write(f"\r{'━' * full}{'·' * (width - full)} {done:,} of {total:,} {self._plural} ")
        sys.stderr.flush()

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Wipe the line."""
        if self._is_visible:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
