"""On a terminal: tables fit, colours show, what is missing is asked for."""

import os
import pty
import select
import subprocess
import sys
import time

import pytest

if sys.platform == "win32":
    pytest.skip("a pseudo-terminal is needed", allow_module_level=True)


def on_terminal(repo, *words, typed=(), columns=60, env=None):
    """Run the command on a pseudo-terminal, type answers as it asks, and return what the screen got."""
    import fcntl
    import struct
    import termios

    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    environment = {**os.environ, "TERM": "xterm", **(env or {})}
    environment.pop("COLUMNS", None)
    process = subprocess.Popen(
        [sys.executable, "-m", "records", *words], cwd=repo.path, stdin=follower, stdout=follower, stderr=follower,
        env=environment, close_fds=True,
    )  # fmt: skip
    os.close(follower)
    screen = b""
    answers = list(typed)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        ready, _, _ = select.select([leader], [], [], 0.2)
        if ready:
            try:
                read = os.read(leader, 65536)
            except OSError:
                break
            if not read:
                break
            screen += read
        if answers and answers[0][0].encode() in screen:
            os.write(leader, answers.pop(0)[1].encode())
        if process.poll() is not None and not ready:
            break
    process.wait(timeout=10)
    os.close(leader)
    return process.returncode, screen.decode().replace("\r\n", "\n")


@pytest.fixture
def filled(run, repo):
    run("adr", "new", "A decision with a title that is a good deal longer than a narrow terminal is wide")
    run(
        "adr",
        "new",
        "--status",
        "proposed",
        "使用缓存来加快搜索页面的响应速度并减少数据库的负载以及其他很多好处",
    )
    return repo


def test_tables_fit_and_have_colours(filled):
    """No line is wider than the terminal, wide letters counted; states are coloured."""
    from records.cli.output import width_of

    code, screen = on_terminal(filled, "list", columns=60)
    assert code == 0
    assert "\x1b[32maccepted" in screen
    assert "\x1b[33mproposed" in screen
    assert "…" in screen
    import re

    for line in re.sub(r"\x1b\[[0-9;]*m", "", screen).splitlines():
        assert width_of(line) <= 60, line


def test_wide_terminals_cut_nothing(filled):
    assert "…" not in on_terminal(filled, "list", columns=200)[1]


def test_json_on_a_terminal_is_indented(filled):
    assert '\n    "kind": "adr"' in on_terminal(filled, "list", "--json", columns=200)[1]


def test_errors_are_coloured_and_tell_what_to_do(filled):
    code, screen = on_terminal(filled, "show", "ADR-99")
    assert code == 2
    assert "\x1b[31m\x1b[1merror: " in screen
    assert "hint: " in screen


def test_what_is_missing_is_asked_for(filled):
    """Title, stage, feature and prompt are asked; the editor is opened for the prompt."""
    editor = filled.write("editor.sh", '#!/bin/sh\nprintf "typed in the editor" > "$1"\n')
    editor.chmod(0o755)
    code, screen = on_terminal(
        filled, "phr", "new",
        typed=[("Title", "From the terminal\n"), ("Stage", "green\n"), ("Feature", "\n")],
        env={"EDITOR": str(editor)}, columns=120,
    )  # fmt: skip
    assert code == 0, screen
    text = filled.read("history/prompts/general/0001-from-the-terminal.green.prompt.md")
    assert "## Prompt\n\ntyped in the editor\n" in text


def test_features_are_offered_and_a_prompt_is_typed_without_an_editor(filled, run):
    """A dumb terminal without an editor takes the prompt line by line."""
    run("phr", "new", "First", "--stage", "misc", "--prompt", "p", "--feature", "007-login")
    code, screen = on_terminal(
        filled, "phr", "new", "--title", "Second", "--stage", "misc",
        typed=[("007-login", "007-login\n"), ("Ctrl-D", "typed here\n\x04\x04")], columns=120, env={"TERM": "dumb"},
    )  # fmt: skip
    assert code == 0, screen
    assert "typed here" in filled.read("history/prompts/007-login/0002-second.misc.prompt.md")


def test_the_editor_opens_for_a_new_decision(filled):
    editor = filled.write("editor.sh", '#!/bin/sh\necho edited >> "$1"\n')
    editor.chmod(0o755)
    code, screen = on_terminal(filled, "adr", "new", "Edited", env={"VISUAL": str(editor)})
    assert code == 0, screen
    assert filled.read("history/adr/0003-edited.md").endswith("edited\n")
