"""Convert the paths that agents record to the repository's own: POSIX, relative to its root."""

from __future__ import annotations

from collections.abc import Iterable

from records.agents import folders
from records.agents.transcript import Transcript
from records.dataclass import replace
from records.model.turn import Turn

_CAP = 200


def relative(path: str, roots: Iterable[str]) -> str | None:
    """Return the path below the first of *roots* that holds it; None when it lies outside all of them."""
    path = path.replace("\\", "/") if path[1:2] == ":" else path
    for root in roots:
        if folders.plain(path).startswith(folders.plain(root).rstrip("/") + "/"):
            inside = path[len(root.rstrip("/\\")) + 1 :]
            if inside and not inside.startswith((".git/", "../")):
                return inside
    return None


def belongs(turn: Turn, transcript: Transcript, roots: list[str], *, named_by_hook: bool) -> bool:
    """Return whether a turn was typed in the repository: by the folders that the agent recorded.

    Args:
        turn: the turn.
        transcript: the transcript that has it, with the folder in which its session began.
        roots: the work trees of the repository.
        named_by_hook: whether a hook of this repository named the transcript.
    """
    own = folders.is_ours(turn.cwd, roots) if turn.cwd else None
    began_here = bool(transcript.cwd) and folders.is_ours(transcript.cwd, roots) is True
    if own is not None:
        return own or (began_here and folders.is_below(turn.cwd, roots))
    return began_here or not transcript.cwd or named_by_hook


def localise(turn: Turn, roots: Iterable[str]) -> Turn:
    """Return the turn with its files made relative; what lies outside the work trees is left out."""
    longest_first = sorted({root for root in roots if root}, key=len, reverse=True)
    absolute = {path for path in turn.files if path.startswith("/") or path[1:3] in (":/", ":\\")}
    inside = {relative(path, longest_first) for path in absolute}
    inside |= {path for path in turn.files if path not in absolute and not path.startswith(("..", "~"))}
    files = sorted(path for path in inside if path)
    return replace(turn, files=tuple(files[:_CAP]))


def common_roots(turns: Iterable[Turn]) -> list[str]:
    """Return the work trees of turns of which only the folders they ran in are known.

    A folder inside another one is taken as a part of it.
    """
    folders = sorted({turn.cwd.replace("\\", "/") for turn in turns if turn.cwd}, key=lambda f: (len(f), f))
    roots: list[str] = []
    for folder in folders:
        if not any(folder.startswith(root.rstrip("/") + "/") for root in roots):
            roots.append(folder)
    return roots


def roots_of(turns: Iterable[Turn], trees: list[str]) -> list[str]:
    """Return the known work trees, and besides them the folders of turns that ran elsewhere."""
    inside = tuple(root.rstrip("/") + "/" for root in trees)
    foreign = [root for root in common_roots(turns) if not (root.rstrip("/") + "/").startswith(inside)]
    return [*trees, *foreign]
