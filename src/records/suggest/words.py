"""Identifiers, and the plain words that they are made of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]{2,40}")


def words(texts: Iterable[str]) -> frozenset[str]:
    """Return the identifiers in some lines."""
    return frozenset(_WORD.findall("\n".join(texts)))


@lru_cache(maxsize=200_000)
def parts(word: str) -> tuple[str, ...]:
    """Return the plain words of an identifier, in lower case: `httpClient` is http, client."""
    return tuple(part.lower() for part in _PART.findall(word) if len(part) > 1)


def parts_of(names: Iterable[str]) -> frozenset[str]:
    """Return the identifiers in lower case, and their plain words."""
    out: set[str] = set()
    for name in names:
        out.update(parts(name))
        out.add(name.lower())
    return frozenset(out)
