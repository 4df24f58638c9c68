"""Read a diff of several commits, as `git log -p` or `git format-patch --stdout` prints it, as one change."""

from __future__ import annotations

from collections import Counter

import records.regex as re
from records.dataclass import replace
from records.git.diff_model import Diff, FileChange, Hunk, Numbered
from records.git.diff_parser import parse_diff
from records.patterns import COMMIT_ID
from records.suggest.paths import kind_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.git.diff_model import Status

_COMMIT = re.compile(rf"^(?:commit {COMMIT_ID}\b|From [0-9a-f]{{40,64}} )", re.M)


def read_diff(text: str) -> Diff:
    """Return the change that a unified diff describes, each file once; lines of manifests are kept whole."""
    return combine([read_patch(text)])


def read_series(text: str) -> tuple[Diff, ...]:
    """Return the patches of a text, oldest first, each with its message; one for a plain diff."""
    starts = [match.start() for match in _COMMIT.finditer(text)]
    if len(starts) < 2:
        return (read_patch(text),)
    ends = [*starts[1:], len(text)]
    patches = tuple(read_patch(text[start:end]) for start, end in zip(starts, ends, strict=True))
    return patches[::-1] if text[starts[0] :].startswith("commit ") else patches


def read_patch(text: str) -> Diff:
    """Return one patch as it is; lines of manifests, which may be very long, are kept whole."""
    return parse_diff(text, lambda path: kind_of(path) == "manifest")


def combine(patches: list[Diff]) -> Diff:
    """Return several patches, oldest first, as one change without the lines that a later patch takes back."""
    if len(patches) == 1 and len({file.path for file in patches[0].files}) == len(patches[0].files):
        return patches[0]
    by_path: dict[str, list[FileChange]] = {}
    for file in (file for patch in patches for file in patch.files):
        earlier = by_path.pop(file.old_path, []) if file.status == "renamed" else []
        by_path.setdefault(file.path, []).extend([*earlier, file])
    files = [net for steps in by_path.values() if (net := _net_change(steps))]
    files.sort(key=lambda file: (file.path, file.old_path))
    messages = [patch.message for patch in patches if patch.message]
    return Diff(tuple(files), "\n\n".join(messages))


def _net_change(steps: list[FileChange]) -> FileChange | None:
    """Return what several changes of one file come to; None where it appears and is gone again."""
    first, last = steps[0], steps[-1]
    if len(steps) == 1:
        return first
    if first.status == "added" and last.status == "deleted":
        return None
    status: Status = last.status
    if first.status == "added":
        status = "added"
    elif last.status != "deleted" and first.old_path != last.path:
        status = "renamed"
    elif last.status != "deleted":
        status = "modified"
    return replace(
        last,
        old_path=last.path if status == "added" else first.old_path,
        status=status,
        hunks=_net_hunks(steps),
        binary=any(step.binary for step in steps),
        old_mode=first.old_mode,
    )


def _net_hunks(steps: list[FileChange]) -> tuple[Hunk, ...]:
    """Return the hunks of all steps without added lines that a later step removes."""
    undone: list[Counter[str]] = []
    later: Counter[str] = Counter()
    for step in reversed(steps):
        undone.append(later.copy())
        later.update(text for _, text in step.removed)
    undone.reverse()
    taken_back: Counter[str] = Counter()
    hunks: list[Hunk] = []
    for number, step in enumerate(steps):
        own_removals = taken_back.copy() if number else Counter()
        for hunk in step.hunks:
            added = _without(hunk.added, undone[number], taken_back)
            removed = _without(hunk.removed, own_removals, Counter())
            hunks.append(_with_lines(hunk, added, removed))
    return tuple(hunk for hunk in hunks if hunk.added or hunk.removed)


def _without(lines: tuple[Numbered, ...], drop: Counter[str], dropped: Counter[str]) -> tuple[Numbered, ...]:
    remaining: list[Numbered] = []
    for number, text in lines:
        if drop[text] > 0:
            drop[text] -= 1
            dropped[text] += 1
        else:
            remaining.append((number, text))
    return tuple(remaining)


def _with_lines(hunk: Hunk, added: tuple[Numbered, ...], removed: tuple[Numbered, ...]) -> Hunk:
    """Return a hunk with these changed lines only; its text keeps the unchanged ones."""
    if len(added) == len(hunk.added) and len(removed) == len(hunk.removed):
        return hunk
    counts_by_mark = {"+": Counter(text for _, text in added), "-": Counter(text for _, text in removed)}
    lines = []
    for line in hunk.lines:
        counts = counts_by_mark.get(line[:1])
        if counts is None:
            lines.append(line)
        elif counts[line[1:]] > 0:
            counts[line[1:]] -= 1
            lines.append(line)
    return replace(hunk, lines=tuple(lines), added=added, removed=removed)
