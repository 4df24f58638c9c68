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


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Return a word without its usual English endings: caching, cached and caches are all cach."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            base = word[: -len(ending)]
            return base[:-1] if len(base) > 3 and base[-1] == base[-2] and base[-1] not in "lsz" else base
    return word


_ENDINGS = (
    "izations", "isations", "ization", "isation", "ations", "ation", "ements", "ement", "ments", "ment", "ings", "ing",
    "ions", "ion", "ies", "ers", "er", "ors", "or", "ed", "es", "ly", "y", "s", "e",
)  # fmt: skip
