"""Hide secrets in text before it is written, so that records can be shared.

Rule-based: high entropy alone is no reason, since that destroys ids, hashes and paths. Pure: the
key, the repository's own secret values and the home directory are handed in.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from records.secrets.patterns import RULES, plausible

PRIVATE = re.compile(r"<private>.*?(?:</private>|\Z)", re.S | re.I)
_TAG = re.compile(r"\[REDACTED:[\w-]+#[0-9a-f]{6}\]")
_LONGEST = 1_000_000


@dataclass(frozen=True, slots=True)
class Finding:
    """A secret in a text: the rule that found it, and where."""

    rule: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Redactor:
    """Replaces secrets by `[REDACTED:rule#tag]`; the same secret has the same tag under one key.

    `values` are secret strings known beforehand (a `.env` file's), `home` is written as `~`.
    """

    key: bytes
    values: tuple[str, ...] = ()
    home: str = ""
    _known: re.Pattern[str] | None = field(default=None, repr=False)

    @classmethod
    def create(cls, key: bytes, values: Iterable[str] = (), home: str = "") -> Redactor:
        """A redactor that also knows the given secret values, longest first."""
        ordered = tuple(sorted({value for value in values if value}, key=lambda v: (-len(v), v)))
        known = None
        if ordered:
            known = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, ordered)) + r")(?!\w)")
        return cls(key, ordered, home.rstrip("/\\"), known)

    def redact(self, text: str) -> str:
        """The text with private parts dropped, secrets tagged and the home directory shortened.

        Doing it again changes nothing.
        """
        if not text:
            return text
        text = PRIVATE.sub("[private]", text)
        pieces: list[str] = []
        end = 0
        for found in self.findings(text):
            pieces += [text[end : found.start], self.tag(found.rule, text[found.start : found.end])]
            end = found.end
        return self._shorten_home("".join([*pieces, text[end:]]))

    def findings(self, text: str) -> list[Finding]:
        """Every secret in the text, known values included, in order, without overlaps."""
        found = scan(text)
        if self._known is not None:
            tags = [match.span() for match in _TAG.finditer(text)]
            found += [
                Finding("env-value", *match.span())
                for match in self._known.finditer(text)
                if not any(start <= match.start() < end for start, end in tags)
            ]
        return _apart(found)

    def tag(self, rule: str, secret: str) -> str:
        """What stands for the secret: stable under one key, and not to be turned back."""
        made = hmac.new(self.key, secret.encode("utf-8", "surrogatepass"), hashlib.sha256)
        return f"[REDACTED:{rule}#{made.hexdigest()[:6]}]"

    def _shorten_home(self, text: str) -> str:
        if len(self.home) < 4 or self.home not in text:
            return text
        return re.sub(re.escape(self.home) + r"(?=[/\\\s\"'`:;,)\]}]|\Z)", "~", text)


def scan(text: str) -> list[Finding]:
    """Every secret that a rule finds in the text, in order; what is redacted already is none."""
    if len(text) > _LONGEST:
        return _in_pieces(text)
    lower = text.lower()
    found: list[Finding] = []
    for rule in RULES:
        if rule.keywords and not any(word in lower for word in rule.keywords):
            continue
        pattern = rule.pattern
        for match in pattern.finditer(text):
            group = _group(match)
            if plausible(rule, match.group(group)):
                found.append(Finding(rule.name, *match.span(group)))
    return _apart(found)


def _group(match: re.Match[str]) -> str | int:
    """The part of a match that is the secret."""
    named = [name for name, value in match.groupdict().items() if value is not None]
    return named[0] if named else 0


def _in_pieces(text: str) -> list[Finding]:
    """Scan a very long text line-wise in pieces, so that no pattern sees more than it can bear."""
    found: list[Finding] = []
    start = 0
    while start < len(text):
        end = min(len(text), start + _LONGEST)
        if end < len(text):
            end = max(text.rfind("\n", start, end), start + _LONGEST // 2) + 1
        piece = scan(text[start:end])
        found += [Finding(f.rule, f.start + start, f.end + start) for f in piece]
        start = end
    return found


def _apart(found: list[Finding]) -> list[Finding]:
    """The findings in order; of two that overlap, the first and longer one stays."""
    kept: list[Finding] = []
    for finding in sorted(found, key=lambda f: (f.start, -f.end)):
        if not kept or finding.start >= kept[-1].end:
            kept.append(finding)
    return kept
