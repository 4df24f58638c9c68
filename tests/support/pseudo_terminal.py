"""Run a command on a pseudo-terminal, as a person does."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import time

CTRL_C = "\x03"
WITH_PROGRESS = [
    sys.executable,
    "-c",
    "import sys, records.cli.progress as progress; progress._PATIENCE = progress._STEP = 0.0; "
    "from records.cli.main import main; sys.exit(main(sys.argv[1:]))",
]
"""`records` that shows the progress of every job, however short it is."""


def _own_session():
    """Make the terminal the controlling one, so that Ctrl-C reaches the programs in front of it."""
    import fcntl
    import termios

    signal.signal(signal.SIGINT, signal.SIG_DFL)  # a background job of a shell ignores it
    os.setsid()
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def on_terminal(repo, *words, typed=(), columns=60, rows=24, env=None, command=None):
    """Run the command on a pseudo-terminal, type answers as it asks, and return its exit code and what the screen got.

    Args:
        repo: where.
        words: arguments.
        typed: pairs of what the screen must show, since the last answer, and what is typed then.
        columns: the width of the terminal.
        rows: its height; 0 where nobody has set one.
        env: more variables.
        command: another command than `records`.
    """
    import fcntl
    import struct
    import termios

    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    environment = {**os.environ, "TERM": "xterm", **(env or {})}
    environment.pop("COLUMNS", None)
    process = subprocess.Popen(
        [*(command or [sys.executable, "-m", "records"]), *words],
        cwd=repo.path, stdin=follower, stdout=follower, stderr=follower, env=environment, close_fds=True, preexec_fn=_own_session,
    )  # fmt: skip
    os.close(follower)
    screen = b""
    answers, answered = list(typed), 0
    deadline = time.monotonic() + 120  # for a machine that is busy; only a failure waits so long
    while time.monotonic() < deadline:
        ready, _, _ = select.select([leader], [], [], 0.2)
        if ready:
            try:
                read = os.read(leader, 65536)
            except OSError:
                break
            if not read:
                break
            screen += read
        if answers and (place := screen.find(answers[0][0].encode(), answered)) >= 0:
            answered = place + len(answers[0][0].encode())
            os.write(leader, answers.pop(0)[1].encode())
        if process.poll() is not None and not ready:
            break
    try:
        process.wait(timeout=120)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    os.close(leader)
    return process.returncode, screen.decode("utf-8", "replace").replace("\r\n", "\n")
