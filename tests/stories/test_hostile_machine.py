"""Every command of the table on a machine that is against it: read-only or locked state, few open files, odd locales, clocks.

A correct result or one clear line, with a documented exit code; never a fault of ours.
"""

from __future__ import annotations

import os
import shlex
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, suppress

import pytest

from command_lines import command_lines, command_name, example_repository
from faults import Outcome, run_forked
from repository import Repo

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="mounts, limits and locales of Linux")
UNTRIED = ("demo", "mcp", "site serve", "org serve", "help", "man", "rules", "schema", "completion")
LINES = [
    words
    for name, words in {command_name(words): words for words in reversed(command_lines())}.items()
    if not name.startswith(UNTRIED)
]
"""One line for each command of the table."""
READING = [
    "list",
    "list --json",
    "adr list",
    "search jwt",
    "why src/login.py:2",
    "check",
    "show ADR-12",
    "stats",
]
FUTURE = time.time() + 400 * 86_400


@pytest.fixture(scope="module")
def pristine(tmp_path_factory):
    """The repository that each command starts from, with a home directory beside it."""
    top = tmp_path_factory.mktemp("machine") / "top"
    top.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(top / "home"))
        patch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
        patch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
        repo = example_repository(top / "repo")
        for words in ("list", "search jwt", "capture on", "capture sync", "check", "adr suggest --diff HEAD"):
            run_forked(shlex.split(words), repo.path, streams=top.parent)
    return repo


@pytest.fixture
def machine(pristine, tmp_path, monkeypatch):
    """A copy of it for one test."""
    shutil.copytree(pristine.path.parent, tmp_path / "top", symlinks=True)
    monkeypatch.setenv("HOME", str(tmp_path / "top" / "home"))
    monkeypatch.setenv("SHELL", "/bin/sh")
    return Repo(tmp_path / "top" / "repo")


def problem(words: list[str], outcome: Outcome) -> str:
    """Return what is wrong with how a command ended; empty where nothing is."""
    lines = [line for line in outcome.err.splitlines() if line.startswith(("error:", "Error:"))]
    is_clear = outcome.code in (0, 1) or (outcome.code == 2 and len(lines) == 1)
    is_fault = any(sign in outcome.err for sign in ("bug in records", "Traceback", "Exception ignored"))
    return "" if is_clear and not is_fault else f"{shlex.join(words)}: {outcome.code} {outcome.err[-400:]}"


def every_problem(machine: Repo, tmp_path, lines=LINES, **options) -> list[str]:
    """Return what is wrong with how each command of the table ends."""
    outcomes = [(words, run_forked(words, machine.path, streams=tmp_path, **options)) for words in lines]
    return [text for words, outcome in outcomes if (text := problem(words, outcome))]


def mount(*words: str) -> None:
    """Run mount, or skip where that is not allowed."""
    if os.geteuid() != 0 or subprocess.run(["mount", *words], capture_output=True, check=False).returncode:
        pytest.skip("a file system cannot be mounted here")


@pytest.mark.parametrize("place", [".", ".git/records"], ids=["all", "state"])
def test_a_read_only_folder_is_one_clear_line_or_no_matter(machine, tmp_path, place):
    """The whole work tree, or only the state: what only reads gives the same answer as always."""
    expected = [run_forked(shlex.split(line), machine.path, streams=tmp_path) for line in READING]
    folder = str(machine.path / place)
    mount("--bind", folder, folder)
    try:
        mount("-o", "remount,bind,ro", folder)
        assert not os.access(folder, os.W_OK)
        found = [run_forked(shlex.split(line), machine.path, streams=tmp_path) for line in READING]
        problems = every_problem(machine, tmp_path)
    finally:
        subprocess.run(["umount", "-l", folder], check=True)
    assert problems == []
    assert [(o.code, o.out) for o in found] == [(o.code, o.out) for o in expected]


@pytest.mark.parametrize("open_files", [20, 9])
def test_few_open_files_are_one_clear_line_or_no_matter(machine, tmp_path, open_files):
    """As after `ulimit -n 20`; with twenty every command that only reads does its work."""
    reading = [shlex.split(line) for line in READING]
    for words in reading if open_files == 20 else ():
        assert run_forked(words, machine.path, streams=tmp_path, open_files=20).code in (0, 1), words
    assert every_problem(machine, tmp_path, open_files=open_files) == []


def test_an_index_that_another_program_locks_changes_no_answer(machine, tmp_path):
    """A search or listing then does without; nothing waits for long."""
    expected = [run_forked(shlex.split(line), machine.path, streams=tmp_path) for line in READING]
    with closing(sqlite3.connect(machine.path / ".git/records/index.sqlite")) as database:
        database.execute("begin exclusive")
        found = [run_forked(shlex.split(line), machine.path, streams=tmp_path) for line in READING]
    assert [(o.code, o.out) for o in found] == [(o.code, o.out) for o in expected]


@pytest.fixture(scope="module")
def turkish(tmp_path_factory):
    """A folder with the locale tr_TR, in which the capital of i is no I."""
    folder = tmp_path_factory.mktemp("locales")
    words = ["localedef", "-i", "tr_TR", "-f", "UTF-8", str(folder / "tr_TR.UTF-8")]
    if not shutil.which("localedef") or subprocess.run(words, capture_output=True, check=False).returncode:
        pytest.skip("the locale tr_TR cannot be made here")
    return folder


