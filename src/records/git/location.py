"""Find a repository by reading the file system: no process is started."""

from __future__ import annotations

import os

from records.dataclass import dataclass
from records.git.locate import first_line, is_git_dir, locate
from records.regular_file import read_bytes


@dataclass(frozen=True, slots=True)
class Location:
    """Where a work tree and its git directories are, as absolute paths.

    Attributes:
        root: the top of the work tree; of a bare repository the git directory.
        git_dir: the git directory of this work tree.
        common_dir: the git directory that all work trees of the clone share.
    """

    root: str
    git_dir: str
    common_dir: str

    @property
    def is_bare(self) -> bool:
        """Whether there is no work tree."""
        return self.root == self.git_dir

    def worktrees(self) -> list[str]:
        """Return the tops of all work trees of this clone that still exist, this one included."""
        tops = {self.root}
        if os.path.basename(self.common_dir) == ".git":
            tops.add(os.path.dirname(self.common_dir))
        side = os.path.join(self.common_dir, "worktrees")
        try:
            names = sorted(os.listdir(side))
        except OSError:
            names = []
        for name in names:
            link = first_line(os.path.join(side, name, "gitdir"))
            if link:
                tops.add(os.path.dirname(os.path.join(side, name, link)))
        return sorted(path for path in tops if os.path.isdir(path))

    def shallow_boundaries(self) -> frozenset[str]:
        """Return the commits at which a shallow clone's history ends: their parents are missing."""
        try:
            text = read_bytes(os.path.join(self.common_dir, "shallow")).decode("ascii", "replace")
        except OSError:
            return frozenset()
        return frozenset(text.split())


def find_location(start: str) -> Location | None:
    """Walk up from *start* to the work tree that holds it; None outside any work tree."""
    place = locate(start)
    return Location(*place) if place else None


def open_location(folder: str) -> Location | None:
    """Return the repository whose top, or whose bare git directory, *folder* itself is; None where it is neither."""
    path = os.path.realpath(folder)
    place = locate(path)
    if place and place[0] == path:
        return Location(*place)
    if is_git_dir(path) and os.path.isdir(os.path.join(path, "objects")):
        return Location(path, path, path)
    return None


def is_bare(start: str) -> bool:
    """Return whether *start* lies in a git directory without a work tree (a bare clone, or inside `.git`)."""
    folder = os.path.realpath(start)
    while True:
        if is_git_dir(folder) and os.path.isdir(os.path.join(folder, "objects")):
            return True
        parent = os.path.dirname(folder)
        if parent == folder:
            return False
        folder = parent
