"""Lists of records as short texts: the gaps between their numbers, five bits a sign, a weight in the low two.

`search.js` reads the same. A value below 32 is one sign; the upper half of the alphabet says that more follows.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_LOW, _HIGH = ALPHABET[:32], ALPHABET[32:]
_VALUE = {sign: value for value, sign in enumerate(ALPHABET)}
_SHORT = [_LOW[value] if value < 32 else _HIGH[value & 31] + _LOW[value >> 5] for value in range(1024)]


def encode(postings: Iterable[int]) -> str:
    """Write ascending postings (`number * 4 + weight`) as text."""
    out: list[str] = []
    next_number = 0
    for posting in postings:
        number = posting >> 2
        value = (number - next_number) << 2 | posting & 3
        next_number = number + 1
        out.append(_SHORT[value] if value < 1024 else _long(value))
    return "".join(out)


def _long(value: int) -> str:
    signs = []
    while value > 31:
        signs.append(_HIGH[value & 31])
        value >>= 5
    return "".join(signs) + _LOW[value]


def decode(text: str) -> list[int]:
    """Read what `encode` wrote."""
    postings: list[int] = []
    next_number = value = shift = 0
    for sign in text:
        digit = _VALUE[sign]
        value |= (digit & 31) << shift
        if digit >= 32:
            shift += 5
            continue
        number = next_number + (value >> 2)
        postings.append(number << 2 | value & 3)
        next_number = number + 1
        value = shift = 0
    return postings
