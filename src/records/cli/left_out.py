"""Say what git's sparse checkout leaves out of what a command writes."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from records.cli.output import note
from records.model.record_paths import log_directory
from records.project.work_tree import records_left_out
from records.text.plural import counted

if TYPE_CHECKING:
    from records.project.project import Project


def note_left_out(project: Project) -> None:
    """Print how many records are tracked and not in the work tree, and the command that brings them; else nothing."""
    if candidates := records_left_out(project):
        count, path = counted(len(candidates), "record"), candidates[0].path
        note(
            f"git's sparse checkout leaves out {count}, such as {path}: git sparse-checkout add "
            f"{shlex.quote(log_directory(path))}"
        )
