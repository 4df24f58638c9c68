"""Where what follows from commits is stored by their ids: nowhere if an id does not say what its history is."""

from __future__ import annotations

from records.git.refs import has_fixed_history

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.project.project import Project
    from records.project.state_dir import StateDir


def history_state(project: Project) -> StateDir | None:
    """Return the state directory for that; None outside a repository, and where history is cut off or replaced."""
    git = project.git()
    if git is None or project.location is None or not has_fixed_history(git, project.location):
        return None
    return project.state_dir
