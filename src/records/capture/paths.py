"""Bring the paths that agents tell to the repository's own: POSIX, relative to its root."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from records.model.turn import Turn

_CAP = 200


def relative(path: str, roots: Iterable[str]) -> str | None:
    """The path below the first of *roots* that holds it; None when it lies outside all of them."""
    for root in roots:
        prefix = root.rstrip("/") + "/"
        if path.startswith(prefix):
            inside = path[len(prefix) :]
            if inside and not inside.startswith((".git/", "../")):
                return inside
    return None


def localise(turn: Turn, roots: Iterable[str]) -> Turn:
    """The turn with its files made relative; what lies outside the work trees is left out."""
    ordered = sorted({root for root in roots if root}, key=len, reverse=True)
    absolute = {path for path in turn.files if path.startswith("/") or path[1:3] == ":/"}
    inside = {relative(path, ordered) for path in absolute}
    inside |= {path for path in turn.files if path not in absolute and not path.startswith(("..", "~"))}
    kept = sorted(path for path in inside if path)
    return replace(turn, files=tuple(kept[:_CAP]))


def common_roots(turns: Iterable[Turn]) -> list[str]:
    """The work trees of turns of which only the folders they ran in are known.

    A folder inside another one is taken as a part of it.
    """
    folders = sorted({turn.cwd.replace("\\", "/") for turn in turns if turn.cwd}, key=lambda f: (len(f), f))
    roots: list[str] = []
    for folder in folders:
        if not any(folder.startswith(root.rstrip("/") + "/") for root in roots):
            roots.append(folder)
    return roots


def roots_of(turns: Iterable[Turn], known: list[str]) -> list[str]:
    """The known work trees, and besides them the folders of turns that ran elsewhere."""
    inside = tuple(root.rstrip("/") + "/" for root in known)
    others = [root for root in common_roots(turns) if not (root.rstrip("/") + "/").startswith(inside)]
    return [*known, *others]
