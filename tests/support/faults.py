"""Run a command line in a process of its own, and let strace inject a fault at one of its system calls."""

from __future__ import annotations

import ctypes
import os
import re
import shutil
import signal
import subprocess
import sys
import warnings
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from records.cli.main import main as run_records
from records.site.server import Preview

WRITING = (
    "write", "pwrite64", "writev", "pwritev", "pwritev2", "sendfile", "copy_file_range", "ftruncate", "truncate",
    "fallocate", "rename", "renameat", "renameat2", "link", "linkat", "symlink", "symlinkat", "unlink", "unlinkat",
    "rmdir", "mkdir", "mkdirat", "chmod", "fchmod", "fchmodat", "utimensat", "open", "openat",
)  # fmt: skip
_PR_SET_PTRACER = 0x59616D61
_LINE = re.compile(r"(\d+) +(\w+)\((.*)")

needs_strace = pytest.mark.skipif(
    sys.platform != "linux" or shutil.which("strace") is None, reason="strace is not installed"
)


@dataclass(frozen=True, slots=True)
class SystemCall:
    """One call that writes: its name, and which call of that name of its process it is, from 1."""

    name: str
    ordinal: int
    arguments: str

    def kill(self) -> str:
        """The injection that kills the process when it is about to make the call."""
        return f"{self.name}:signal=KILL:when={self.ordinal}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a command line ended: its exit code, negative for a signal, and what it printed."""

    code: int
    out: str
    err: str


def run_forked(words: list[str], folder: Path, *options: str, streams: Path | None = None) -> Outcome:
    """Run a command line of `records` in a fork of this process, under strace where options for it are given.

    Args:
        words: the arguments.
        folder: the working directory.
        options: for strace, such as `-e inject=…`; it also waits for the processes that were started.
        streams: where the files for standard output and error are put; beside the working directory by default.
    """
    paths = [(streams or folder.parent) / name for name in ("stdout", "stderr")]
    start, go = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that other threads exist is known: they are not needed in the child
        child = os.fork()
    if child == 0:
        try:
            _run_in_child(words, folder, paths, start)
        finally:
            os._exit(99)
    tracer = _attach(child, options) if options else None
    os.write(go, b"x")
    os.close(start)
    os.close(go)
    _, status = os.waitpid(child, 0)
    if tracer:
        tracer.communicate(timeout=120)
    out, err = (path.read_bytes().decode("utf-8", "replace") for path in paths)
    return Outcome(os.waitstatus_to_exitcode(status), out, err)


def _run_in_child(words: list[str], folder: Path, streams: list[Path], start: int) -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PTRACER, ctypes.c_ulong(-1), 0, 0, 0)
    os.chdir(folder)
    signal.alarm(100)
    for descriptor, name in enumerate((os.devnull, *map(str, streams))):
        os.dup2(os.open(name, os.O_RDWR | os.O_CREAT | (os.O_TRUNC if descriptor else 0), 0o600), descriptor)
    sys.stdin = open(0, encoding="utf-8")  # noqa: SIM115 — until the process ends
    sys.stdout, sys.stderr = (open(number, "w", encoding="utf-8") for number in (1, 2))  # noqa: SIM115 — as above
    Preview.run = lambda preview, say: preview.look(say)  # type: ignore[method-assign] — and serves nothing
    os.read(start, 1)
    code = run_records(words)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _attach(pid: int, options: tuple[str, ...]) -> subprocess.Popen[str]:
    tracer = subprocess.Popen(
        ["strace", "-f", "-s", "0", "-p", str(pid), *options],
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    )
    assert tracer.stderr is not None
    line = tracer.stderr.readline()
    assert "attached" in line, line
    return tracer


def writing_calls(words: list[str], folder: Path, log: Path) -> tuple[Outcome, list[SystemCall]]:
    """Run a command line and return the calls by which its process, and those it started, wrote below a folder's parent."""
    outcome = run_forked(words, folder, "-y", "-o", str(log), "-e", "trace=" + ",".join(WRITING))
    counts: Counter[tuple[str, str]] = Counter()
    calls: dict[tuple[str, int], SystemCall] = {}
    for line in log.read_text("utf-8", "replace").splitlines():
        match = _LINE.match(line)
        if match is None:
            continue
        process, name, arguments = match.groups()
        counts[process, name] += 1
        if _writes_below(name, arguments, str(folder.parent)):
            call = SystemCall(name, counts[process, name], arguments)
            calls.setdefault((name, call.ordinal), call)
    return outcome, list(calls.values())


def _writes_below(name: str, arguments: str, top: str) -> bool:
    if name in ("open", "openat") and not re.search("O_CREAT|O_TRUNC", arguments):
        return False
    if any(f"<{top}/{stream}>" in arguments for stream in ("stdout", "stderr")):
        return False
    return top in arguments or not re.search(r'"/|<', arguments)
