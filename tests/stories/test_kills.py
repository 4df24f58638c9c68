"""A process killed between any two system calls that write: whole files, nothing to repair by hand, and a second run completes.

The command lines come from the command table; those that write nothing have no points at which to be killed.
RECORDS_KILL_POINTS=all tries every call of every command; by default the calls that change files of the project are
spread over a few for each command.
A kill that leaves exactly what an earlier one left is not followed by the same second run again.
RECORDS_KILL_REPORT names a file to which one line is added for each command line that was tried.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shlex
import shutil
import stat
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from command_lines import command_lines, example_repository, prepare
from faults import Outcome, SystemCall, needs_strace, run_forked, writing_calls
from repository import Repo

POINTS = os.environ.get("RECORDS_KILL_POINTS", "2")
REPORT = os.environ.get("RECORDS_KILL_REPORT")
LINES = {shlex.join(words): words for words in command_lines() if "demo" not in words[:2]}
TEMPORARY = ".records-"
Files = dict[str, bytes]
Snapshot = dict[str, tuple[int, bytes]]
_OBJECTS = "/.git/objects/"

pytestmark = needs_strace


@dataclass(frozen=True, slots=True)
class World:
    """A repository with a home directory beside it, and a copy of both to begin from again."""

    repo: Repo
    copy: Path

    def save(self) -> None:
        """Begin from the present state from now on."""
        shutil.rmtree(self.copy, ignore_errors=True)
        shutil.copytree(self.repo.path.parent, self.copy, symlinks=True, copy_function=_copy)

    def restore(self) -> None:
        """Begin again, when a background sync of the run before has ended."""
        for _ in range(400):
            if not self._is_in_use():
                break
            time.sleep(0.05)
        for attempt in range(100):
            shutil.rmtree(self.repo.path.parent, ignore_errors=True)
            try:
                shutil.copytree(self.copy, self.repo.path.parent, symlinks=True, copy_function=_copy)
                break
            except (shutil.Error, FileExistsError):
                if attempt == 99:
                    raise
                time.sleep(0.05)

    def _is_in_use(self) -> bool:
        """Whether a process has its current directory in here: a sync that a command started in the background."""
        top = str(self.repo.path.parent)
        for link in Path("/proc").glob("[0-9]*/cwd"):
            with suppress(OSError):
                if os.readlink(link).startswith(top):
                    return True
        return False

    def run(self, words: list[str], *options: str) -> Outcome:
        """Run a command line."""
        if words[0] == "capture" and not options:
            options = ("-e", "trace=none")  # strace waits for the sync that a command may start
        return run_forked(words, self.repo.path, *options)

    def paths(self) -> dict[str, str]:
        """The path of every file and symbolic link, by its path from the top, but for what the command printed."""
        top = str(self.repo.path.parent)
        names = [os.path.join(folder, name) for folder, _, names in os.walk(top) for name in names]
        return {path[len(top) + 1 :]: path for path in names if not path.startswith(f"{top}/std")}

    def snapshot(self) -> Snapshot:
        """The mode and content of every file, but for the content of git's objects, which never changes."""
        rows = {}
        for name, path in self.paths().items():
            mode = os.lstat(path).st_mode
            if _OBJECTS in name:
                data = b""
            elif stat.S_ISLNK(mode):
                data = os.fsencode(os.readlink(path))
            else:
                data = Path(path).read_bytes()
            rows[name] = (mode, data)
        return rows

    def files(self) -> Files:
        """Every file but git's objects and index, which holds times, and the state directory."""
        return _project_files(self.snapshot())

    def age_temporary_files(self) -> None:
        """Let a while pass: an empty temporary file may be one that a live process has just made."""
        for name, path in self.paths().items():
            if TEMPORARY in name:
                os.utime(path, (0, 0))

    def findings(self) -> set[tuple[str, str]]:
        """What `check` reports: rule and path."""
        return {(row["rule"], row["path"]) for row in json.loads(self.run(["check", "--json"]).out)}


def _copy(source: str, target: str) -> None:
    """Copy a file; git's objects, which are never written again, are linked."""
    if _OBJECTS in source:
        os.link(source, target)
    else:
        shutil.copy2(source, target, follow_symlinks=False)


def _project_files(snapshot: Snapshot) -> Files:
    # a database is never read by its bytes; tests/org holds that its answers are complete after a kill
    left_out = ("repo/.git/objects/", "repo/.git/records/", "repo/.git/index", "repo/org.sqlite")
    return {name: data for name, (_, data) in snapshot.items() if not name.startswith(left_out)}


