"""Where capture keeps its own things: below the git directory that all work trees of a clone share."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from records.errors import NotFound

if TYPE_CHECKING:
    from records.project.project import Project


@dataclass(frozen=True, slots=True)
class Place:
    """The folder `<git common directory>/records` and what lies in it.

    Nothing in it is in a work tree, and nothing is ever pushed.
    """

    base: Path

    @classmethod
    def of(cls, project: Project) -> Place:
        """The place of a project.

        Raises:
            NotFound: the project is in no git repository.
        """
        if project.location is None:
            raise NotFound(
                f"{project.root} is not in a git repository",
                "capture keeps its spool and ledger in the git directory: git init",
            )
        return cls(Path(project.location.common_dir) / "records")

    @property
    def spool(self) -> Path:
        """Events that no sync has seen."""
        return self.base / "spool"

    @property
    def ledger(self) -> Path:
        """The SQLite file with every utterance."""
        return self.base / "ledger.sqlite"

    @property
    def quarantine(self) -> Path:
        """Turns that could not be cleaned of secrets."""
        return self.base / "quarantine"

    @property
    def consent(self) -> Path:
        """The file that says that someone on this clone agreed."""
        return self.base / "on"

    @property
    def paused(self) -> Path:
        """The file that stops the hook for now."""
        return self.base / "paused"

    @property
    def python(self) -> Path:
        """The interpreter that the hook starts a sync with."""
        return self.base / "python"

    def make(self) -> None:
        """Create the folder, readable by its owner only."""
        self.base.mkdir(mode=0o700, parents=True, exist_ok=True)
