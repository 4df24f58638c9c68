"""State in the git directory that is damaged: what is derived is made again, and of the ledger the way out is told."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sqlite3
import sys
from pathlib import Path

import pytest

from repository import ANY_CODE

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="named pipes and alarms")

COMMANDS = [
    "list", "search redis", "why app.py:1", "adr suggest --diff HEAD", "check", "site build", "capture sync", "capture verify",
    "capture log", "capture status", "phr new T --stage misc --prompt p",
]  # fmt: skip
DERIVED = ("index.sqlite", "stamp", "list", "suggestions.json", "sync.lock", "site-")
"""Files that every command works without."""


def garbage(path: Path) -> None:
    path.write_bytes(b"hello\xff\0" * 50)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def half(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])


def foreign(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE turns (x)")
    database.close()


def directory(path: Path) -> None:
    path.unlink()
    path.mkdir()


def dangling(path: Path) -> None:
    path.unlink()
    path.symlink_to("/nonexistent/file")


def pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


DAMAGES = (garbage, empty, half, foreign, directory, dangling, pipe)


@pytest.fixture
def filled(run, repo):
    """A repository whose state directory holds every kind of file."""
    repo.write("app.py", "import redis\n")
    for words in (
        "init",
        "adr new Use_Redis",
        "capture on",
        "capture sync",
        "list",
        "search redis",
        "site build",
        "check",
    ):
        run(*words.split())
    repo.commit("use redis")
    run("adr", "suggest", "--diff", "HEAD")
    run("list")
    return repo


def tried(run, repo, name, damage, monkeypatch):
    """Damage one file, run every command, and return those that end in an error: command and standard error."""
    failures = {}
    state = repo.path / ".git" / "records"
    shutil.copytree(repo.path, repo.path.parent / "copy", symlinks=True)
    for words in COMMANDS:
        shutil.rmtree(state)
        shutil.copytree(repo.path.parent / "copy" / ".git" / "records", state, symlinks=True)
        damage(state / name)
        signal.alarm(30)
        try:
            result = run(*words.split(), code=ANY_CODE)
        finally:
            signal.alarm(0)
        assert "bug in records" not in result.err, (name, damage.__name__, words, result.err)
        assert result.code in (0, 1, 2)
        if result.code == 2:
            failures[words] = result.err
    shutil.rmtree(state)
    shutil.move(repo.path.parent / "copy" / ".git" / "records", state)
    shutil.rmtree(repo.path.parent / "copy")
    return failures


@pytest.mark.usefixtures("stored_index")
@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_derived_state_is_made_again(run, filled, damage, monkeypatch):
    """Cache, search index, drafts, lock and site cache: no command notices, unless nothing can be put in their place."""
    state = filled.path / ".git" / "records"
    names = [path.name for path in state.iterdir() if path.name.startswith(DERIVED)]
    assert len(names) >= 4, names
    for name in names:
        failures = tried(run, filled, name, damage, monkeypatch)
        for words, err in failures.items():
            is_lock = name == "sync.lock" and damage in (directory, dangling, pipe)
            assert is_lock, (name, words, err)


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_a_damaged_ledger_is_told_with_a_way_out(run, filled, damage, monkeypatch):
    """The message names the file and what is wrong; the hint says how to continue; other commands work."""
    failures = tried(run, filled, "ledger.sqlite", damage, monkeypatch)
    assert all(words.startswith("capture ") for words in failures), failures
    for err in failures.values():
        assert "the ledger of capture" in err
        assert "ledger.sqlite" in err
        assert "move it away" in err


def test_moving_a_damaged_ledger_away_continues(run, filled):
    """The hint is true: the next sync makes a new ledger."""
    ledger = filled.path / ".git" / "records" / "ledger.sqlite"
    garbage(ledger)
    run("capture", "sync", code=2)
    ledger.rename(ledger.with_suffix(".damaged"))
    run("capture", "sync")
    run("capture", "verify")


@pytest.mark.parametrize("damage", [directory, dangling, pipe], ids=lambda damage: damage.__name__)
def test_a_key_that_is_no_file_is_told(run, filled, damage):
    """Where a secret has to be tagged, the message names the file."""
    key = filled.path / ".git" / "records" / "key"
    key.unlink(missing_ok=True)
    key.write_bytes(b"k")
    damage(key)
    token = "ghp_" + "16C7e42F292c6912E7710c838347Ae178B4a"
    result = run("phr", "new", "T", "--stage", "misc", "--prompt", f"use {token}", code=2)
    assert "the key of this clone is not a readable file" in result.err


def test_rows_of_another_form_are_none(run, filled):
    """Of the site's cache they are made again; of the ledger they are left out, or told with the way out."""
    state = filled.path / ".git" / "records"
    for path, change in [
        *((path, "update pages set path = null, text = null") for path in state.glob("site-*.sqlite")),
        (state / "ledger.sqlite", "update turns set turn = -1"),
    ]:
        with contextlib.closing(sqlite3.connect(path)) as database, database:
            database.execute(change)
    run("site", "build")
    for words in (("lessons",), ("disclose",), ("why", "history/adr/0001-use-x.md:1")):
        assert run(*words, code=ANY_CODE).code in (0, 1, 2), words


def test_a_lock_that_is_never_given_back_is_told(run, filled, monkeypatch):
    """A command does not wait for ever, and says what holds it."""
    from records.project import lock

    monkeypatch.setattr(lock, "LONGEST_WAIT", 0.05)
    with lock.locked(str(filled.path / ".git" / "records" / "lock"), str(filled.path)):
        err = run("phr", "new", "T", "--stage", "misc", "--prompt", "p", code=2).err
    assert "another process of records has been writing" in err
    assert run("phr", "new", "T", "--stage", "misc", "--prompt", "p").code == 0


def test_a_truncated_key_is_made_anew(run, filled):
    """An empty key would give every clone the same tags."""
    key = filled.path / ".git" / "records" / "key"
    key.write_bytes(b"")
    token = "ghp_" + "16C7e42F292c6912E7710c838347Ae178B4a"
    run("phr", "new", "T", "--stage", "misc", "--prompt", f"use {token}")
    assert len(key.read_bytes()) == 32


def test_a_locked_ledger_is_told_as_that(run, filled, monkeypatch):
    """Not as a sync that is running, and not as a fault."""
    from records.ledger.errors import ledger_error

    error = ledger_error(Path("ledger.sqlite"), sqlite3.OperationalError("database is locked"))
    assert "another program is using it" in error.hint


def test_a_full_disk_is_told_as_that():
    """Not as another sync."""
    from records.ledger.errors import ledger_error

    error = ledger_error(Path("ledger.sqlite"), sqlite3.OperationalError("database or disk is full"))
    assert "free some space" in error.hint
