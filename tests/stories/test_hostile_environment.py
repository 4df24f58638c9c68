"""Streams, limits, locales and directories that are hostile: a correct result or one clear line, never a fault of ours."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a POSIX shell")

COMMANDS = ["list", "why app.py:1", "check", "site build", "index"]
BINARY = f"{sys.executable} -m records"


@pytest.fixture
def filled(run, repo):
    """Titles and subjects with letters that few encodings have."""
    repo.write("app.py", "import redis  # 🚀 │\n")
    run("adr", "new", "Use Redis 🚀 値")
    run("capture", "on")
    repo.commit("ünï 🚀 ADR-1")
    return repo


def shell(repo, script, **environment):
    """Run a shell script in the repository: exit code, standard output and standard error."""
    result = subprocess.run(
        ["sh", "-c", script], cwd=repo.path, capture_output=True, check=False, timeout=120,
        env={**os.environ, **environment},
    )  # fmt: skip
    err = result.stderr.decode("utf-8", "replace")
    assert "bug in records" not in err
    assert "Traceback" not in err
    assert "Exception ignored" not in err
    return result.returncode, result.stdout, err


@pytest.mark.parametrize("encoding", ["cp1252", "cp437", "latin-1"])
def test_a_console_that_lacks_characters_shows_question_marks(filled, encoding):
    """Titles, and the command's own lines and arrows."""
    for words in COMMANDS:
        code, out, _ = shell(filled, f"{BINARY} {words}", PYTHONIOENCODING=encoding)
        assert code in (0, 1), words
        assert b"\xf0\x9f" not in out
    assert b"Use Redis ? ?" in shell(filled, f"{BINARY} list", PYTHONIOENCODING=encoding)[1]


@pytest.mark.parametrize(
    "prelude",
    ["LC_ALL=C", "LC_ALL=tr_TR.UTF-8", "TERM=dumb", "PYTHONWARNINGS=error", "TMPDIR=/nonexistent", "COLUMNS=1", "SOURCE_DATE_EPOCH=0"],
)  # fmt: skip
def test_an_odd_environment_changes_no_result(filled, prelude):
    """Locale, terminal, warnings, no place for temporary files, a clock in 1970."""
    for words in COMMANDS:
        code, _, err = shell(filled, f"{prelude} {BINARY} {words}")
        assert code in (0, 1), (words, err)


@pytest.mark.parametrize("prelude", ["unset HOME;", "umask 077;", "ulimit -n 24;"])
def test_missing_home_strict_umask_and_few_files(filled, prelude):
    """No home directory, files for the owner only, two dozen open files."""
    for words in COMMANDS:
        code, _, err = shell(filled, f"{prelude} {BINARY} {words}")
        assert code in (0, 1), (words, err)


def test_assertions_can_be_switched_off(filled):
    """`python -O` drops them."""
    for words in COMMANDS:
        assert shell(filled, f"{sys.executable} -O -m records {words}")[0] in (0, 1), words


def test_output_to_a_full_disk_or_a_closed_stream_is_an_error(filled):
    """Exit code 2 and one line that says so."""
    for words in COMMANDS:
        code, _, err = shell(filled, f"{BINARY} {words} > /dev/full")
        assert (code, err.splitlines()[-2]) == (
            2,
            "error: cannot write the output: No space left on device",
        ), words
        code, _, err = shell(filled, f"{BINARY} {words} >&-")
        assert (code, err.splitlines()[-2]) == (
            2,
            "error: cannot write the output: standard output is closed",
        ), words


@pytest.mark.parametrize("streams", ["2>&-", "<&-", "<&- 2>&-"])
def test_closed_input_and_error_streams_do_no_harm(filled, streams):
    """What needs neither works without."""
    for words in COMMANDS:
        assert shell(filled, f"{BINARY} {words} {streams}")[0] in (0, 1), words


def test_a_reader_that_stops_is_no_error(filled):
    """As with `records list | head -0`."""
    for words in COMMANDS:
        assert shell(filled, f"{BINARY} {words} | true")[2].count("error:") == 0, words


def test_a_deleted_working_directory_is_one_clear_line(filled):
    """The hint says where to go; -C works from there."""
    for words in COMMANDS:
        code, _, err = shell(filled, f"mkdir gone; cd gone; rmdir ../gone; {BINARY} {words}")
        assert (code, err.splitlines()[0]) == (2, "error: the current directory no longer exists"), words


def test_encodings_of_git_change_nothing(filled):
    """Neither the encoding of its log nor that of its commits."""
    expected = shell(filled, f"{BINARY} why app.py:1")
    filled.git("config", "i18n.logOutputEncoding", "UTF-16")
    filled.git("config", "i18n.commitEncoding", "latin1")
    assert shell(filled, f"{BINARY} why app.py:1") == expected
    for words in (*COMMANDS, "capture link HEAD", "stats", "ci --against HEAD~1"):
        assert shell(filled, f"{BINARY} {words}")[0] in (0, 1), words


def test_git_that_cannot_be_started_is_not_git_that_is_missing(filled):
    """With too few open files the message says so, whatever number of them is too few."""
    codes = []
    for limit in range(7, 13):
        code, _, err = shell(filled, f"ulimit -n {limit}; {BINARY} ci --against HEAD")
        codes.append(code)
        assert "not found on PATH" not in err
    assert 2 in codes


def test_where_no_error_can_be_printed_either_the_code_says_so(filled):
    """Both streams lead to a full disk."""
    for words in COMMANDS:
        assert shell(filled, f"{BINARY} {words} > /dev/full 2> /dev/full")[0] == 2, words
