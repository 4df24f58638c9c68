"""Supersession that runs in a circle is found whichever end states it, and no command makes one."""

from __future__ import annotations

import json

import pytest


def put(repo, number: int, status: str) -> None:
    repo.write(
        f"history/adr/{number:04d}-d{number}.md",
        f"# {number}. D{number}\n\nDate: 2026-01-01\n\n## Status\n\n{status}\n\n## Context\n\nc\n\n"
        "## Decision\n\nd\n\n## Consequences\n\ne\n",
    )


@pytest.mark.parametrize("length", [2, 3, 5])
@pytest.mark.parametrize("words", ["Superseded by", "Accepted\n\nSupersedes"])
def test_check_reports_a_circle_of_any_length(run, repo, length, words):
    """Once, at the first decision of the circle; a chain is none."""
    for number in range(1, length + 1):
        following = number % length + 1
        put(repo, number, f"{words} [{following}. D{following}]({following:04d}-d{following}.md)")
    put(repo, 9, "Superseded by [1. D1](0001-d1.md)")
    findings = json.loads(run("check", "--json", code=1).out)
    circles = [finding for finding in findings if finding["rule"] == "REC002"]
    assert [finding["path"] for finding in circles] == ["history/adr/0001-d1.md"]
    assert circles[0]["message"].count("→") == length


def test_a_circle_that_both_kinds_of_statements_make(run, repo):
    """One decision says what it supersedes, the other by what it is superseded."""
    put(repo, 1, "Accepted\n\nSupersedes [2. D2](0002-d2.md)")
    put(repo, 2, "Accepted\n\nSupersedes [3. D3](0003-d3.md)")
    put(repo, 3, "Accepted")
    put(repo, 1, "Superseded by [3. D3](0003-d3.md)\n\nSupersedes [2. D2](0002-d2.md)")
    assert "REC002" in run("check", code=1).out


@pytest.mark.parametrize("command", [("adr", "supersede", "3", "--by", "1"), ("link", "ADR-1", "supersedes", "ADR-3"),
                                     ("link", "ADR-3", "superseded-by", "ADR-1")])  # fmt: skip
def test_no_command_closes_a_circle(run, repo, command):
    """Through another decision as well as directly; nothing is written."""
    for number in (1, 2, 3):
        put(repo, number, "Accepted")
    run("adr", "supersede", "1", "--by", "2")
    run("adr", "supersede", "2", "--by", "3")
    before = [repo.read(f"history/adr/000{number}-d{number}.md") for number in (1, 2, 3)]
    assert "they would form a circle" in run(*command, code=2).err
    assert [repo.read(f"history/adr/000{number}-d{number}.md") for number in (1, 2, 3)] == before
    run("adr", "supersede", "2", "--by", "3")  # what is so already


@pytest.mark.parametrize("text", ["", "\n \n", "\ufeff\r\n"])
@pytest.mark.parametrize(
    "command",
    [
        ("adr", "accept", "2"),
        ("adr", "deprecate", "2"),
        ("adr", "supersede", "2", "--by", "1"),
        ("link", "ADR-2", "amends", "ADR-1"),
        ("adr", "new", "-s", "2", "New"),
    ],
)
def test_nothing_is_written_into_an_empty_file(run, repo, command, text):
    """A record that cannot be read is named, and stays as it is."""
    put(repo, 1, "Accepted")
    repo.write("history/adr/0002-empty.md", text)
    assert "history/adr/0002-empty.md cannot be read: the file is empty" in run(*command, code=2).err
    assert (repo.path / "history/adr/0002-empty.md").read_bytes().decode() == text
