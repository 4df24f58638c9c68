"""Names of commits that people use: those that exist, and those that were probably meant."""

from __future__ import annotations

import pytest

import records.git
from records.errors import GitError
from records.git.refs import resolve
from records.git.run import Git


@pytest.mark.parametrize(
    ("branch", "revision", "meant"),
    [
        ("master", "main", "'master'"),
        ("main", "master", "'main'"),
        ("master", "origin/main", "'master'"),
        ("Feature", "feature", "'Feature'"),
        ("feature", "origin/feature", "'feature'"),
        ("work", "main", ""),
    ],
)
def test_a_branch_that_was_probably_meant_is_named(repo, branch, revision, meant):
    """The other default branch, the same name in another case, or without its remote; else the hint is general."""
    repo.git("branch", "-m", branch)
    with pytest.raises(GitError) as caught:
        resolve(Git(str(repo.path)), revision)
    assert caught.value.hint == (f"did you mean {meant}?" if meant else "name a commit, a branch or a tag")


@pytest.mark.parametrize("revision", ["HEAD", "HEAD~1", "main"])
def test_before_the_first_commit_that_is_said(repo, revision):
    """No name can be right in a repository without a commit."""
    repo.git("checkout", "-q", "--orphan", "empty")
    repo.git("branch", "-q", "-D", "main")
    with pytest.raises(GitError) as caught:
        resolve(Git(str(repo.path)), revision)
    assert caught.value.hint == "there is no commit yet: git commit makes the first one"


def test_unknown_name_of_the_package_is_an_error():
    """Names are imported when they are asked for; one that no module has is an error that names it."""
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        records.git.nothing  # noqa: B018 — asking is the test
