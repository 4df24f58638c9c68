"""Decide whether a session ran in a repository: by the folders that agents record, never by their names."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import records.regex as re
from records.agents.compressed import head, read_unpacked
from records.text.data_text import parse_json

_HEAD = 1 << 20
_DRIVE = re.compile(r"[A-Za-z]:(?=/|\Z)")


def plain(path: str) -> str:
    """Return a path as it is compared: POSIX slashes, no final slash, and lower case for one with a drive."""
    if "\\" in path and not path.startswith("/"):
        path = path.replace("\\", "/")
    if _DRIVE.match(path):
        path = path.lower()
    return path.rstrip("/") or "/"


def is_below(path: str, roots: Iterable[str]) -> bool:
    """Return whether the path is one of the roots or lies below one."""
    path = plain(path)
    return any(path == root or path.startswith(root.rstrip("/") + "/") for root in map(plain, roots))


def is_ours(folder: str, roots: Iterable[str]) -> bool | None:
    """Return whether a folder belongs to the repository with these work trees.

    None where that cannot be said: a folder outside of them that is in no repository, or is gone. A repository
    inside a work tree is another repository.
    """
    roots = list(roots)
    if not os.path.isdir(folder):
        return True if is_below(folder, roots) else None
    top = _top_level(os.path.realpath(folder))
    return None if top is None else plain(top) in {plain(os.path.realpath(root)) for root in roots}


def _top_level(folder: str) -> str | None:
    """Return the nearest folder at or above an existing one that has a `.git`."""
    if not os.path.isdir(folder):
        return None
    while True:
        if os.path.lexists(os.path.join(folder, ".git")):
            return folder
        parent = os.path.dirname(folder)
        if parent == folder:
            return None
        folder = parent


def recorded_folders(path: Path, *keys: str) -> Iterator[str]:
    """Yield the values of JSON members in the first mebibyte of a file, such as each `cwd`, in order.

    Where that has none, as after a large image in the first prompt, the rest of the file counts too.
    """
    pattern = re.compile(rb'"(?:' + "|".join(keys).encode() + rb')"\s*:\s*("(?:[^"\\]|\\.)*")')
    data = head(path, _HEAD)
    if len(data) == _HEAD and not pattern.search(data):
        data = read_unpacked(path)
    for match in pattern.finditer(data):
        try:
            value = parse_json(match.group(1))
        except ValueError:
            continue
        if isinstance(value, str) and value:
            yield value


def mentions(path: Path, roots: list[str], *keys: str) -> bool:
    """Return whether a file records a folder of the repository under one of the keys."""
    foreign: set[str] = set()
    for folder in recorded_folders(path, *keys):
        if folder in foreign:
            continue
        if is_ours(folder, roots):
            return True
        foreign.add(folder)
    return False
