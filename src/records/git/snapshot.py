"""Read files as they were at a commit, from git's objects: nothing is checked out.

GitPython reads the objects; it is imported here, when it is needed, and nowhere else. It keeps one
`git cat-file --batch`, which runs nothing that a repository's configuration names, in a cleaned environment.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from records.errors import GitError, NotFound
from records.git.revisions import resolve
from records.git.run import Git, clean_environment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import git as gitpython

    from records.git.repository import Location

# What another process may have left behind, and GitPython would hand on.
_NEUTRAL = {"GIT_CONFIG_COUNT": "0", "GIT_CONFIG_PARAMETERS": "", "GIT_ALTERNATE_OBJECT_DIRECTORIES": ""}


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The files of a commit.

    Attributes:
        location: the repository.
        commit: full id.
        inner: the folder that paths are relative to, POSIX from the top of the work tree; empty for the top.
    """

    location: Location
    commit: str
    inner: str = ""
    _ids: dict[str, str] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def at(cls, location: Location, revision: str, inner: str = "") -> Snapshot:
        """The snapshot that a revision names; one look at its names, none at its files.

        Raises:
            GitError: it names no commit.
        """
        git = Git(location.root)
        (commit,) = resolve(git, revision)
        listed = git.run("ls-tree", "-r", "-z", "--full-tree", commit, *([inner] if inner else []))
        ids: dict[str, str] = {}
        for entry in listed.decode("utf-8", "surrogateescape").split("\0"):
            facts, _, path = entry.partition("\t")
            words = facts.split(" ")
            if len(words) == 3 and words[1] == "blob" and words[0] != "120000":  # a link may lead anywhere
                ids[path.removeprefix(f"{inner}/") if inner else path] = words[2]
        return cls(location, commit, inner, ids)

    @property
    def paths(self) -> list[str]:
        """The paths of all files, sorted."""
        return sorted(self._ids)

    def read(self, path: str) -> bytes:
        """The bytes of one file.

        Raises:
            NotFound: there is no such file at this commit.
        """
        if path not in self._ids:
            raise NotFound(
                f"there is no {path} at {self.commit[:10]}", "name a path as it was at that commit"
            )
        return self.read_all([path])[path]

    def read_all(self, paths: Iterable[str]) -> dict[str, bytes]:
        """The bytes of many files; paths that are no files are left out.

        Raises:
            GitError: an object is missing or damaged.
        """
        chosen = {path: self._ids[path] for path in paths if path in self._ids}
        if not chosen:
            return {}
        with _opened(self.location) as repository:
            return {path: repository.odb.stream(bytes.fromhex(one)).read() for path, one in chosen.items()}


@contextmanager
def _opened(location: Location) -> Iterator[gitpython.Repo]:
    """The repository as GitPython sees it, closed at the end.

    Raises:
        GitError: git is not installed, or an object cannot be read.
    """
    os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")
    import git as gitpython

    repository = gitpython.Repo(location.root)
    try:
        repository.git.update_environment(
            **{**clean_environment(), **_NEUTRAL, "GIT_DIR": location.git_dir, "GIT_WORK_TREE": location.root}
        )
        yield repository
    except (gitpython.GitError, gitpython.exc.ODBError, ValueError) as error:
        raise GitError(f"git's objects in {location.root} cannot be read: {error}", "git fsck") from error
    finally:
        repository.close()
