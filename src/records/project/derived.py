"""Recognise files that a build of ours wrote: pages, style sheets, data."""

from __future__ import annotations

from records.regular_file import read_bytes

MARK = b"made by records"
DATA = b'recordsData("'


MARKED = ("index.html", "assets/theme.css")
"""Files of a site that carry the mark; one is enough to know it by."""


def is_own(folder: str) -> bool:
    """Return whether a folder holds a site that we have built."""
    return any(begins_with_mark(f"{folder}/{name}") for name in MARKED)


def begins_with_mark(path: str) -> bool:
    """Return whether a file begins as those do that a build writes: pages, style sheets, data."""
    try:
        return has_mark(read_bytes(path, 4096))
    except OSError:
        return False


def has_mark(head: bytes) -> bool:
    """Return whether the beginning of a file is that of one that a build writes."""
    return MARK in head or head.startswith(DATA)
