"""A text of several patches is read as one change: each file once, lines that come and go again left out."""

from __future__ import annotations

import json

from records.suggest.change import read_change
from records.suggest.engine import suggest_diff
from records.suggest.series import combine, read_patch
from suggest_help import file_diff


def test_a_file_may_occur_twice(run):
    """The same path in two patches is one file with the lines of both."""
    diff = file_diff("app/a.py", ["+x = 1"]) + "".join(
        file_diff(f"app/{name}.py", ["+queue = OrderQueue()"]) for name in "abcd"
    )
    change = read_change(diff)
    assert [file.path for file in change.diff.files] == [f"app/{name}.py" for name in "abcd"]
    assert [text for _, text in change.diff.files[0].added] == ["x = 1", "queue = OrderQueue()"]
    assert "suggestions" in json.loads(run("adr", "suggest", "--stdin", "--json", stdin=diff.encode()).out)


def two_commits(repo):
    """A commit that brings a queue and a line, and one that takes the line back and removes a file."""
    repo.write("app/jobs.py", "import os\n")
    repo.write("app/old.py", "a = 1\n")
    repo.commit("begin")
    repo.write("requirements.txt", "celery\n")
    repo.write("app/jobs.py", "import os\nimport celery\nDEBUG = True\n")
    repo.write("app/tmp.py", "b = 1\n")
    repo.commit("Run jobs with Celery")
    repo.write("app/jobs.py", "import os\nimport celery\n")
    (repo.path / "app/tmp.py").unlink()
    repo.git("mv", "app/old.py", "app/new.py")
    repo.commit("Tidy up")


def test_a_log_with_patches_is_one_change(repo):
    """`git log -p`: newest first; what a later commit takes back does not count, and each commit keeps its message."""
    two_commits(repo)
    change = read_change(repo.git("log", "-p", "-M", "-2"))
    assert [(file.path, file.old_path, file.status) for file in change.diff.files] == [
        ("app/jobs.py", "app/jobs.py", "modified"),
        ("app/new.py", "app/old.py", "renamed"),
        ("requirements.txt", "requirements.txt", "added"),
    ]
    assert [text for _, text in change.diff.files[0].added] == ["import celery"]
    assert change.diff.files[0].removed == []
    assert [commit.message for commit in change.commit_messages] == ["Run jobs with Celery", "Tidy up"]


def test_a_series_of_mails_is_the_same_change(repo):
    """`git format-patch --stdout`: oldest first, with the same net change and titles."""
    two_commits(repo)
    log, mails = repo.git("log", "-p", "-M", "-2"), repo.git("format-patch", "--stdout", "-M", "-2")
    assert read_change(mails).diff.files == read_change(log).diff.files
    assert suggest_diff(mails)["suggestions"][0]["title"] == "Run jobs with Celery"


def test_a_file_that_is_moved_on_is_renamed_once():
    """Two renames in a row come to one, from the first name to the last."""
    move = "diff --git a/{0} b/{1}\nsimilarity index 100%\nrename from {0}\nrename to {1}\n"
    diff = combine([read_patch(move.format("a.py", "b.py")), read_patch(move.format("b.py", "c.py"))])
    assert [(file.old_path, file.path, file.status) for file in diff.files] == [("a.py", "c.py", "renamed")]
