"""Take the state of a work tree without touching it: a tree in an object store of our own."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING

from records.git import Git
from records.git.refs import current_branch, head_commit
from records.git.work_tree import paths_between_trees, write_tree
from records.project.state_dir import StateDir

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
    told = state(project, state_dir)
    state_dir.spool.mkdir(mode=0o700, parents=True, exist_ok=True)
    final = state_dir.spool / f"{name}.tree"
    hidden = final.with_name(f".{final.name}.{os.getpid()}")
    hidden.write_text(json.dumps({**told, "at": time.time()}), "utf-8")
    hidden.replace(final)
    return told


def state(project: Project, state_dir: StateDir) -> dict[str, str]:
    """The tree, commit and branch of the work tree at this moment.

    Raises:
        GitError: git is missing or refuses.
    """
    location = project.location
    assert location is not None, "StateDir.of has looked"  # noqa: S101 — for the type checker
    git = Git(location.root)
    index = state_dir.base / ("index-" + hashlib.sha256(location.root.encode()).hexdigest()[:12])
    mine = index.with_name(f"{index.name}.{os.getpid()}")
    for known in (index, Path(location.git_dir) / "index"):
        if known.exists():
            shutil.copy2(known, mine)  # with its time: git tells by it which entries it must look at again
            break
    objects = state_dir.base / "objects"
    objects.mkdir(mode=0o700, parents=True, exist_ok=True)
    own = _own_store(state_dir, Path(location.common_dir), mine)
    try:
        tree = write_tree(git, own)
        if mine.exists():
            mine.replace(index)
    finally:
        mine.unlink(missing_ok=True)
    return {
        "tree": tree,
        "head": head_commit(git),
        "branch": current_branch(git),
        "root": location.root,
    }


def prune(state_dir: StateDir, most: int = 5000) -> bool:
    """Throw the objects of old snapshots away when there are many; tells whether it did.

    For a moment when no turn waits for its snapshots; what was attributed stays as it is.
    """
    objects = state_dir.base / "objects"
    count = sum(len(list(folder.iterdir())) for folder in objects.glob("??"))
    if count <= most:
        return False
    shutil.rmtree(objects, ignore_errors=True)
    for index in state_dir.base.glob("index-*"):
        index.unlink(missing_ok=True)
    return True


def changed(git: Git, state_dir: StateDir, common: Path, before: str, after: str) -> set[str]:
    """The paths that differ between two trees that were taken.

    Raises:
        GitError: a tree is no longer there.
    """
    if before == after:
        return set()
    own = _own_store(state_dir, common, state_dir.base / "index-none")
    return paths_between_trees(git, before, after, own)


def _own_store(state_dir: StateDir, common: Path, index: Path) -> dict[str, str]:
    return {
        "GIT_INDEX_FILE": str(index),
        "GIT_OBJECT_DIRECTORY": str(state_dir.base / "objects"),
        "GIT_ALTERNATE_OBJECT_DIRECTORIES": str(common / "objects"),
    }
