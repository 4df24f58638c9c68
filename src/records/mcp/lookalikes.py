"""Find what a reader may take for the envelope's own tag, whatever letters it is drawn with."""

from __future__ import annotations

import re
import unicodedata

# Signs that are drawn like the one with which a tag begins.
_OPENING = re.compile(
    "[<\u02c2\u1438\u2039\u226e\u227a\u2329\u276c\u276e\u2770\u27e8\u29fc\u3008\ufe64\uff1c\U0001d236]"
)
_REACH = 80
_WRITTEN = re.compile("⟦[^⟧]*⟧")
# Letters and digits of other scripts that are drawn like a Latin one, as far as a tag's name needs them.
_LIKE = {
    ord(other): letter
    for letter, others in {
        "c": "\u0441\u03f2\u1d04", "d": "\u0501\u1d05\u0257", "e": "\u0435\u04bd\u0454\u03b5\u1d07\u212e3",
        "n": "\u043f\u0578\u0274\u03b7", "o": "\u043e\u03bf\u0585\u1d0f0", "r": "\u0433\u0280\u1d26\uab47\u027e",
        "s": "\u0455\ua731\u01bd5", "t": "\u0442\u03c4\u1d1b7", "u": "\u03c5\u057d\u1d1c\u028b",
    }.items()
    for other in others
}  # fmt: skip


def defused(text: str, tag: str) -> str:
    """The text with the first sign of everything that reads like *tag*, or its end, written as `&lt;`.

    Spaces, hyphens, line ends and accents within the name do not count, nor does the case of its letters.
    """
    name = _letters(tag)

    def seen(match: re.Match[str]) -> str:
        behind = text[match.end() : match.end() + _REACH]
        return "&lt;" if _letters(behind).startswith(name) else match[0]

    return _OPENING.sub(seen, text)


def _letters(text: str) -> str:
    """The Latin letters that a reader sees, small, and nothing between them."""
    plain = unicodedata.normalize("NFKD", _WRITTEN.sub("", text)).casefold().translate(_LIKE)
    return "".join(char for char in plain if "a" <= char <= "z")
