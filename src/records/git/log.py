"""What git's log tells: commits with messages and files, the merge that brought one in, what changed since."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from records.git.background import aside
from records.git.repository import find_location

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from records.git.run import Git

_FORMAT = "--format=%x00%H%x00%P%x00%an%x00%aI%x00%cI%x00%B%x00"
_ID = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?$")
_STATUS = re.compile(r"[ACDMRTUX]\d*$")
MARKDOWN = ("*.md", "*.markdown")
_MANY = 400
_WHOLE = 1_000_000
_DIFF = ("--no-ext-diff", "--no-textconv")


@dataclass(frozen=True, slots=True)
class Change:
    """One file of a commit or a diff.

    Attributes:
        status: `A`, `M`, `D`, `R` (renamed), `C` (copied) or `T`.
        path: where it is now; of a deleted file where it was. POSIX, from the top of the work tree.
        old: where a renamed or copied file was.
    """

    status: str
    path: str
    old: str | None = None


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit.

    Attributes:
        id: full.
        parents: full ids.
        author: the name.
        date: author date, ISO 8601 with the zone in which it was written.
        message: whole, as written.
        changes: against the first parent.
        committed: committer date, ISO 8601.
    """

    id: str
    parents: tuple[str, ...]
    author: str
    date: str
    message: str
    changes: tuple[Change, ...] = ()
    committed: str = ""

    @property
    def subject(self) -> str:
        """The first line of the message."""
        return self.message.strip().partition("\n")[0].strip()


def commits(git: Git, ids: Iterable[str], only: tuple[str, ...] = ()) -> dict[str, Commit]:
    """Commits by their ids, in one call; ids that name none are left out.

    Args:
        git: where.
        ids: full ids.
        only: tell only the changed files that these pathspecs match (`*.md`): a commit may touch very many.
    """
    wanted = [one for one in dict.fromkeys(ids) if _ID.match(one)]
    if not wanted:
        return {}
    asked = "".join(f"{one}\n" for one in wanted).encode("ascii")
    told = git.told(
        "diff-tree", "--stdin", "--always", "-z", "-r", "--root", "-M", "--name-status", "--diff-merges=first-parent",
        *_DIFF, _FORMAT, "--", *only, stdin=asked,
    )  # fmt: skip
    return {commit.id: commit for commit in _own_changes(git, _parse(told))}


def log(git: Git, *chosen: str, files: bool = True, paths: tuple[str, ...] = ()) -> list[Commit]:
    """The commits that *chosen* (revisions, ranges, options of ours) gives, newest first.

    Args:
        git: where.
        chosen: arguments that we made; never a text that came from outside unresolved.
        files: whether to tell the changed files.
        paths: only commits that touch these.
    """
    told = ("--name-status", "-M", "--diff-merges=first-parent", *_DIFF) if files else ()
    output = git.run("log", "-z", *told, _FORMAT, *chosen, "--", *paths, check=False)
    return list(_own_changes(git, _parse(output)))


def _own_changes(git: Git, found: Iterable[Commit]) -> Iterator[Commit]:
    """Commits without changes that are not theirs: where a shallow clone ends, git tells the whole tree as new."""
    location = find_location(git.cwd)
    cut = location.cut() if location else frozenset()
    for commit in found:
        yield replace(commit, changes=()) if commit.id in cut else commit


@dataclass(frozen=True, slots=True)
class Version:
    """A file's text after a commit, and where it was."""

    commit: Commit
    path: str
    text: str


def versions(git: Git, path: str, revision: str | None = None) -> list[Version]:
    """Every text that a file has had, oldest first, its renames followed: one `git log` with whole files as patches.

    Args:
        git: in the folder that *path* is relative to.
        path: POSIX.
        revision: up to this commit (an id); HEAD by default.
    """
    output = git.run(
        "log", "--follow", "-p", f"--unified={_WHOLE}", "-M", *_DIFF, "--no-color", _FORMAT,
        revision or "HEAD", "--", path, check=False,
    )  # fmt: skip
    fields = output.decode("utf-8", "surrogateescape").split("\0")
    found: list[Version] = []
    for at in range(1, len(fields) - 6, 7):
        one, parents, author, date, committed, message, patch = fields[at : at + 7]
        commit = Commit(one, tuple(parents.split()), author, date, message, (), committed)
        head, hunk, body = patch.partition("\n@@ ")
        name = re.search(r"^\+\+\+ b/(.*?)\t?$", head, re.M)
        if hunk and name:
            lines = body.split("\n")[1:]
            kept = [line[1:] for line in lines if line[:1] in (" ", "+")]
            found.append(Version(commit, name[1], "\n".join(kept) + "\n"))
    return found[::-1]


