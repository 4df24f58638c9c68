"""Resolve every path that a repository names: it must lie in the root, links followed, and not in `.git`.

Settings, record files, templates and the pages of the site go through `Root.resolve` before they are opened, and
what is written through `Root.place`.
"""

from __future__ import annotations

import errno
import os
from functools import lru_cache

from records.dataclass import dataclass
from records.errors import OutsideRoot
from records.project.place import FolderPlace, Place
from records.regular_file import read_with_status

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.git.location import Location

_ATTEMPTS = 3  # an editor may put a new file in place of the one that is read
_HINT = "use a path within the repository"
# As git does: names that a file system without case, Windows (which drops dots, blanks and what follows a colon at
# the end) or macOS (which ignores these characters) takes for `.git`.
_GIT_NAMES = frozenset((".git", "git~1"))
_IGNORED = dict.fromkeys((*range(0x200C, 0x2010), *range(0x202A, 0x202F), *range(0x206A, 0x2070), 0xFEFF))


@dataclass(frozen=True, slots=True)
class Root:
    """The folder that a repository may name files in.

    Attributes:
        path: absolute path of the project.
        git_dirs: absolute paths of the git directories, wherever they are.
    """

    path: str
    git_dirs: tuple[str, ...] = ()

    @classmethod
    def of(cls, path: str, location: Location | None) -> Root:
        """Return the root at *path* with the git directories of its repository."""
        return cls(path, (location.git_dir, location.common_dir) if location else ())

    def resolve(self, path: str, name: str = "") -> str:
        """Return the absolute path of a POSIX path from the root; links in it are followed to check it.

        Args:
            path: relative, or absolute within the root.
            name: what names the path (`[index] path`), for the message.

        Raises:
            OutsideRoot: it lies outside the root or in a git directory, itself or through a link.
        """
        problem = self.problem(path)
        if problem:
            raise OutsideRoot(f"{name}: {path} {problem}" if name else f"{path} {problem}", _HINT)
        return os.path.normpath(os.path.join(self.path, path))

    def contains(self, path: str) -> bool:
        """Whether `resolve` accepts a path."""
        return not self.problem(path)

    def problem(self, path: str) -> str:
        """Return why `resolve` refuses a path (`lies outside the project`); empty where it does not."""
        if "\0" in path:
            return "holds a NUL character"
        full = os.path.normpath(os.path.join(self.path, path))
        return self._problem_of(full, os.path.realpath(full))

    def place(self, path: str) -> Place:
        """Return where the file of a POSIX path from the root is written; its folder is the one that links lead to now.

        Raises:
            OutsideRoot: as `resolve`.
        """
        full = self.resolve(path)
        folder, name = os.path.split(full)
        return self._folder_place(path, folder).file(name)

    def folder_place(self, path: str, name: str = "") -> FolderPlace:
        """Return the same of a folder in which files are written.

        Raises:
            OutsideRoot: as `resolve`.
        """
        return self._folder_place(path, self.resolve(path, name))

    def _folder_place(self, path: str, full: str) -> FolderPlace:
        real = os.path.realpath(full)  # once: what is looked at is what is opened
        if problem := self._problem_of(full, real):
            raise OutsideRoot(f"{path} {problem}", _HINT)
        return FolderPlace.below(_real(self.path), real)

    def _problem_of(self, full: str, real: str) -> str:
        real_root = _real(self.path)
        if not is_within(real, real_root):
            is_link = is_within(full, self.path) or is_within(full, real_root)
            return (
                "lies outside the project, behind a symbolic link" if is_link else "lies outside the project"
            )
        if any(is_within(real, _real(folder)) for folder in self.git_dirs) or _names_git(real, real_root):
            return "lies in the git directory"
        return ""


def read_within(folder: str, path: str) -> bytes:
    """Return the bytes of a file that was found to lie in a folder, unless its path leads elsewhere by now.

    Somebody may put a link in place of a folder between the look and the reading: the file that was opened must still
    be the one in the folder afterwards.

    Raises:
        OSError: it cannot be read, or it was changed each time that it was read.
    """
    for _ in range(_ATTEMPTS):
        data, status = read_with_status(path)
        real = os.path.realpath(path)
        if is_within(real, _real(folder)) and os.path.samestat(os.lstat(real), status):
            return data
    raise OSError(errno.EAGAIN, "its path changed while it was read", path)


def is_within(path: str, folder: str) -> bool:
    """Return whether an absolute path is a folder or lies below it."""
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def path_within(path: str, folder: str) -> str | None:
    """Return a path from *folder*, as POSIX; None where it lies outside. Both are absolute; links are not followed."""
    relative = os.path.relpath(path, folder).replace(os.sep, "/")
    return None if relative == ".." or relative.startswith("../") else relative


def _names_git(path: str, folder: str) -> bool:
    parts = path[len(folder) :].replace("\\", "/").replace(os.sep, "/").split("/")
    return any(
        part.translate(_IGNORED).partition(":")[0].rstrip(". ").casefold() in _GIT_NAMES for part in parts
    )


@lru_cache(maxsize=64)
def _real(path: str) -> str:
    return os.path.realpath(path)
