"""Hide secrets in texts and in typed values before they are written, so that records can be shared.

Rule-based: high entropy alone is no reason, since that destroys ids, hashes and paths. Pure: the
key, the repository's own secret values and the home directory are handed in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import Enum

import records.regex as re
from records.dataclass import dataclass, field, fields, is_dataclass, replace
from records.secrets.rule import is_boundary
from records.secrets.scanner import Finding, scan, without_overlaps
from records.static_types import TypeVar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

T = TypeVar("T")

PRIVATE = re.compile(r"<private>.*?(?:</private>|\Z)", re.S | re.I)
_TAG = re.compile(r"\[REDACTED:[\w-]+#[0-9a-f]{6}\]")


@dataclass(frozen=True, slots=True)
class Redactor:
    """Replaces secrets by `[REDACTED:rule#tag]`; the same secret has the same tag under one key.

    `values` are secret strings known beforehand (a `.env` file's), `home` is written as `~`.
    """

    key: bytes
    values: tuple[str, ...] = ()
    home: str = ""
    _value_pattern: re.Pattern[str] | None = field(default=None, repr=False)

    @classmethod
    def create(cls, key: bytes, values: Iterable[str] = (), home: str = "") -> Redactor:
        """Return a redactor that also knows the given secret values, longest first."""
        by_length = tuple(sorted({value for value in values if value}, key=lambda v: (-len(v), v)))
        pattern = None
        if by_length:
            pattern = re.compile("(?:" + "|".join(map(re.escape, by_length)) + ")(?![A-Za-z0-9])")
        return cls(key, by_length, home.rstrip("/\\"), pattern)

    def redact(self, text: str) -> str:
        """Return the text with private parts dropped, secrets replaced and the home directory shortened.

        Doing it again changes nothing.
        """
        return self._shorten_home(self.hide_secrets(text))

    def hide_secrets(self, text: str) -> str:
        """Return the text with private parts dropped and secrets replaced."""
        if not text:
            return text
        text = PRIVATE.sub("[private]", text)
        pieces: list[str] = []
        end = 0
        for finding in self.findings(text):
            pieces += [text[end : finding.start], self.tag(finding.rule, text[finding.start : finding.end])]
            end = finding.end
        return "".join([*pieces, text[end:]])

    def findings(self, text: str) -> list[Finding]:
        """Return every secret in the text, known values included, in order, without overlaps."""
        findings = scan(text)
        if self._value_pattern is not None:
            tags = [match.span() for match in _TAG.finditer(text)]
            findings += [
                Finding("env-value", *match.span())
                for match in self._value_pattern.finditer(text)
                if is_boundary(text, match.start())
                and not any(start <= match.start() < end for start, end in tags)
            ]
        return without_overlaps(findings)

    def tag(self, rule: str, secret: str) -> str:
        """Return what stands for the secret: stable under one key, and not reversible."""
        import hashlib  # loads OpenSSL, and most texts hold no secret
        import hmac

        digest = hmac.new(self.key, secret.encode("utf-8", "surrogatepass"), hashlib.sha256)
        return f"[REDACTED:{rule}#{digest.hexdigest()[:6]}]"

    def _shorten_home(self, text: str) -> str:
        if len(self.home) < 4 or self.home not in text:
            return text
        return re.sub(re.escape(self.home) + r"(?=[/\\\s\"'`:;,)\]}]|\Z)", "~", text)


def without_secrets(text: str) -> str:
    """Return a message with every secret in it replaced by `[REDACTED:rule]`, which has no tag."""
    pieces: list[str] = []
    end = 0
    for finding in scan(text):
        pieces += [text[end : finding.start], f"[REDACTED:{finding.rule}]"]
        end = finding.end
    return "".join([*pieces, text[end:]])


def map_texts(value: T, text: Callable[[str], str], path: Callable[[str], str] | None = None) -> T:
    """Return a value with *text* applied to every string in it, and *path* to those in fields declared as `PATH`.

    Dataclasses, tuples, lists and mappings are walked, keys included. A field is left alone only where its metadata is
    `NO_TEXT`; members of an `Enum` are left alone too. What does not change is returned as it is.
    """
    result: T = _Walk(text, path or text).value(value)
    return result


@dataclass(frozen=True, slots=True)
class _Walk:
    """One walk through a value."""

    text: Callable[[str], str]
    path: Callable[[str], str]

    def value(self, value: Any, kind: str = "") -> Any:
        if isinstance(value, Enum):
            return value
        if isinstance(value, str):
            return self._string(value, kind)
        if isinstance(value, (tuple, list, frozenset, set)):
            return type(value)(self.value(item, kind) for item in value)
        if isinstance(value, Mapping):
            return {self.value(key, kind): self.value(item, kind) for key, item in value.items()}
        if is_dataclass(value) and not isinstance(value, type):
            return self._dataclass(value)
        return value

    def _string(self, value: str, kind: str) -> str:
        if kind == "path":
            return self.path(value)
        result = self.text(value)
        if kind == "name" and result != value:
            result = re.sub(r"[^\w.+ -]+-?|-[^\w.+ -]+", "-", result).strip("-. ")
        return result

    def _dataclass(self, value: Any) -> Any:
        changes = {}
        for item in fields(value):
            kind = item.metadata.get("holds", "")
            before = getattr(value, item.name)
            if kind != "no text" and (after := self.value(before, kind)) != before:
                changes[item.name] = after
        return replace(value, **changes) if changes else value
