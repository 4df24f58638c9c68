"""The records that git's sparse checkout leaves out of the work tree."""

from __future__ import annotations

import os
import shlex

from records.git.work_tree import left_out
from records.model.record_paths import log_directory
from records.project.discovery import discover_among
from records.text.plural import counted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from records.project.discovery import Candidate
    from records.project.project import Project

_FEW = 3


def records_left_out(project: Project) -> tuple[Candidate, ...]:
    """Return the records that git's sparse checkout leaves out: they are tracked, and cannot be read."""
    git = project.git()
    if git is None or project.location is None or project.revision is not None:
        return ()
    paths = [
        path
        for path in left_out(git, project.location.git_dir)
        if not os.path.lexists(os.path.join(project.root, path))
    ]
    return tuple(discover_among(paths, project.store.roots))


def describe_left_out(candidates: Sequence[Candidate]) -> tuple[str, str]:
    """Return a message and a hint about the records that git's sparse checkout leaves out.

    Args:
        candidates: at least one, see `records_left_out`.
    """
    folders = sorted({log_directory(candidate.path) for candidate in candidates})
    names = shlex.join(folders[:_FEW]) + (" …" if len(folders) > _FEW else "")
    count = counted(len(candidates), "record")
    message = f"git's sparse checkout leaves out {count} in {', '.join(folders[:_FEW])}"
    return message, f"git sparse-checkout add {names}"
