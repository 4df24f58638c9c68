"""Identifiers, and the plain words that they are made of."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import records.regex as re

STOP_WORDS = frozenset(
    "about above after again all already also and any are because been before being below between both but can cannot "
    "could did does doing done down during each else ever every few for from further had has have having her here how "
    "into its just less made make many may might more most much must near never not now off once only other our out "
    "over own per same shall should since some still such taken than that the their them then there these they this "
    "those through too under until upon very via was were what when where whether which while who whose why will with "
    "within without would you your".split()
)
"""Words of English that name nothing."""
TITLE_FILLING = STOP_WORDS | frozenset(
    "add adopt allow avoid based change create decision define disable enable handle implement improve "
    "introduce keep manage move new option plus provide record records remove replace run set store strategy "
    "support switch update use used using way".split()
)
"""Words of titles that name no subject."""
LANGUAGE_WORDS = frozenset(
    "abstract action actions as async await begin bool boolean break case catch class const continue default def defer "
    "delete describe do elif elsif end ensure enum except expect export extend extends false final finally fn frozen "
    "frozen_string_literal func function goto if impl implements import in include instanceof int interface internal "
    "is it lambda let literal match module mut namespace new nil none null number object of override package pass "
    "private protected public pub raise readonly rescue require return self static str string struct super switch "
    "throw throws trait true try type typeof undefined use using val var virtual void where yield".split()
)
"""Keywords and built-in names of the usual languages."""
_FOLDERS = (
    "api app apps backend base client cmd common component components config core frontend index internal json "
    "lib main packages page pages pkg server service services src test tests toml types util utils web www "
    "yaml yml"
)
COMMON_NAMES = frozenset(_FOLDERS.split()) | frozenset(
    "configs docs helper helpers init libs mod module modules package public settings setup shared static".split()
)
"""Names of folders, files and modules that many projects have."""
EVERYWHERE = frozenset(_FOLDERS.split()) | frozenset(
    "add admin and com controller controllers cs data default file files for get github go html http https in "
    "io jakarta java javax js md microsoft model models name net new of org php py py3 rb set spring system "
    "the to ts type ui v1 v2 value view views xml".split()
)
"""Parts of names that say no subject, because every project has them."""
TITLE_NOUNS = frozenset(
    "api app application architecture client code component config controller core data database default "
    "design domain environment event feature file form format frontend index job library list main management "
    "model name page process project request resource response server service session source state system "
    "template test type user value version view web".split()
)
"""Nouns of titles that alone name no subject, because every project has what they name."""
_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]{2,40}")


_PLATFORM = re.compile(r"(?:GITHUB|RUNNER|GITLAB|CI)_[A-Z_]+|CI|HOME|PATH|PWD|SHELL|TERM|TMPDIR|USER")


def is_platform_variable(name: str) -> bool:
    """Return whether an environment variable is set by the system or by the service that runs pipelines."""
    return _PLATFORM.fullmatch(name) is not None


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
EVERYWHERE_STEMS = frozenset(map(stem, EVERYWHERE))
