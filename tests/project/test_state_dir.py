"""Where state is kept outside the work tree."""

from __future__ import annotations

from pathlib import Path

import pytest

from records import capture_hook
from records.errors import NotFound
from records.project.project import Project
from records.project.state_dir import StateDir, clone_key


def test_the_shared_state_lies_in_the_git_directory(repo):
    """The spool of a clone is below its git directory, where the hook script writes too."""
    state_dir = StateDir.of(Project.open(str(repo.path)))
    assert state_dir.spool == repo.path / ".git" / "records" / "spool"
    assert capture_hook.common_dir(str(repo.path)) == str(state_dir.base.parent)


def test_work_trees_share_what_capture_keeps(repo, tmp_path):
    """A linked work tree has the ledger of its clone and a cache of its own."""
    repo.commit("first")
    repo.git("worktree", "add", "-q", str(tmp_path / "side"))
    main, side = (StateDir.of(Project.open(str(path))) for path in (repo.path, tmp_path / "side"))
    assert (main.ledger, main.lock, main.key) == (side.ledger, side.lock, side.key)
    assert main.index != side.index


def test_projects_in_one_work_tree_share_no_cache(repo):
    """A project in a folder of the work tree derives its own cache, search index and pages."""
    repo.write("shop/.records/config.toml", "")
    top = Project.open(str(repo.path)).state_dir
    shop = Project.open(str(repo.path / "shop")).state_dir
    assert top is not None
    assert shop is not None
    assert top.ledger == shop.ledger
    assert {top.index, top.site_cache("x")}.isdisjoint({shop.index, shop.site_cache("x")})


def test_outside_a_repository_there_is_no_state(tmp_path):
    """A project in no repository keeps nothing; what needs state says so."""
    project = Project.open(str(tmp_path))
    assert project.state_dir is None
    with pytest.raises(NotFound, match="is not in a git repository"):
        StateDir.of(project)


def test_the_key_is_made_once_and_only_its_owner_reads_it(tmp_path):
    """The key of a clone is random, stays the same, and is readable by its owner only."""
    path = Path(tmp_path, "records", "key")
    key = clone_key(str(path))
    assert len(key) == 32
    assert clone_key(str(path)) == key
    assert path.stat().st_mode & 0o777 == 0o600
