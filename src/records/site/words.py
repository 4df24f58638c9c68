"""Split text into words for the search data; `search.js` splits queries in the same way."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection

import records.regex as re

Weighed = tuple[
    Collection[str], ...
]  # how much a word says about a record: in its text, first words, labels, title
LONGEST = 32
_SEPARATORS = bytes(
    code + 32 if 65 <= code <= 90 else code if 48 <= code <= 57 or 97 <= code <= 122 else 32
    for code in range(256)
)
_WORD = re.compile(r"[^\W_]+")
_FOREIGN = re.compile(r"[^\x00-\x7f]")
_MARKS = re.compile("[\u0300-\u036f]")
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")


def words(text: str) -> set[str]:
    """The distinct words of a text: letters and digits, lower case, without accents.

    Chinese and Japanese, which put no spaces between words, give every pair of neighbouring signs, and every sign.
    """
    if not text.isascii():
        text = _without_signs(text)
    if text.isascii():
        word_set = set(text.encode().translate(_SEPARATORS).decode().split())
    else:
        word_set = set(_WORD.findall(_MARKS.sub("", unicodedata.normalize("NFKD", text)).lower()))
        for word in [word for word in word_set if not word.isascii() and _CJK.search(word)]:
            word_set.remove(word)
            word_set.update(word[index : index + 2] for index in range(len(word)))
            word_set.update(word)
    if word_set and max(map(len, word_set)) > LONGEST:
        word_set = {word[:LONGEST] for word in word_set}
    return word_set


def _without_signs(text: str) -> str:
    """A text whose only letters are ASCII without the emoji, quotes and arrows around them; any other as it is."""
    signs = unicodedata.normalize("NFKD", "".join(sorted(set(_FOREIGN.findall(text)))))
    if any(sign.isalnum() or unicodedata.combining(sign) for sign in signs):
        return text
    return text.encode("ascii", "replace").decode("ascii")


def weigh_words(title: str, labels: str, summary: str, body: str) -> Weighed:
    """The words of a record by weight, from the text's to the title's, each with its highest weight."""
    first = words(title)
    second = words(labels) - first
    third = words(summary).difference(first, second)
    rest = words(body)
    rest.difference_update(first, second, third)
    return rest, third, second, first


def weights(words_by_weight: Weighed) -> dict[str, int]:
    """Each word's weight."""
    return {word: weight for weight, word_set in enumerate(words_by_weight) for word in word_set}


def shard_of(word: str) -> str:
    """The name of the file that holds a word: its first letter and a ninth of the alphabet for the second."""
    first, second = word[0], word[1:2]
    if not first.isascii():
        return f"_{ord(first) % 61}"
    if first.isdigit() or not second:
        return first
    return first + ("abcdefghi"[(ord(second) - 97) // 3] if "a" <= second <= "z" else "0")


def initials(title: str) -> set[str]:
    """The first letters and digits of a title's words, for a query of one letter."""
    return {word[0] for word in words(title) if word[0].isascii()}
