"""Say what is missing from an answer because a central repository cannot be read."""

from __future__ import annotations

from records.cli.output import note
from records.project.central import central_problems

TYPE_CHECKING = False  # `typing` takes longer to import than most commands run
if TYPE_CHECKING:
    from records.project.project import Project


def note_central_problems(project: Project) -> None:
    """Say which repositories of `[org] central` cannot be read: their decisions are missing."""
    for problem in central_problems(project):
        note(f"[org] central: {problem}")
