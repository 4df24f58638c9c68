"""Ask git for a change: its two ends, its diff, and its commits."""

from __future__ import annotations

from records.dataclass import dataclass, replace
from records.encoding import encode
from records.errors import GitError
from records.git.log import Commit, log
from records.git.refs import commit_ids, head_commit, merge_base, refuse_missing, resolve

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.git.run import Git

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
)  # fmt: skip
_OPTIONS = (
    "--patch", "-M60%", "-U3", "--full-index", "-O/dev/null", "--src-prefix=a/", "--dst-prefix=b/",
    "--ita-visible-in-index",
)  # fmt: skip
EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
"""The id of the tree without files, in repositories that use SHA-1."""
COMMIT_LIMIT = 50
"""How many commits of a change are read."""
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


def resolve_range(git: Git, spec: str) -> Range:
    """Return the ends of `REV` (to HEAD), `A..B` or `A...B` (from where B left A).

    `REV` alone means what came after it, up to HEAD; HEAD itself, or no revision, means the work
    tree, and so does a repository without a commit.

    Raises:
        GitError: a revision does not exist.
    """
    if "..." in spec:
        start, _, right = spec.partition("...")
        a, b = resolve(git, start or "HEAD", right or "HEAD")
        base = merge_base(git, a, b)
        return Range(spec, base or _empty(git), b, (b, f"^{a}"))
    if ".." in spec:
        start, _, right = spec.partition("..")
        a, b = resolve(git, start or "HEAD", right or "HEAD")
        return Range(spec, a, b, (b, f"^{a}"))
    if spec in {"", "HEAD", "@"}:
        return Range("work tree", _head(git), "")
    revisions = (spec, "HEAD")
    commit, head = ids = commit_ids(git, revisions)
    if head and not commit and spec in _BEFORE_HEAD:
        if git.text("rev-parse", "--is-shallow-repository", check=False) == "true":
            raise GitError(f"the history of this clone is cut before {spec}", "run: git fetch --deepen 50")
        return Range(f"{spec}..HEAD", _empty(git), head, (head,))
    refuse_missing(git, revisions, ids)
    return Range(f"{spec}..HEAD", commit, head, (head, f"^{commit}"))


def staged_range(git: Git) -> Range:
    """Return the ends of what is staged."""
    return Range("staged", _head(git), ":")


def diff_bytes(git: Git, ends: Range) -> bytes:
    """Return the unified diff between two ends; no driver, filter or pager of the repository runs.

    Raises:
        GitError: git refuses.
    """
    if ends.new == "":
        return git.run(*_PLAIN, "diff", *_OPTIONS, ends.old, "--")
    if ends.new == ":":
        return git.run(*_PLAIN, "diff", *_OPTIONS, "--cached", ends.old, "--")
    return git.run(*_PLAIN, "diff", *_OPTIONS, ends.old, ends.new, "--")


def commits_between(git: Git, ends: Range, limit: int = COMMIT_LIMIT) -> list[Commit]:
    """Return the commits between two ends, the oldest first, at most *limit* of the newest."""
    if not ends.commits:
        return []
    newest_first = log(git, f"--max-count={limit}", "--topo-order", *ends.commits, files=False)
    return [replace(commit, message=_plain_text(commit.message).strip()) for commit in newest_first[::-1]]


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
    texts: dict[str, tuple[str, bytes]] = {}
    pieces = raw.split(b"\0" + mark.encode() + b" ")[1:]
    for piece in pieces:
        head, _, diff = piece.partition(b"\0")
        commit, _, message = head.partition(b"\n")
        texts[commit.decode("ascii")] = (message.decode("utf-8", "replace").strip(), diff)
    return texts


def _head(git: Git) -> str:
    return head_commit(git) or _empty(git)


def _plain_text(text: str) -> str:
    """Return a text with replacement characters for bytes that are not UTF-8."""
    return encode(text).decode("utf-8", "replace")


def _empty(git: Git) -> str:
    """Return the id of the empty tree in this repository's own kind of id."""
    return git.run("hash-object", "-t", "tree", "--stdin").decode("ascii").strip() or EMPTY_TREE
