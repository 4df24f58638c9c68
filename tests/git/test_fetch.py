"""Fetching: branches move, nothing that the clone names is run, and nothing else of it changes."""

from __future__ import annotations

import pytest

from org_help import bare_clone, repository
from records.errors import GitError
from records.git.fetch import fetch_clone, fetch_origin
from records.git.location import open_location
from repository import Repo


@pytest.fixture
def hub(tmp_path):
    """A repository that others are clones of."""
    return repository(tmp_path / "hub", use_tar="Use tar")


def clone(hub: Repo, name: str, *options: str) -> Repo:
    """A clone beside it."""
    path = hub.path.parent / name
    hub.git("clone", "-q", *options, f"file://{hub.path}", str(path))
    return Repo(path)


def test_clone_of_an_address_is_made_and_follows_its_default_branch(hub, tmp_path):
    """The first fetch makes a bare clone, the next ones move it; HEAD is the branch that the remote names."""
    hub.git("branch", "-m", "trunk")
    target = str(tmp_path / "clones" / "hub.git")
    assert fetch_clone(target, str(hub.path)) == 1
    assert fetch_clone(target, str(hub.path)) == 0
    hub.git("branch", "-m", "other")
    assert fetch_clone(target, str(hub.path)) == 1
    assert Repo(tmp_path / "clones/hub.git").git("rev-parse", "HEAD") == hub.git("rev-parse", "HEAD")


def test_clone_that_is_a_link_is_refused(hub, tmp_path):
    """A link in its place could lead into any repository."""
    other = repository(tmp_path / "other", use_zip="Use zip")
    (tmp_path / "link.git").symlink_to(other.path / ".git")
    with pytest.raises(GitError, match="is a link"):
        fetch_clone(str(tmp_path / "link.git"), str(hub.path))
    (tmp_path / "work").mkdir()
    with pytest.raises(GitError, match="no bare clone"):
        fetch_clone(str(other.path), str(hub.path))


def test_remote_branches_of_a_work_tree_move_and_nothing_else(hub):
    """What is checked out, the branches of the clone and its files stay."""
    work = clone(hub, "work")
    before = work.git("rev-parse", "HEAD")
    new = hub.commit("more")
    location = open_location(str(work.path))
    assert fetch_origin(location) == 1
    assert fetch_origin(location) == 0
    assert work.git("rev-parse", "HEAD") == before
    assert work.git("rev-parse", "origin/main") == new
    assert work.git("fsck", "--no-dangling") == ""
    assert work.git("status", "--porcelain") == ""


def test_shallow_clone_stays_whole(hub):
    """The boundaries of a shallow history are kept."""
    hub.commit("second")
    work = clone(hub, "shallow", "--depth=1")
    hub.commit("third")
    assert fetch_origin(open_location(str(work.path))) == 1
    assert work.git("log", "--format=%s", "origin/main").splitlines()[0] == "third"


def test_bare_clone_only_moves_forward(hub, tmp_path):
    """A branch of a bare clone that has commits of its own is not overwritten."""
    path = bare_clone(hub, tmp_path / "mirror.git")
    new = hub.commit("more")
    location = open_location(str(path))
    assert fetch_origin(location) == 1
    assert Repo(path).git("rev-parse", "main") == new
    hub.git("reset", "-q", "--hard", "HEAD~1")
    hub.commit("another")
    with pytest.raises(GitError, match=r"git fetch failed"):
        fetch_origin(location)
    assert Repo(path).git("rev-parse", "main") == new


def test_repository_without_a_remote_has_nothing_to_fetch(hub):
    """None says so."""
    assert fetch_origin(open_location(str(hub.path))) is None


def test_nothing_that_a_clone_names_is_run(hub, tmp_path):
    """Programs in the clone's settings, its hooks, and addresses that run programs count for nothing."""
    work = clone(hub, "work")
    canary = tmp_path / "ran"
    program = tmp_path / "program"
    program.write_text(f'#!/bin/sh\ntouch {canary}\nexec git-upload-pack "$@"\n')
    program.chmod(0o755)
    for name in ("core.sshCommand", "core.gitProxy", "core.fsmonitor", "credential.helper", "remote.origin.uploadpack",
                 "core.askPass", "gc.recentObjectsHook", "core.alternateRefsCommand", "receive.fsck"):  # fmt: skip
        work.git("config", name, str(program))
    for name in ("reference-transaction", "post-merge", "pre-auto-gc", "post-checkout"):
        work.write(f".git/hooks/{name}", program.read_text()).chmod(0o755)
    hub.commit("more")
    assert fetch_origin(open_location(str(work.path))) == 1
    work.git("config", "remote.origin.url", f"ext::{program}")
    work.git("config", "protocol.ext.allow", "always")
    with pytest.raises(GitError, match="not allowed"):
        fetch_origin(open_location(str(work.path)))
    assert not canary.exists()


def test_remote_that_is_gone_is_an_error_with_its_reason(tmp_path):
    """The first message of git is passed on."""
    with pytest.raises(GitError, match="does not appear to be a git repository"):
        fetch_clone(str(tmp_path / "x.git"), str(tmp_path / "nowhere"))


def test_boundaries_of_a_shallow_remote_are_kept(hub):
    """A clone of a shallow clone ends where that one does, before and after it has fetched."""
    hub.commit("second")
    work = clone(hub, "work")
    shallow = clone(hub, "shallow", "--depth=1")
    shallow.git("checkout", "-q", "-b", "topic")
    shallow.git("-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "--allow-empty", "-m", "third")
    target = hub.path.parent / "clones/shallow.git"
    assert fetch_clone(str(target), str(shallow.path)) == 2
    assert Repo(target).git("log", "--format=%s", "topic").splitlines() == ["third", "second"]
    assert Repo(target).git("fsck", "--no-dangling") == ""
    assert work.git("rev-parse", "--is-shallow-repository") == "false"


def test_clone_of_a_remote_without_a_branch_checked_out_keeps_its_head(hub, tmp_path):
    """A detached HEAD names no branch: what the clone had as its own stays."""
    target = str(tmp_path / "clones" / "hub.git")
    fetch_clone(target, str(hub.path))
    head = Repo(tmp_path / "clones/hub.git").git("symbolic-ref", "HEAD")
    hub.git("checkout", "-q", "--detach")
    hub.git("branch", "-m", "main", "trunk")
    assert fetch_clone(target, str(hub.path)) == 1
    assert Repo(tmp_path / "clones/hub.git").git("symbolic-ref", "HEAD") == head
