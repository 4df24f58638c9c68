"""Where git looks for a repository's hooks."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from records.git.repository import Location
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
    """The folder that `core.hooksPath` names, else `hooks` in the git directory."""
    # our own -c core.hooksPath has the scope "command" and is passed over
    listed = git.text("config", "--show-scope", "--type=path", "--get-all", "core.hooksPath", check=False)
    named = [
        value for scope, _, value in (row.partition("\t") for row in listed.split("\n")) if scope != "command"
    ]
    if not named or not named[-1]:
        return HooksFolder(os.path.join(location.common_dir, "hooks"), tracked=False, foreign=False)
    path = os.path.normpath(os.path.join(location.root, named[-1]))
    own = _within(path, location.common_dir) or _within(path, location.git_dir)
    tracked = not own and _within(path, location.root)
    return HooksFolder(path, tracked, foreign=not own and not tracked)


def _within(path: str, folder: str) -> bool:
    real, base = os.path.realpath(path), os.path.realpath(folder)
    return real == base or real.startswith(base + os.sep)
