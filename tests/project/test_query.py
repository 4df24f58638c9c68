"""The language of searches, as `records search` and `records org search` read it."""

from __future__ import annotations

import json
import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from org_help import decision
from records.errors import InvalidInput
from records.project.query import ORG_CONDITIONS, parse_query


@pytest.mark.parametrize(
    ("text", "expression", "conditions"),
    [
        ("redis cache", '("redis" AND "cache")', {}),
        ('"session token"* OR jwt', '("session token"*) OR ("jwt")', {}),
        ("cach*", '("cach"*)', {}),
        ("redis -cache", '("redis" NOT "cache")', {}),
        ('redis NOT "in memory"', '("redis" NOT "in memory")', {}),
        ("redis AND cache", '("redis" AND "cache")', {}),
        ("re-use it", '("re use" AND "it")', {}),
        ("kind:adr status:accepted,proposed", "", {"kind": "adr", "status": "accepted,proposed"}),
        ("redis label:a label:b", '("redis")', {"label": "a,b"}),
        ('feature:"two words"', "", {"feature": "two words"}),
        ("since:2026-01-01 file:src/x.py", "", {"since": "2026-01-01", "file": "src/x.py"}),
        ("http://example.org", '("http example org")', {}),
        ("repo:pay", '("repo pay")', {}),
        ("", "", {}),
        ('"" * - OR', "", {}),
    ],
)
def test_query_is_understood(text, expression, conditions):
    """Words, phrases, prefixes, alternatives, what must not occur, and conditions."""
    query = parse_query(text)
    assert query.expression == expression
    assert query.conditions == conditions


def test_repositories_are_conditions_only_where_there_are_several():
    """`repo:` and `group:` are words in `records search`."""
    assert parse_query("repo:pay-* group:x", ORG_CONDITIONS).conditions == {"repo": "pay-*", "group": "x"}


@pytest.mark.parametrize("text", ["-redis", "a OR -b", "since:yesterday", "until:2026-1-1"])
def test_query_that_means_nothing_is_refused(text):
    """Only what must not occur, or a day that is none."""
    with pytest.raises(InvalidInput):
        parse_query(text)


@given(st.text(alphabet='ab "*-:()^{}OR NOTAND\x00é\n', max_size=40))
def test_every_query_is_one_that_the_database_takes(text):
    """Whatever signs it holds: FTS5 parses the expression, or it is refused before."""
    try:
        query = parse_query(text, ORG_CONDITIONS)
    except InvalidInput:
        return
    if query.alternatives:
        database = sqlite3.connect(":memory:")
        database.execute("create virtual table t using fts5(a)")
        database.execute("select 1 from t where t match ?", (query.expression,)).fetchall()
        database.close()


def test_search_of_one_repository_takes_conditions_and_negations(repo, run):
    """The same words narrow a search as the options do."""
    repo.write("history/adr/0001-use-redis.md", decision(1, "Use Redis", text="A cache in memory."))
    repo.write("history/adr/0002-drop-redis.md", decision(2, "Drop Redis", "Proposed", text="No more."))

    def found(*words: str) -> list[str]:
        return [row["ref"] for row in json.loads(run("search", *words, "--json").out)]

    assert sorted(found("redis")) == ["ADR-0001", "ADR-0002"]
    assert found("redis", "status:accepted") == ["ADR-0001"]
    assert found("redis -memory") == ["ADR-0002"]
    assert found("redis status:accepted,proposed since:2026-01-02") == ["ADR-0002"]
    assert run("search", "redis", "status:accepted").out.startswith("ADR-0001")
    assert "nothing to search for" in run("search", "kind:adr", code=2).err
    assert "is not a day" in run("search", "redis since:soon", code=2).err
