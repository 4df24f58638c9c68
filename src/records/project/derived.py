"""Recognise files that a build of ours wrote: pages, style sheets, data."""

from __future__ import annotations

from records.regular_file import read_bytes

MARK = b"made by records"
DATA = b'recordsData("'


def is_own(folder: str) -> bool:
    """Return whether a folder holds a site that we have built."""
    return begins_with_mark(f"{folder}/index.html") or begins_with_mark(f"{folder}/assets/theme.css")


def begins_with_mark(path: str) -> bool:
    """Return whether a file begins as those do that a build writes: pages, style sheets, data."""
    try:
        head = read_bytes(path, 4096)
    except OSError:
        return False
    return MARK in head or head.startswith(DATA)
