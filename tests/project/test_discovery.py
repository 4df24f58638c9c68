"""Which files of a log are records."""

import json
import os
import subprocess
import sys

import pytest

from logs_help import decision

PROMPT = "---\nid: '0003'\ntitle: Deep\nstage: green\n---\n\n## Prompt\n\np\n\n## Response snapshot\n\nr\n"


def put_deep(folder, names, file, text):
    """Write a file below folders in each other, whose path may be longer than the system takes."""
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder, os.O_RDONLY)
    for name in names:
        os.mkdir(name, dir_fd=handle)
        inner = os.open(name, os.O_RDONLY, dir_fd=handle)
        os.close(handle)
        handle = inner
    with os.fdopen(os.open(file, os.O_CREAT | os.O_WRONLY, dir_fd=handle), "w") as stream:
        stream.write(text)
    os.close(handle)


@pytest.fixture
def deep(repo):
    """The function that writes a deep file; what it has written is removed by a program that can."""
    yield put_deep
    subprocess.run(["rm", "-rf", repo.path / "history"], check=True)


@pytest.mark.skipif(sys.platform == "win32", reason="paths are made by folders that are open")
@pytest.mark.parametrize("place", ["adr", "prompts"])
def test_folders_that_cannot_be_listed_are_shown(run, repo, deep, place):
    """A folder whose path is longer than the system takes is listed with its problem; all else goes on."""
    repo.write("history/adr/0001-first.md", decision(1))
    file, text = ("0003-deep.md", decision(3)) if place == "adr" else ("0003-deep.green.prompt.md", PROMPT)
    deep(repo.path / "history" / place, ["d" * 250] * 20, file, text)
    listed = json.loads(run("list", "--json").out)
    (broken,) = json.loads(run("list", "--broken", "--json").out)
    assert [record["number"] for record in listed if record["path"] != broken["path"]] == [1]
    assert "cannot be listed" in broken["problem"]
    assert "cannot be listed" in run("check", code=1).out
    run("index")
    run("site", "build", "-o", "public")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root lists every folder")
def test_folders_that_nobody_may_list_are_shown(run, repo):
    """As those of another user."""
    repo.write("history/adr/0001-first.md", decision(1))
    repo.write("history/adr/closed/0002-second.md", decision(2))
    (repo.path / "history/adr/closed").chmod(0)
    try:
        assert "cannot be listed" in run("list", "--broken").out
    finally:
        (repo.path / "history/adr/closed").chmod(0o755)


@pytest.mark.skipif(sys.platform == "win32", reason="paths are made by folders that are open")
def test_a_thousand_folders_in_each_other_are_read(run, repo, deep):
    """A path may have so many within the length that the system takes."""
    deep(repo.path / "history/adr", ["a"] * 1200, "0003-deep.md", decision(3))
    assert [record["number"] for record in json.loads(run("list", "--json").out)] == [3]
    run("site", "build", "-o", "public")
    subprocess.run(["rm", "-rf", repo.path / "public"], check=True)


def test_templates_beside_decisions_are_none(run, repo):
    """Templates in a log are not listed."""
    for name in (
        "_template.md",
        "0000-adr-template.md",
        "YYYY-MM-DD-template.md",
        "adr-template-bare-minimal.md",
        "template.md",
    ):
        repo.write(f"docs/adr/{name}", decision(0, "{proposed | accepted}"))
    repo.write("docs/adr/0005-template.md", decision(5))
    assert run("list").out.split()[0] == "ADR-0005"
    assert len(run("list").out.splitlines()) == 1
