"""Split the full-text index into files that can be fetched for one word, by the words' first letters.

Each is a script, because a page opened from disk may load scripts but fetch nothing. Line by line it holds a word
and the records that have it. Bringing files up to date after some records changed gives the same bytes as making
them anew.
"""

from __future__ import annotations

import json
from collections import defaultdict

from records.site.postings import decode, encode
from records.site.words import shard_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from records.site.words import Weighed


def script(name: str, value: object) -> bytes:
    """A script that registers a value with the search under a name."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f'recordsData("{name}",{text});\n'.encode("utf-8", "replace")


class Index:
    """Collects the words of records, in any order."""

    def __init__(self) -> None:
        self._postings: defaultdict[str, list[int]] = defaultdict(list)

    def add(self, number: int, words_by_weight: Weighed) -> None:
        """Add the words of one record."""
        postings = self._postings
        for weight, words in enumerate(words_by_weight):
            posting = number << 2 | weight
            for word in words:
                postings[word].append(posting)

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Each shard's name and script, sorted by name."""
        shards: dict[str, list[str]] = {}
        for word in self._postings:
            shards.setdefault(shard_of(word), []).append(word)
        for name in sorted(shards):
            lines = [f"{word} {encode(sorted(self._postings[word]))}" for word in sorted(shards[name])]
            yield name, script(f"s/{name}", "\n".join(lines))


class Changes:
    """Collects removals and additions for existing shards."""

    def __init__(self) -> None:
        self._words: dict[str, dict[str, dict[int, int | None]]] = {}

    def remove(self, number: int, weights: Mapping[str, int]) -> None:
        """Remove a record's words."""
        for word in weights:
            self._words.setdefault(shard_of(word), {}).setdefault(word, {})[number] = None

    def add(self, number: int, weights: Mapping[str, int]) -> None:
        """Add a record's words; call it after every `remove`."""
        for word, weight in weights.items():
            self._words.setdefault(shard_of(word), {}).setdefault(word, {})[number] = weight

    def shards(self) -> list[str]:
        """The names of the shards that change."""
        return sorted(self._words)

    def apply(self, name: str, old: bytes | None) -> bytes | None:
        """Return a shard's updated script; None when it is empty."""
        lines = _lines(old)
        for word, changed in self._words[name].items():
            postings = {posting >> 2: posting & 3 for posting in decode(lines.get(word, ""))}
            for number, weight in changed.items():
                if weight is None:
                    postings.pop(number, None)
                else:
                    postings[number] = weight
            if postings:
                lines[word] = encode(number << 2 | postings[number] for number in sorted(postings))
            else:
                lines.pop(word, None)
        if not lines:
            return None
        return script(f"s/{name}", "\n".join(f"{word} {lines[word]}" for word in sorted(lines)))


def _lines(data: bytes | None) -> dict[str, str]:
    if not data:
        return {}
    text = data.decode("utf-8")
    body: str = json.loads(text[text.index(",") + 1 : text.rindex(")")])
    return dict(line.split(" ", 1) for line in body.split("\n"))
