"""Where a repository is: the folders and links that lead to it."""

from __future__ import annotations

import pytest

from records.git.location import find_location


@pytest.mark.parametrize("text", [None, "", "no link\n", "gitdir: ../nowhere\n"])
def test_what_only_looks_like_a_repository_is_passed_over(repo, text):
    """A folder `.git` with nothing in it, and a file that leads nowhere, do not hide the repository around them."""
    dot_git = repo.path / "inner/.git"
    if text is None:
        dot_git.mkdir(parents=True)
    else:
        repo.write("inner/.git", text)
    assert find_location(str(dot_git.parent)) == find_location(str(repo.path))


def test_work_trees_are_listed_but_for_damaged_ones(repo, tmp_path):
    """One whose folder is gone, or whose link is empty, is no work tree that could be looked at."""
    for name in ("whole", "gone", "damaged"):
        repo.git("worktree", "add", "-q", str(tmp_path / name))
    (tmp_path / "gone").rename(tmp_path / "elsewhere")
    repo.write(".git/worktrees/damaged/gitdir", "")
    location = find_location(str(tmp_path / "whole"))
    assert location.worktrees() == sorted([str(repo.path), str(tmp_path / "whole")])
