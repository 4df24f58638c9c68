"""Turn any title into a short, portable file name part."""

from __future__ import annotations

import re
import unicodedata

SLUG_LENGTH = 60
# Names that Windows gives to devices, with or without an extension (Win32 "Naming Files").
_RESERVED = frozenset(
    ["con", "prn", "aux", "nul", *(f"{name}{digit}" for name in ("com", "lpt") for digit in range(1, 10))]
)
# Letters that no Unicode decomposition turns into ASCII.
_LATIN = str.maketrans({
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i", "ŋ": "ng",
})  # fmt: skip


def slug(title: str, limit: int = SLUG_LENGTH) -> str:
    """Make a lower-case, hyphenated name from any text; never empty, never longer than *limit* characters.

    Latin letters lose their accents; letters of other scripts (Urdu, Chinese, …) are kept, as file systems
    and git keep them. A title without any letter or digit gets a name from its hash, so that two differ.
    """
    text = unicodedata.normalize("NFKD", title).lower().translate(_LATIN)
    text = "".join(c for c in text if not (unicodedata.combining(c) and _follows_latin(c)))
    text = unicodedata.normalize("NFC", text).lower()
    words = re.findall(r"[^\W_]+(?:[^\W_]|[\u0300-\u036f])*", text)
    result = _cut([word for word in words if word], limit)
    if not result:
        import hashlib  # loads OpenSSL

        result = "untitled-" + hashlib.sha256(title.encode("utf-8", "surrogatepass")).hexdigest()[:8]
        result = result[:limit]
    return f"{result}-record"[:limit] if result in _RESERVED else result


def _follows_latin(mark: str) -> bool:
    """Return whether a combining mark is one of those that accent Latin letters."""
    return "\u0300" <= mark <= "\u036f"


def _cut(words: list[str], limit: int) -> str:
    """Join words up to *limit* characters and, so that paths stay portable, 180 bytes of UTF-8."""
    result = ""
    for word in words:
        longer = f"{result}-{word}" if result else word
        if len(longer) > limit or len(longer.encode("utf-8", "surrogatepass")) > 180:
            break
        result = longer
    if result or not words:
        return result
    first = words[0][:limit]
    while len(first.encode("utf-8", "surrogatepass")) > 180:
        first = first[:-1]
    return first


def plain_letters(text: str) -> str:
    """A text without accents, so that one stem matches every form of a word."""
    if text.isascii():
        return text
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return unicodedata.normalize("NFC", bare)  # syllables of Hangul are whole again
