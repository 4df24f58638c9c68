"""Recognise files that a build of ours wrote: pages, style sheets, data."""

from __future__ import annotations

MARK = b"made by records"
DATA = b'recordsData("'


def is_own(folder: str) -> bool:
    """Tell whether a folder holds a site that we have built."""
    return begins_with_mark(f"{folder}/index.html") or begins_with_mark(f"{folder}/assets/theme.css")


def begins_with_mark(path: str) -> bool:
    """Tell whether a file begins as those do that a build writes: pages, style sheets, data."""
    try:
        with open(path, "rb") as file:
            head = file.read(4096)
    except OSError:
        return False
    return MARK in head or head.startswith(DATA)
