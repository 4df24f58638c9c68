"""Read git's objects: the only module that runs `git cat-file` and `git ls-tree`, and parses what they print."""

from __future__ import annotations

import records.regex as re
from records.dataclass import dataclass
from records.encoding import decode, encode
from records.patterns import FULL_COMMIT_ID

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from records.git.run import Git

_FULL_ID = re.compile(rf"{FULL_COMMIT_ID}(?![0-9a-f])")
_FEW_TREES = 8
_NO_NAME = ".."  # git reads one name a line; a name with a line break is replaced by one that names no object


@dataclass(frozen=True, slots=True)
class GitObject:
    """One object.

    Attributes:
        id: full.
        kind: `blob`, `tree`, `commit` or `tag`.
        data: its content.
    """

    id: str
    kind: str
    data: bytes

    @property
    def text(self) -> str:
        """The content as text; every byte is kept (undecodable ones become lone surrogates)."""
        return decode(self.data)


@dataclass(frozen=True, slots=True)
class TreeEntry:
    """One entry of a tree.

    Attributes:
        mode: `100644`, `100755`, `120000` (symbolic link), `40000` (folder) or `160000` (submodule).
        path: its name, or its POSIX path in a recursive listing.
        id: full id of the object.
    """

    mode: str
    path: str
    id: str

    @property
    def is_folder(self) -> bool:
        """Whether it is a tree of its own."""
        return self.mode in ("40000", "040000")

    @property
    def is_link(self) -> bool:
        """Whether it is a symbolic link."""
        return self.mode == "120000"

    @property
    def is_file(self) -> bool:
        """Whether it is a regular file: neither folder, symbolic link nor submodule."""
        return self.mode.startswith("100")


def read_objects(
    git: Git, names: Sequence[str], *, check: bool = True, environment: Mapping[str, str] | None = None
) -> list[GitObject | None]:
    """Read objects in one git process, in the order of their names; None for one that does not exist.

    Args:
        git: in the repository.
        names: ids, `COMMIT:PATH`, `:PATH` for the staged version, or any revision.
        check: raise when git reports a damaged object; otherwise that object and those after it are None.
        environment: names another object store (`GIT_OBJECT_DIRECTORY` …).

    Raises:
        GitError: git is missing, or *check* is set and it failed.
    """
    if not names:
        return []
    output = _cat_file(git, "--batch", names, check=check, environment=environment)
    objects: list[GitObject | None] = []
    offset = 0
    for _ in names:
        end = output.find(b"\n", offset)
        header = _parse_header(output[offset:end]) if end >= 0 else None
        if header is None:
            objects.append(None)
            offset = end + 1 if end >= 0 else len(output)
            continue
        object_id, kind, size = header
        start = end + 1
        is_whole = start + size < len(output)  # a line break follows
        objects.append(GitObject(object_id, kind, output[start : start + size]) if is_whole else None)
        offset = start + size + 1
    return objects


def find_objects(git: Git, names: Sequence[str], *, check: bool = True) -> list[tuple[str, str] | None]:
    """Return kind and id of each named object, in one git process; None for one that does not exist.

    Raises:
        GitError: as `read_objects`.
    """
    if not names:
        return []
    rows = _cat_file(git, "--batch-check", names, check=check).split(b"\n")[: len(names)]
    headers = [_parse_header(row) for row in rows] + [None] * (len(names) - len(rows))
    return [(header[1], header[0]) if header else None for header in headers]


def _cat_file(
    git: Git, mode: str, names: Sequence[str], *, check: bool, environment: Mapping[str, str] | None = None
) -> bytes:
    lines = "".join(f"{_NO_NAME if _breaks_line(name) else name}\n" for name in names)
    immutable = all(_FULL_ID.match(name) for name in names)
    if immutable and environment is None:
        return git.run_cached("cat-file", mode, stdin=encode(lines), check=check)
    return git.run("cat-file", mode, stdin=encode(lines), check=check, env=environment)


def _breaks_line(name: str) -> bool:
    return "\n" in name or not name


def _parse_header(line: bytes) -> tuple[str, str, int] | None:
    """Parse `ID KIND SIZE`; None for `NAME missing`, `NAME ambiguous` and the like, whose name may hold spaces."""
    words = line.split(b" ")
    if len(words) != 3 or not words[2].isdigit():
        return None
    return words[0].decode("ascii", "replace"), words[1].decode("ascii", "replace"), int(words[2])


def tree_entries(tree: GitObject) -> Iterator[TreeEntry]:
    """Yield the entries of a tree object (gitformat: mode, space, name, NUL, binary id)."""
    id_length = len(tree.id) // 2
    offset = 0
    while (end := tree.data.find(b"\0", offset)) > 0:
        mode, _, name = tree.data[offset:end].partition(b" ")
        next_offset = end + 1 + id_length
        object_id = tree.data[end + 1 : next_offset].hex()
        yield TreeEntry(mode.decode("ascii", "replace"), decode(name), object_id)
        offset = next_offset


def list_tree(git: Git, commit: str, folder: str = "") -> list[TreeEntry]:
    """List all files of a commit below a folder, with their POSIX paths from the top of the work tree.

    Args:
        git: in the repository.
        commit: full id.
        folder: POSIX path from the top of the work tree; everything by default.

    Raises:
        GitError: there is no such commit.
    """
    paths = [folder] if folder else []
    output = git.run_cached("--literal-pathspecs", "ls-tree", "-r", "-z", "--full-tree", commit, *paths)
    entries = []
    for row in decode(output).split("\0"):
        facts, _, path = row.partition("\t")
        words = facts.split(" ")
        if len(words) == 3:
            entries.append(TreeEntry(words[0], path, words[2]))
    return entries


def names_in_folder(git: Git, commits: Iterable[str], folder: str, inner: Callable[[str], bool]) -> set[str]:
    """Return the file names that a folder has in any of several commits; damaged objects are passed over.

    Args:
        git: in the repository.
        commits: full ids.
        folder: POSIX path from the top of the work tree.
        inner: says of which folders in it the files are returned too, as `NAME/FILE`.

    Raises:
        GitError: git is missing.
    """
    trees = [f"{commit}:{folder}" for commit in sorted(set(commits))]
    if len(trees) > _FEW_TREES:  # most branches share a few trees
        headers = find_objects(git, trees, check=False)
        trees = sorted({header[1] for header in headers if header and header[0] == "tree"})
    entries = list(_entries_of(git, trees))
    folders = {entry.id: entry.path for _, entry in entries if entry.is_folder and inner(entry.path)}
    names = {entry.path for _, entry in entries if not entry.is_folder}
    for tree, entry in _entries_of(git, sorted(folders)) if folders else ():
        if not entry.is_folder:
            names.add(f"{folders[tree]}/{entry.path}")
    return names


def _entries_of(git: Git, trees: list[str]) -> Iterator[tuple[str, TreeEntry]]:
    """Yield the entries of several trees, each with the name by which its tree was asked for."""
    for name, tree in zip(trees, read_objects(git, trees, check=False), strict=True):
        if tree is not None and tree.kind == "tree":
            for entry in tree_entries(tree):
                yield name, entry
