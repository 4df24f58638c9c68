"""Where the links of a decision lead, as far as that is plain without reading its Markdown."""

from __future__ import annotations

import posixpath

import records.regex as re

_SIMPLE = re.compile(r"(?:https?://[^)\s<>`]*|((?:\.{1,2}/)*[A-Za-z0-9][\w./-]*))\)")
"""A target that is a link wherever it stands, or that no part of is: no sign in it begins or ends code or a comment."""


def linked_path(folder: str, href: str) -> str:
    """Return the path from the root that a relative target in a file of a folder leads to."""
    return posixpath.normpath(posixpath.join(folder, href.replace("%20", " ")))


def link_targets(text: str, folder: str) -> tuple[str, ...] | None:
    """Return the paths that whatever could be a link in a text leads to, each once; None where one is not plain.

    Args:
        text: of a decision.
        folder: of its file.
    """
    paths: dict[str, None] = {}
    for piece in text.split("](")[1:]:
        href = _SIMPLE.match(piece)
        if href is None:
            return None
        if href[1] is not None:  # no address
            paths[linked_path(folder, href[1])] = None
    return tuple(paths)
