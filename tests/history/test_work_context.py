"""The files of a prompt record: the work, seen from the root."""

import json
import shutil

import pytest


def test_the_file_that_holds_the_prompt_is_no_changed_file(run, repo):
    """Nor is the answer's file, nor the pages that were built of the records."""
    repo.write("prompt.txt", "please")
    repo.write("answer.txt", "done")
    repo.write("src/login.py", "x = 1\n")
    run("site", "build")
    run(
        "phr",
        "new",
        "Login",
        "--stage",
        "green",
        "--prompt-file",
        "prompt.txt",
        "--response-file",
        "answer.txt",
    )
    assert json.loads(run("show", "general/1", "--json").out)["files"] == ["src/login.py"]


def test_a_folder_called_site_that_we_did_not_build_is_work(run, repo):
    """Only a site built by records is left out of the changed files."""
    repo.write("site/index.html", "<h1>Ours</h1>\n")
    run("phr", "new", "Page", "--stage", "green", "--prompt", "a page")
    assert json.loads(run("show", "general/1", "--json").out)["files"] == ["site/index.html"]


def test_finishing_in_a_folder_of_its_own_lists_paths_from_there(run, repo):
    """In a project below the top, changed files are relative to the project."""
    repo.write("app/.records/config.toml", "")
    repo.commit()
    run("-C", "app", "phr", "new", "Begin", "--stage", "green", "--prompt", "p")
    repo.write("app/src/a.py", "x = 1\n")
    run("-C", "app", "phr", "finish", "general/1", "--outcome", "It works")
    assert "src/a.py" in json.loads(run("-C", "app", "show", "general/1", "--json").out)["files"]


def test_files_are_named_as_the_caller_sees_them(run, repo, monkeypatch):
    """`--file` is relative to the current directory."""
    repo.write("pkg/sub/m.py", "x = 1\n")
    repo.write("setup.py", "y = 1\n")
    monkeypatch.chdir(repo.path / "pkg/sub")
    run(
        "phr",
        "new",
        "Sub",
        "--stage",
        "misc",
        "--prompt",
        "x",
        "--file",
        "m.py",
        "--file",
        "../../setup.py",
        "--file",
        "gone.py",
    )
    assert json.loads(run("show", "general/1", "--json").out)["files"] == [
        "pkg/sub/m.py",
        "setup.py",
        "gone.py",
    ]


def test_records_and_what_comes_from_them_are_no_work(run, repo):
    """Decisions, the index, `history/`, a built site and the prompt's own file are left out; changed code stays."""
    run("init")
    run("site", "build", "-o", "docs/pages")
    repo.write("history/notes.md", "n\n")
    repo.write("docs/decisions/0001-x.md", "# 1. X\n\n## Status\n\nAccepted\n")
    repo.write("notes/ask.txt", "Please.\n")
    repo.write("src/app.py", "x = 1\n")
    run("phr", "new", "T", "--stage", "green", "--prompt-file", "notes/ask.txt")
    files = json.loads(run("phr", "list", "--json").out)[0]["files"]
    assert [name for name in files if not name.startswith("docs/decisions")] == ["src/app.py"]


@pytest.mark.parametrize("folder", ["site", "docs/public", "web/pages/history"])
def test_a_built_site_that_was_removed_is_no_work(run, repo, folder):
    """Its mark is in the commit before alone; a page of somebody's own that was removed is work."""
    run("init")
    run("site", "build", "-o", folder)
    repo.write("own/index.html", "<h1>Ours</h1>\n")
    repo.commit()
    shutil.rmtree(repo.path / folder)
    (repo.path / "own/index.html").unlink()
    run("phr", "new", "Without a site", "--stage", "green", "--prompt", "remove it")
    assert json.loads(run("show", "general/1", "--json").out)["files"] == ["own/index.html"]


def test_a_site_that_was_removed_in_a_commit_is_no_work(run, repo):
    """With `--since`, and when a record is finished, the mark is in the commit that is compared with."""
    run("init")
    run("site", "build", "-o", "public")
    repo.commit()
    run("phr", "new", "Begin", "--stage", "green", "--prompt", "remove it")
    shutil.rmtree(repo.path / "public")
    repo.write("src/app.py", "x = 1\n")
    repo.commit()
    run("phr", "new", "T", "--stage", "green", "--prompt", "p", "--since", "HEAD~1")
    run("phr", "finish", "general/1", "--outcome", "It is gone")
    for ref in ("general/1", "general/2"):
        assert json.loads(run("show", ref, "--json").out)["files"] == ["src/app.py"]


def test_a_site_that_was_moved_is_no_work(run, repo):
    """Neither under its old name nor under its new one."""
    run("init")
    run("site", "build", "-o", "public")
    repo.commit()
    (repo.path / "public").rename(repo.path / "www")
    run("phr", "new", "T", "--stage", "green", "--prompt", "p")
    assert json.loads(run("show", "general/1", "--json").out)["files"] == []


@pytest.mark.parametrize("place", [".", "app", "app/lib"])
def test_settings_and_records_of_every_project_are_no_work(run, repo, place):
    """In a repository with several projects, what one records is no work in another; other folders `history` are."""
    for project in (".", "app", "app/lib"):
        repo.write(f"{project}/.records/config.toml", "")
        run("-C", project, "init")
        run("-C", project, "index")
    repo.write("app/lib/src/history/undo.py", "x = 1\n")
    repo.write("app/lib/my.records/data.txt", "x\n")
    run("-C", place, "phr", "new", "T", "--stage", "green", "--prompt", "p")
    files = json.loads(run("-C", place, "show", "general/1", "--json").out)["files"]
    assert [path.removeprefix("app/").removeprefix("lib/") for path in files] == [
        "my.records/data.txt",
        "src/history/undo.py",
    ]
