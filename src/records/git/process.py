"""Run a program and collect its output without `subprocess`, which takes as long to load as Python to start."""

from __future__ import annotations

import _signal as signals  # type: ignore[import-not-found]  # `signal` loads `enum`, and takes longer than git
import os

TYPE_CHECKING = False  # `typing` takes longer to import than most commands run
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_PIECE = 65_536
_PATIENCE = 5_000  # milliseconds without a word of a program, after which somebody looks why
# SIGPIPE, which Python ignores and a program must not; it has this number on every system
_DEFAULT_SIGNALS = (13,)
_TERMINATE = 15  # git removes its lock files and temporary files before it ends


class CompletedProcess:
    """What a program that has ended left.

    Attributes:
        returncode: its exit code; the negative number of the signal that ended it.
        stdout: what it wrote on standard output.
        stderr: what it wrote on standard error.
    """

    __slots__ = ("returncode", "stderr", "stdout")

    def __init__(self, returncode: int, stdout: bytes, stderr: bytes) -> None:
        self.returncode, self.stdout, self.stderr = returncode, stdout, stderr


def run_program(
    arguments: list[str],
    environment: Mapping[str, str],
    stdin: bytes,
    on_silence: Callable[[], None] | None = None,
) -> CompletedProcess:
    """Run a program to its end.

    Args:
        arguments: the absolute path of the program, and its arguments.
        environment: all its variables.
        stdin: its standard input.
        on_silence: called whenever the program has said nothing for some seconds; what it raises ends the program.
            Not where programs are started by `subprocess`, as on Windows.

    Raises:
        OSError: it cannot be started.
    """
    if not hasattr(os, "posix_spawn"):
        import subprocess

        process = subprocess.run(arguments, env=environment, input=stdin, capture_output=True, check=False)
        return CompletedProcess(process.returncode, process.stdout, process.stderr)
    pipes: list[int] = []
    is_ignored = _await_children()
    try:
        for _ in range(3):
            pipes += _pipe()
        in_read, in_write, out_read, out_write, error_read, error_write = pipes
        number = os.posix_spawn(
            arguments[0], arguments, environment, setsigdef=_DEFAULT_SIGNALS,
            file_actions=[
                (os.POSIX_SPAWN_DUP2, in_read, 0), (os.POSIX_SPAWN_DUP2, out_write, 1),
                (os.POSIX_SPAWN_DUP2, error_write, 2),
            ],
        )  # fmt: skip
        try:
            for descriptor in (in_read, out_write, error_write):
                _close(descriptor, pipes)
            stdout, stderr = _exchange(stdin, in_write, out_read, error_read, pipes, on_silence)
        except BaseException:
            _end(number, pipes)
            raise
        return CompletedProcess(_wait(number), stdout, stderr)
    finally:
        for descriptor in pipes:
            os.close(descriptor)
        if is_ignored:
            signals.signal(signals.SIGCHLD, signals.SIG_IGN)


def _await_children() -> bool:
    """Have the system keep how a program ends where the caller, or whatever started it, ignores its children.

    A program that failed would count as one that succeeded. Only the main thread can do that.

    Returns:
        whether that is to be undone.
    """
    if signals.getsignal(signals.SIGCHLD) != signals.SIG_IGN:
        return False
    try:
        signals.signal(signals.SIGCHLD, signals.SIG_DFL)
    except ValueError:  # not the main thread
        return False
    return True


def _pipe() -> tuple[int, int]:
    """Return a pipe whose ends are not the standard streams, which the program's own are put in place of."""
    ends = os.pipe()
    if min(ends) > 2:
        return ends
    try:
        return _pipe()
    finally:
        for descriptor in ends:
            os.close(descriptor)


def _close(descriptor: int, pipes: list[int]) -> None:
    pipes.remove(descriptor)
    os.close(descriptor)


def _exchange(
    stdin: bytes,
    in_write: int,
    out_read: int,
    error_read: int,
    pipes: list[int],
    on_silence: Callable[[], None] | None,
) -> tuple[bytes, bytes]:
    """Write the input and read both outputs, as far as the program is ready for each; close what is finished."""
    import select

    poller = select.poll()
    pieces: dict[int, list[bytes]] = {out_read: [], error_read: []}
    for descriptor in pieces:
        poller.register(descriptor, select.POLLIN)
    rest = memoryview(stdin)
    if rest:
        os.set_blocking(in_write, False)
        poller.register(in_write, select.POLLOUT)
    else:
        _close(in_write, pipes)
    remaining = len(pieces) + bool(rest)
    while remaining:
        events = poller.poll(_PATIENCE)
        if not events and on_silence:
            on_silence()
        for descriptor, _ in events:
            if descriptor == in_write:
                try:
                    rest = rest[os.write(descriptor, rest[:_PIECE]) :]
                except BrokenPipeError:  # it wants to read no more
                    rest = rest[:0]
                is_finished = not rest
            else:
                piece = os.read(descriptor, _PIECE)
                pieces[descriptor].append(piece)
                is_finished = not piece
            if is_finished:
                poller.unregister(descriptor)
                _close(descriptor, pipes)
                remaining -= 1
    return b"".join(pieces[out_read]), b"".join(pieces[error_read])


def _end(number: int, pipes: list[int]) -> None:
    """Let a program end in an orderly way, and wait for that; one that ignores the signal finds its pipes closed."""
    try:
        os.kill(number, _TERMINATE)
    except ProcessLookupError:  # the caller ignores its children, and this one has ended
        return
    for descriptor in [*pipes]:
        _close(descriptor, pipes)
    _wait(number)


def _wait(number: int) -> int:
    try:
        return os.waitstatus_to_exitcode(os.waitpid(number, 0)[1])
    except ChildProcessError:  # in a thread of a caller that ignores its children: how it ended is lost
        return 0
