"""The log of commits is kept in the git directory, added to, and never believed when it is damaged."""

from __future__ import annotations

import base64
import os
import zlib

import pytest

from records.git.run import Git
from records.project.commit_log import _MAGIC, commit_log
from records.project.project import Project


@pytest.fixture
def project(repo):
    repo.write("shop/a.py", "one = 1\n")
    repo.commit("Begin")
    repo.git("mv", "shop/a.py", "shop/b.py")
    repo.commit("Move it")
    return Project.open(str(repo.path))


def rows(project):
    return [
        (commit.subject, sorted((change.status, change.path) for change in commit.changes))
        for commit in commit_log(project)
        if commit.subject != "begin"
    ]


EXPECTED = [("Move it", [("A", "shop/b.py"), ("D", "shop/a.py")]), ("Begin", [("A", "shop/a.py")])]


def test_commits_come_newest_first_with_their_files(project):
    """A renamed file is one that went and one that came; the second time nothing differs."""
    assert rows(project) == EXPECTED
    assert rows(project) == EXPECTED


def test_only_what_came_since_is_asked_of_git(project, repo, monkeypatch):
    """With a kept log git is asked for the new commits alone, and for none where nothing is new."""
    rows(project)
    spans: list[str] = []
    run = Git.run

    def record(self, *args, **options):
        if args[0] == "log":
            spans.append(args[-2])
        return run(self, *args, **options)

    monkeypatch.setattr(Git, "run", record)
    assert rows(project) == EXPECTED
    assert spans == []
    old = repo.git("rev-parse", "HEAD").strip()
    repo.write("shop/c.py", "two = 2\n")
    repo.commit("Add another")
    assert rows(project)[0] == ("Add another", [("A", "shop/c.py")])
    assert [span.partition("..")[0] for span in spans] == [old]


def test_a_history_that_was_rewritten_is_read_again(project, repo):
    """Commits that are no longer part of the history are not in the log, whatever is kept."""
    rows(project)
    repo.git("reset", "-q", "--hard", "HEAD~1")
    assert [subject for subject, _ in rows(project)] == ["Begin"]
    repo.write("shop/d.py", "x = 1\n")
    repo.commit("Go on")
    assert [subject for subject, _ in rows(project)] == ["Go on", "Begin"]


@pytest.mark.parametrize("damage", [b"", b"records log 1 1 abc\nAAAA", b"\xff\x00", b"records log 1 x y\n!"])
def test_a_damaged_file_is_not_believed(project, damage):
    """Whatever the kept file holds, the answer is that of git, and the file is written again."""
    rows(project)
    path = project.state_dir.commit_log
    with open(path, "wb") as file:
        file.write(damage)
    assert rows(project) == EXPECTED
    assert os.path.getsize(path) > 20


@pytest.mark.parametrize(("head", "data"), [("main", b"no data of zlib"), ("m\xe4in", zlib.compress(b""))])
def test_a_file_of_another_making_is_not_believed(project, head, data):
    """Its sum is right, and what it holds was never written by this version."""
    rows(project)
    rest = f"{head}\n".encode("latin-1")
    sum_of_both = zlib.crc32(rest.strip() + data)
    with open(project.state_dir.commit_log, "wb") as file:
        file.write(b"%s %d %s\n%s" % (_MAGIC, sum_of_both, rest.strip(), base64.b64encode(data)))
    assert rows(project) == EXPECTED


def test_outside_a_repository_there_are_no_commits(tmp_path):
    """A folder of records has no history, which is no error."""
    (tmp_path / "history/adr").mkdir(parents=True)
    assert commit_log(Project.open(str(tmp_path))) == []


def test_a_shallow_clone_keeps_nothing(project, repo, tmp_path):
    """Where the history is cut nothing is kept, since it may be completed later."""
    clone = tmp_path / "clone"
    repo.git("clone", "-q", "--depth", "1", f"file://{repo.path}", str(clone))
    shallow = Project.open(str(clone))
    assert rows(shallow) == [("Move it", [])]
    assert not os.path.exists(shallow.state_dir.commit_log)


@pytest.mark.parametrize("how", ["replace", "packed", "graft", "tables"])
def test_a_history_that_is_replaced_is_asked_of_git_each_time(project, repo, how):
    """Where commits stand for others, an id says nothing about the history behind it."""
    assert rows(project) == EXPECTED
    first = repo.git("rev-list", "--max-parents=0", "HEAD")
    if how == "graft":
        repo.write(".git/info/grafts", f"{repo.git('rev-parse', 'HEAD')} {first}\n")
    else:
        new = repo.git("commit-tree", "HEAD^{tree}", "-p", first, "-m", "Move it")
        repo.git("replace", "HEAD", new)
    if how == "packed":
        repo.git("pack-refs", "--all")
    elif how == "tables":  # git is asked, which tells of any refs
        repo.write(".git/reftable/tables.list", "")
    assert [subject for subject, _ in rows(project)] == ["Move it"]


def test_a_history_that_tables_of_refs_do_not_replace_is_kept(project, repo):
    """Git says that nothing stands for a commit."""
    repo.write(".git/reftable/tables.list", "")
    assert rows(project) == EXPECTED
    assert os.path.exists(project.state_dir.commit_log)
