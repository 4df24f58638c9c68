"""Find the directories of a repository by reading the file system, with nothing imported but the reader."""

from __future__ import annotations

import os

from records.encoding import decode
from records.regular_file import read_bytes

_LONGEST_LINE = 65_536


def locate(start: str) -> tuple[str, str, str] | None:
    """Walk up from *start*; return the top of the work tree, its git directory, and the one that all work trees share.

    Reads the `.git` file of linked work trees and submodules (gitrepository-layout(5)). None outside any work tree.
    """
    folder = os.path.realpath(start)
    while True:
        dot_git = os.path.join(folder, ".git")
        if os.path.isdir(dot_git):
            if is_git_dir(dot_git):
                return folder, dot_git, common_dir(dot_git)
        elif os.path.isfile(dot_git):
            link = first_line(dot_git)
            if link.startswith("gitdir:"):
                git_dir = os.path.normpath(os.path.join(folder, link[7:].strip()))
                if is_git_dir(git_dir):
                    return folder, git_dir, common_dir(git_dir)
        parent = os.path.dirname(folder)
        if parent == folder:
            return None
        folder = parent


def is_git_dir(path: str) -> bool:
    """Tell whether a directory looks like a git directory."""
    return os.path.isfile(os.path.join(path, "HEAD"))


def common_dir(git_dir: str) -> str:
    """Return the git directory that all work trees of a clone share."""
    common = first_line(os.path.join(git_dir, "commondir"))
    return os.path.normpath(os.path.join(git_dir, common)) if common else git_dir


def first_line(path: str) -> str:
    """Return the first line of a small file that names a path; empty where it cannot be read, or names none."""
    try:
        line = decode(read_bytes(path, _LONGEST_LINE)).partition("\n")[0].strip()
    except OSError:
        return ""
    return "" if "\0" in line else line
