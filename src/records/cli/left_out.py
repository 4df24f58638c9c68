"""Say what git's sparse checkout leaves out of what a command writes."""

from __future__ import annotations

from records.cli.output import note
from records.project.left_out import describe_left_out, records_left_out

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.project.project import Project


def note_left_out(project: Project) -> None:
    """Print how many records are tracked and not in the work tree, and the command that brings them; else nothing."""
    if candidates := records_left_out(project):
        note(": ".join(describe_left_out(candidates)))
