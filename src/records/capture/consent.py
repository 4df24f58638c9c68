"""Whether someone on this clone agreed to be recorded: a committed hook alone records nobody."""

from __future__ import annotations

import sys

from records.dataclass import dataclass
from records.project.stamp import remove_state, write_state
from records.project.state_dir import StateDir, read_state

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.project.project import Project


@dataclass(frozen=True, slots=True)
class Consent:
    """The state of capture on a clone: agreed to since when (0 for not at all), and paused or not."""

    since: float
    paused: bool

    @property
    def on(self) -> bool:
        """Return whether hooks record now."""
        return bool(self.since) and not self.paused


def state(project: Project) -> Consent:
    """Return whether capture is on.

    Raises:
        NotFound: the project is in no repository.
    """
    state_dir = StateDir.of(project)
    return Consent(since(project), state_dir.paused.exists())


def since(project: Project) -> float:
    """Return when someone agreed, in seconds since 1970; 0 when nobody did."""
    path = StateDir.of(project).consent
    text = read_state(path)
    try:
        return float((text or b"0").decode("ascii").strip() or 0)
    except ValueError:
        return path.stat().st_mtime


def switch_on(project: Project, now: float) -> None:
    """Agree, for this clone and all its work trees.

    Raises:
        NotFound: the project is in no repository.
    """
    state_dir = StateDir.of(project)
    state_dir.make()
    remove_state(state_dir.paused)
    write_state(state_dir.python, f"{sys.executable}\n".encode())
    if not state_dir.consent.exists():
        write_state(state_dir.consent, f"{now:.3f}\n".encode("ascii"))


def switch_off(project: Project) -> None:
    """Pause capture; what is in the ledger stays.

    Raises:
        NotFound: the project is in no repository.
    """
    state_dir = StateDir.of(project)
    state_dir.make()
    write_state(state_dir.paused, b"")
