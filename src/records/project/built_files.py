"""Recognise files that a build of ours wrote: pages, style sheets, data."""

from __future__ import annotations

from records.regular_file import read_bytes

MARK = b"made by records"
DATA = b'recordsData("'
MARK_LIMIT = 4096
"""How many bytes from the start of a file are looked at."""


MARKED = ("index.html", "assets/theme.css")
"""Files of a site that carry the mark; one is enough to know it by."""


def is_own(folder: str) -> bool:
    """Return whether a folder holds a site that we have built."""
    return any(begins_with_mark(f"{folder}/{name}") for name in MARKED)


def begins_with_mark(path: str) -> bool:
    """Return whether a file begins as those do that a build writes: pages, style sheets, data."""
    try:
        return has_mark(read_bytes(path, MARK_LIMIT))
    except OSError:
        return False


def has_mark(head: bytes) -> bool:
    """Return whether a file that begins with these bytes was written by a build."""
    return MARK in head or head.startswith(DATA)