@pytest.mark.parametrize("name", ["C", "POSIX", "tr_TR.UTF-8"])
def test_a_locale_changes_no_answer(machine, tmp_path, name, turkish, monkeypatch):
    """Neither dates nor statuses nor the order of lists depend on it, in processes of their own."""
    command = [sys.executable, "-m", "records"]

    def answers() -> list[tuple[int, bytes]]:
        results = [
            subprocess.run([*command, *shlex.split(line)], cwd=machine.path, capture_output=True, check=False)
            for line in (*READING, "adr new --dry-run 'İş IŞIK'", "list --status ACCEPTED", "index --check")
        ]
        assert not any(b"bug in records" in result.stderr for result in results)
        return [(result.returncode, result.stdout) for result in results]

    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    expected = answers()
    monkeypatch.setenv("LOCPATH", str(turkish))
    monkeypatch.setenv("LC_ALL", name)
    assert answers() == expected


def test_files_from_the_future_are_read_and_changes_to_them_seen(machine, tmp_path):
    """A clock that was set back leaves files and state that are newer than now; an older time is a change like any."""
    for path in machine.path.rglob("*"):
        os.utime(path, (FUTURE, FUTURE), follow_symlinks=False)
    machine.write(".git/records/on", f"{FUTURE:.3f}\n")
    assert every_problem(machine, tmp_path, [shlex.split(line) for line in READING]) == []
    record = machine.path / "history/adr/0012-use-jwt.md"
    record.write_text(record.read_text().replace("use-jwt", "use-ldp"))
    os.utime(record, (1_000_000_000, 1_000_000_000))
    for line in ("list", "adr list --json", "search ldp", "show ADR-12"):
        outcome = run_forked(shlex.split(line), machine.path, streams=tmp_path)
        assert "ldp" in outcome.out or "0012" in outcome.out, (line, outcome)
    assert "use-ldp" in run_forked(["list"], machine.path, streams=tmp_path).out


@pytest.mark.parametrize("year", [1600, 1900, 2400])
def test_files_of_other_centuries_are_read(machine, tmp_path, year):
    """A time in nanoseconds has no place in 64 bits before 1678 and after 2262; nor has what a commit states to have one."""
    when = (year - 1970) * 31_556_952
    for path in machine.path.glob("history/**/*.md"):
        with suppress(OSError):
            os.utime(path, (when, when))
    with suppress(OSError):
        os.utime(machine.path / ".git/index", (when, when))
    tree, head = machine.git("rev-parse", "HEAD^{tree}"), machine.git("rev-parse", "HEAD")
    for stamp in ("99999999999999999999 +0000", "300000000000 +0000", "-5 +0000", "never"):
        person = f"a <a@example.org> {stamp}"
        text = f"tree {tree}\nparent {head}\nauthor {person}\ncommitter {person}\n\nOdd\n\nADR: 0012\n"
        machine.write("../commit", text)
        head = machine.git("hash-object", "-t", "commit", "-w", "--literally", "../commit")
    machine.git("update-ref", "refs/heads/main", head)
    assert every_problem(machine, tmp_path, [*map(shlex.split, READING), *LINES]) == []


@pytest.mark.skipif(shutil.which("faketime") is None, reason="faketime is not installed")
@pytest.mark.parametrize(
    ("day", "is_right"), [("1850-01-01", True), ("1969-12-31", True), ("2300-01-01", False)]
)
def test_a_clock_of_another_century_is_one_clear_line_at_most(machine, tmp_path, day, is_right):
    """Python holds no time after the year 2262; before 1970 all is as ever."""
    program = ["faketime", "-f", f"@{day} 12:00:00", sys.executable, "-m", "records"]
    environment = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    for line in (
        "adr new Another",
        "phr new --title T --stage misc --prompt p",
        "list",
        "check",
        "stats",
        "prime",
        "index",
    ):
        done = subprocess.run(
            [*program, *line.split()],
            cwd=machine.path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert "bug in records" not in done.stderr, line
        if is_right:
            assert done.returncode in (0, 1), (line, done)
        elif done.returncode == 2:
            assert "after the year 2262" in done.stderr, (line, done)
    if is_right:
        assert day in machine.read("history/adr/0017-another.md")


@pytest.mark.parametrize("epoch", ["0", "253402300799"])
def test_a_clock_that_is_wrong_is_no_matter(machine, tmp_path, epoch, monkeypatch):
    """In 1970 and at the end of the year 9999: what is written is read again, and check finds no new error."""
    before = run_forked(["check", "--json"], machine.path, streams=tmp_path).out.count('"error"')
    for stamp in ("1768435200", epoch):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", stamp)
        for line in ("adr new 'Use a clock'", "phr new T --stage misc --prompt p", "capture sync", "index"):
            outcome = run_forked(shlex.split(line), machine.path, streams=tmp_path)
            assert outcome.code == 0, (line, outcome)
    lines = [
        words for words in LINES if words[:1] in (["due"], ["stats"], ["why"], ["list"], ["site"], ["prime"])
    ]
    assert every_problem(machine, tmp_path, lines) == []
    assert run_forked(["check", "--json"], machine.path, streams=tmp_path).out.count('"error"') <= before
