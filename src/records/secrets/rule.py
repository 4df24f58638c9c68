"""Say what a rule for secrets is: the shape that it looks for, where, and what it asks of a match."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import records.regex as re
from records.dataclass import dataclass
from records.secrets.plausibility import entropy, is_placeholder

# Before a token: no ASCII letter or digit, unless it ends a percent code, an escape sequence or a colour.
_BOUNDARY = re.compile(
    r"(?<![A-Za-z0-9])|(?<=%[0-9A-Fa-f]{2})|(?<=%25[0-9A-Fa-f]{2})|(?<=\\[abfnrtv])|(?<=\\u[0-9A-Fa-f]{4})|(?<=\\x[0-9A-Fa-f]{2})"
    r"|(?<=\x1b\[\dm)|(?<=\x1b\[\d\dm)"
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One shape of secret.

    Attributes:
        name: what is in the tag.
        keywords: lower-case; one of them must occur in the text.
        source: the regular expression.
        judge: where the shape is general, whether a text that it matched is a secret; a placeholder never is.
        entropy: the least entropy of the secret, in bits per character.
        group: the group that is the secret, where none is called `secret`.
        is_token: whether no letter or digit may be directly before it.
        is_prefixed: whether every match begins with one of the keywords.
    """

    name: str
    keywords: tuple[str, ...]
    source: str
    judge: Callable[[str], bool] | None = None
    entropy: float = 0.0
    group: int = 0
    is_token: bool = False
    is_prefixed: bool = False

    @property
    def pattern(self) -> re.Pattern[str]:
        """The compiled shape; compiled when one of the keywords first occurs, since few ever do."""
        return _compile(self.source)

    def secret_span(self, match: re.Match[str]) -> tuple[int, int]:
        """Return where the secret lies in a match."""
        groups = match.re.groupindex
        for name in ("secret", "bare"):
            if name in groups and match[name] is not None:
                return match.span(name)
        return match.span(self.group if match[self.group] is not None else 0)

    def accepts(self, text: str) -> bool:
        """Return whether a text that the shape matched is a secret, and not a name or a placeholder."""
        if self.judge is not None:
            return not is_placeholder(text) and self.judge(text)
        return self.entropy == 0 or entropy(text) >= self.entropy


@cache
def _compile(source: str) -> re.Pattern[str]:
    return re.compile(source, re.ASCII)


def is_boundary(text: str, position: int) -> bool:
    """Return whether a token may begin at a position of a text."""
    return _BOUNDARY.match(text, position) is not None


def place(
    name: str,
    keywords: str,
    pattern: str,
    *,
    judge: Callable[[str], bool] | None = None,
    is_prefixed: bool = False,
) -> Rule:
    """Return a rule for what stands at a place; keywords are separated by blanks."""
    return Rule(name, tuple(keywords.split()), pattern, judge, is_prefixed=is_prefixed)


def token(name: str, keywords: str, pattern: str, *, is_prefixed: bool = True) -> Rule:
    """Return a rule for a token, told by its form; keywords are separated by blanks."""
    return Rule(name, tuple(keywords.split()), pattern, is_token=True, is_prefixed=is_prefixed)
