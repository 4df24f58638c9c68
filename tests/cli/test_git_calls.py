"""Git is started as rarely as the answer allows: how often, for each frequent command, once its index is filled."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time

import pytest

PHR = "---\nid: '0001'\ntitle: One\nstage: green\ndate: 2026-01-01\n---\n\n## Prompt\n\nDo it\n"
ADR = "# 1. Use it\n\nDate: 2026-01-01\n\n## Status\n\nAccepted\n\n## Context\n\nWords.\n"
MOST = {
    "list": 0, "list --json": 0, "show ADR-1": 0, "search words": 0, "adr list": 0, "export": 0, "prime": 0, "rules": 0,
    "phr new T --stage green --prompt p --dry-run": 4, "adr new T --dry-run": 3, "index --check": 2, "check": 4,
    "ci": 33,
}  # fmt: skip


@pytest.mark.usefixtures("stored_index")
@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands in for git")
@pytest.mark.parametrize("words", MOST)
def test_how_often_git_is_started(repo, records_command, tmp_path, words):
    """Reading commands start none; each of the others has its number, and a rise has to be justified here."""
    repo.write("history/prompts/general/0001-one.green.prompt.md", PHR)
    repo.write("history/adr/0001-use-it.md", ADR)
    for number in range(1, 10):
        repo.write(f"notes/{number:04}-a-note.md", f"# Note {number}\n\nWords.\n")
    repo.commit("records")
    repo.write("notes/0010-a-note.md", "# Note 10\n")
    repo.commit("note")
    time.sleep(2.1)  # git is asked about an index that has just changed
    log = tmp_path / "calls"
    program = tmp_path / "bin" / "git"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\necho "$*" >>{log}\nexec {shutil.which("git")} "$@"\n')
    program.chmod(0o755)
    environment = {**os.environ, "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}"}
    for _ in range(2):
        log.write_text("")
        command = [*records_command, *words.split()]
        done = subprocess.run(
            command, cwd=repo.path, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode in (0, 1), done.stderr
    calls = log.read_text().splitlines()
    assert len(calls) <= MOST[words], calls
