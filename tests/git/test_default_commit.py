"""The default branch, read from the files of a repository."""

from __future__ import annotations

import pytest

from org_help import bare_clone, repository
from records.errors import GitError
from records.git.location import open_location
from records.git.refs import default_commit
from records.git.run import Git
from records.git.trust import _refusals
from repository import Repo, make_repo


def commit_of(path) -> str:
    """The newest commit of the default branch of the repository at a path."""
    location = open_location(str(path))
    return default_commit(Git.at(location), location)


@pytest.fixture
def work(tmp_path):
    """A repository with one commit."""
    return repository(tmp_path / "work", use_tar="Use tar")


def test_head_counts_where_there_is_no_remote(work):
    """Loose and packed refs and a detached HEAD give the same commit as git."""
    head = work.git("rev-parse", "HEAD")
    assert commit_of(work.path) == head
    work.git("pack-refs", "--all")
    assert commit_of(work.path) == head
    work.git("checkout", "-q", "--detach")
    assert commit_of(work.path) == head


def test_branch_of_the_remote_comes_before_what_is_checked_out(work, tmp_path):
    """A clone on another branch is read at the branch that the remote names as its own."""
    work.git("clone", "-q", str(work.path), str(tmp_path / "clone"))
    clone = Repo(tmp_path / "clone")
    main = clone.git("rev-parse", "origin/main")
    clone.git("checkout", "-q", "-b", "topic")
    clone.git("-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "--allow-empty", "-m", "topic")
    assert commit_of(clone.path) == main
    clone.git("pack-refs", "--all")
    assert commit_of(clone.path) == main


def test_linked_work_tree_and_bare_clone_are_repositories(work, tmp_path):
    """Each is named by its own folder, and no folder in it is."""
    head = work.git("rev-parse", "HEAD")
    work.git("worktree", "add", "-q", str(tmp_path / "linked"))
    assert commit_of(tmp_path / "linked") == head
    assert commit_of(bare_clone(work, tmp_path / "bare.git")) == head
    assert open_location(str(work.path / "history")) is None
    assert open_location(str(tmp_path)) is None


def test_repository_without_a_commit_has_none(tmp_path):
    """The branch is yet to be born."""
    assert commit_of(make_repo(tmp_path / "new").path) == ""


@pytest.mark.parametrize(
    "text", ["ref: ../../outside", "ref: refs/heads/../../x", "junk", "ref: refs/heads/a b"]
)
def test_ref_that_leads_elsewhere_is_not_followed(work, tmp_path, text):
    """Files outside the git directory are not read; such a HEAD is damaged."""
    (tmp_path / "outside").write_text("a" * 40)
    work.write(".git/HEAD", text + "\n")
    with pytest.raises(GitError, match="names neither a branch nor a commit"):
        commit_of(work.path)


def test_repository_of_somebody_else_is_refused(work, tmp_path, monkeypatch):
    """The rule of ownership holds for work trees and bare clones; `safe.directory` lifts it for both."""
    bare = bare_clone(work, tmp_path / "bare.git")
    config = tmp_path / "config"
    config.write_text(f"[safe]\n\tdirectory = {bare}\n")
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    for path in (work.path, bare):
        with pytest.raises(GitError, match="refuses"):
            Git.at(open_location(str(path))).run("rev-parse", "HEAD")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    bare_other = Git.at(open_location(str(bare)))
    _refusals.clear()
    assert bare_other.text("rev-parse", "HEAD")


def test_names_that_lead_to_names_are_followed_as_far_as_git_follows_them(work):
    """One more than that, and names in a circle, are no commit."""
    head = work.git("rev-parse", "HEAD")
    for number in range(1, 6):
        work.git(
            "symbolic-ref",
            f"refs/heads/n{number}",
            f"refs/heads/n{number - 1}" if number > 1 else "refs/heads/main",
        )
        work.write(".git/HEAD", f"ref: refs/heads/n{number}\n")
        assert commit_of(work.path) == work.git("rev-parse", "--verify", "-q", "HEAD", check=False)
        assert commit_of(work.path) == (head if number < 4 else "")
    work.write(".git/refs/heads/n1", "ref: refs/heads/n5\n")
    assert commit_of(work.path) == ""


def test_git_is_asked_where_refs_are_in_tables(work):
    """A folder `reftable` says that loose files are not the refs."""
    (work.path / ".git/reftable").mkdir()
    assert commit_of(work.path) == work.git("rev-parse", "HEAD")
