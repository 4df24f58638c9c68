"""Find the folder of a repository's git hooks."""

from __future__ import annotations

import os

from records.dataclass import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.git.location import Location
    from records.git.run import Git


@dataclass(frozen=True, slots=True)
class HooksFolder:
    """The folder of the hooks.

    Attributes:
        path: absolute.
        tracked: whether it lies in the work tree, where others share it.
        foreign: whether it lies outside the repository, where other repositories share it.
    """

    path: str
    tracked: bool
    foreign: bool


def hooks_folder(git: Git, location: Location) -> HooksFolder:
    """Return the folder that `core.hooksPath` names, else `hooks` in the git directory."""
    # the override of core.hooksPath in records.git.run has the scope "command"
    rows = git.text("config", "--show-scope", "--type=path", "--get-all", "core.hooksPath", check=False)
    values = [
        value for scope, _, value in (row.partition("\t") for row in rows.split("\n")) if scope != "command"
    ]
    if not values or not values[-1]:
        return HooksFolder(os.path.join(location.common_dir, "hooks"), tracked=False, foreign=False)
    path = os.path.normpath(os.path.join(location.root, values[-1]))
    own = _within(path, location.common_dir) or _within(path, location.git_dir)
    tracked = not own and _within(path, location.root)
    return HooksFolder(path, tracked, foreign=not own and not tracked)


def _within(path: str, folder: str) -> bool:
    real, base = os.path.realpath(path), os.path.realpath(folder)
    return real == base or real.startswith(base + os.sep)
