"""A command that finds nothing says where decisions are that nothing reads."""

from __future__ import annotations

import pytest


@pytest.fixture
def unread(repo):
    """A repository whose decisions lie in a folder that is not read yet."""
    for number, title in enumerate(("Use files", "Use Redis", "Use Rust"), 1):
        repo.write(f"docs/internal/adr/000{number}-x.md", f"# {number}. {title}\n\n## Status\n\nAccepted\n")
    repo.write("a.py", "one = 1\n")
    repo.commit("begin")
    return repo


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("list", 0),
        ("list --kind adr", 0),
        ("search rust", 0),
        ("why a.py:1", 0),
        ("adr for a.py", 0),
        ("adr list", 1),
        ("show ADR-1", 2),
    ],
)
def test_a_command_without_an_answer_names_the_log_that_is_not_read(unread, run, line, code):
    """The note names the folder and the command that adopts it; after that command there is an answer."""
    shown = "docs/internal/adr holds 3 decisions not read yet: `records init` adopts them"
    assert run(*line.split(), code=code).err.count(shown) == 1
    run("init")
    assert "not read yet" not in run(*line.split()).err


def test_a_list_of_prompts_says_nothing_of_decisions(unread, run):
    """Only commands that decisions could have answered say it."""
    assert "not read yet" not in run("phr", "list").err


def test_a_page_that_lists_decisions_in_folders_is_no_second_log(repo, run):
    """The index page above decisions that are folders is not taken for decisions in one file."""
    names = ("2024-01-31-use-redis", "2024-02-28-use-rust", "2024-03-31-use-uv")
    for name in names:
        repo.write(
            f"docs/decision-records/{name}/README.md",
            f"# {name}\n\n## Decision\n\nWe do.\n\n## Rationale\n\nX.\n",
        )
    rows = "".join(f"- [{name}]({name}/)\n" for name in names)
    repo.write("docs/decision-records/README.md", f"# Decision Records\n\n{rows}")
    assert "one file" not in run("list").err


def test_adr_list_shows_a_log_that_adr_tools_would_not_find(repo, run):
    """Where no file is named as adr-tools names them, the decisions are listed."""
    repo.write("docs/adr/ADR-001-use-redis.md", "# ADR-001: Use Redis\n\n## Status\n\nAccepted\n")
    assert run("adr", "list").out == "docs/adr/ADR-001-use-redis.md\n"
