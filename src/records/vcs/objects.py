"""Read files as they were at a commit, from git's objects: nothing is checked out.

One `git ls-tree` for the names, one `git cat-file --batch` for any number of files, both through the one hardened
door to git: no library stands between, so there is nothing else to clean, to close, or to import.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from records.errors import GitError, NotFound
from records.vcs.git import Git
from records.vcs.history import resolve

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from records.vcs.location import Location


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
        commit = resolve(git, revision)
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
            GitError: its object is missing or damaged.
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
        asked = "".join(f"{one}\n" for one in chosen.values()).encode("ascii")
        output = Git(self.location.root).run("cat-file", "--batch", stdin=asked, check=False)
        found = list(_blobs(output))
        if len(found) != len(chosen):
            raise GitError(
                f"an object of {self.commit[:10]} cannot be read in {self.location.root}", "git fsck"
            )
        return dict(zip(chosen, found, strict=True))


def _blobs(output: bytes) -> Iterator[bytes]:
    """Read what `cat-file --batch` prints: a line with id, type and size, the bytes, a line end."""
    at = 0
    while at < len(output):
        end = output.index(b"\n", at)
        words = output[at:end].split(b" ")
        if len(words) != 3 or not words[2].isdigit():
            return
        size = int(words[2])
        yield output[end + 1 : end + 1 + size]
        at = end + 1 + size + 1
