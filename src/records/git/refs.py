"""Turn the names that people use for commits into full ids, and read branches and remotes."""

from __future__ import annotations

import os
from contextlib import suppress

import records.regex as re
from records.encoding import decode
from records.errors import GitError
from records.git.objects import find_objects
from records.patterns import FULL_COMMIT_ID
from records.regular_file import read_bytes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from records.git.location import Location
    from records.git.run import Git

_FULL_ID = re.compile(rf"{FULL_COMMIT_ID}\Z")
_REF_NAME = re.compile(r"(?:HEAD|refs(?:/[^/\\:\x00-\x20.][^/\\:\x00-\x20]*)+)\Z")
_HINT = "name a commit, a branch or a tag"
_OTHER_DEFAULT = {"main": "master", "master": "main"}


def commit_ids(git: Git, revisions: Sequence[str]) -> list[str]:
    """Return the full ids of the commits that revisions name, in order; an empty text for one that names none."""
    objects = find_objects(git, [f"{revision}^{{commit}}" for revision in revisions])
    return [header[1] if header and header[0] == "commit" else "" for header in objects]


def resolve(git: Git, *revisions: str) -> list[str]:
    """Return full ids as `commit_ids` does, of revisions that must exist.

    Raises:
        GitError: one of them names no commit.
    """
    ids = commit_ids(git, revisions)
    refuse_missing(git, revisions, ids)
    return ids


def is_ancestor(git: Git, first: str, second: str) -> bool:
    """Return whether the first commit is the second one or leads to it; both are full ids."""
    return git.call("merge-base", "--is-ancestor", first, second).returncode == 0


def refuse_missing(git: Git, revisions: Sequence[str], ids: Sequence[str]) -> None:
    """Raise for the first revision that names no commit; the hint names a branch that was probably meant.

    Raises:
        GitError: there is one.
    """
    for revision, commit in zip(revisions, ids, strict=True):
        if revision.startswith("-") or not revision.strip():
            raise GitError(f"{revision!r} is not a revision", _HINT)
        if not commit:
            raise GitError(f"there is no revision {revision!r}", _near_branch(git, revision) or _hint(git))


def _hint(git: Git) -> str:
    return _HINT if head_commit(git) else "there is no commit yet: git commit makes the first one"


def _near_branch(git: Git, revision: str) -> str:
    """Return the question for the branch that a revision probably means: its remote one, or the other default."""
    output = git.run("for-each-ref", "--format=%(refname:short)", "refs/heads", "refs/remotes", check=False)
    branches = {name.casefold(): name for name in decode(output).splitlines()}
    name = revision.casefold().rpartition("/")[2]
    other = _OTHER_DEFAULT.get(name, name)
    for candidate in (revision.casefold(), f"origin/{name}", name, f"origin/{other}", other):
        if candidate in branches:
            return f"did you mean {branches[candidate]!r}?"
    return ""


def head_history(git: Git, limit: int = 1000) -> list[tuple[int, str]]:
    """Return when HEAD of the work tree got which commit, newest first, as its reflog has it; empty without one.

    Args:
        git: in the work tree.
        limit: how many entries are read.
    """
    output = git.text(
        "log",
        "--walk-reflogs",
        "--date=unix",
        "--format=%gd %H",
        f"--max-count={limit}",
        "HEAD",
        "--",
        check=False,
    )
    rows = (line.partition("{")[2].split("} ") for line in output.splitlines())
    return [(int(row[0]), row[1]) for row in rows if len(row) == 2 and row[0].isdigit()]


def head_commit(git: Git) -> str:
    """Return the full id of HEAD; empty before the first commit."""
    return git.text("rev-parse", "--verify", "--quiet", "HEAD^{commit}", check=False)


def current_branch(git: Git) -> str:
    """Return the name of the branch that is checked out; empty when HEAD is detached."""
    return git.text("symbolic-ref", "--short", "--quiet", "HEAD", check=False)


def upstream_commit(git: Git) -> str:
    """Return the commit of the branch that the current one follows, else of the remote's main branch; "" for none."""
    for name in ("@{upstream}", "refs/remotes/origin/HEAD"):
        commit = git.run("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}", check=False)
        if commit.strip():
            return commit.decode("ascii").strip()
    return ""


def merge_base(git: Git, first: str, second: str) -> str:
    """Return the commit at which two lines of history parted; empty when they have nothing in common.

    Args:
        git: in the repository.
        first: a full id, or `HEAD`.
        second: a full id, or `HEAD`.
    """
    is_fixed = _FULL_ID.match(first) and _FULL_ID.match(second)
    run = git.run_cached if is_fixed else git.run
    return run("merge-base", first, second, check=False).decode("ascii").partition("\n")[0]


