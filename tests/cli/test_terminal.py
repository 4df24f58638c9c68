"""On a terminal: tables fit, colours show, what is missing is asked for."""

import re
import sys

import pytest

from pseudo_terminal import on_terminal

if sys.platform == "win32":
    pytest.skip("a pseudo-terminal is needed", allow_module_level=True)


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
    from records.cli.columns import width_of

    code, screen = on_terminal(filled, "list", columns=60)
    assert code == 0
    assert "\x1b[32maccepted" in screen
    assert "\x1b[33mproposed" in screen
    assert "…" in screen
    import re

    for line in re.sub(r"\x1b\[[0-9;]*m", "", screen).splitlines():
        assert width_of(line) <= 60, line


def test_wide_terminals_cut_nothing(filled):
    """On a wide terminal `list` shortens no title."""
    assert "…" not in on_terminal(filled, "list", columns=200)[1]


def test_json_on_a_terminal_is_indented(filled):
    """JSON is indented on a terminal."""
    assert '\n    "kind": "adr"' in on_terminal(filled, "list", "--json", columns=200)[1]


def test_the_first_pages_fit_a_small_terminal(repo, tmp_path):
    """What `init` and `demo` print fits 80 columns; the words of the prompt are broken between words."""
    from records.cli.columns import width_of

    for words in (("init",), ("demo", str(tmp_path / "shop"))):
        code, screen = on_terminal(repo, *words, columns=80, env={"NO_COLOR": "1"})
        assert code == 0
        own_lines = [line for line in screen.splitlines() if str(tmp_path) not in line]
        assert [line for line in own_lines if width_of(line) > 80] == []


def test_errors_are_coloured_and_tell_what_to_do(filled):
    """On a terminal an error is coloured and followed by a hint."""
    code, screen = on_terminal(filled, "show", "ADR-99")
    assert code == 2
    assert "\x1b[31m\x1b[1merror: " in screen
    assert "hint: " in screen


@pytest.mark.parametrize("words", [("list",), ("show", "ADR-99"), ("check",)])
@pytest.mark.parametrize("variables", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_no_escape_sequence_where_colours_are_not_wanted(filled, words, variables):
    """With NO_COLOR, and on a dumb terminal, tables and errors are the same text without one."""
    screen = on_terminal(filled, *words, columns=80, env=variables)[1]
    assert screen.strip()
    assert "\x1b" not in screen


def test_an_empty_no_color_changes_nothing(filled):
    """Only a value switches colours off (no-color.org)."""
    assert "\x1b[32maccepted" in on_terminal(filled, "list", env={"NO_COLOR": ""})[1]


LONG = "Words that are many enough to need several lines on a terminal of forty columns, and go on."


def test_long_lines_are_broken_between_words(run, repo):
    """On a terminal prose, titles and reasons are; code, tables and what goes to a pipe stay as they are."""
    code = "```text\n" + "x" * 50 + " y\n```\n\n    " + "z " * 30 + "\n\n| " + "cell " * 12 + "|\n"
    body = f"## Context\n\n{LONG}\n\n- {LONG}\n\n{code}\n## Decision\n\nWords.\n"
    run("adr", "new", LONG, "--body-file", "-", stdin=body)
    plain = {"PAGER": "cat", "GIT_PAGER": "cat"}
    screen = on_terminal(repo, "show", "1", columns=40, env=plain)[1]
    assert (
        "\nWords that are many enough to need\nseveral lines on a terminal of forty\ncolumns, and go on.\n"
        in screen
    )
    assert "\n- Words that are many enough to need\n  several lines" in screen
    for line in code.splitlines():
        assert line in screen
    assert LONG in run("show", "1").out
    repo.write("a.py", "one = 1\n")
    repo.commit(LONG)
    for words in (("why", "a.py:1"), ("adr", "for", "a.py"), ("stats",), ("doctor",)):
        screen = on_terminal(repo, *words, columns=40, env=plain)[1]
        text = re.sub(r"\x1b\[[0-9;]*m", "", screen)
        long = [line for line in text.splitlines() if len(line) > 40 and " " in line.strip()[:-1]]
        assert [line for line in long if "/" not in line and "“" not in line] == []
    assert LONG in run("why", "a.py:1").out


@pytest.mark.parametrize("columns", [40, 80])
def test_titles_that_a_search_finds_are_wrapped(run, repo, columns):
    """A long title is broken between words, so that no line is wider than the terminal."""
    from records.cli.columns import width_of

    run(
        "adr",
        "new",
        "Keep the results of the search of the shop in memory for a minute, and 使用缓存 in other regions",
    )
    code, screen = on_terminal(repo, "search", "shop", columns=columns, env={"NO_COLOR": "1"})
    assert code == 0
    assert "regions" in screen
    assert all(width_of(line) <= columns for line in screen.splitlines()), screen
