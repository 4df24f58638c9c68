"""Find the commit that wrote a line: `git blame`, with renames and moves followed and ignored revisions skipped."""

from __future__ import annotations

import os
from contextlib import suppress
from itertools import groupby

import records.regex as re
from records.dataclass import dataclass, replace
from records.encoding import decode, encode
from records.errors import GitError
from records.git.run import error_line, missing_hint

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from records.git.process import CompletedProcess
    from records.git.run import Git

IGNORED = ".git-blame-ignore-revs"
# Git finds moved lines by blocks and considers only the requested lines, so their surroundings are requested too.
_CONTEXT_LINES = 25
_MOST_AUTHORS = 3
_WORD = re.compile(r"\w")
_MOST_MOVES = 20
_MOST_PLACES = 20
"""Commits and files that are asked on their own for where they had some lines from."""
TOO_SHORT = "has only"
"""What git says of a file that has no such line."""
# The configuration may name a list that is missing, at which git would stop.
_BLAME = ("blame", "--porcelain", "--no-ignore-revs-file", "-L")
_RENAMES = ("diff-tree", "-r", "-M", "--diff-filter=R", "--no-commit-id", "--name-status", "-z")


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
    top: str,
) -> tuple[Line, ...]:
    """Return the lines *first* to *last* of a file, each with the commit that wrote it.

    To look for lines that were moved is what costs, above all in every commit on the way. Git does so only for lines
    that a commit brings: each commit that seems to have written some is asked on its own where it had them from, then
    the one that had put them there.

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
    window = f"{first},{'' if last is None else last}"
    path = os.path.relpath(os.path.join(git.cwd, path), top).replace(os.sep, "/")
    git = replace(git, cwd=top)
    lines = {line.number: line for line in _placed(git, path, window, revision)}
    elsewhere = _elsewhere(git, path, revision, list(lines.values()))
    moving = [lines[number] for number in elsewhere]
    if len(_by_place(moving)) > _MOST_PLACES:  # too many to ask each commit
        lines.update((number, line) for number, line in elsewhere.items() if line)
        return tuple(lines.values())
    for _ in range(_MOST_MOVES):
        moving = list(_steps_back(git, moving))
        lines.update((line.number, line) for line in moving)
    return tuple(lines.values())


def _placed(git: Git, path: str, window: str, revision: str | None) -> list[Line]:
    """Return lines with the commits that put them where they are; of moves, only renames of the file are followed.

    Raises:
        GitError: git cannot tell.
    """
    process = _run(git, window, *([revision] if revision else []), "--", path)
    if not process.returncode:
        return _parse(process.stdout)
    message = error_line(process)
    if TOO_SHORT in message:
        raise GitError(message)
    hint = missing_hint(process) or "is the file in the repository?"
    raise GitError(f"cannot tell who wrote {path}: {message}", hint)


def _run(git: Git, window: str, *arguments: str) -> CompletedProcess:
    """Blame some lines; a list of ignored revisions that is malformed is done without."""
    for ignored in dict.fromkeys((_ignored_revisions(git), ())):
        process = git.call(*_BLAME, window, *ignored, *arguments)
        if not process.returncode:
            break
    return process


def _ignored_revisions(git: Git) -> tuple[str, ...]:
    """Return the option for the list of ignored revisions in a work tree; nothing where it has none."""
    ignored = os.path.join(git.cwd, IGNORED)
    return ("--ignore-revs-file", ignored) if os.path.isfile(ignored) else ()


def _elsewhere(git: Git, path: str, revision: str | None, lines: list[Line]) -> dict[int, Line | None]:
    """Return the lines that may have been moved, by number: all of few commits, else those that git finds elsewhere.

    Each has the place that git finds when it looks through the whole history; None where it was not asked.
    """
    if len({line.commit for line in lines}) <= _MOST_AUTHORS:
        return {line.number: None for line in lines}
    window = f"{max(1, lines[0].number - _CONTEXT_LINES)},{lines[-1].number + _CONTEXT_LINES}"
    process = _run(git, window, "-M", "-C", *([revision] if revision else []), "--", path)
    origins = {line.number: line for line in ([] if process.returncode else _parse(process.stdout))}
    return {
        line.number: origins[line.number]
        for line in lines
        if origins.get(line.number, line).commit != line.commit
    }


def _steps_back(git: Git, lines: list[Line]) -> Iterator[Line]:
    """Yield those of some lines that their commits had moved, each with the commit that had put it where it was."""
    origins = [origin for group in _by_place(lines) for origin in _origins(git, group)]
    for group in _by_place(origins):
        numbers = [line.old for line in group]
        with suppress(GitError):  # a partial clone may lack the file as it was
            window = f"{min(numbers)},{max(numbers)}"
            before = {line.number: line for line in _placed(git, group[0].path, window, group[0].commit)}
            for line in group:
                place = before[line.old]
                yield replace(line, commit=place.commit, path=place.path, old=place.old)


def _by_place(lines: list[Line]) -> list[list[Line]]:
    """Group lines by the commit and the file in which they are."""
    groups: dict[tuple[str | None, str], list[Line]] = {}
    for line in lines:
        groups.setdefault((line.commit, line.path), []).append(line)
    return list(groups.values())


def _origins(git: Git, lines: list[Line]) -> Iterator[Line]:
    """Yield those of some lines that their commit had moved, each with its place in the commit before.

    The commit that copied a licence or an import into a new file, or a test within a file, has written it there: where
    the lines came from they are still. Lines that were together before are judged together, and have to be together
    still: of a function that was moved, some may be in the other file too.

    Args:
        git: at the top of the work tree.
        lines: brought by one commit, in one file.
    """
    author, path = lines[0].commit, lines[0].path
    wanted_numbers = {line.old for line in lines}
    start, end = max(1, min(wanted_numbers) - _CONTEXT_LINES), max(wanted_numbers) + _CONTEXT_LINES
    only = f"{author}^!" if author else "^HEAD"
    process = _run(git, f"{start},{end}", "-M", "-C", only, "--", path)
    found_lines = [] if process.returncode else _parse(process.stdout)
    origins: dict[int, Line] = {}
    texts: dict[str, tuple[str, bool]] = {}
    for _, pairs in groupby(
        enumerate(found_lines), lambda pair: (pair[1].commit, pair[1].path, pair[1].old - pair[0])
    ):
        block = [line for _, line in pairs]
        origin = block[0]
        if (origin.commit, origin.path) == (author, path) or wanted_numbers.isdisjoint(
            line.number for line in block
        ):
            continue
        if author:
            if origin.path not in texts:
                text, place = _text_after(git, author, origin.path)
                texts[origin.path] = _text_of_words(text.split("\n")), place == path
            words = _text_of_words(line.text for line in block)
            text, is_own = texts[origin.path]
            if words and text.count(words) > is_own:
                continue
        origins.update((line.number, line) for line in block)
    for line in lines:
        if line.old in origins:
            origin = origins[line.old]
            yield replace(line, commit=origin.commit, path=origin.path, old=origin.old)


def _text_after(git: Git, commit: str, path: str) -> tuple[str, str]:
    """Return the text that a commit left in a file that was there, and its path now; nothing where it is gone."""
    process = git.call("cat-file", "blob", f"{commit}:{path}")
    if process.returncode:
        names = decode(git.call(*_RENAMES, commit).stdout).split("\0")
        renames = dict(zip(names[1::3], names[2::3], strict=False))
        if path in renames:
            path = renames[path]
            process = git.call("cat-file", "blob", f"{commit}:{path}")
    return decode(process.stdout), path


def _text_of_words(lines: Iterable[str]) -> str:
    """Return the lines that have words, without their margins, each between two line breaks."""
    return "".join(f"\n{line.strip()}\n" for line in lines if _WORD.search(line))


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
