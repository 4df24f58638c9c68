"""Many hands at once: every mark is made, a kill leaves what --fix mends, and ten branches merge without a conflict."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

COMMAND = [sys.executable, "-m", "records"]


def test_twelve_processes_supersede_one_decision(repo, run) -> None:
    """adr-tools lost one back mark of six, another tool four of six."""
    run("adr", "new", "Old")
    for number in range(12):
        run("adr", "new", f"New {number}")
    pipes = {"cwd": repo.path, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    started = [
        subprocess.Popen([*COMMAND, "adr", "supersede", "1", "--by", str(number)], **pipes)
        for number in range(2, 14)
    ]
    for process in started:
        _, told = process.communicate(timeout=120)
        assert process.returncode == 0, told
    text = repo.read("history/adr/0001-old.md")
    assert text.count("Superseded by [") == 12
    report = run("check")
    assert "ADR020" not in report.out
    assert "ADR010" not in report.out


def test_a_kill_between_the_writes_is_mended(repo, run) -> None:
    """The new record is written before the old one is marked: a kill between leaves a finding that --fix mends."""
    run("adr", "new", "Old")
    script = (
        "import os, signal\n"
        "from records.project.writer import RecordWriter\n"
        "RecordWriter.save = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        "from records.cli.main import main\n"
        "main(['adr', 'new', '-s', '1', 'New'])\n"
    )
    killed = subprocess.run([sys.executable, "-c", script], cwd=repo.path, env=dict(os.environ), check=False)
    assert killed.returncode == -signal.SIGKILL
    assert "Accepted" in repo.read("history/adr/0001-old.md")
    assert "ADR020" in run("check").out
    run("check", "--fix")
    assert "Superseded by [2. New](0002-new.md)" in repo.read("history/adr/0001-old.md")
    assert "ADR020" not in run("check").out


def test_ten_branches_that_each_add_a_record_merge_without_a_conflict(repo, run) -> None:
    """The set-up of docs/check.md: the index is merged by union, and made anew on the target branch."""
    repo.write(".gitattributes", "history/README.md merge=union\n")
    run("adr", "new", "First")
    run("index")
    repo.commit("start")
    for number in range(10):
        repo.git("checkout", "-q", "-b", f"side{number}", "main")
        run("adr", "new", f"Decision of side {number}")
        run("index")
        repo.commit(f"side {number}")
    repo.git("checkout", "-q", "main")
    for number in range(10):
        repo.git("merge", "-q", "--no-edit", f"side{number}")
    index = repo.read("history/README.md")
    assert all(f"Decision of side {number}" in index for number in range(10))
    assert "<<<<<<<" not in index
    run("index")
    assert run("index", "--check").code == 0
    numbers = sorted(path.name[:4] for path in (repo.path / "history/adr").iterdir())
    assert numbers == [f"{number:04d}" for number in range(1, 12)]
