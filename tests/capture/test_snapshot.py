"""The state of a work tree at a prompt: taken by the hook itself where it can, by Python everywhere else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

import capture_help as made
from records.capture import snapshot, spool
from records.capture.consent import switch_on
from records.git.run import Git
from records.install.agent_hooks import hook_script
from records.project.project import Project
from records.project.state_dir import StateDir

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the script is for a POSIX shell")


@pytest.fixture
def shop(tmp_path: Path) -> Project:
    """A clone that agreed to capture and whose first snapshot is taken."""
    project = made.repository(tmp_path / "shop")
    switch_on(project, 1.0)
    snapshot.take(project, "first")
    return project


def run_script(project: Project, name: str = "own", **variables: str) -> int:
    """Run the script as the hook does, and return its exit code."""
    location, state_dir = project.location, StateDir.of(project)
    assert location is not None
    command = [
        "sh",
        str(state_dir.snapshot_script),
        location.root,
        location.git_dir,
        location.common_dir,
        name,
    ]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")} | variables
    return subprocess.run(command, env=environment, check=False, capture_output=True).returncode


def taken(project: Project, name: str = "own") -> dict[str, object]:
    """Return a snapshot in the spool without its time."""
    states = {event: data for _, event, data in spool.snapshots(StateDir.of(project).spool) if data}
    assert isinstance(states[name].pop("at"), float)
    return states[name]


def change_files(root: Path) -> None:
    """Leave new, changed, removed and ignored files, another repository, and names that a shell could stumble over."""
    (root / ".gitignore").write_text("*.log\n")
    (root / "x.log").write_text("ignored")
    (root / "cart.py").unlink()
    (root / "src").mkdir()
    (root / "src" / 'a "b" $(touch c)\n;.py').write_text("1")
    (root / "größer.py").write_text("2")
    os.symlink("x.log", root / "link")
    made.repository(root / "inner")


def test_the_script_takes_the_state_that_python_takes(shop: Project) -> None:
    """The same tree, commit, branch and root, again after further changes, and nothing is left behind."""
    root = Path(shop.root)
    for change in (lambda: change_files(root), lambda: (root / "größer.py").write_text("3"), lambda: None):
        change()
        assert run_script(shop) == 0
        assert taken(shop) == snapshot.state(shop, StateDir.of(shop))
    assert {path.name for path in StateDir.of(shop).spool.iterdir()} == {"first.tree", "own.tree"}
    assert [path.name for path in StateDir.of(shop).base.glob("index*")] == ["index-.git"]


def test_the_script_in_a_linked_work_tree_a_detached_head_and_a_packed_branch(shop: Project) -> None:
    """Wherever git keeps HEAD, the commit and the branch are right."""
    root = Path(shop.root)
    made.git(root, "worktree", "add", "-q", "-b", "feature/cart", str(root.parent / "side"))
    side = Project.open(str(root.parent / "side"))
    snapshot.take(side, "first")
    (root.parent / "side" / "till.py").write_text("1")
    assert run_script(side) == 0
    assert taken(side) == snapshot.state(side, StateDir.of(side))
    assert taken(side)["branch"] == "feature/cart"
    made.git(root, "pack-refs", "--all")
    assert run_script(side) == 0
    assert taken(side) == snapshot.state(side, StateDir.of(side))
    made.git(root, "switch", "-q", "--detach")
    assert run_script(shop) == 0
    assert taken(shop) == snapshot.state(shop, StateDir.of(shop))


def test_the_script_before_the_first_commit(tmp_path: Path) -> None:
    """The branch has no commit yet."""
    made.git(tmp_path, "init", "-q", "-b", "main")
    project = Project.open(str(tmp_path))
    switch_on(project, 1.0)
    snapshot.take(project, "first")
    (tmp_path / "a.py").write_text("1")
    assert run_script(project) == 0
    assert taken(project) == snapshot.state(project, StateDir.of(project))
    assert taken(project)["head"] == ""


@pytest.mark.parametrize(
    "prepare",
    [
        lambda root: made.git(root, "config", "filter.x.clean", "touch ran"),
        lambda root: made.git(root, "config", "include.path", "other"),
        lambda root: (root / ".gitmodules").write_text(""),
        lambda root: ((root / "cart.py").unlink(), (root / "cart.py").mkdir(), (root / "cart.py/a").touch()),
        lambda root: made.git(root, "switch", "-q", "-c", 'wide"name'),
        lambda root: made.git(root, "switch", "-q", "-c", "größer"),
        lambda root: (root / ".git/records/index-.git").unlink(),
        lambda root: (root / ".git/HEAD").write_text("ref: refs/other/main\n"),
    ],
)
def test_python_takes_the_snapshot_where_the_script_must_not(shop: Project, prepare: object) -> None:
    """Filters of the repository, submodules, names to escape, no index: the script does nothing and says so."""
    prepare(Path(shop.root))  # type: ignore[operator]
    assert run_script(shop) == 1
    assert [path.name for path in StateDir.of(shop).spool.iterdir()] == ["first.tree"]


def test_python_takes_the_snapshot_of_a_root_that_needs_escaping(tmp_path: Path) -> None:
    """Quotes and letters beyond ASCII in the path."""
    for name in ('a "shop"', "größer"):
        project = made.repository(tmp_path / name)
        switch_on(project, 1.0)
        snapshot.take(project, "first")
        assert run_script(project) == 1


def test_the_script_runs_nothing_that_the_repository_names(shop: Project, tmp_path: Path) -> None:
    """Neither a file system monitor, nor hooks, nor a git of its own, nor what variables name."""
    root, ran = Path(shop.root), tmp_path / "ran"
    program = root / "git"
    program.write_text(f"#!/bin/sh\ntouch {ran}\n")
    program.chmod(0o755)
    made.git(root, "config", "core.fsmonitor", str(program))
    made.git(root, "config", "core.hooksPath", str(root))
    for name in ("post-index-change", "pre-commit"):
        (root / name).write_bytes(program.read_bytes())
        (root / name).chmod(0o755)
    assert (
        run_script(shop, GIT_DIR="/nowhere", GIT_INDEX_FILE="/nowhere", GIT_CONFIG_PARAMETERS="'a.b=c'") == 0
    )
    assert taken(shop) == snapshot.state(shop, StateDir.of(shop))
    assert run_script(shop, "again", PATH=f".:{os.environ['PATH']}") == 1
    assert run_script(shop, "again", PATH=f"{os.environ['PATH']}:") == 1
    assert not ran.exists()


def test_the_hook_takes_the_snapshot_without_python(shop: Project, tmp_path: Path) -> None:
    """At a prompt, the state is spooled under the event's name even where the interpreter is gone."""
    state_dir = StateDir.of(shop)
    state_dir.python.write_text("/nowhere/python\n")
    (tmp_path / "hook").write_text(hook_script())
    below = Path(shop.root) / "src"
    below.mkdir()
    (below / "new.py").write_text("1")
    payload = json.dumps({"session_id": "s", "prompt": "x"}).encode()
    command = ["sh", str(tmp_path / "hook"), "claude", "UserPromptSubmit"]
    done = subprocess.run(command, cwd=below, input=payload, check=True, capture_output=True)
    assert (done.stdout, done.stderr) == (b"", b"")
    [event] = spool.waiting(state_dir.spool)
    deadline = time.monotonic() + 120
    while not (state_dir.spool / f"{event.name}.tree").exists():
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert taken(shop, event.name) == snapshot.state(shop, state_dir)