def branch_commits(git: Git) -> list[str]:
    """Return the full ids of the tips of all local and remote-tracking branches, sorted."""
    output = git.run("for-each-ref", "--format=%(objectname)", "refs/heads", "refs/remotes", check=False)
    return sorted(set(output.decode("ascii").split()))


def ref_commits(git: Git) -> list[str]:
    """Return the full ids of the commits that all refs name, tags and the stash included, sorted."""
    output = git.run(
        "for-each-ref", "--format=%(objectname) %(objecttype) %(*objectname) %(*objecttype)", check=False
    )
    fields = output.decode("ascii").split()
    return sorted({name for name, kind in zip(fields[::2], fields[1::2], strict=False) if kind == "commit"})


def reachable_commits(git: Git, limit: int) -> set[str]:
    """Return the full ids of the newest commits that any ref reaches, at most *limit* of them.

    Raises:
        GitError: git refuses.
    """
    return set(git.text("rev-list", "--all", f"--max-count={limit}").split())


def has_fixed_history(git: Git, location: Location) -> bool:
    """Return whether a commit's id says what its history is: nothing is cut off, replaced or grafted in a repository.

    Its files are read; git is asked only where it has its refs in tables.
    """
    folder = location.common_dir
    if location.shallow_boundaries() or os.path.exists(os.path.join(folder, "info", "grafts")):
        return False
    if os.path.isdir(os.path.join(folder, "reftable")):
        process = git.call("for-each-ref", "--count=1", "refs/replace")
        return not (process.returncode or process.stdout)
    with suppress(OSError), os.scandir(os.path.join(folder, "refs", "replace")) as entries:
        if any(True for _ in entries):
            return False
    with suppress(OSError):
        return b" refs/replace/" not in read_bytes(os.path.join(folder, "packed-refs"))
    return True


def remote_url(git: Git, name: str = "origin") -> str:
    """Return the address of a remote, with `insteadOf` applied; empty where there is none."""
    return git.text("remote", "get-url", name, check=False)


def default_commit(git: Git, location: Location) -> str:
    """Return the full id of the newest commit of the default branch; empty where it has none.

    That is the branch that the remote `origin` names as its own, else HEAD. The files of the repository are read; git
    is started where they do not say it (a repository with reftables, or one that is damaged).

    Raises:
        GitError: git is missing, or refuses the repository, or HEAD is damaged.
    """
    for name in ("refs/remotes/origin/HEAD", "HEAD"):
        commit = _stored_commit(location, name)
        if commit:
            return commit
        if commit is None:
            output = git.run("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}", check=False)
            if output.strip():
                return output.decode("ascii", "replace").strip()
    head = _small_file(os.path.join(location.git_dir, "HEAD"))
    has_files = not os.path.isdir(os.path.join(location.common_dir, "reftable"))
    if has_files and not (head.startswith("ref:") and _REF_NAME.match(head.removeprefix("ref:").strip())):
        raise GitError(f"HEAD of {location.root} names neither a branch nor a commit", "run: git fsck")
    return ""


def _stored_commit(location: Location, name: str) -> str | None:
    """Return the commit of a ref as its files have it; empty where there is none, None where git has to be asked."""
    if os.path.isdir(os.path.join(location.common_dir, "reftable")):
        return None
    for _ in range(5):
        folder = location.git_dir if name == "HEAD" else location.common_dir
        text = _small_file(os.path.join(folder, name))
        if not text:
            return _packed_commit(location, name)
        if _FULL_ID.match(text):
            return text
        name = text.removeprefix("ref:").strip()
        if not text.startswith("ref:") or not _REF_NAME.match(name):
            return None
    return None


def _small_file(path: str) -> str:
    """Return the text of a regular file without white space at its ends; empty where there is none."""
    try:
        return read_bytes(path, 4096).decode("utf-8", "replace").strip()
    except OSError:
        return ""


def _packed_commit(location: Location, name: str) -> str | None:
    path = os.path.join(location.common_dir, "packed-refs")
    if not os.path.isfile(path):
        return ""
    try:
        text = read_bytes(path).decode("utf-8", "replace")
    except OSError:
        return None
    match = re.search(rf"^({FULL_COMMIT_ID}) {re.escape(name)}$", text, re.M)
    return match[1] if match else ""
