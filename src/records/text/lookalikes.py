"""Find what a reader may take for the envelope's own tag, whatever letters it is drawn with."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

import records.regex as re

# Signs that are drawn like the one with which a tag begins.
_OPENING = re.compile(
    "[<\u00ab\u02c2\u1438\u2039\u226a\u226e\u227a\u22d6\u2329\u2343\u276c\u276e\u2770\u27e8\u27ea\u2991\u29fc"
    "\u2a9d\u2aa1\u3008\u300a\u304f\u3111\ufe3f\ufe64\uff1c\U00010158\U0001d236]"
)
_REACH = 80
_WRITTEN = re.compile("⟦[^⟧]*(?:⟧|\\Z)")
_NAMED = re.compile(
    r"(?:LETTER (?:(?:SMALL|CAPITAL|LONG|TURNED|REVERSED|OPEN|CLOSED|BARRED|STIRRUP|INSULAR|ROTUNDA|TAILLESS) )*"
    r"|EMOJI )([A-Z])(?: (?:WITH|ROTUNDA|DIGRAPH)\b.*)?"
)
# Letters and digits of other scripts that are drawn like a Latin one, as far as a tag's name needs them: Greek,
# Cyrillic, Armenian, Cherokee, Coptic, Lisu, Georgian, Hebrew, Thai, Deseret, Runic, and signs.
_LIKE = {
    ord(other): letter
    for letter, others in {
        "c": "\u0441\u03f2\u1d04\u0421\u03f9\u13df\u2ca5\u2ca4\ua4da\u217d\u0188\u00a2\u20b5\u1974\U0001043d\U00010415",
        "d": "\u0501\u1d05\u0257\u0500\u13e0\u13a0\ua4d3\u146f\u0111\u0110\u00f0\u00d0\u018a\u0256\u20ab",
        "e": "\u0435\u04bd\u0454\u03b5\u1d07\u212e3\u0415\u0395\u13ac\ua4f0\u2c88\u2c89\u025b\u0258\u01dd\u0259"
             "\u20ac\u212f\u2107\u03f5\u04bf\u0404\uab32\u1d08",
        "n": "\u043f\u0578\u0274\u03b7\u03bd\u039d\u2c9a\u2c9b\ua4e0\u0548\u057c\u0272\u014b\u041f\u10ac\u05d7"
             "\u0e20\u0438\u0418\u1952\u03c0",
        "o": "\u043e\u03bf\u0585\u1d0f0\u041e\u039f\u0555\u2c9e\u2c9f\ua4f3\u0ae6\u0c66\u0d20\u10ff\u0e50\u05e1"
             "\u06f5\u0665\u0647\u2134\u03c3\u25cb\u25ef\u3007\u00f8\u00d8\u101d\u04e8\u04e9\u0472\u0473\u03b8\u0398"
             "\u2070\u2080",
        "r": "\u0433\u0280\u1d26\uab47\u027e\u13a1\u13d2\ua4e3\u16b1\u027c\u0413\u2c85\u0453\u0491\u042f\u044f\u01a6",
        "s": "\u0455\ua731\u01bd5\u0405\u054f\u13d5\u13da\ua4e2\u0282\u00a7\u0160\u10bd\u1979\u0448",
        "t": "\u0442\u03c4\u1d1b7\u0422\u03a4\u13a2\ua4d4\u2ca6\u2ca7\u0163\u01ad\u03ef\u2020\u22a4\u16cf\u0535\u1c9f"
             "\u0567\u00fe",
        "u": "\u03c5\u057d\u1d1c\u028b\u054d\ua4f4\u144c\u1200\u222a\u22c3\u03bc\u00b5\u0446\u0531\u1245\u04ef\u104e",
    }.items()
    for other in others
}  # fmt: skip


def defuse(text: str, tag: str) -> str:
    """The text with the first sign of everything that reads like *tag*, or its end, written as `&lt;`.

    Nothing but letters counts within the name: no spaces, hyphens, line ends, accents, nor the case of its letters.
    """
    name = _letters(tag)

    def escape(match: re.Match[str]) -> str:
        return "&lt;" if _reads(text, match.end(), name) else match[0]

    return _OPENING.sub(escape, text)


def _reads(text: str, index: int, name: str) -> bool:
    """Whether the letters from a place on, up to the next opening sign, begin with a name."""
    reach = _REACH
    following = _OPENING.search(text, index)
    end = following.start() if following else len(text)
    while True:
        match = _letters(text[index : min(index + reach, end)])
        if len(match) >= len(name) or not name.startswith(match) or index + reach >= end:
            return match.startswith(name)
        reach *= 4


def _letters(text: str) -> str:
    """The Latin letters that a reader sees, small, and nothing between them."""
    plain = unicodedata.normalize("NFKD", _WRITTEN.sub("", text))
    return "".join(map(_letter, plain))


@lru_cache(1 << 12)
def _letter(char: str) -> str:
    """The small Latin letter that a sign is drawn like, or nothing; by our list, else by what Unicode calls it."""
    plain = char.casefold()
    if "a" <= plain <= "z" and len(plain) == 1:
        return plain
    plain_names = _LIKE.get(ord(char)) or _LIKE.get(ord(plain[0]))
    if plain_names or char.isascii() or unicodedata.category(char)[0] == "M":
        return plain_names or ""
    name = unicodedata.name(char, "")
    names = (
        _NAMED.search(name) if "LATIN" in name or "REGIONAL INDICATOR" in name or "SQUARED" in name else None
    )
    return names[1].lower() if names else ""
