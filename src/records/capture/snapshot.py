"""Take snapshots of a work tree without touching it: each is a tree in an object store of our own."""

from __future__ import annotations

import json
import os
import shutil
import time
from pathlib import Path

from records.errors import GitError
from records.git import Git
from records.git.refs import current_branch, head_commit
from records.git.run import shell_environment
from records.git.work_tree import paths_between_trees, tree_objects, write_tree, write_tree_of_index
from records.project.stamp import make_state_folder, move_state, remove_state, write_state
from records.project.state_dir import StateDir, read_state
from records.regular_file import read_beside, read_bytes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.project.project import Project


def take(project: Project, name: str) -> dict[str, str]:
    """Take the work tree's state and spool it under the event's *name*.

    `.gitignore` is respected; neither the index nor the object store of the repository is used.

    Raises:
        GitError: git is missing or refuses.
        NotFound: the project is in no repository.
    """
    state_dir = StateDir.of(project)
    data = state(project, state_dir)
    install_script(state_dir)
    path = state_dir.spool / f"{name}.tree"
    make_state_folder(path, 0o700)
    write_state(path, json.dumps({**data, "at": time.time()}).encode("utf-8"))
    return data


def try_take(project: Project, name: str) -> str:
    """Take the work tree's state as `take` does, and return its tree; empty where git or the disk refuses."""
    try:
        return take(project, name)["tree"]
    except (GitError, OSError):
        return ""


def state(project: Project, state_dir: StateDir) -> dict[str, str]:
    """Return the tree, commit and branch of the work tree at this moment.

    Raises:
        GitError: git is missing or refuses.
    """
    location = project.location
    assert location is not None, "StateDir.of has looked"  # noqa: S101 — for the type checker
    git = Git(location.root)
    index = state_dir.base / ("index-" + os.path.basename(location.git_dir))
    remove_state(index.with_name(f"{index.name}.lock"))  # of a script that was killed
    mine = index.with_name(f"{index.name}.{os.getpid()}")
    for source in (index, Path(location.git_dir) / "index"):
        if source.exists():
            shutil.copy2(source, mine)  # with its time: git decides by it which entries to look at again
            break
    objects = state_dir.base / "objects"
    make_state_folder(objects / "kept", 0o700)
    own = _own_store(state_dir, location.common_dir, mine)
    try:
        tree = write_tree(git, own)
        if mine.exists():
            move_state(mine, index)
    finally:
        remove_state(mine)
    return {
        "tree": tree,
        "head": head_commit(git),
        "branch": current_branch(git),
        "root": location.root,
    }


def install_script(state_dir: StateDir) -> None:
    """Write the script with which the hook takes a snapshot without starting Python, unless it is there already."""
    text = read_beside(__file__, "snapshot.sh").decode().replace("# ENVIRONMENT\n", shell_environment())
    if read_state(str(state_dir.snapshot_script)) != text.encode():
        write_state(state_dir.snapshot_script, text.encode("utf-8"))


def prune(state_dir: StateDir, git: Git, common_dir: str, limit: int = 5000) -> bool:
    """Delete the objects of old snapshots when many have gathered since the last time; returns whether it did.

    What the newest snapshot of each work tree consists of stays, so that the next one need not read all files again.
    For a moment when no turn waits for its snapshots; what was attributed stays as it is.
    """
    objects = state_dir.base / "objects"
    count_file = objects / "kept"
    files = [file for folder in objects.glob("??") for file in folder.iterdir()]
    if len(files) <= limit + _saved_count(count_file):
        return False
    live_objects: set[str] = set()
    for index in state_dir.base.glob("index-*"):
        own = _own_store(state_dir, common_dir, index)
        try:
            live_objects |= tree_objects(git, [write_tree_of_index(git, own)], own)
        except GitError:
            remove_state(index)
    live_count = 0
    for file in files:
        if file.parent.name + file.name in live_objects:
            live_count += 1
        else:
            remove_state(file)
    write_state(count_file, str(live_count).encode("ascii"))
    return True


def _saved_count(path: Path) -> int:
    try:
        return int(read_bytes(path))
    except (OSError, ValueError):
        return 0


def changed_paths(git: Git, state_dir: StateDir, common_dir: str, before: str, after: str) -> set[str]:
    """Return the paths that differ between the trees of two snapshots.

    Raises:
        GitError: a tree is no longer there.
    """
    if before == after:
        return set()
    return paths_between_trees(git, before, after, object_store(state_dir, common_dir))


def object_store(state_dir: StateDir, common_dir: str) -> dict[str, str]:
    """Return the variables with which git finds the objects of snapshots, and those of the repository."""
    return _own_store(state_dir, common_dir, state_dir.base / "index-none")


def _own_store(state_dir: StateDir, common_dir: str, index: Path) -> dict[str, str]:
    return {
        "GIT_INDEX_FILE": str(index),
        "GIT_OBJECT_DIRECTORY": str(state_dir.base / "objects"),
        "GIT_ALTERNATE_OBJECT_DIRECTORIES": os.path.join(common_dir, "objects"),
    }
