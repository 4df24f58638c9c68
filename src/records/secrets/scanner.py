"""Find secrets in a text: the rules whose keywords occur are tried, close to where they occur."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cache

import records.regex as re
from records.dataclass import dataclass
from records.secrets.rule import Rule, is_boundary
from records.secrets.rules import rules

_BEFORE = 200  # characters before a keyword in which a match may begin
_AFTER = 2_000  # characters after it; a match that reaches this border is repeated without one
_GRAM = (
    4  # characters of a keyword that are looked up before the keyword itself; `present_keywords` zips as many
)
_MOST_HARMLESS = 50_000  # words without a keyword that are remembered; none is longer than the next line says
_LONGEST_HARMLESS = 20
_MOST_NEW = 5_000  # words of a text, above which none of them is remembered
_HARMLESS: set[str] = set()
_MOST_FAILURES = 20
_WORD = re.compile(r"[\w.=/+-]*", re.ASCII)
_LONGEST_KEY = 16_000
_SHORTEST_KEY = 20
_KEY_BEGIN = re.compile(r"-----? ?BEGIN (?:[A-Z0-9]{1,20} ){0,4}PRIVATE KEY(?: BLOCK)? ?-----?")
_KEY_END = re.compile(r"-----? ?END (?:[A-Z0-9]{1,20} ){0,4}PRIVATE KEY(?: BLOCK)? ?-----?")
# What is between the lines of a key: line ends, also written out, quotes and marks of quoted text.
_GAP = r"(?:[\s\"'>|#*,+-]|\\[nr])"
_KEY_REST = re.compile(
    rf"(?:{_GAP}|[A-Z][A-Za-z-]{{3,20}}: [^\n]{{0,100}}\n)*(?:[A-Za-z0-9+/=]{{16,}}{_GAP}*)*"
    r"(?:[A-Za-z0-9+/]{1,15}={0,2}(?=\s*(?:\Z|[\"'`\\\[])))?"
)
_KEY_START_REVERSED = re.compile(
    r"(?:[\s\"'>|#*,-]|[nr]\\)*[A-Za-z0-9+/=]{1,80}(?:(?:[\s\"'>|#*,-]|[nr]\\)+[A-Za-z0-9+/=]{16,})*"
)
_KEY_LINE = re.compile(r"[A-Za-z0-9+/=]{16}")
_KEY_RULE = "private-key"


@dataclass(frozen=True, slots=True)
class Finding:
    """A secret in a text: the rule that matched, and where."""

    rule: str
    start: int
    end: int


def scan(text: str) -> list[Finding]:
    """Return every secret that a rule matches in the text, in order and without overlaps."""
    lower = _lower(text)
    present = present_keywords(set(lower.split()))
    matches = list(_private_keys(text)) if "private key" in lower else []
    all_rules, by_keyword = rules(), _rules_by_keyword()
    tried = {index for word in present for index in by_keyword[word]}
    for index in sorted(tried.union(_rules_without_keyword())):
        rule = all_rules[index]
        matches += _matches(rule, [word for word in rule.keywords if word in present], text, lower)
    return without_overlaps(matches)


def present_keywords(words: set[str]) -> frozenset[str]:
    """Return the keywords that occur in a word.

    Words of a text that hold none are remembered, since most words of a text are words of the text before.
    """
    words = words - _HARMLESS
    text = "\n".join(words)
    probes, others = _probes()
    grams = probes.keys() & zip(text, text[1:], text[2:], text[3:], strict=False)
    candidates = [word for gram in grams for word in probes[gram]]
    present = frozenset([word for word in (*candidates, *others) if word in text])
    if len(words) <= _MOST_NEW:
        if len(_HARMLESS) > _MOST_HARMLESS:
            _HARMLESS.clear()
        short = [word for word in words if len(word) <= _LONGEST_HARMLESS]
        _HARMLESS.update(word for word in short if not any(keyword in word for keyword in present))
    return present


@cache
def _rules_by_keyword() -> dict[str, list[int]]:
    """Return the places of the rules that have a keyword, by the keyword."""
    places: dict[str, list[int]] = {}
    for index, rule in enumerate(rules()):
        for word in rule.keywords:
            places.setdefault(word, []).append(index)
    return places


@cache
def _rules_without_keyword() -> tuple[int, ...]:
    return tuple(index for index, rule in enumerate(rules()) if not rule.keywords)


@cache
def _probes() -> tuple[dict[tuple[str, ...], list[str]], tuple[str, ...]]:
    """Return the keywords by the part of them that is looked up first, and those that are too short for it."""
    keywords = _rules_by_keyword()
    probes: dict[tuple[str, ...], list[str]] = {}
    for word in keywords:
        if len(word) >= _GRAM:
            probes.setdefault(tuple(_probe(word)), []).append(word)
    return probes, tuple(word for word in keywords if len(word) < _GRAM)


def _probe(word: str) -> str:
    """Return the part of a keyword that occurs least often in ordinary text."""
    parts = [word[index : index + _GRAM] for index in range(len(word) - _GRAM + 1)]
    return max(
        parts,
        key=lambda part: (sum(not char.isalpha() for char in part), sum(char in "jkqvwxyz" for char in part)),
    )


def without_overlaps(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings in order; of two that overlap, the first and longer one stays."""
    result: list[Finding] = []
    for finding in sorted(findings, key=lambda finding: (finding.start, -finding.end)):
        if not result or finding.start >= result[-1].end:
            result.append(finding)
    return result


