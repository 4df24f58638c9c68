"""Records that git's sparse checkout leaves out are named; they are neither lost nor called removed."""

from __future__ import annotations

import json

import pytest

ADR = "# {0}. Title {0}\n\nDate: 2026-01-0{0}\n\n## Status\n\nAccepted\n\n## Context\n\nc\n\n## Decision\n\nd\n\n## Consequences\n\ne\n"


@pytest.fixture
def start(repo, run):
    """The commit of a log in docs/adr, a prompt record and their index."""
    for number in (1, 2):
        repo.write(f"docs/adr/000{number}-a.md", ADR.format(number))
    repo.write("src/app.py", "x = 1\n")
    run("phr", "new", "--title", "Begin", "--stage", "green", "--prompt", "Begin.")
    run("index")
    commit = repo.commit("Begin")
    repo.write("src/app.py", "x = 2\n")
    repo.commit("Go on")
    return commit


def findings(run, *words, code):
    return [
        (row["rule"], row["severity"]) for row in json.loads(run("check", "--json", *words, code=code).out)
    ]


@pytest.mark.parametrize("patterns", [("src",), ("--no-cone", "/*", "!docs", "!history/prompts")])
def test_what_is_left_out_is_named(repo, run, start, patterns) -> None:
    """No command takes it for nothing, whichever way the folders were left out."""
    repo.git("sparse-checkout", "set", *patterns)
    assert "git sparse-checkout add docs/adr history/prompts/general" in run("list").err
    assert findings(run, code=1) == [("REC003", "error")]
    assert findings(run, "--against", start, code=1) == [("REC003", "error")]
    assert "leaves out 3 records" in run("doctor", code=1).out
    for words in (("index",), ("adr", "new", "Use tar"), ("init",)):
        assert "sparse checkout leaves out" in run(*words, code=2).err
    for words in (("site", "build", "-o", "../site"), ("export", "--to", "csv")):
        assert "leaves out 3 records" in run(*words).err
    assert not repo.git("status", "--porcelain").strip()


def test_where_a_part_is_left_out(repo, run, start) -> None:
    """Decisions that are there are checked, and a new one goes beside them; the index page stays as it is."""
    repo.git("sparse-checkout", "set", "docs", "src")
    assert findings(run, code=0) == [("REC003", "warning")]
    assert run("adr", "new", "Use tar").out == "docs/adr/0003-use-tar.md\n"
    assert "the page would lose them" in run("index", code=2).err
    repo.git("sparse-checkout", "disable")
    assert "0003-use-tar" in repo.read(run("index").out.strip())


def test_a_whole_checkout_has_no_such_note(repo, run, start) -> None:
    """Also one that has been sparse before, and one in which a file was only marked to be left alone."""
    repo.git("sparse-checkout", "set", "src")
    repo.git("sparse-checkout", "disable")
    repo.git("update-index", "--skip-worktree", "docs/adr/0001-a.md")
    assert findings(run, code=0) == []
    assert "sparse" not in run("list").err + run("export").err
    (repo.path / "docs/adr/0002-a.md").unlink()
    assert findings(run, "--against", start, code=0) == [("REC013", "warning")]
