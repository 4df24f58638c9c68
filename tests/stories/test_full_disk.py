"""A disk that is really full: each command of the table says so in one line, and no file is lost or cut short."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys

import pytest

from command_lines import command_lines, example_repository, prepare
from faults import run_forked

LINES = [words for words in command_lines() if words[0] not in ("demo", "mcp") and words[1:2] != ["serve"]]


@pytest.fixture(scope="module")
def disk(tmp_path_factory):
    """A file system of a few megabytes with the example repository in it."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root can mount a file system")
    top = tmp_path_factory.mktemp("disk") / "full"
    top.mkdir()
    mount = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(top)], capture_output=True, check=False
    )
    if mount.returncode:
        pytest.skip("a file system cannot be mounted here")
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("HOME", str(top / "home"))
            patch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
            patch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
            yield example_repository(top / "repo")
    finally:
        subprocess.run(["umount", "-l", str(top)], check=True)


def fill(disk, free: int) -> None:
    """Leave a number of bytes, in whole pages."""
    path = disk.path.parent / "filler"
    path.unlink(missing_ok=True)
    status = os.statvfs(disk.path)
    with path.open("wb") as file:
        file.write(b"x" * max(status.f_bavail * status.f_frsize - free, 0))


@pytest.mark.parametrize("free", [0, 8192])
def test_a_full_disk_is_one_clear_line_and_nothing_is_lost(disk, free, tmp_path, monkeypatch):
    """Exit code 0, 1 or 2; never a fault of ours, another sync, or half a file; afterwards the command works."""
    monkeypatch.setenv("HOME", str(disk.path.parent / "home"))
    monkeypatch.setenv("SHELL", "/bin/sh")
    shutil.copytree(disk.path, tmp_path / "copy", symlinks=True)
    before = history(disk.path)
    problems = []
    for words in LINES if not free else [words for words in LINES if words[0] == "capture"]:
        prepare(disk, words, lambda line, folder: run_forked(line, folder, streams=tmp_path))
        start = history(disk.path)
        fill(disk, free)
        outcome = run_forked(words, disk.path, streams=tmp_path)
        is_clear = outcome.code in (0, 1) or (outcome.code == 2 and outcome.err.count("error:") <= 1)
        if (
            not is_clear
            or "bug in records" in outcome.err
            or "another sync" in outcome.err
            or "Traceback" in outcome.err
        ):
            problems.append(f"{shlex.join(words)}: {outcome.code} {outcome.err}")
        lost = {name for name in start if outcome.code == 2 and history(disk.path).get(name) != start[name]}
        problems += [
            f"{shlex.join(words)}: {name} is not as before"
            for name in lost
            if not history(disk.path).get(name)
        ]
        (disk.path.parent / "filler").unlink()
        shutil.rmtree(disk.path)
        shutil.copytree(tmp_path / "copy", disk.path, symlinks=True)
    assert problems == []
    assert history(disk.path) == before


def history(path) -> dict[str, bytes]:
    """The records' files."""
    return {file.name: file.read_bytes() for file in (path / "history").rglob("*.md")}
