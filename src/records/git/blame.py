"""Find the commit that wrote a line: `git blame`, with renames and moves followed and ignored revisions skipped."""

from __future__ import annotations

import os

from records.dataclass import dataclass
from records.encoding import decode, encode
from records.errors import GitError
from records.git.run import error_line, missing_hint

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.git.run import Git

IGNORED = ".git-blame-ignore-revs"
# Git finds moved lines by blocks and considers only the requested lines, so their surroundings are requested too.
_CONTEXT_LINES = 25
_MOST_AUTHORS = 3
# The configuration may name a list that is missing, at which git would stop.
_BLAME = ("blame", "--porcelain", "--no-ignore-revs-file", "-L")


@dataclass(frozen=True, slots=True)
class Line:
    """A line and the commit that wrote it.

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
    """Return the lines *first* to *last* of a file, each with the commit that wrote it.

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
    lines = _unmoved_lines(git, path, first, last, revision, top) if top and last is not None else ()
    if lines:
        return lines
    window = _with_surroundings(first, last)
    target = [*([revision] if revision else []), "--", path]
    moves = ["-M", "-C"]
    attempts = [moves, []]  # a partial clone may lack the other files in which moved lines are searched
    if ignored := _ignored_revisions(top):
        attempts.insert(0, [*moves, *ignored])
    for more in attempts:
        process = git.call(*_BLAME, window, *more, *target)
        if not process.returncode:
            break
    else:
        message = error_line(process)
        hint = missing_hint(process) or "is the file in the repository?"
        raise GitError(f"cannot tell who wrote {path}: {message}", hint)
    lines = tuple(_parse(process.stdout))
    if lines and lines[-1].number < first:
        raise GitError(f"file {path} has only {lines[-1].number} lines")
    return tuple(line for line in lines if line.number >= first and (last is None or line.number <= last))


def _with_surroundings(first: int, last: int | None) -> str:
    """Return the range of lines that git is asked for, so that it finds blocks that were moved."""
    start = max(1, first - _CONTEXT_LINES)
    return f"{start}," if last is None else f"{start},+{last + _CONTEXT_LINES - start + 1}"


def _ignored_revisions(top: str) -> tuple[str, ...]:
    """Return the option for the list of ignored revisions in a work tree; nothing where it has none."""
    ignored = os.path.join(top, IGNORED)
    return ("--ignore-revs-file", ignored) if top and os.path.isfile(ignored) else ()


def _unmoved_lines(
    git: Git, path: str, first: int, last: int, revision: str | None, top: str
) -> tuple[Line, ...]:
    """Return a few lines whose commit has not moved them from elsewhere; none where one has, or it is not known.

    To look for moves is what costs, above all in every commit on the way. Git does so only for lines that a commit
    brings, so it is enough to look at the commits that seem to have written them.
    """
    ignored = _ignored_revisions(top)
    options = (*_BLAME, f"{first},+{last - first + 1}", *ignored, *([revision] if revision else []))
    process = git.call(*options, "--", path)
    lines = [] if process.returncode else _parse(process.stdout)
    authors = {line.commit for line in lines}
    if not lines or len(lines) != last - first + 1 or None in authors or len(authors) > _MOST_AUTHORS:
        return ()
    for author in authors:
        own = [line for line in lines if line.commit == author]
        window = _with_surroundings(own[0].old, own[-1].old)
        moves = ("-M", "-C", *ignored, f"{author}^!")
        process = git.call("-C", top, *_BLAME, window, *moves, "--", own[0].path)
        commits = {} if process.returncode else {line.number: line.commit for line in _parse(process.stdout)}
        if any(commits.get(line.old) != author or line.path != own[0].path for line in own):
            return ()
    return tuple(lines)


def _parse(output: bytes) -> list[Line]:
    """Parse the porcelain format of git-blame(1): a header for each line, its commit's facts once, the text."""
    lines: list[Line] = []
    names: dict[str, str] = {}
    commit, old, number = "", 0, 0
    for raw in output.split(b"\n"):
        if raw[:1] == b"\t":
            text = decode(raw[1:].removesuffix(b"\r"))
            author_commit = None if not commit.strip("0") else commit
            lines.append(Line(number, text, author_commit, names.get(commit, ""), old))
        elif raw.startswith(b"filename "):
            names[commit] = _unquoted(decode(raw[9:]))
        else:
            words = raw.split(b" ")
            if len(words) >= 3 and len(words[0]) in (40, 64) and words[1].isdigit():
                commit, old, number = words[0].decode("ascii"), int(words[1]), int(words[2])
    return lines


def _unquoted(name: str) -> str:
    """Return a path without the quoting that git applies to quotes and control characters."""
    if len(name) < 2 or name[0] != '"' or name[-1] != '"':
        return name
    raw = encode(name[1:-1])
    return decode(raw.decode("unicode_escape").encode("latin-1", "replace"))
