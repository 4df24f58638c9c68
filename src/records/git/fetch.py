"""Fetch into a repository without any of its settings: the transports, helpers and passwords are the user's own.

git reads the configuration of the repository that it fetches into, which may name programs (an ssh command, a
credential helper, a transport). So it is run on an empty git directory that we make, with the objects of the
repository, and the refs are moved afterwards by a command that starts no program.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress

import records.regex as re
from records.encoding import decode, encode
from records.errors import GitError
from records.git.location import open_location
from records.git.refs import remote_url
from records.git.run import Git, call_with_transport, create_git_dir, error_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.git.location import Location
    from records.git.process import CompletedProcess

_SYMREF = re.compile(r"^ref: (refs/heads/[^\t\n]+)\tHEAD$", re.M)
_HEADS = "refs/heads/*:refs/heads/*"
_REMOTE_HEADS = "+refs/heads/*:refs/remotes/origin/*"
_FETCH = (
    "fetch",
    "--quiet",
    "--no-tags",
    "--no-recurse-submodules",
    "--no-write-fetch-head",
    "--no-auto-maintenance",
)


def fetch_clone(git_dir: str, url: str) -> int:
    """Fetch all branches of a remote into our bare clone of it, which is made where it is missing.

    Args:
        git_dir: absolute path of the clone.
        url: the remote.

    Returns:
        how many refs have moved.

    Raises:
        GitError: the remote cannot be reached, or the clone is not ours.
    """
    if os.path.realpath(git_dir) != git_dir:
        raise GitError(f"{git_dir} is a link", "remove it; it is made again")
    location = open_location(git_dir)
    if location is None:
        os.makedirs(git_dir, exist_ok=True)
        create_git_dir(git_dir, "--bare", "--template=")
        location = open_location(git_dir)
    if location is None or not location.is_bare:
        raise GitError(f"{git_dir} is no bare clone", "remove it; it is made again")
    moved_refs = _fetch(location, url, f"+{_HEADS}", "--update-shallow")  # whatever the remote lacks itself
    answer = call_with_transport(
        git_dir, "ls-remote", "--symref", "--", url, "HEAD", env={"GIT_DIR": os.devnull}
    )
    _check(answer, "git ls-remote")
    if match := _SYMREF.search(decode(answer.stdout)):
        Git.at(location).run("symbolic-ref", "HEAD", match[1])
    return moved_refs


def fetch_origin(location: Location) -> int | None:
    """Fetch the branches of the remote `origin` of a clone, as `git fetch origin` does without its tags.

    A bare clone only moves forward: a branch that has commits of its own is an error.

    Returns:
        how many refs have moved; None where there is no remote.

    Raises:
        GitError: git refuses the clone, or the remote cannot be reached.
    """
    url = remote_url(Git.at(location))
    return _fetch(location, url, _HEADS if location.is_bare else _REMOTE_HEADS) if url else None


def _fetch(location: Location, url: str, refspec: str, *options: str) -> int:
    """Fetch into an empty git directory with the objects of a repository, and move the refs of that one."""
    git = Git.at(location)
    before = _refs(git)
    own = tempfile.mkdtemp(prefix="records-fetch-")
    try:
        _prepare(own, location, before)
        objects = {"GIT_OBJECT_DIRECTORY": os.path.join(location.common_dir, "objects")}
        answer = call_with_transport(
            own, *_FETCH, *options, "--", url, refspec, cwd=location.root, env=objects
        )
        after = _refs(Git.at(_location_of(own)), objects)
        changes = [(name, commit) for name, commit in after.items() if before.get(name) != commit]
        if changes:
            _keep_boundaries(own, location)
            rows = (
                f"update {name} {commit} {before.get(name, '0' * len(commit))}\n" for name, commit in changes
            )
            git.run("update-ref", "--stdin", stdin=encode("".join(rows)))
        _check(answer, "git fetch")
        return len(changes)
    finally:
        shutil.rmtree(own, ignore_errors=True)


def _prepare(own: str, location: Location, refs: dict[str, str]) -> None:
    """Make the git directory to fetch into: the refs of the repository, so that git asks for what is new."""
    form = ("--object-format=sha256",) if any(len(commit) == 64 for commit in refs.values()) else ()
    create_git_dir(own, "--bare", "--template=", *form)
    rows = "".join(f"{commit} {name}\n" for name, commit in sorted(refs.items()))
    with open(os.path.join(own, "packed-refs"), "wb") as file:
        file.write(encode(f"# pack-refs with: sorted\n{rows}"))
    with suppress(FileNotFoundError):
        shutil.copyfile(os.path.join(location.common_dir, "shallow"), os.path.join(own, "shallow"))


def _keep_boundaries(own: str, location: Location) -> None:
    """Give the repository the boundaries of a shallow history that the fetch has found."""
    source, target = os.path.join(own, "shallow"), os.path.join(location.common_dir, "shallow")
    if not os.path.isfile(source):
        return
    with open(source, "rb") as file:
        data = file.read()
    with suppress(OSError), open(target, "rb") as file:
        if file.read() == data:
            return
    temporary = f"{target}.records"
    with open(temporary, "wb") as file:
        file.write(data)
    os.replace(temporary, target)


def _location_of(git_dir: str) -> Location:
    location = open_location(git_dir)
    if location is None:
        raise GitError(f"{git_dir} is no git directory")
    return location


def _refs(git: Git, env: dict[str, str] | None = None) -> dict[str, str]:
    """The refs of a repository that name commits of their own, with the ids."""
    answer = git.call(
        "for-each-ref", "--format=%(objectname) %(refname) %(symref)", "refs/heads", "refs/remotes", env=env
    )
    _check(answer, "git for-each-ref")
    rows = (line.split(" ") for line in decode(answer.stdout).split("\n"))
    return {row[1]: row[0] for row in rows if len(row) == 3 and not row[2]}


def _check(answer: CompletedProcess, command: str) -> None:
    """Raise where a command failed, with what it said last.

    Raises:
        GitError: it did.
    """
    if answer.returncode:
        message = error_line(answer) or str(answer.returncode)
        raise GitError(f"{command} failed: {message}", "check the address and that you may read it")
