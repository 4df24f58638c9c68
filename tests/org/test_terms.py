"""Excerpts: the words around what a search has found, wherever in a text it stands."""

from __future__ import annotations

import pytest

from records.org import terms as terms_module
from records.org.terms import excerpt, query_terms, search_text, terms
from records.project.query import parse_query


def words(name: str, count: int) -> str:
    return " ".join(f"{name}{number}" for number in range(count))


@pytest.mark.parametrize("before", [0, 5, 9, 400])
@pytest.mark.parametrize("query", ["redis", '"redis cache"', "redi*", "absent OR redis"])
@pytest.mark.parametrize("sign", ["", "é"])
def test_eight_words_before_and_sixteen_after_are_shown(before: int, query: str, sign: str) -> None:
    """In a short text as behind thousands of words, with letters of any language or ASCII alone."""
    body = f"{words('w', before)} redis cache {words('v', 40)} {sign}"
    told = excerpt(body, "", "A title", query_terms(parse_query(query)))
    shown = [f"w{number}" for number in range(max(before - 8, 0), before)]
    later = " ".join(f"v{number}" for number in range(15))
    assert told == " ".join([*shown, "redis cache", later]).join(("…" if before > 8 else "", "…"))


def test_a_word_inside_another_is_not_what_is_found() -> None:
    """The first whole word counts, however many others hold it."""
    body = f"{'rediscover ' * 300}then redis {words('v', 3)}"
    told = excerpt(body, "", "A title", query_terms(parse_query("redis")))
    assert told.endswith("then redis v0 v1 v2")
    assert told.count("rediscover") == 7


@pytest.mark.parametrize(
    ("body", "query", "shown"),
    [
        ("Use my_REDIS_2 now", "redis", "Use my_REDIS_2 now"),
        ("redis2 then (Redis) now", "redis", "redis2 then (Redis) now"),
        ("redis2 alone", "redis", ""),
        ("redis2 alone", "redi*", "redis2 alone"),
        (f"say {'a' * 150} now", "a" * 120, f"say {'a' * 150} now"),
        ("cache redis, then redis cache", '"redis cache"', "cache redis, then redis cache"),
    ],
)
def test_signs_end_words_and_only_their_beginnings_count_where_they_are_very_long(
    body: str, query: str, shown: str
) -> None:
    """An underscore is a sign, a digit a part of a word; of a word of more than 100 letters the first 100 count."""
    assert excerpt(f"# Top\n\n{body} here.\n", "", "A title", query_terms(parse_query(query))) == (
        f"{shown} here." if shown else ""
    )


@pytest.mark.parametrize("sign", ["\u0301", "\u200d\u0301", "e\u0301"])
def test_a_mark_without_a_letter_is_no_word(sign: str) -> None:
    """As texts have it that were cut in the middle of a letter; what is around it is shown as it stands."""
    told = excerpt(f"{sign} redis cache", "", "A title", query_terms(parse_query("redis")))
    assert told == f"{sign} redis cache".lstrip("\u200d") or told.endswith("redis cache")
    assert terms("\u0301 a") == ["a"]


def test_a_text_with_more_words_than_a_database_holds_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    """Words count once, in the order of importance of the fields; what comes before the limit is found."""
    monkeypatch.setattr(terms_module, "_MOST_BYTES", 40)
    text = search_text(1, 1, "Use tar", "files", f"tar files {words('word', 9)} tar", "tar front1 front2")
    assert text.title == " use tar "
    assert text.labels == " files "
    assert text.body == " tar files word0 word1 word2 word3 word4 "
    assert text.front == " tar "


def test_a_text_within_the_limit_is_kept_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """However often its words are repeated."""
    monkeypatch.setattr(terms_module, "_MOST_BYTES", 40)
    assert search_text(1, 1, "Use tar", "", "tar " * 100, "").body == f" {'tar ' * 100}"
