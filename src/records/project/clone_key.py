"""The key of one clone: random, never committed, made when it is first needed."""

from __future__ import annotations

import os


def clone_key(shared_dir: str) -> bytes:
    """The key under which secrets of this clone get their tags.

    Args:
        shared_dir: the git directory that all work trees share; the key lies in `records/key` below it.
    """
    path = os.path.join(shared_dir, "records", "key")
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return clone_key(shared_dir)
    made = os.urandom(32)
    with os.fdopen(handle, "wb") as file:
        file.write(made)
    return made