def test_an_old_script_is_replaced(shop: Project) -> None:
    """The script is the one of this version after any snapshot that Python takes."""
    script = StateDir.of(shop).snapshot_script
    text = script.read_text()
    script.write_text("exit 1\n")
    snapshot.take(shop, "second")
    assert script.read_text() == text
    assert "core.fsmonitor" in text


def test_the_lock_of_a_script_that_was_killed_is_removed(shop: Project) -> None:
    """It would keep every later script from writing the tree."""
    lock = StateDir.of(shop).base / "index-.git.lock"
    lock.write_text("")
    assert run_script(shop) == 1
    snapshot.take(shop, "second")
    assert not lock.exists()
    assert run_script(shop) == 0


def test_old_objects_go_although_an_index_is_damaged(shop: Project) -> None:
    """An index from which no tree can be made keeps nothing, and is removed; the other one's objects stay."""
    state = StateDir.of(shop)
    assert shop.location is not None
    git = Git(shop.root)
    snapshot.take(shop, "one")
    (Path(shop.root) / "new.py").write_text("1")
    tree = snapshot.take(shop, "two")["tree"]
    (state.base / "index-damaged").write_bytes(b"DIRC but not for long")
    assert snapshot.prune(state, git, shop.location.common_dir, limit=0)
    assert not (state.base / "index-damaged").exists()
    assert snapshot.state(shop, state)["tree"] == tree
    assert not snapshot.prune(state, git, shop.location.common_dir, limit=0)


def test_a_state_that_cannot_be_taken_is_none(shop: Project) -> None:
    """The command that asked goes on; a file in place of the folder of objects is left as it is."""
    state = StateDir.of(shop)
    (state.base / "objects").rename(state.base / "moved")
    (state.base / "objects").write_text("a file")
    assert snapshot.try_take(shop, "one") == ""
    assert (state.base / "objects").read_text() == "a file"
