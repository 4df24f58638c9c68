"""The addresses of pages: a name for each record that is safe everywhere, and relative links from page to page."""

from __future__ import annotations

import hashlib

import records.regex as re
from records.encoding import encode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from records.model.record import Record

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_SAFE = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?")
_LONGEST = 100


def page_names(records: Iterable[Record]) -> dict[str, str]:
    """The address of each record's page from the site's root, by the record's path.

    Names keep their letters, digits, dots, hyphens and underscores; where anything else had to go, or two names
    would be one on a file system that folds case, a few digits of the path's hash make them different.
    """
    names: dict[str, str] = {}
    used_names: set[str] = set()
    for record in records:
        path_parts = "/".join(
            (record.kind, *(part for part in record.folder.split("/") if part), record.stem)
        )
        name = "/".join(safe_name(part) for part in path_parts.split("/"))
        if name.lower() in used_names:
            name = f"{name}-{_digest(record.path)}"
        used_names.add(name.lower())
        names[record.path] = f"{name}.html"
    return names


def safe_name(text: str) -> str:
    """A text as one part of a path: itself where that is safe."""
    if len(text) <= _LONGEST and _SAFE.fullmatch(text):
        return text
    name = _UNSAFE.sub("-", text).strip(".-")[:_LONGEST]
    return name if name == text else f"{name}-{_digest(text)}".lstrip("-")


def root_of(url: str) -> str:
    """The way from a page back to the site's root."""
    return "../" * url.count("/")


def _digest(text: str) -> str:
    return hashlib.blake2s(encode(text), digest_size=4).hexdigest()