def merge_of(git: Git, commit: str, head: str = "HEAD") -> Commit | None:
    """The merge that brought a commit into the main line of *head*; None when it was made there."""
    output = git.run(
        "log", "--format=%H %P", "--ancestry-path", f"{commit}..{head}", "--", check=False
    ).decode("ascii", "replace")
    parents = {words[0]: words[1:] for words in map(str.split, output.splitlines()) if words}
    if not parents:
        return None
    here = next(iter(parents))
    while parents[here][0] in parents:
        here = parents[here][0]
    if parents[here][0] == commit or len(parents[here]) < 2:
        return None
    return commits(git, [here], MARKDOWN).get(here)


def patch_id(git: Git, commit: str) -> str:
    """The id that a commit's changes have wherever they are applied (git-patch-id(1), stable); empty for none."""
    patch = git.run("diff-tree", "-p", "--root", *_DIFF, commit, check=False)
    return (
        git.run("patch-id", "--stable", stdin=patch, check=False).decode("ascii", "replace").partition(" ")[0]
    )


def changes_since(git: Git, old: str, new: str | None = None) -> tuple[Change, ...]:
    """What differs between a commit and the work tree, or another commit; untracked files count as added.

    Args:
        git: where.
        old: full id.
        new: full id; None for the work tree.
    """
    off = () if new else git.without_filters()
    others = ("ls-files", "--others", "--exclude-standard", "-z", "--full-name")
    fresh = aside(lambda: b"" if new else git.run(*others))
    ends = [old, new] if new else [old]
    output = git.run(*off, "diff", "--name-status", "-z", "-M", *_DIFF, *ends, "--")
    changes = list(_changes(iter(_texts(output))))
    changes.extend(Change("A", path) for path in _texts(fresh()) if path)
    return tuple(sorted(changes, key=lambda change: (change.path, change.status)))


def merge_base(git: Git, one: str, other: str) -> str:
    """The commit at which two lines of history parted.

    Raises:
        GitError: they have nothing in common.
    """
    return git.text("merge-base", one, other)


def tracked(git: Git, revision: str | None = None) -> list[str]:
    """The paths of all files that git keeps (and new ones that it does not ignore), or that a commit (an id) holds."""
    if revision:
        output = git.told("ls-tree", "-r", "--name-only", "-z", revision)
    else:
        output = git.run("ls-files", "--cached", "--others", "--exclude-standard", "-z")
    return sorted({path for path in _texts(output) if path})


def grep(
    git: Git, word: str, revision: str | None = None, paths: Iterable[str] = ()
) -> list[tuple[str, int, str]]:
    """Every line of a text file that holds *word*: path from the top, number, text. Letters of either case.

    Args:
        git: where; files that git keeps, or may keep.
        word: plain text.
        revision: at this commit (an id); in the work tree by default.
        paths: only these, relative to where git is run; all when empty or very many.
    """
    chosen = [revision] if revision else ["--untracked"]
    only = [f":(literal){path}" for path in paths]
    output = git.run(
        "grep", "-I", "-i", "-n", "-z", "--full-name", "--no-textconv", "-F", "-e", word,
        *chosen, "--", *(only if len(only) <= _MANY else ()), check=False,
    ).decode("utf-8", "surrogateescape")  # fmt: skip
    out = []
    for row in output.split("\n"):
        path, first, rest = row.partition("\0")
        number, second, text = rest.partition("\0")
        if first and second and number.isdigit():
            out.append((path.partition(":")[2] if revision else path, int(number), text))
    return out


def _texts(output: bytes) -> list[str]:
    return output.decode("utf-8", "surrogateescape").split("\0")


def _parse(output: bytes) -> Iterator[Commit]:
    """Read what `_FORMAT` and `--name-status -z` print; a path can not be mistaken for a head, by its place."""
    fields = iter(_texts(output))
    field = next(fields, None)
    while field is not None:
        if not _ID.match(field):
            field = next(fields, None)
            continue
        parents, author, date, committed, message = (next(fields, "") for _ in range(5))
        found: list[Change] = []
        here, field = field, next(fields, None)
        while field is not None and not _ID.match(field):
            status = field.strip("\n")
            if _STATUS.match(status):
                found.extend(_change(status, fields))
            field = next(fields, None)
        yield Commit(here, tuple(parents.split()), author, date, message, tuple(found), committed)


def _changes(fields: Iterator[str]) -> Iterator[Change]:
    for field in fields:
        if _STATUS.match(field):
            yield from _change(field, fields)


def _change(status: str, fields: Iterator[str]) -> Iterator[Change]:
    first = next(fields, "")
    if status[0] in "RC":
        yield Change(status[0], next(fields, ""), first)
    else:
        yield Change(status[0], first)
