"""Read files as they were at a commit, from git's objects: nothing is checked out."""

from __future__ import annotations

from records.dataclass import dataclass, field
from records.errors import GitError, NotFound
from records.git.objects import list_tree, read_objects
from records.git.refs import resolve
from records.git.run import Git

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from records.git.location import Location
    from records.git.output_cache import OutputCache

_MOST_DAMAGED = 8
"""How often git is started again behind an object at which it stopped."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The regular files of a commit; submodules are left out, and symbolic links unless a file is given for one.

    Attributes:
        location: the repository.
        commit: full id.
        prefix: the folder that paths are relative to, POSIX from the top of the work tree; empty for the top.
        blobs: the id of each file's content, by path.
        lost_links: the paths of symbolic links that lead to none of them, where that was looked for.
    """

    location: Location
    commit: str
    prefix: str = ""
    blobs: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)
    lost_links: frozenset[str] = frozenset()

    @classmethod
    def at(
        cls, location: Location, revision: str, prefix: str = "", output_cache: OutputCache | None = None
    ) -> Snapshot:
        """Return the snapshot that a revision names; this reads the names of its files, not their contents.

        Args:
            location: the repository.
            revision: a commit by any name.
            prefix: the folder that paths are relative to.
            output_cache: where git's earlier output is.

        Raises:
            GitError: the revision names no commit.
        """
        git = Git(location.root, output_cache, location)
        (commit,) = resolve(git, revision)
        outer = f"{prefix}/" if prefix else ""
        entries = list_tree(git, commit, prefix)
        blobs = {entry.path.removeprefix(outer): entry.id for entry in entries if entry.is_file}
        return cls(location, commit, prefix, blobs)

    @property
    def paths(self) -> list[str]:
        """The paths of all files, sorted."""
        return sorted(self.blobs)

    def read(self, path: str) -> bytes:
        """Return the bytes of one file.

        Raises:
            NotFound: there is no such file at this commit.
            GitError: its object is missing or damaged.
        """
        if path not in self.blobs:
            raise NotFound(
                f"there is no {path} at {self.commit[:10]}", "name a path as it was at that commit"
            )
        return self.read_all([path])[path]

    def read_all(self, paths: Iterable[str]) -> dict[str, bytes]:
        """Return the bytes of many files; paths that are no files are left out.

        Raises:
            GitError: an object is missing or damaged.
        """
        requested = [path for path in paths if path in self.blobs]
        objects = read_objects(Git.at(self.location), [self.blobs[path] for path in requested])
        contents: dict[str, bytes] = {}
        for path, content in zip(requested, objects, strict=True):
            if content is None:
                raise GitError(f"the object of {path} at {self.commit[:10]} is missing", "run: git fsck")
            contents[path] = content.data
        return contents

    def read_present(self, paths: Iterable[str]) -> dict[str, bytes]:
        """Return the bytes of those files whose objects are there and undamaged; the others are left out.

        Raises:
            GitError: git is missing, or refuses the repository.
        """
        requested = [path for path in paths if path in self.blobs]
        git = Git.at(self.location)
        contents: dict[str, bytes] = {}
        for _ in range(_MOST_DAMAGED):
            objects = read_objects(git, [self.blobs[path] for path in requested], check=False)
            for path, content in zip(requested, objects, strict=True):
                if content is not None:
                    contents[path] = content.data
            last = max((index for index, content in enumerate(objects) if content is not None), default=-1)
            requested = requested[last + 2 :]  # git stops at a damaged object
            if not requested:
                break
        return contents
