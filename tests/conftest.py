"""What every test may use: an empty folder, a repository, and the command line in the same process."""

from __future__ import annotations

import os
import signal
import sys

import pytest
from hypothesis import HealthCheck, settings

from answers_help import check_answer
from records.agents.registry import AGENTS
from records.cli.main import main as run_records
from repository import Result, make_repo

# How long an example takes says nothing on a machine that does other work as well.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
# Where a change is judged, the same examples are tried each time; everywhere else new ones.
settings.register_profile("judged", settings.get_profile("patient"), derandomize=True)
settings.load_profile("judged" if os.environ.get("CI") else "patient")


@pytest.fixture(autouse=True)
def quiet_surroundings(monkeypatch, tmp_path):
    """No test sees this machine's git settings, editors, agents or clock overrides."""
    for name in list(os.environ):
        is_ours = name.startswith(("GIT_", "RECORDS_", "SPECIFY_")) and name != "RECORDS_NO_INDEX"
        if is_ours or name in ("VISUAL", "EDITOR", "ADR_DATE"):
            monkeypatch.delenv(name)
    for name in ("AI_AGENT", *(name for agent in AGENTS.values() for name in agent.variables)):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1768435200")  # 2026-01-15
    monkeypatch.setenv("PYDANTIC_DISABLE_PLUGINS", "__all__")


@pytest.fixture
def stored_index(monkeypatch):
    """The test is about what the index keeps: it is used even where the suite runs without one."""
    monkeypatch.delenv("RECORDS_NO_INDEX", raising=False)


@pytest.fixture
def minute():
    """A test that waits for ever fails after a minute instead."""
    if not hasattr(signal, "SIGALRM"):
        yield
        return

    def fail(*_):
        pytest.fail("still waiting after a minute")

    before = signal.signal(signal.SIGALRM, fail)
    signal.alarm(60)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.fixture
def repo(tmp_path):
    """A repository with one commit."""
    made = make_repo(tmp_path / "repo")
    made.write("README.md", "# A project\n")
    made.commit("begin")
    return made


@pytest.fixture
def run(repo, monkeypatch, capfd):
    """Run the command line in the repository, in this process; success is expected unless told otherwise."""
    monkeypatch.chdir(repo.path)

    def call(*args: str, code: int = 0, stdin: str | bytes = b"") -> Result:
        path = repo.path.parent / "stdin"
        path.write_bytes(stdin if isinstance(stdin, bytes) else stdin.encode("utf-8", "surrogateescape"))
        with path.open(encoding="utf-8", errors="surrogateescape") as stream, monkeypatch.context() as patch:
            patch.setattr(sys, "stdin", stream)
            capfd.readouterr()
            got = run_records(list(args))
            sys.stdout.flush()
            sys.stderr.flush()
            out, err = capfd.readouterr()
        assert got == code, f"exit {got}, expected {code}\n{out}\n{err}"
        check_answer(args, out)
        return Result(got, out, err)

    return call


@pytest.fixture
def records_command():
    """The installed command, for tests that need a process of its own."""
    return [sys.executable, "-m", "records"]
