"""Run a command line in a process of its own, and let strace inject a fault at one of its system calls."""

from __future__ import annotations

import atexit
import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

WRITING = (
    "write", "pwrite64", "writev", "pwritev", "pwritev2", "sendfile", "copy_file_range", "ftruncate", "truncate",
    "fallocate", "rename", "renameat", "renameat2", "link", "linkat", "symlink", "symlinkat", "unlink", "unlinkat",
    "rmdir", "mkdir", "mkdirat", "chmod", "fchmod", "fchmodat", "utimensat", "open", "openat",
)  # fmt: skip
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


@cache
def _server() -> subprocess.Popen[str]:
    """Return the process of which command lines are forks; it ends with this one."""
    server = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("fork_server.py"))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    atexit.register(server.kill)
    return server


def run_forked(
    words: list[str], folder: Path, *options: str, streams: Path | None = None, open_files: int = 0
) -> Outcome:
    """Run a command line of `records` in a process of its own, under strace where options for it are given.

    Args:
        words: the arguments.
        folder: the working directory.
        options: for strace, such as `-e inject=…`; it also waits for the processes that were started.
        open_files: how many files the process may have open; as many as this one by default.
        streams: where the files for standard output and error are put; beside the working directory by default.
    """
    paths = [(streams or folder.parent) / name for name in ("stdout", "stderr")]
    request = {
        "words": words, "folder": str(folder), "out": str(paths[0]), "err": str(paths[1]),
        "environment": dict(os.environ), "open_files": open_files,
    }  # fmt: skip
    child = int(_ask(json.dumps(request)))
    tracer = _attach(child, options) if options else None
    status = int(_ask("go"))
    if tracer:
        tracer.communicate(timeout=120)
    out, err = (path.read_bytes().decode("utf-8", "replace") if path.exists() else "" for path in paths)
    return Outcome(os.waitstatus_to_exitcode(status), out, err)


def _ask(line: str) -> str:
    server = _server()
    assert server.stdin is not None
    assert server.stdout is not None
    server.stdin.write(f"{line}\n")
    server.stdin.flush()
    return server.stdout.readline()


def _attach(pid: int, options: tuple[str, ...]) -> subprocess.Popen[str]:
    log = () if "-o" in options else ("-o", os.devnull)  # a pipe that nobody reads would stop it
    tracer = subprocess.Popen(
        ["strace", "-f", "-s", "0", "-p", str(pid), *log, *options],
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
