"""The search data: words, postings, shards, and the law that patching gives what making anew gives."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from records.site.build_cache import pack, unpack
from records.site.postings import decode, encode
from records.site.shards import Changes, Index
from records.site.words import LONGEST, initials, shard_of, weigh_words, weights, words

WORDS = st.sampled_from(["a", "ab", "abacus", "able", "b", "zoo", "7", "0012", "über", "東京", "東"])
RECORD = st.dictionaries(WORDS, st.integers(0, 3), max_size=6)


@given(st.sets(st.integers(0, 2**20)), st.integers(0, 3))
def test_postings_come_back_as_they_were(numbers, weight):
    """Encoded postings decode to the same."""
    postings = [number << 2 | weight for number in sorted(numbers)]
    assert decode(encode(postings)) == postings


def grouped(found):
    return tuple([word for word in found if found[word] == weight] for weight in range(4))


@given(st.dictionaries(st.text(st.characters(categories=["L", "N"]), min_size=1), st.integers(0, 3)))
def test_packed_words_come_back_as_they_were(found):
    """Packed words unpack to the same."""
    assert weights(unpack(pack(grouped(found)))) == found


def test_words_are_folded_and_cut():
    """Words are case-folded, without accents, and cut at the limit."""
    assert words("Café-Größe, naïve snake_case X7") == {"cafe", "große", "naive", "snake", "case", "x7"}
    assert words("a" * 50) == {"a" * LONGEST}
    assert words("PLAIN ascii Words2") == {"plain", "ascii", "words2"}


def test_signs_without_spaces_between_words_give_pairs():
    """Scripts without spaces give single characters and pairs."""
    assert {"東京", "京タ", "東", "京"} <= words("東京タワー")


def test_the_best_place_of_a_word_counts():
    """A word has the weight of its best place."""
    assert weights(weigh_words("login", "auth", "the form", "the login auth form body")) == {
        "the": 1, "login": 3, "auth": 2, "form": 1, "body": 0,
    }  # fmt: skip


def test_words_that_begin_alike_share_a_file():
    """Words with the same beginning are in one shard."""
    assert shard_of("login") == shard_of("lo") == shard_of("location")
    assert shard_of("a") == "a"
    assert shard_of("7th") == "7"
    assert shard_of("a1") == "a0"
    assert shard_of("東京") == shard_of("東")
    assert initials("Fix the Ünicode 東") == {"f", "t", "u"}


def built(records):
    index = Index()
    for number, record in enumerate(records):
        index.add(number, grouped(record))
    return dict(index.files())


@settings(max_examples=200, deadline=None)
@given(st.lists(RECORD, max_size=8), st.lists(RECORD, max_size=8))
def test_patched_shards_are_the_shards_made_anew(before, after):
    """From any log to any other, taking out and putting in gives the same bytes as starting over."""
    old, new = built(before), built(after)
    changes = Changes()
    for number, record in enumerate(before):
        changes.remove(number, record)
    for number, record in enumerate(after):
        changes.add(number, record)
    patched = dict(old)
    for name in changes.shards():
        data = changes.apply(name, patched.get(name))
        if data is None:
            patched.pop(name, None)
        else:
            patched[name] = data
    assert patched == new


def test_a_shard_is_a_script_that_hands_over_its_lines():
    """A shard is a script that registers its lines."""
    data = built([{"able": 3, "about": 0}])["aa"].decode()
    assert data.startswith('recordsData("s/aa",')
    assert json.loads(data[data.index(",") + 1 : data.rindex(")")]).split("\n") == ["able D", "about A"]
