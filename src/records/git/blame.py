"""Which commit wrote a line: `git blame`, with renames and moves followed and ignored revisions passed over."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from records.errors import GitError

if TYPE_CHECKING:
    from records.git.run import Git

IGNORED = ".git-blame-ignore-revs"
# Moves are found by blocks: git weighs only the lines it is asked about, so the lines around are asked about too.
_AROUND = 25


@dataclass(frozen=True, slots=True)
class Line:
    """A line and who wrote it.

    Attributes:
        number: in the file as it is, from 1.
        text: without its end.
        commit: full id; None where it is not committed.
        path: the file's path in that commit, from the top of the work tree.
        old: its number in that commit.
    """

    number: int
    text: str
    commit: str | None
    path: str
    old: int


def blame(
    git: Git,
    path: str,
    first: int = 1,
    last: int | None = None,
    *,
    revision: str | None = None,
    top: str = "",
) -> tuple[Line, ...]:
    """The lines *first* to *last* of a file, each with the commit that wrote it.

    Args:
        git: in the folder that *path* is relative to.
        path: POSIX.
        first: from 1.
        last: None for the end of the file.
        revision: the file as it was at this commit (an id); the work tree's by default.
        top: absolute path of the work tree, where the list of ignored revisions lies.

    Raises:
        GitError: git has no such file, or no such line.
    """
    window = f"{max(1, first - _AROUND)},"
    asked = ["blame", "--porcelain", "-M", "-C", "--no-textconv", "-L", window]
    if last is not None:
        asked[-1] += f"+{last + _AROUND - max(1, first - _AROUND) + 1}"
    tail = [*([revision] if revision else []), "--", path]
    ignored = os.path.join(top, IGNORED)
    off = ("-c", "blame.ignoreRevsFile=", *git.without_filters())
    found = None
    if top and os.path.isfile(ignored):
        found = git.call(*off, *asked, "--ignore-revs-file", ignored, *tail)
    if found is None or found.returncode:
        found = git.call(*off, *asked, *tail)
    if found.returncode:
        said = found.stderr.decode("utf-8", "replace").strip().removeprefix("fatal: ")
        raise GitError(f"cannot tell who wrote {path}: {said}", "is the file in the repository?")
    lines = _parse(found.stdout)
    if lines and lines[-1].number < first:
        raise GitError(f"file {path} has only {lines[-1].number} lines")
    return tuple(line for line in lines if line.number >= first and (last is None or line.number <= last))


def _parse(output: bytes) -> list[Line]:
    """Read the porcelain format of git-blame(1): a head for each line, its commit's facts once, the text."""
    lines: list[Line] = []
    names: dict[str, str] = {}
    commit, old, number = "", 0, 0
    for raw in output.split(b"\n"):
        if raw[:1] == b"\t":
            text = raw[1:].decode("utf-8", "surrogateescape")
            who = None if not commit.strip("0") else commit
            lines.append(Line(number, text, who, names.get(commit, ""), old))
        elif raw.startswith(b"filename "):
            names[commit] = _unquoted(raw[9:].decode("utf-8", "surrogateescape"))
        else:
            words = raw.split(b" ")
            if len(words) >= 3 and len(words[0]) in (40, 64) and words[1].isdigit():
                commit, old, number = words[0].decode("ascii"), int(words[1]), int(words[2])
    return lines


def _unquoted(name: str) -> str:
    """A path as git quotes it in this format when it holds quotes or control characters."""
    if len(name) < 2 or name[0] != '"' or name[-1] != '"':
        return name
    raw = name[1:-1].encode("utf-8", "surrogateescape")
    return raw.decode("unicode_escape").encode("latin-1", "replace").decode("utf-8", "surrogateescape")
