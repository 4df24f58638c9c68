"""The history as git's log gives it: how often files change."""

from __future__ import annotations

from records.git.log import change_counts
from records.git.run import Git
from repository import Repo


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
