"""A program under a pseudo-terminal: its screen as a person sees it, and keys that a person presses."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
import warnings
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pyte

KEYS = {"enter": "\r", "escape": "\x1b", "tab": "\t", "up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "ctrl-c": "\x03",
        "ctrl-d": "\x04", "ctrl-q": "\x11", "ctrl-u": "\x15", "newline": "\x1b\r", "backspace": "\x7f"}  # fmt: skip
_COLUMNS, _ROWS = 130, 45
_COLOUR_QUERY = re.compile(rb"\x1b\](1[01]);\?(?:\x07|\x1b\\)")
_PRIVATE = re.compile(rb"\x1b\[[?><=][0-9;:?]*[$ ]?[a-zA-Z]|\x1b[_P\]X^][^\x1b\x07]*(?:\x1b\\|\x07)")
_UNFINISHED = re.compile(rb"\x1b(?:\[[?><=0-9;:$ ]*|[_P\]X^][^\x1b\x07]*\x1b?)?\Z")


def keep_priority() -> None:
    """Give the processes of this session the priority of this process: Linux shares the processors between sessions."""
    with contextlib.suppress(OSError):
        Path("/proc/self/autogroup").write_text(str(os.getpriority(os.PRIO_PROCESS, 0)))


class Terminal:
    """One program that runs until `close`."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str], folder: Path) -> None:
        self._screen = pyte.Screen(_COLUMNS, _ROWS)
        self._stream = pyte.ByteStream(self._screen)
        self.output = self._unfinished = b""
        self._is_closed = False
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore", DeprecationWarning
            )  # the child execs at once, whatever threads there are
            self.pid, self._fd = pty.fork()
        if self.pid == 0:
            keep_priority()
            signal.signal(
                signal.SIGINT, signal.default_int_handler
            )  # a shell lets its background jobs ignore it
            os.chdir(folder)
            os.execve(command[0], list(command), dict(environment))  # noqa: S606 — the agent that is tested
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", _ROWS, _COLUMNS, 0, 0))

    @property
    def screen(self) -> str:
        """The lines that are visible now."""
        return "\n".join(line.rstrip() for line in self._screen.display).rstrip()

    def wait_for(self, *texts: str, seconds: float = 120) -> None:
        """Wait until one of the texts is on the screen."""
        self.wait_until(lambda: self.shows(*texts), " / ".join(texts), seconds)

    def wait_until(self, condition: Callable[[], bool], what: str, seconds: float = 120) -> None:
        """Wait until a condition holds, and take what the program prints meanwhile."""
        if not self.has(condition, seconds):
            raise AssertionError(f"{what!r} did not come within {seconds} s:\n{self.screen}")

    def has(self, condition: Callable[[], bool], seconds: float) -> bool:
        """Return whether a condition holds within some seconds, and take what the program prints meanwhile."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            self.read(0.1)
            if condition():
                return True
        return False

    def shows(self, *texts: str) -> bool:
        """Whether one of the texts is on the screen, however it is wrapped."""
        visible = _squeezed(self.screen)
        return any(_squeezed(text) in visible for text in texts)

    def look_of(self, text: str) -> tuple[str, ...]:
        """Return how the last line that holds a text is drawn: what stands before it, and its colours."""
        for row in reversed(range(_ROWS)):
            before, found, _ = self._screen.display[row].partition(text)
            if found:
                cell = self._screen.buffer[row][len(before)]
                return before, cell.fg, cell.bg, str(cell.reverse)
        return ()

    def choose_next(self, first: str, second: str, key: str) -> None:
        """Press a key until the second of two answers looks as the first one, which was chosen, did before."""
        looks = (self.look_of(first), self.look_of(second))
        for _ in range(12):
            self.press(key)
            for _ in range(20):
                if (self.look_of(second), self.look_of(first)) == looks:
                    return
                self.read(0.5)
        raise AssertionError(f"{second!r} could not be chosen:\n{self.screen}")

    def type(self, text: str, *, key: str = "enter") -> None:
        """Type a text, let the program show it, and press a key that sends it; none for an empty one."""
        os.write(self._fd, text.encode())
        self.read(0.6)
        deadline = time.monotonic() + 60
        while not self.shows(text) and time.monotonic() < deadline:  # a busy program takes the keys later
            self.read(0.2)
        if key:
            self.press(key)

    def press(self, *keys: str, pause: float = 1.0) -> None:
        """Press keys one after the other, with a pause of some seconds behind each."""
        for key in keys:
            os.write(self._fd, KEYS.get(key, key).encode())
            self.read(pause)

    def paste(self, text: str) -> None:
        """Paste a text, as a terminal brackets it."""
        os.write(self._fd, f"\x1b[200~{text}\x1b[201~".encode())
        self.read(0.8)

    def read(self, seconds: float) -> None:
        """Take what the program prints for some time, and answer what it asks of the terminal."""
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            if not select.select([self._fd], [], [], left)[0]:
                return
            try:
                data = os.read(self._fd, 65536)
            except OSError:  # the program has ended
                return
            self.output += data
            self._answer(data)
            self._show(data)

    def close(self) -> None:
        """End the program, first kindly; once."""
        if self._is_closed:
            return
        self._is_closed = True
        for number, patience in ((signal.SIGHUP, 3.0), (signal.SIGKILL, 3.0)):
            try:
                os.kill(self.pid, number)
            except ProcessLookupError:
                break
            deadline = time.monotonic() + patience
            while time.monotonic() < deadline:
                self.read(0.05)
                if os.waitpid(self.pid, os.WNOHANG)[0]:
                    os.close(self._fd)
                    return
        os.close(self._fd)

    def _show(self, data: bytes) -> None:
        """Draw what was printed; a sequence that is not complete yet waits, and those that draw nothing are left out."""
        data = self._unfinished + data
        tail = _UNFINISHED.search(data)
        end = tail.start() if tail else len(data)
        self._unfinished = data[end:]
        self._stream.feed(_PRIVATE.sub(b"", data[:end]))

    def _answer(self, data: bytes) -> None:
        """Answer as a plain terminal does: where the cursor is, what kind it is, which colours it has."""
        if b"\x1b[6n" in data:
            position = f"\x1b[{self._screen.cursor.y + 1};{self._screen.cursor.x + 1}R"
            os.write(self._fd, position.encode())
        if b"\x1b[c" in data or b"\x1b[0c" in data:
            os.write(self._fd, b"\x1b[?62;22c")
        for match in _COLOUR_QUERY.finditer(data):
            value = b"ffff/ffff/ffff" if match[1] == b"10" else b"0000/0000/0000"
            os.write(self._fd, b"\x1b]" + match[1] + b";rgb:" + value + b"\x1b\\")


def _squeezed(text: str) -> str:
    """A text without white space and frames: programs wrap their lines as they like."""
    return re.sub(r"[\s│┃|]+", "", text)