def _lower(text: str) -> str:
    """Return the text in lower case, with every character where it was."""
    lower = text.lower()
    if len(lower) != len(text):  # a few letters become two
        lower = "".join(char.lower() if char.isascii() else char for char in text)
    return lower


def _matches(rule: Rule, keywords: list[str], text: str, lower: str) -> Iterator[Finding]:
    candidates = (
        _prefixed(rule, keywords, text, lower) if rule.is_prefixed else _nearby(rule, keywords, text, lower)
    )
    for match in candidates:
        start, end = rule.secret_span(match)
        if rule.accepts(text[start:end]):
            yield Finding(rule.name, start, end)


def _prefixed(rule: Rule, keywords: list[str], text: str, lower: str) -> Iterator[re.Match[str]]:
    """Yield the matches of a rule that begin with one of the keywords.

    In one run of word characters, only the first few failures are followed by another attempt: otherwise text that
    repeats a prefix takes time that grows with the square of its length.
    """
    end = failure = failures = 0
    for position in sorted({*_positions(keywords, lower)}):
        if position < end or (rule.is_token and not is_boundary(text, position)):
            continue
        failures = failures + 1 if failures and _WORD.fullmatch(text, failure, position) else 0
        if failures > _MOST_FAILURES:
            failure = position
            continue
        match = rule.pattern.match(text, position)
        if match:
            end, failures = match.end(), 0
            yield match
        else:
            failure, failures = position, max(failures, 1)


def _nearby(rule: Rule, keywords: list[str], text: str, lower: str) -> Iterator[re.Match[str]]:
    """Yield the matches of a rule near the keywords; everywhere, where the rule has none."""
    for position, limit in _windows(keywords, lower) if keywords else [(0, len(text))]:
        start = position
        while match := rule.pattern.search(text, start, limit):
            if match.end() == limit < len(text):
                match = rule.pattern.match(text, match.start()) or match
            if rule.is_token and not is_boundary(text, match.start()):
                start = match.start() + 1
                continue
            start = max(match.end(), start + 1)
            yield match


def _windows(keywords: list[str], lower: str) -> list[tuple[int, int]]:
    """Return the parts of the text around the keywords, in order and without overlaps."""
    windows: list[tuple[int, int]] = []
    for position in sorted(_positions(keywords, lower)):
        start, end = max(0, position - _BEFORE), min(len(lower), position + _AFTER)
        if windows and start <= windows[-1][1]:
            windows[-1] = (windows[-1][0], end)
        else:
            windows.append((start, end))
    return windows


def _positions(keywords: list[str], lower: str) -> Iterator[int]:
    for word in keywords:
        position = lower.find(word)
        while position >= 0:
            yield position
            position = lower.find(word, position + len(word))


def _private_keys(text: str) -> Iterator[Finding]:
    """Find private keys from their first to their last line; of one that is cut in two, the part that is there."""
    begins, ends = list(_KEY_BEGIN.finditer(text)), list(_KEY_END.finditer(text))
    end_starts = [match.start() for match in ends]
    closed_ends: set[int] = set()
    for number, begin in enumerate(begins):
        following = begins[number + 1].start() if number + 1 < len(begins) else len(text)
        limit = min(following, begin.end() + _LONGEST_KEY)
        index = bisect_left(end_starts, begin.end())
        if index < len(ends) and end_starts[index] < limit:
            closed_ends.add(index)
            if _KEY_LINE.search(text, begin.end(), end_starts[index]):
                yield Finding(_KEY_RULE, begin.start(), ends[index].end())
        elif (rest := _KEY_REST.match(text, begin.end(), limit)) and len(rest[0].strip()) >= _SHORTEST_KEY:
            yield Finding(_KEY_RULE, begin.start(), begin.end() + len(rest[0].rstrip()))
    for index, end in enumerate(ends):
        if index not in closed_ends:
            limit = max(ends[index - 1].end() if index else 0, end.start() - _LONGEST_KEY)
            start = _KEY_START_REVERSED.match(text[limit : end.start()][::-1])
            if start and len(start[0].strip()) >= _SHORTEST_KEY:
                yield Finding(_KEY_RULE, end.start() - len(start[0].rstrip()), end.end())
