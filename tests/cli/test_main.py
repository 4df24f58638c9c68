"""The one error boundary: what ends a command, and with which exit code."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile

import pytest

import records.project.catalog
from records.cli.main import main
from records.errors import NotFound

FULL = OSError(28, "No space left on device")


def group(*errors):
    """Return errors as a task group raises them."""
    return BaseExceptionGroup("unhandled errors in a TaskGroup", errors)


@pytest.mark.parametrize(
    ("error", "code", "printed"),
    [
        (BrokenPipeError(32, "Broken pipe"), 1, ""),
        (FULL, 2, "error: No space left on device"),
        (MemoryError(), 2, "error: out of memory"),
        (OSError(24, "Too many open files", "a", None, "b"), 2, "error: a and b: Too many open files"),
        (NotFound("no such record"), 2, "error: no such record"),
        (sqlite3.OperationalError("disk I/O error"), 2, "a database of records cannot be used"),
        (KeyboardInterrupt(), 130, "interrupted"),
        (ZeroDivisionError("oops"), 3, "this is a bug in records"),
    ],
    ids=lambda value: type(value).__name__,
)
@pytest.mark.parametrize("depth", [0, 1, 2])
def test_an_error_in_a_group_ends_as_the_error_itself(run, monkeypatch, error, code, printed, depth):
    """What anyio's task groups wrap, at any depth, has the exit code and the message that it has bare."""
    for _ in range(depth):
        error = group(error)

    def fail(*_):
        raise error

    monkeypatch.setattr(records.project.catalog, "list_records", fail)
    assert printed in run("list", "--json", code=code).err


@pytest.mark.parametrize(
    ("errors", "code"),
    [
        ((FULL, KeyboardInterrupt()), 130),
        ((BrokenPipeError(32, "Broken pipe"), FULL), 1),
        ((FULL, ZeroDivisionError("oops")), 3),
    ],
    ids=["interrupt", "expected", "fault"],
)
def test_of_several_errors_an_interrupt_counts_then_a_fault(run, monkeypatch, errors, code):
    """A group with a fault in it is a fault, unless the person interrupted the command."""

    def fail(*_):
        raise group(*errors)

    monkeypatch.setattr(records.project.catalog, "list_records", fail)
    run("list", "--json", code=code)


def test_a_secret_that_was_typed_is_not_repeated(run):
    """Neither an error of ours nor one of the command line."""
    token = "ghp_" + "16C7e42F292c6912E7710c838347Ae178B4a"
    for words in (
        ["show", token],
        ["list", "--kind", token],
        [token],
        ["adr", "new", "T", "--status", token],
    ):
        result = run(*words, code=2)
        assert token not in result.err, words
        assert "[REDACTED:github-token]" in result.err, words


@pytest.mark.skipif(sys.platform == "win32", reason="a folder that is in use cannot be removed there")
def test_a_folder_that_is_gone_is_said(tmp_path, capfd, monkeypatch):
    """Whatever the command was about to do."""
    folder = tmp_path / "gone"
    folder.mkdir()
    monkeypatch.chdir(folder)
    folder.rmdir()
    for words in (["list"], ["adr", "new", "Use tar"], ["check"]):
        assert main(words) == 2
        error = capfd.readouterr().err
        assert "the current directory no longer exists" in error, words
        assert "-C DIR" in error


def test_a_fault_is_reported_although_its_details_cannot_be_saved(run, monkeypatch):
    """The report is asked for all the same, with the exit code of a fault."""

    def fail(*_):
        raise ZeroDivisionError("oops")

    monkeypatch.setattr(records.project.catalog, "list_records", fail)
    with monkeypatch.context() as patch:
        patch.setattr(tempfile, "tempdir", "/nowhere/at/all")
        error = run("list", "--json", code=3).err
    assert "this is a bug in records" in error
    assert "please report it; the details could not be saved" in error


@pytest.mark.parametrize("words", ["prime", "export --to jsonl", "adr for README.md"])
def test_a_locale_that_cannot_name_a_file(repo, records_command, words):
    """Where Python may use no UTF-8 for names, that is an error of the surroundings, with a way out."""
    repo.write("history/adr/0001-値.md", "# 1. 値\n\n## Status\n\nAccepted\n")
    repo.commit()
    os.utime(repo.path / "history/adr/0001-値.md", (1_700_000_000, 1_700_000_000))
    with_index = {name: value for name, value in os.environ.items() if name != "RECORDS_NO_INDEX"}
    subprocess.run([*records_command, "list"], cwd=repo.path, env=with_index, capture_output=True, check=True)
    surroundings = {**with_index, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = subprocess.run(
        [*records_command, *words.split()],
        cwd=repo.path,
        env=surroundings,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 2, done.stderr
    assert b"LC_ALL=C.UTF-8" in done.stderr
