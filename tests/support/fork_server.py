"""A process with one thread that runs command lines in forks of itself: a fork of a process with threads may hang.

It reads one JSON object a line (`words`, `folder`, `out`, `err`, `environment`, `open_files`), answers with the id of the waiting
child, lets it run at the next line, and answers with its exit status.
"""

from __future__ import annotations

import ctypes
import gc
import importlib
import json
import os
import pkgutil
import resource
import signal
import sys
from typing import Any

import records
from records.cli.main import main as run_records
from records.site.server import Preview

_PR_SET_PTRACER = 0x59616D61
_SECONDS = 100


def load_commands() -> None:
    """Import every module once, so that no fork has to, but for those of migrations, which run when they are imported."""
    for module in pkgutil.walk_packages(records.__path__, "records."):
        if not module.name.endswith("__main__") and ".migrations." not in module.name:
            importlib.import_module(module.name)
    gc.freeze()


def serve() -> None:
    """Answer requests until standard input ends."""
    for line in iter(sys.stdin.readline, ""):
        start, go = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                _run(json.loads(line), start)
            finally:
                os._exit(99)
        _answer(child)
        sys.stdin.readline()
        os.write(go, b"x")
        os.close(start)
        os.close(go)
        _answer(os.waitpid(child, 0)[1])


def _answer(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


def _run(request: dict[str, Any], start: int) -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PTRACER, ctypes.c_ulong(-1), 0, 0, 0)
    os.environ.clear()
    os.environ.update(request["environment"])
    os.chdir(request["folder"])
    if request["open_files"]:
        resource.setrlimit(resource.RLIMIT_NOFILE, (request["open_files"],) * 2)
    signal.alarm(_SECONDS)
    for descriptor, name in enumerate((os.devnull, request["out"], request["err"])):
        os.dup2(os.open(name, os.O_RDWR | os.O_CREAT | (os.O_TRUNC if descriptor else 0), 0o600), descriptor)
    sys.stdin = open(0, encoding="utf-8")  # noqa: SIM115 — until the process ends
    sys.stdout, sys.stderr = (open(number, "w", encoding="utf-8") for number in (1, 2))  # noqa: SIM115 — as above
    Preview.run = lambda preview, say: preview.look(say)  # type: ignore[method-assign] — and serves nothing
    if {"org", "serve"} <= set(request["words"]):
        import uvicorn

        uvicorn.Server.run = lambda server, sockets: None  # type: ignore[method-assign] — serves nothing either
    os.read(start, 1)
    code = run_records(request["words"])
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    load_commands()
    serve()
