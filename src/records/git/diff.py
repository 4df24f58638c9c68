"""Ask git for changes: the diff, the messages, trees and blobs, with nothing of the repository's own run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from records.errors import GitError
from records.git.revisions import commit_ids, refuse_missing
from records.git.revisions import resolve as resolve_all
from records.git.run import Git

if TYPE_CHECKING:
    from collections.abc import Iterator

_PLAIN = (
    "-c", "core.quotePath=true",
    "-c", "diff.noprefix=false",
    "-c", "diff.mnemonicPrefix=false",
    "-c", "diff.relative=false",
    "-c", "diff.suppressBlankEmpty=false",
    "-c", "diff.renames=true",
    "-c", "diff.renameLimit=2000",
    "-c", "diff.interHunkContext=0",
    "-c", "diff.algorithm=myers",
    "-c", "diff.indentHeuristic=true",
    "-c", "diff.submodule=short",
    "-c", "diff.ignoreSubmodules=dirty",
)  # fmt: skip
_OPTIONS = (
    "--patch", "-M60%", "-U3", "--no-ext-diff", "--no-textconv", "--no-color", "--full-index",
    "-O/dev/null", "--src-prefix=a/", "--dst-prefix=b/", "--submodule=short", "--ita-visible-in-index",
)  # fmt: skip
EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
"""The id of the tree without files, in repositories that use SHA-1."""
MOST = 50
"""How many commits of a change are asked for their messages."""
_BEFORE_HEAD = frozenset({"HEAD~1", "HEAD~", "HEAD^", "HEAD^1", "@~1", "@~", "@^"})


@dataclass(frozen=True, slots=True)
class Range:
    """Two ends of a change.

    Attributes:
        name: as people write it (`HEAD~1..HEAD`).
        old: the tree or commit before; `EMPTY_TREE` before a root commit.
        new: the commit after; `""` for the work tree, `":"` for what is staged.
        commits: what `git log` is asked, to find the messages; empty when there are none.
    """

    name: str
    old: str
    new: str
    commits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit: its id, its parents, and its message."""

    id: str
    parents: tuple[str, ...]
    message: str


def resolve(git: Git, spec: str) -> Range:
    """Return the ends of `REV` (to HEAD), `A..B` or `A...B` (from where B left A).

    `REV` alone means what came after it, up to HEAD; HEAD itself, or no revision, means the work
    tree, and so does a repository without a commit.

    Raises:
        GitError: a revision does not exist.
    """
    if "..." in spec:
        left, _, right = spec.partition("...")
        a, b = resolve_all(git, left or "HEAD", right or "HEAD")
        base = git.text("merge-base", a, b, check=False).split("\n")[0]
        return Range(spec, base or _empty(git), b, (b, f"^{a}"))
    if ".." in spec:
        left, _, right = spec.partition("..")
        a, b = resolve_all(git, left or "HEAD", right or "HEAD")
        return Range(spec, a, b, (b, f"^{a}"))
    if spec in {"", "HEAD", "@"}:
        return Range("work tree", _head(git), "")
    asked = (spec, "HEAD")
    commit, head = found = commit_ids(git, asked)
    if head and not commit and spec in _BEFORE_HEAD:
        if git.text("rev-parse", "--is-shallow-repository", check=False) == "true":
            raise GitError(f"the history of this clone is cut before {spec}", "run: git fetch --deepen 50")
        return Range(f"{spec}..HEAD", _empty(git), head, (head,))
    refuse_missing(asked, found)
    return Range(f"{spec}..HEAD", commit, head, (head, f"^{commit}"))


def staged(git: Git) -> Range:
    """Return the ends of what is staged."""
    return Range("staged", _head(git), ":")


def diff_bytes(git: Git, ends: Range) -> bytes:
    """Return the unified diff between two ends; no driver, filter or pager of the repository runs.

    Raises:
        GitError: git refuses.
    """
    if ends.new == "":
        return git.run(*git.without_filters(), *_PLAIN, "diff", *_OPTIONS, ends.old, "--")
    if ends.new == ":":
        return git.run(*_PLAIN, "diff", *_OPTIONS, "--cached", ends.old, "--")
    return git.run(*_PLAIN, "diff", *_OPTIONS, ends.old, ends.new, "--")


def untracked(git: Git) -> list[str]:
    """Return the files of the whole work tree that git neither knows nor ignores, POSIX from its top.

    Repositories inside of it are left out.

    Raises:
        GitError: git refuses.
    """
    out = git.run("ls-files", "--others", "--exclude-standard", "-z", "--full-name", "--", ":/")
    return [path for path in out.decode("utf-8", "surrogateescape").split("\0") if path and path[-1] != "/"]


def commits_between(git: Git, ends: Range, most: int = MOST) -> list[Commit]:
    """Return the commits between two ends, the oldest first, at most so many of the newest."""
    if not ends.commits:
        return []
    asked = ("log", "-z", "--format=%H %P%n%B", "--encoding=UTF-8", f"--max-count={most}", "--topo-order")
    out = git.told(*asked, *ends.commits, "--").decode("utf-8", "replace")
    found = []
    for piece in out.split("\0"):
        head, _, message = piece.partition("\n")
        ids = head.split()
        if ids:
            found.append(Commit(ids[0], tuple(ids[1:]), message.strip()))
    return found[::-1]


