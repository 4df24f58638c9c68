"""Whether git may read a repository: whose it is (`safe.directory`), and whether a pipe would block it."""

from __future__ import annotations

import os
import stat
from contextlib import suppress

import records.regex as re
from records.encoding import decode
from records.errors import GitError
from records.git.locate import common_dir
from records.git.location import Location
from records.regular_file import read_bytes

TYPE_CHECKING = False  # `typing` takes longer to import than most commands run
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_READ_BY_GIT = (".gitattributes", ".gitignore", ".gitmodules", ".mailmap")
_INCLUDED = re.compile(r"(?im)^[ \t]*path[ \t]*=[ \t]*\"?([^\"\r\n#;]+)")
OTHER_OWNER = "GIT_TEST_ASSUME_DIFFERENT_OWNER"


def require_trust(location: Location, ask_for_refusal: Callable[[Location], str]) -> None:
    """Apply git's rule of ownership, which naming the repository would bypass (`safe.directory`).

    Args:
        location: the repository.
        ask_for_refusal: asks git itself why it refuses the repository; it is called where another user may own it.

    Raises:
        GitError: the repository belongs to another user, and the user's configuration does not allow it; or git would
            wait for a pipe.
    """
    if location not in _endless_files:
        _endless_files[location] = _endless_file(location)
    if path := _endless_files[location]:
        raise _waits_for(path)
    if _is_own(location):
        return
    if location not in _refusals:
        _refusals[location] = ask_for_refusal(location)
    if message := _refusals[location]:
        hint = f"if you trust it: git config --global --add safe.directory {location.root}"
        raise GitError(
            f"git refuses {location.root}: {message}", hint if "dubious ownership" in message else ""
        )


def _is_own(location: Location) -> bool:
    if not hasattr(os, "geteuid") or OTHER_OWNER in os.environ:
        return False
    try:
        link = location.git_dir if location.is_bare else os.path.join(location.root, ".git")
        owners = {os.lstat(path).st_uid for path in (location.root, link, location.git_dir)}
    except OSError:
        return False
    return owners <= {os.geteuid()}


_endless_files: dict[Location, str] = {}
"""A file of each repository that was looked at which git would never have read; "" where there is none."""


def _endless_file(location: Location) -> str:
    """Return a pipe or a device among the files that every git command reads; empty where there is none."""
    folders = [location.git_dir, location.common_dir]
    folders += [os.path.join(location.common_dir, name) for name in ("info", os.path.join("objects", "info"))]
    for folder in dict.fromkeys(folders):
        with suppress(OSError), os.scandir(folder) as entries:
            for entry in entries:
                if not entry.is_file() and not entry.is_dir() and _is_endless(entry.path):
                    return entry.path
    paths = (os.path.join(location.root, name) for name in _READ_BY_GIT)
    return next((path for path in paths if _is_endless(path)), "")


def _is_endless(path: str) -> bool:
    try:
        mode = os.stat(path).st_mode
    except OSError:
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISCHR(mode) or stat.S_ISBLK(mode)


def refuse_pipes(cwd: str, environment: Mapping[str, str]) -> None:
    """Look for a pipe or a device that a git which says nothing may wait for.

    Unlike what `require_trust` looks at, which every command reads: refs, objects, settings that others include, and
    files in all folders of the work tree.

    Args:
        cwd: where git runs.
        environment: its variables.

    Raises:
        GitError: there is one.
    """
    for path in _files_that_git_may_read(
        environment.get("GIT_DIR", cwd), environment.get("GIT_WORK_TREE", "")
    ):
        if _is_endless(path):
            raise _waits_for(path)


def _files_that_git_may_read(git_dir: str, work_tree: str) -> Iterator[str]:
    for top in dict.fromkeys((git_dir, common_dir(git_dir))):
        for folder, _, names in os.walk(top):
            yield from (os.path.join(folder, name) for name in names)
        with suppress(OSError):
            for value in _INCLUDED.findall(decode(read_bytes(os.path.join(top, "config")))):
                yield os.path.join(top, os.path.expanduser(value.strip()))
    for folder, folders, names in os.walk(work_tree) if work_tree else ():
        folders[:] = [name for name in folders if name != ".git"]
        yield from (os.path.join(folder, name) for name in _READ_BY_GIT if name in names)


def _waits_for(path: str) -> GitError:
    return GitError(f"{path} is a pipe or a device, and git would wait for it", "remove it")


_refusals: dict[Location, str] = {}
"""Why git refuses each repository that was asked about; "" for one that it accepts."""
