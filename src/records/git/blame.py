"""Find the commit that wrote a line: `git blame`, with renames and moves followed and ignored revisions skipped."""

from __future__ import annotations

import os

import records.regex as re
from records.dataclass import dataclass, replace
from records.encoding import decode, encode
from records.errors import GitError
from records.git.run import error_line, missing_hint

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from records.git.run import Git

IGNORED = ".git-blame-ignore-revs"
# Git finds moved lines by blocks and considers only the requested lines, so their surroundings are requested too.
_CONTEXT_LINES = 25
_MOST_AUTHORS = 3
_WORD = re.compile(r"\w")
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
    if top and last is not None:
        plain_lines = _plain_lines(git, path, f"{first},+{last - first + 1}", revision, top)
        if len(plain_lines) == last - first + 1 and _are_unmoved(git, plain_lines, top):
            return tuple(plain_lines)
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
    lines = _parse(process.stdout)
    if lines and lines[-1].number < first:
        raise GitError(f"file {path} has only {lines[-1].number} lines")
    if top and any(line.path != _path_from(top, git, path) for line in lines):  # renamed, moved or copied
        there = _plain_lines(git, path, window, revision, top)
        lines = _without_copies(git, lines, {line.number: line for line in there}, top)
    return tuple(line for line in lines if line.number >= first and (last is None or line.number <= last))


def _path_from(top: str, git: Git, path: str) -> str:
    """Return a path that is relative to the folder of git as one from the top of the work tree."""
    return os.path.relpath(os.path.join(git.cwd, path), top).replace(os.sep, "/")


def _with_surroundings(first: int, last: int | None) -> str:
    """Return the range of lines that git is asked for, so that it finds blocks that were moved."""
    start = max(1, first - _CONTEXT_LINES)
    return f"{start}," if last is None else f"{start},+{last + _CONTEXT_LINES - start + 1}"


def _ignored_revisions(top: str) -> tuple[str, ...]:
    """Return the option for the list of ignored revisions in a work tree; nothing where it has none."""
    ignored = os.path.join(top, IGNORED)
    return ("--ignore-revs-file", ignored) if top and os.path.isfile(ignored) else ()


def _plain_lines(git: Git, path: str, window: str, revision: str | None, top: str) -> list[Line]:
    """Return lines with the commits that put them where they are; none where git cannot tell."""
    for ignored in dict.fromkeys((_ignored_revisions(top), ())):  # a list that is malformed is done without
        options = (*_BLAME, window, *ignored, *([revision] if revision else []))
        process = git.call(*options, "--", path)
        if not process.returncode:
            return _parse(process.stdout)
    return []


def _are_unmoved(git: Git, lines: list[Line], top: str) -> bool:
    """Return whether the commits that put some lines where they are have not moved them from elsewhere.

    To look for moves is what costs, above all in every commit on the way. Git does so only for lines that a commit
    brings, so it is enough to look at the commits that seem to have written them.
    """
    authors = {line.commit for line in lines}
    if None in authors or len(authors) > _MOST_AUTHORS:
        return False
    for author in authors:
        own = [line for line in lines if line.commit == author]
        window = _with_surroundings(own[0].old, own[-1].old)
        moves = ("-M", "-C", *_ignored_revisions(top), f"{author}^!")
        process = git.call("-C", top, *_BLAME, window, *moves, "--", own[0].path)
        found = [] if process.returncode else _parse(process.stdout)
        here = {line.number: replace(line, commit=author, path=own[0].path) for line in found}
        commits = {line.number: line.commit for line in _without_copies(git, found, here, top)}
        if any(commits.get(line.old) != author or line.path != own[0].path for line in own):
            return False
    return True


def _without_copies(git: Git, lines: list[Line], plain_lines: dict[int, Line], top: str) -> list[Line]:
    """Return lines without the origin of those that were copied: the file that they came from has them still.

    The commit that copied a licence or an import into a new file has written it there. Lines that were together before
    are judged together, and have to be together still: of a function that was moved, some may be in the other file too.

    Args:
        git: in the repository.
        lines: in order, with their origin.
        plain_lines: the same by number, with the commits that put them where they are.
        top: absolute path of the work tree.
    """
    result: list[Line] = []
    texts: dict[str, str] = {}
    for block in _blocks([(line, plain_lines.get(line.number, line)) for line in lines]):
        origin, there = block[0]
        is_copied = False
        if there.commit is not None and origin.commit != there.commit and origin.path != there.path:
            place = f"{there.commit}:{origin.path}"
            if place not in texts:
                process = git.call("-C", top, "cat-file", "blob", place)
                texts[place] = _text_of_words(decode(process.stdout).split("\n"))
            words = _text_of_words(line.text for line, _ in block)
            is_copied = bool(words) and words in texts[place]
        result += [pair[is_copied] for pair in block]
    return result


def _text_of_words(lines: Iterable[str]) -> str:
    """Return the lines that have words, without their margins, each between two line breaks."""
    return "".join(f"\n{line.strip()}\n" for line in lines if _WORD.search(line))


def _blocks(pairs: list[tuple[Line, Line]]) -> Iterator[list[tuple[Line, Line]]]:
    """Yield lines in blocks that come from one place and were put where they are by one commit."""
    block: list[tuple[Line, Line]] = []
    for line, there in pairs:
        if block:
            before, there_before = block[-1]
            is_next = (line.commit, line.path, line.old) == (before.commit, before.path, before.old + 1)
            if not is_next or there.commit != there_before.commit:
                yield block
                block = []
        block.append((line, there))
    if block:
        yield block


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
