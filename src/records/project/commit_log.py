"""Keep git's log of a repository beside it: only commits that came since are asked of git again."""

from __future__ import annotations

import base64
import zlib
from contextlib import suppress

from records.errors import WriteError
from records.git.log import Commit, log_output, parse_log
from records.git.refs import is_ancestor, resolve
from records.project.files import replace
from records.project.history_state import history_state
from records.project.stamp import make_state_folder, state_place
from records.project.state_dir import read_state

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.git import Git
    from records.project.project import Project

_MAGIC = b"records log 1"
_LARGEST = 64_000_000
"""Bytes of output that are kept at most."""


def commit_log(project: Project) -> list[Commit]:
    """Return all commits up to the project's revision, newest first, with the files that each changed.

    A renamed file counts as one that went and one that came.

    Raises:
        GitError: git refuses, or there is no commit yet.
    """
    git = project.git()
    if git is None:
        return []
    (head,) = resolve(git, project.revision or "HEAD")
    state = history_state(project)
    return parse_log(git, _output(git, head, state.commit_log if state else ""))


def _output(git: Git, head: str, path: str) -> bytes:
    """Return the output of git's log up to a commit: what is kept, with what came since."""
    kept_head, kept = _read(path)
    if kept_head == head:
        return kept
    if kept_head and is_ancestor(git, kept_head, head):
        output = log_output(git, f"{kept_head}..{head}") + kept
    else:
        output = log_output(git, head)
    if path and len(output) <= _LARGEST and not (kept_head and is_ancestor(git, head, kept_head)):
        _write(path, head, output)
    return output


def _read(path: str) -> tuple[str, bytes]:
    """Return what is kept, with the commit that it goes up to; nothing where it is damaged."""
    head, _, encoded = ((read_state(path) if path else None) or b"").partition(b"\n")
    data = _decoded(encoded)
    magic, _, rest = head.rpartition(b" ")
    magic, _, checksum = magic.rpartition(b" ")
    if magic != _MAGIC or not checksum.isdigit() or int(checksum) != zlib.crc32(rest + data):
        return "", b""
    try:
        return rest.decode("ascii"), zlib.decompress(data)
    except (UnicodeDecodeError, zlib.error):
        return "", b""


def _decoded(data: bytes) -> bytes:
    try:
        return base64.b64decode(data, validate=True)
    except ValueError:
        return b""


def _write(path: str, head: str, output: bytes) -> None:
    data = zlib.compress(output, 1)
    commit = head.encode("ascii")
    checksum = str(zlib.crc32(commit + data)).encode("ascii")
    with suppress(OSError, WriteError):
        make_state_folder(path, 0o700)
        replace(
            state_place(path),
            (b" ".join((_MAGIC, checksum, commit)) + b"\n" + base64.b64encode(data)).decode("ascii"),
        )
