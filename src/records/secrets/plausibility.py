"""Judge whether what the shape of a rule matched is a secret, and not a name, a path or a placeholder.

A rule whose shape is general names its judge, a function of the text: by what stands around the text, less or more is
asked of it.
"""

from __future__ import annotations

import base64
import math
from collections import Counter

import records.regex as re

_PLACEHOLDER = (  # these are compiled when they are first asked for, like the shapes
    r"(?i)\A(?:.*(?:example|placeholder|changeme|change[_-]me|your[_-]|my[_-]|xxx|\*\*\*|\.\.\.|<|>"
    r"|\$\{|\$\(|\{\{|process\.env|os\.environ|redacted|dummy|fake|test[_-]|sample|insert|todo|abcdef"
    r"|123456|deadbeef|foobar).*|\$\w+|%\w+%|(?:[a-z]{1,10}[_-]?)?passw(?:or)?d|pass(?:wr?d)?|pwd?|secret|token|user(?:name)?"
    r"|login|root|admin|guest"
    r"|postgres(?:ql)?|mysql|mongo(?:db)?|redis|minio|rabbitmq|database|db|demo|dev|local|test|none|null|true|false|x+|\d+)\Z"
)
_NAME = r"[A-Za-z][A-Za-z0-9]*(?:[_.-][A-Za-z0-9]+)+\Z"  # words with signs between them
_RUN = r"[A-Z]?[a-z]+|[A-Z]+|\d+"
_SHORTEST_MIXED = 5
# What stands for a value besides: code, a date, a path, a digest, an address.
_STAND_IN = r".*[(){}\[\]$<>]|[\dTZ.:/_-]+\Z|/|[a-f0-9]{7,}\Z|\w+://"
# Parameters, and what is read from elsewhere (`env:NAME`); names of functions, encodings and types (`sha256`).
_REFERENCE = (
    r"[:@%][a-z]+\d{0,2}\Z|[a-z]{2,10}:[\w/.-]+\Z|\$"
    r"|(?i:(?:[a-z]{2,6}[_-]?)??(?:sha|md|base|utf|argon|[bs]crypt|pbkdf|aes|rsa|u?int|float|(?:var)?char|text|string)[_-]?\d{1,3}\Z)"
)
# Words with numbers behind them and signs between them, as names, paths and versions are.
_WORD = r"(?:[A-Za-z]+(?:\d{1,4}[a-z]?)?|\d{1,4})"
_WORDS = rf"/|.*?(?:[A-Z][a-z]{{2,}}){{3}}|{_WORD}(?:[_./+=-]+{_WORD})*\Z"
_LONGEST_PATH = 100
_PATH = r"[/\\]\w+[/\\.]|\.(?:\w{1,5})\Z|://|[a-z]{4,}[_.-][a-z]{4,}"
# A phrase of ordinary words is prose where one is short, or speaks of what is asked for.
_PHRASE = r"(?:[a-z]{4,12}(?: |\Z)){3,8}\Z|(?:[A-Z][a-z]{3,11}(?: |\Z)){3,8}\Z"
_SPEAKS_OF_IT = (
    r"(?i)pass|word|secret|charact|confirm|enter|requir|invalid|field|value|please|must|should|wrong|match"
)


def is_placeholder(text: str) -> bool:
    """Return whether a text only stands for a secret, as `changeme`, `$NAME` and `<password>` do."""
    return "[REDACTED:" in text or re.match(_PLACEHOLDER, text) is not None


def is_any(text: str) -> bool:
    """Return that the text is a secret: its place says so, and a word may be one."""
    return True


def is_password(text: str) -> bool:
    """Return whether a text looks like a password of letters and digits, and like no identifier."""
    is_word = re.match(r"[A-Za-z]+\d{0,4}\Z", text)
    return has_letters_and_digits(text) and not is_word and not _is_stand_in(text) and entropy(text) >= 2.5


def is_short_password(text: str) -> bool:
    """Return whether a text is a password where the key is unmistakable: also `hunter2`, or a phrase of words."""
    if " " in text:
        words = text.split()
        if re.match(_PHRASE, text):
            return not re.search(_SPEAKS_OF_IT, text)
        return len(words) < 4 and any(len(word) > 5 and is_password(word) for word in words)
    return has_letters_and_digits(text) and not _is_stand_in(text)


def _is_stand_in(text: str) -> bool:
    """Whether a text stands for a value: a name, a reference, code."""
    if re.match(f"{_STAND_IN}|{_REFERENCE}", text):
        return True
    return re.match(_NAME, text) is not None and not any(map(_is_mixed, re.split("[_.-]", text)))


def _is_mixed(word: str) -> bool:
    """Whether letters and digits alternate so often that they are no word: `mXw2pLq8`, but not `oauth2Client`."""
    return len(word) >= _SHORTEST_MIXED and 2 * len(re.findall(_RUN, word)) > len(word)


def is_random(text: str) -> bool:
    """Return whether a text looks random, and not like a path or a name of words."""
    return has_letters_and_digits(text) and (
        is_long_token(text) or (not re.search(_PATH, text) and entropy(text) >= 3.5)
    )


def is_random_value(text: str) -> bool:
    """Return whether a value without quotes looks random: code, names and versions stand there too."""
    if is_long_token(text):
        return True
    if re.search(_PATH, text) or re.match(_WORDS, text):
        return False
    is_hexadecimal = re.fullmatch("[0-9A-Fa-f]+", text)
    return has_letters_and_digits(text) and entropy(text) >= (3.0 if is_hexadecimal else 3.7)


def is_long_token(text: str) -> bool:
    """Return whether a text is longer and more random than any path: a token for some hours, as clouds give them."""
    return len(text) > _LONGEST_PATH and entropy(text) >= 5.2


def is_header_value(text: str) -> bool:
    """Return whether a text may be the credentials of a request."""
    return has_letters_and_digits(text) and entropy(text) >= 3.0


def is_basic_credentials(text: str) -> bool:
    """Return whether a text is `user:password` in base64."""
    try:
        plain = base64.b64decode(text + "=" * (-len(text) % 4)).decode("utf-8")
    except ValueError:
        return False
    return ":" in plain and plain.isprintable()


def has_letters_and_digits(text: str) -> bool:
    """Return whether a text holds at least one ASCII letter and one digit."""
    return re.search(r"\d", text) is not None and re.search(r"[A-Za-z]", text) is not None


def entropy(text: str) -> float:
    """Return Shannon's entropy of the text's characters, in bits per character."""
    counts = Counter(text).values()
    return -sum(count / len(text) * math.log2(count / len(text)) for count in counts)
