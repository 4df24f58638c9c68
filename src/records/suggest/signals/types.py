"""Types: new abstractions and patterns, which later code has to follow."""

from __future__ import annotations

from collections.abc import Iterator

import records.regex as re
from records.suggest.change import Change
from records.suggest.evidence import Evidence
from records.suggest.scan import Rule, scan

SIGNALS = ("types.abstract", "types.abstract-gone", "types.pattern", "types.new", "types.gone")

_NOUN = (
    r"Service|Repository|Factory|Strategy|Adapter|Provider|Handler|Middleware|Gateway|Facade|Builder"
    r"|Manager|Registry|Resolver|Dispatcher|Observer|Visitor|Decorator|Policy|Processor|Pipeline"
    r"|Scheduler|Worker|Job|Plugin|Extension|Store|Context|Engine|Client|Proxy|Cache|Loader|Mapper"
    r"|Serializer|Validator|Guard|Interceptor|Controller|Subscriber|Publisher|Consumer|Producer"
    r"|Analyzer|Generator|Writer|Reader|Converter"
)
_ABSTRACT = (
    r"\babstract\s+class\s+(\w+)|^\s*(?:export\s+|public\s+|internal\s+|sealed\s+)*interface\s+(\w+)"
    r"|^type\s+(\w+)\s+interface\b|^class\s+(\w+)\((?:.*\b)?(?:ABC|Protocol)\b|^\s*(?:pub )?trait\s+(\w+)"
    r"|^class\s+.*\b([A-Z]\w+)\s+(?:\w+\s+){0,20}where\s*$"
)
_CLASS = (
    r"^\s*(?:export\s+)?(?:default\s+)?(?:abstract\s+|public\s+|internal\s+|private\s+|protected\s+|final\s+|sealed\s+"
    r"|static\s+|partial\s+|readonly\s+|data\s+|open\s+|case\s+|pub(?:\([^)]*\))?\s+)*"
    r"(?:class|struct|enum|record|object)\s+([A-Z]\w+(?:::\w+)*)|^type\s+([A-Z]\w+)\s+struct\b"
    r"|^(?:data|newtype)\s+([A-Z]\w+)"
)
_KEYWORDS = frozenset("class struct enum record object interface trait type data newtype".split())
_RULES = (
    Rule(
        "types.abstract",
        re.compile(_ABSTRACT),
        "new abstraction {}",
        _KEYWORDS,
    ),
    Rule(
        "types.abstract-gone",
        re.compile(_ABSTRACT),
        "abstraction {} removed",
        _KEYWORDS,
        heading="alternatives",
        side="old",
    ),
    Rule(
        "types.pattern",
        re.compile(rf"^[^/#*\n]*\b(?:class|struct|record|interface|trait)\s+(\w*(?:{_NOUN}))\b"),
        "{} names a design pattern",
        _KEYWORDS,
    ),
    Rule("types.new", re.compile(_CLASS), "new type {}", _KEYWORDS),
    Rule(
        "types.gone",
        re.compile(_CLASS),
        "type {} removed",
        _KEYWORDS,
        heading="alternatives",
        side="old",
    ),
)


def find(change: Change) -> Iterator[Evidence]:
    """Yield types that appear and go; one that is only moved is neither."""
    yield from scan(change, _RULES)
