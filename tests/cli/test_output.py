"""Only text reaches the terminal: every string is escaped once, in one module."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

import records.cli
from records.cli import output
from records.cli.columns import shorten
from records.cli.output import (
    echo,
    echo_data,
    echo_path,
    echo_text,
    escape,
    print_json,
    style,
    table,
)
from records.errors import OutputError, RecordsError

EVIL = "\x1b]0;title\x07\x1b[2J\x1b[31mX\x9b31m\u202e\u2066\b\r"
SIGNS = ("\x1b", "\x07", "\x9b", "\u202e", "\u2066", "\b")
SOURCE = Path(records.cli.__file__).parent


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("a\x1b[31mb", "a\\x1b[31mb"),
        ("a\nb\rc\td", "a\\nb\\rc\td"),
        ("\x9b\u202e\u2028\U000e0001", "\\x9b\\u202e\\u2028\\U000e0001"),
        ("caf\u00e9\u00a0値\u3000👩\u200d💻", "caf\u00e9\u00a0値\u3000👩\u200d💻"),
        ("\udcff", "\\xff"),
        ("\ud800", "\\ud800"),
    ],
)
def test_escape_writes_out_what_steers_a_terminal(text, shown):
    """Control, format and unassigned characters; letters, emoji and spaces of every script stay."""
    assert escape(text) == shown


def test_one_line_stays_one_line(capsys):
    """A line end in a name is written out."""
    echo("a\n::error::owned")
    assert capsys.readouterr().out == "a\\n::error::owned\n"


@pytest.mark.parametrize(
    "line", ["::error::owned", "  ::set-output name=x::y", "##[error]owned", "::add-mask::x"]
)
def test_no_line_is_a_command_of_a_ci_service(capsys, line):
    """A title or a file name at the beginning of a line is no command, in one line, several, a path and a table."""
    echo(line)
    echo_text(f"first\n{line}\nlast")
    echo_path(line.strip())
    table(("a", "b"), [(line, "x")], flexible=1)
    assert not [out for out in capsys.readouterr().out.splitlines() if out.lstrip().startswith(("::", "##["))]


def test_a_styled_text_is_escaped_too(capsys):
    """Neither the text of a style nor what stands around it can bring a sequence of its own."""
    echo(f"{EVIL}{style(EVIL, bold=True, fg='red')}{EVIL}")
    out = capsys.readouterr().out
    assert not [sign for sign in SIGNS if sign in out]


def test_the_marks_of_a_style_cannot_be_forged(capsys):
    """A text that looks like the marks of another process is shown as it is."""
    echo("\x000123456789abcdef:red,\x00owned\x00")
    assert capsys.readouterr().out == "\\x000123456789abcdef:red,\\x00owned\\x00\n"


def test_data_keeps_its_lines_and_loses_its_sequences(capsys):
    """CSV with its own line ends, a sequence in a cell."""
    echo_data('a,b\r\n"\x1b[31m\n",x\r\n')
    assert capsys.readouterr().out == 'a,b\r\n"\\x1b[31m\n",x\r\n'


def test_a_note_does_not_repeat_a_secret_that_was_typed(capsys, monkeypatch):
    """Nor a part of a path that is one; what was not typed is as it is."""
    token = "ghp_" + "R8kQz3Vt7LmXw2Yb9Nc4Jd6Fh1Gp5Sa0Ue0d"
    monkeypatch.setattr(sys, "argv", ["records", "search", f"src/{token}/a"])
    output.note(f"nothing holds {token}")
    output.say(f"src/{token}/a is unknown")
    assert capsys.readouterr().err.count("[REDACTED:github-token]") == 2


MESSAGES = {
    "note": output.note,
    "say": output.say,
    "question": output.echo_prompt,
    "wrapped": output.echo_wrapped,
    "error": lambda text: output.print_error(RecordsError(text)),
    "hint": lambda text: output.print_error(RecordsError("refused", text)),
    "usage": lambda text: output.print_usage_error(click.UsageError(text)),
}


@pytest.mark.parametrize("name", MESSAGES)
def test_a_message_is_escaped_whoever_wrote_its_words(capsys, name):
    """Names of files, branches and options stand in messages as they are; one on a line of its own is no command."""
    MESSAGES[name](f"a{EVIL}b\n::error::owned")
    captured = capsys.readouterr()
    printed = captured.out + captured.err
    assert "a\\x1b]0;title" in printed
    assert not [sign for sign in SIGNS if sign in printed]
    assert not [line for line in printed.splitlines() if line.startswith("::error")]


@pytest.mark.parametrize("is_readable", [False, True])
def test_json_stays_valid_and_plain(capsys, is_readable):
    """Whatever a title holds, the JSON reads back the same and has no sequence in it."""
    value = {"title": EVIL + "値\ud800"}
    print_json(value, is_readable=is_readable)
    out = capsys.readouterr().out
    assert json.loads(out) == value
    assert not [sign for sign in SIGNS if sign in out]


def test_a_shortened_text_has_the_width_that_is_seen():
    """The escaped form counts, not the character."""
    assert shorten("\x1b\x1b\x1b", 6) == "\\x1b\\…"


def test_nothing_else_writes_to_the_standard_streams():
    """`click.echo`, `print` and `sys.stdout.write` occur in the one module that escapes, and in the line that counts up."""
    offenders = []
    for path in SOURCE.rglob("*.py"):
        if path.name in ("output.py", "progress.py"):
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                name = ast.unparse(node.func)
                if name in ("print", "click.echo", "click.secho", "click.style") or name.endswith(
                    ("stdout.write", "buffer.write", "stderr.write")
                ):
                    offenders.append(f"{path.name}:{node.lineno} {name}")
    assert offenders == []


def hostile(repo):
    """A repository whose titles, names, branch, subjects and file contents hold sequences."""
    adr = repo.path / "history" / "adr"
    adr.mkdir(parents=True)
    (adr / "0001-a.md").write_text(
        f"# 1. T {EVIL}\n\nDate: 2026-01-01\n\n## Status\n\nAccepted\n\n## Context\n\n{EVIL}\n\nsrc/app.py\n",
        "utf-8",
    )
    (adr / f"0002-b{EVIL[:4]}\n::error::owned\n.md").write_text("# 2. t\n\n## Status\n\nNope\n", "utf-8")
    (adr / "0003-c.md").write_bytes(b"---\ntitle: [\n\x1b]0;x\x07\n---\n# 3\n")
    repo.write("src/app.py", f"x = '{EVIL}'  # ADR-1\n")
    repo.write(".records/config.toml", "")
    subprocess.run(["git", "-C", str(repo.path), "add", "-A"], check=True)
    subprocess.run(
        [
            "git",
            "-C",
            str(repo.path),
            "-c",
            f"user.name=A{EVIL[:4]}",
            "-c",
            "user.email=a@b",
            "commit",
            "-qm",
            f"s {EVIL[:4]} ADR-1",
        ],
        check=True,
    )


COMMANDS = [
    "list", "list --kind adr", "show ADR-1", "show ADR-1 --raw", "show ADR-1 --history", "search T", "check", "check --fix --dry-run",
    "check --format github", "check --format junit", "why src/app.py:1", "why --all src/app.py", "adr for src/app.py", "prime", "stats",
    "graph ADR-1", "graph ADR-1 --format dot", "renumber ADR-1 --to 9 --dry-run", "adr list", "adr generate toc", "adr generate graph",
    "export --to csv", "export --to jsonl", "export --to json-adr", "ci --against HEAD", "ci --against HEAD --format markdown",
    "adr suggest --diff HEAD", "show x\x1b[31m", "link a\x1b b c", "secrets src/app.py", "index", "hooks check", "capture status",
]  # fmt: skip


def test_no_command_passes_a_sequence_on(repo, run):
    """Titles, file names, branches, authors, subjects and contents, on standard output and standard error."""
    hostile(repo)
    offenders = []
    for words in COMMANDS:
        result = subprocess.run(
            [sys.executable, "-m", "records", *words.split(" ")], cwd=repo.path, capture_output=True, check=False,
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        )  # fmt: skip
        out = (result.stdout + result.stderr).decode("utf-8", "replace")
        if words.endswith("--raw"):
            out = result.stderr.decode("utf-8", "replace")  # on a pipe, bytes are asked for
        if found := [sign for sign in SIGNS if sign in out]:
            offenders.append((words, found))
        if [line for line in out.splitlines() if line.lstrip().startswith("::error::owned")]:
            offenders.append((words, "::error::"))
        assert result.returncode in (0, 1, 2), (words, out)
    assert offenders == []


def test_bytes_are_printed_as_they_are_into_a_pipe_and_as_text_on_a_terminal(monkeypatch, capfdbinary):
    """`--raw` of a file that is no UTF-8; a terminal never gets what steers it."""
    output.echo_raw(b"a\xff\x1b[31m\n")
    assert capfdbinary.readouterr().out == b"a\xff\x1b[31m\n"
    monkeypatch.setattr(output, "is_terminal", lambda: True)
    output.echo_raw(b"a\x1b[31m\n")
    assert b"\x1b" not in capfdbinary.readouterr().out


def test_without_standard_output_the_error_says_so(monkeypatch):
    """A process that was started with its output closed."""
    monkeypatch.setattr(sys, "stdout", None)
    with pytest.raises(OutputError, match="standard output is closed"):
        output.echo_raw(b"x")


def test_columns_of_wide_characters_line_up(capsys):
    """A character of East Asia takes two columns of a terminal."""
    table(("a", "b"), [("ab", "x"), ("決", "y")], flexible=1)
    assert capsys.readouterr().out == "ab  x\n決  y\n"
