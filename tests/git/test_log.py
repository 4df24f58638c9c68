"""The history as git's log gives it: how often files change, and the merge that brought a commit in."""

from __future__ import annotations

import pytest

from records.git.log import change_counts, commits, merge_of
from records.git.run import Git
from records.project.project import Project
from repository import Repo

DAY = 86_400


@pytest.fixture
def merged(repo, monkeypatch):
    """A main line with branches that were merged a day, and half a year, after their commits."""
    clock = iter(range(1_700_000_000, 2_000_000_000, DAY))

    def tick(days=0):
        date = f"{next(clock) + days * DAY} +0200"
        monkeypatch.setenv("GIT_COMMITTER_DATE", date)
        monkeypatch.setenv("GIT_AUTHOR_DATE", date)

    def commit(name, days=0):
        tick(days)
        repo.write(f"{name}.txt", f"{name}\n")
        return repo.commit(name)

    def merge(name, days=0):
        tick(days)
        repo.git("merge", "-q", "--no-ff", "-m", f"Merge {name}", name)
        return repo.git("rev-parse", "HEAD")

    ids = {"first": commit("first")}
    main = repo.git("branch", "--show-current")
    for name in ("soon", "late", "inner"):
        repo.git("branch", "-q", name)
    for name in ("soon", "late", "inner"):
        repo.git("checkout", "-q", name)
        ids[name] = commit(name)
    repo.git("checkout", "-q", "soon")
    merge("inner")
    repo.git("checkout", "-q", main)
    ids["own"] = commit("own")
    ids["Merge soon"] = merge("soon")
    for n in range(5):
        commit(f"between{n}", 40 * n)
    ids["Merge late"] = merge("late", 200)
    ids["last"] = commit("last", 201)
    return repo, ids


@pytest.mark.parametrize(
    ("name", "merge"),
    [
        ("soon", "Merge soon"),
        ("inner", "Merge soon"),
        ("late", "Merge late"),
        ("own", ""),
        ("first", ""),
        ("last", ""),
    ],
)
@pytest.mark.parametrize("is_dated", [True, False])
def test_the_merge_into_the_main_line(merged, name, merge, is_dated):
    """However late it came, with the date of the commit and without; a commit of the main line has none."""
    repo, ids = merged
    git = Project.open(str(repo.path)).git()
    date = commits(git, [ids[name]])[ids[name]].committed if is_dated else ""
    found = merge_of(git, ids[name], "HEAD", date)
    assert (found.id if found else "") == ids.get(merge, "")


def test_a_date_that_cannot_be_right_costs_only_time(merged):
    """A clock that was wrong, or no date at all, leaves the answer as it is."""
    repo, ids = merged
    git = Project.open(str(repo.path)).git()
    for date in ("1970-01-01T00:00:00+00:00", "9999-12-31T23:59:59+00:00", "yesterday"):
        assert merge_of(git, ids["late"], "HEAD", date).id == ids["Merge late"]


def test_how_often_files_change_is_counted_to_the_end_of_a_shallow_history(repo, tmp_path):
    """The commit at which a shallow clone ends seems to add all files: it is left out."""
    repo.write("a.txt", "1\n")
    repo.commit("first")
    repo.write("a.txt", "2\n")
    repo.write("b c.txt", "1\n")
    repo.commit("second")
    repo.write("a.txt", "3\n")
    repo.commit("third")
    assert change_counts(Git(str(repo.path)), "HEAD", 30) == {"README.md": 1, "a.txt": 3, "b c.txt": 1}
    repo.git("clone", "-q", "--depth=2", f"file://{repo.path}", str(tmp_path / "shallow"))
    assert change_counts(Git(str(tmp_path / "shallow")), "HEAD", 30) == {"a.txt": 1}


def test_nothing_has_changed_before_the_first_commit(tmp_path):
    """A repository without a commit has no history to count."""
    empty = Repo(tmp_path)
    empty.git("init", "-q")
    assert change_counts(Git(str(tmp_path)), "HEAD", 30) == {}