def paths_of(git: Git, commits: Sequence[str]) -> dict[str, frozenset[str]]:
    """Return the files that each commit touched, from one git process; those of a merge are not told.

    Raises:
        GitError: git refuses.
    """
    stdin = "".join(f"{commit}\n" for commit in commits).encode("ascii")
    asked = ("log", "-z", "--no-walk=unsorted", "--stdin", "--name-only", "--no-renames", "--format=%x01%H")
    raw = git.run(*_PLAIN, *asked, "--no-ext-diff", "-O/dev/null", stdin=stdin).decode(
        "utf-8", "backslashreplace"
    )
    found = {}
    for piece in raw.split("\x01")[1:]:
        commit, *paths = piece.split("\0")
        found[commit.strip()] = frozenset(path.strip("\n") for path in paths if path.strip("\n"))
    return found


def existing(git: Git, wanted: list[tuple[str, str]]) -> list[bool]:
    """Return for each commit (or tree) and path whether there is such a file or folder."""
    if not wanted or any("\n" in path for _, path in wanted):
        return [False] * len(wanted)
    stdin = "".join(f"{tree}:{path}\n" for tree, path in wanted).encode("utf-8", "surrogateescape")
    out = git.run("cat-file", "--batch-check", stdin=stdin).split(b"\n")
    return [not line.endswith((b" missing", b" ambiguous")) for line in out[: len(wanted)]]


def blobs(git: Git, wanted: list[tuple[str, str]]) -> list[str | None]:
    """Return the texts of files, each named by commit (or `:` for staged) and path; None if not there."""
    found = objects(git, wanted)
    return [one[1].decode("utf-8", "replace") if one and one[0] == "blob" else None for one in found]


def objects(git: Git, wanted: list[tuple[str, str]]) -> list[tuple[str, bytes] | None]:
    """Return kind and content of files and folders, each named by commit (or tree, or `:` for staged) and path.

    One git process answers for all; None for what is not there.
    """
    names = [(f":{path}" if tree == ":" else f"{tree}:{path}") for tree, path in wanted]
    if not names or any("\n" in name for name in names):
        return [None] * len(wanted)
    stdin = "".join(f"{name}\n" for name in names).encode("utf-8", "surrogateescape")
    ask = git.run if any(tree == ":" for tree, _ in wanted) else git.told
    raw = ask("cat-file", "--batch", stdin=stdin)
    out: list[tuple[str, bytes] | None] = []
    at = 0
    for _ in names:
        end = raw.find(b"\n", at)
        head = raw[at:end].rsplit(b" ", 2)
        at = end + 1
        if len(head) != 3 or not head[2].isdigit():
            out.append(None)
            continue
        size = int(head[2])
        out.append((head[1].decode("ascii"), raw[at : at + size]))
        at += size + 1
    return out


def names_in(tree: bytes, width: int) -> Iterator[str]:
    """Yield the names in the content of a tree object, whose ids have *width* bytes."""
    at = 0
    while (end := tree.find(b"\0", at)) > 0:
        yield tree[at:end].partition(b" ")[2].decode("utf-8", "surrogateescape")
        at = end + 1 + width


def recent_commits(git: Git, start: str, most: int) -> list[str]:
    """Return the ids of the newest commits on the first-parent line, newest first."""
    asked = ("rev-list", "--first-parent", f"--max-count={most}", start, "--")
    return git.told(*asked, check=False).decode("ascii").split()


def commit_texts(git: Git, commits: list[str]) -> dict[str, tuple[str, bytes]]:
    """Return message and diff from the first parent of each commit, from one git process.

    Raises:
        GitError: git refuses.
    """
    if not commits:
        return {}
    mark = "commit-of-records"
    stdin = "".join(f"{commit}\n" for commit in commits).encode("ascii")
    raw = git.run(
        *_PLAIN, "log", "--no-walk=unsorted", "--stdin", "--first-parent", "--diff-merges=first-parent",
        f"--format=%x00{mark} %H%n%B%x00", *_OPTIONS, stdin=stdin,
    )  # fmt: skip
    out: dict[str, tuple[str, bytes]] = {}
    pieces = raw.split(b"\0" + mark.encode() + b" ")[1:]
    for piece in pieces:
        head, _, diff = piece.partition(b"\0")
        commit, _, message = head.partition(b"\n")
        out[commit.decode("ascii")] = (message.decode("utf-8", "replace").strip(), diff)
    return out


def _head(git: Git) -> str:
    head = git.text("rev-parse", "--verify", "--quiet", "HEAD^{commit}", check=False)
    return head or _empty(git)


def _empty(git: Git) -> str:
    """Return the id of the empty tree in this repository's own kind of id."""
    return git.run("hash-object", "-t", "tree", "--stdin").decode("ascii").strip() or EMPTY_TREE