def _digest(snapshot: Snapshot) -> str:
    """A digest of everything that a later command can see, but for the random part of temporary names."""
    rows = [
        (re.sub(rf"{re.escape(TEMPORARY)}[^/]*", TEMPORARY, name), *row) for name, row in snapshot.items()
    ]
    return hashlib.sha256(repr(sorted(rows)).encode()).hexdigest()


@pytest.fixture(scope="module")
def pristine(tmp_path_factory):
    """The repository that each command starts from."""
    top = tmp_path_factory.mktemp("kills")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(top / "world" / "home"))
        patch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
        patch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
        world = World(example_repository(top / "world" / "repo"), top / "pristine")
        world.save()
    return world


@pytest.fixture
def world(pristine, tmp_path, monkeypatch):
    """A state of its own for one command."""
    monkeypatch.setenv("HOME", str(pristine.repo.path.parent / "home"))
    monkeypatch.setenv("SHELL", "/bin/sh")
    pristine.restore()
    return World(pristine.repo, tmp_path / "prepared")


def chosen(calls: list[SystemCall]) -> list[SystemCall]:
    """The calls at which to kill: all, or some of those that change the project, evenly spread."""
    if POINTS == "all":
        return calls
    own = [call for call in calls if ".git/records" not in call.arguments]
    step = max(len(own) / int(POINTS), 1)
    return [own[int(index * step)] for index in range(min(int(POINTS), len(own)))]


@pytest.mark.parametrize("line", LINES)
def test_a_kill_at_any_writing_call_leaves_whole_files_and_a_second_run_completes(world, line, tmp_path):
    """Each file is as before or as afterwards; the same command then does its work; check finds nothing that --fix leaves."""
    words = LINES[line]
    prepare(world.repo, words, run_forked)
    world.save()
    before = world.files()
    complete, calls = writing_calls(words, world.repo.path, tmp_path / "log")
    assert complete.code in (0, 1, 2), complete.err
    calls = chosen(calls)
    if not calls:
        return
    after, findings = world.files(), world.findings()
    again = world.run(words)
    findings |= world.findings()
    world.restore()
    expected = _Expected(complete, before, after, findings | world.findings())
    problems = []
    states: set[str] = set()
    for call in calls:
        world.restore()
        killed = world.run(words, "-e", f"trace={call.name}", "-e", f"inject={call.kill()}")
        problems += [
            f"{call.kill()} {call.arguments}: {text}"
            for text in _problems(world, words, killed, expected, again, states)
        ]
    if REPORT:
        with Path(REPORT).open("a", encoding="utf-8") as file:
            file.write(f"{len(calls)} kills, {len(states)} states, {len(problems)} problems: {line}\n")
    assert problems == []


@dataclass(frozen=True, slots=True)
class _Expected:
    """What an undisturbed run gives, and the files and findings before or after it."""

    outcome: Outcome
    before: Files
    after: Files
    findings: set[tuple[str, str]]


def _problems(
    world: World,
    words: list[str],
    killed: Outcome,
    expected: _Expected,
    again: Outcome,
    states: set[str],
) -> list[str]:
    problems = []
    if killed.code not in (-9, 0, 1, 2):  # it is git that may have been killed
        problems.append(f"ended with {killed.code}: {killed.err}")
    snapshot = world.snapshot()
    for name, data in _project_files(snapshot).items() if killed.code == -9 else ():
        is_whole = data in (expected.before.get(name), expected.after.get(name))
        if not is_whole and not _is_temporary(name):
            problems.append(f"{name} is half a file: {data[:60]!r} ({len(data)} bytes)")
    state = _digest(snapshot)
    if state in states:
        return problems
    states.add(state)
    world.age_temporary_files()
    second = world.run(words)
    if second.code not in (expected.outcome.code, again.code):
        problems.append(f"the second run ended with {second.code}: {second.err}")
    left = [name for name in world.paths() if _is_temporary(name)]
    problems += [f"{name} is left over" for name in left]
    if world.findings() - expected.findings:
        world.run(["check", "--fix"])
        problems += [f"not repaired: {finding}" for finding in world.findings() - expected.findings]
    return problems


def _is_temporary(name: str) -> bool:
    base = name.rpartition("/")[2]
    return base.startswith(TEMPORARY) or base.endswith(".new")
