"""Every command that asks, opens an editor or a pager, or shows progress does so on a pseudo-terminal."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import records.cli
from org_help import repository
from pseudo_terminal import CTRL_C, WITH_PROGRESS, on_terminal

HELPERS = frozenset((
    "ask_line", "ask_text", "confirm_changes", "edit_file", "edit_new_file", "edit_text", "paged", "Progress",
    "open_in_browser",
))  # fmt: skip
TESTED = {
    "confirm_changes.py": "test_inputs.py",  # the question before files of other programs are changed
    "inputs.py": "test_inputs.py",  # a text without an editor
    "user_programs.py": "test_user_programs.py",
    "commands/adr_new.py": "test_inputs.py",
    "commands/phr_new.py": "test_inputs.py",
    "commands/agents.py": "test_interactive_paths.py",
    "commands/capture_install.py": "test_interactive_paths.py",
    "commands/edit.py": "test_interactive_paths.py",
    "commands/help.py": "test_interactive_paths.py",
    "commands/man.py": "test_user_programs.py",
    "commands/org_fetch.py": "test_interactive_paths.py",
    "commands/org_index.py": "test_interactive_paths.py",
    "commands/org_copy.py": "../org/test_service_processes.py",
    "commands/show.py": "test_interactive_paths.py",
    "commands/org_site.py": "test_interactive_paths.py",
    "commands/site.py": "test_interactive_paths.py",
    "commands/site_serve.py": "test_first_commands.py",
}
"""The modules that talk with a person, and the file that tests them on a pseudo-terminal."""


def test_every_interactive_module_is_tested_on_a_pseudo_terminal() -> None:
    """A module that begins to ask, edit, page or show progress needs a row above, and a test in the file it names."""
    root = Path(records.cli.__file__).parent
    interactive = set()
    for path in root.rglob("*.py"):
        calls = (
            node.func for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)
        )
        if any(isinstance(called, ast.Name) and called.id in HELPERS for called in calls):
            interactive.add(path.relative_to(root).as_posix())
    assert interactive == set(TESTED)
    for name in set(TESTED.values()):
        assert "on_terminal(" in (Path(__file__).parent / name).read_text("utf-8")


@pytest.fixture
def program(tmp_path):
    """Make a program that shows what it gets between marks, or appends a line to the file that it edits."""

    def make(text: str) -> str:
        path = tmp_path / f"program{len(list(tmp_path.iterdir()))}"
        path.write_text(f"#!/bin/sh\n{text}\n")
        path.chmod(0o755)
        return str(path)

    return make


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (("show", "ADR-1"), "ADR-0001  Use X"),
        (("adr", "show", "1"), "ADR-0001  Use X"),
        (("phr", "show", "1"), "general/0001  Ask"),
        (("show", "ADR-1", "--raw"), "# 1. Use X"),
        (("help", "why"), "Usage: records why"),
        (("--help", "why"), "Usage: records why"),
        (("adr", "help", "new"), "Usage: records adr new"),
        (("man",), "Exit codes: 0 success"),
    ],
)
def test_long_texts_go_through_the_pager(repo, run, program, words, text) -> None:
    """The person's pager gets the text, and the command ends with it."""
    run("adr", "new", "Use X")
    run("phr", "new", "Ask", "--stage", "red", "--prompt", "p")
    pager = program("echo '<<'; cat; echo '>>'")
    code, screen = on_terminal(repo, *words, env={"PAGER": pager, "GIT_PAGER": pager}, columns=100)
    assert code == 0, screen
    assert text in screen.partition("<<")[2].partition(">>")[0]


def test_adr_help_takes_the_pager_of_adr_tools(repo, program) -> None:
    """`$ADR_PAGER` goes before git's choice."""
    own, other = program("echo own; cat"), program("echo other; cat")
    code, screen = on_terminal(repo, "adr", "help", "new", env={"ADR_PAGER": own, "GIT_PAGER": other})
    assert (code, "own\n" in screen, "other\n" in screen) == (0, True, False)


@pytest.mark.parametrize("words", [("edit", "ADR-1"), ("open", "ADR-1"), ("adr", "edit", "1")])
def test_a_record_is_opened_in_the_editor(repo, run, program, words) -> None:
    """What the editor writes stays; one that fails is reported, and Ctrl-C ends with the code of an interrupt."""
    run("adr", "new", "Use X")
    code, screen = on_terminal(repo, *words, env={"VISUAL": program('echo more >> "$1"')})
    assert (code, screen.strip()) == (0, "history/adr/0001-use-x.md")
    assert repo.read("history/adr/0001-use-x.md").endswith("more\n")
    assert "ended with an error" in on_terminal(repo, *words, env={"VISUAL": "false"}, columns=100)[1]
    waits = program("echo ready; exec sleep 60")
    code, screen = on_terminal(repo, *words, env={"VISUAL": waits}, typed=[("ready", CTRL_C)])
    assert code == 130, screen


@pytest.mark.parametrize("group", ["agents", "capture"])
@pytest.mark.parametrize(("typed", "is_gone"), [("n\n", False), (CTRL_C, False), ("\n", True)])
def test_uninstalling_asks_before_it_changes_a_file(repo, run, group, typed, is_gone) -> None:
    """A no and Ctrl-C leave the settings of the agent as they are."""
    run(group, "install", "claude", "--yes")
    settings = repo.path / ".claude/settings.json"
    before = settings.read_bytes()
    code, screen = on_terminal(repo, group, "uninstall", "claude", typed=[("[d]iff", typed)], columns=100)
    assert code == (130 if typed == CTRL_C else 0), screen
    assert settings.exists() is not is_gone
    assert is_gone or settings.read_bytes() == before


@pytest.mark.parametrize(
    ("words", "count"),
    [
        (("site", "build", "-o", "public"), "3 of 3 pages"),
        (("org", "index"), "1 of 1 repositories"),
        (("org", "fetch"), "1 of 1 repositories"),
        (("org", "site", "build"), "1 of 1 pages"),
    ],
)
def test_progress_is_shown_and_wiped(repo, run, words, count) -> None:
    """A bar counts up on the terminal, and its line is wiped before the result is printed; a pipe gets none."""
    for title in ("Use X", "Use Y", "Use Z"):
        run("adr", "new", title)
    if words[0] == "org":
        repository(repo.path.parent / "shop", use_redis="Use Redis")
        run("org", "add", "../shop")
    if words[:2] == ("org", "site"):
        run("org", "index")
    code, screen = on_terminal(repo, *words, command=WITH_PROGRESS, columns=100, env={"COLUMNS": ""})
    assert code == 0, screen
    assert f"━ {count}" in screen
    assert screen.rpartition("━")[2].count("\r\x1b[K") == 1
    assert "━" not in run(*words).err


def test_the_server_for_agents_says_on_a_terminal_what_it_is_for(repo) -> None:
    """A person who starts it by hand is told how to end it."""
    pytest.importorskip("mcp")
    code, screen = on_terminal(repo, "mcp", typed=[("Ctrl-C ends it", CTRL_C)], columns=100)
    assert code == 130, screen
    assert "Traceback" not in screen


def test_raw_text_cannot_steer_the_terminal(repo, run) -> None:
    """`show --raw` on a terminal prints control characters visibly."""
    run("adr", "new", "Use X")
    path = repo.path / "history/adr/0001-use-x.md"
    path.write_bytes(path.read_bytes() + b"\x1b]0;owned\x07\n")
    screen = on_terminal(repo, "show", "ADR-1", "--raw", env={"PAGER": "cat", "GIT_PAGER": "cat"})[1]
    assert "\x1b]0" not in screen
    assert "owned" in screen
