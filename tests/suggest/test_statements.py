"""The body of a message states decisions; other titles of a change come from it and from the names in the code."""

from __future__ import annotations

import pytest

from records.suggest.analysis import analyse
from records.suggest.change import Change
from records.suggest.engine import suggest, suggest_diff
from records.suggest.series import read_diff
from records.suggest.statements import ranked_statements, statements
from records.suggest.titles import compounds_of, main_compound
from suggest_help import file_diff

BREAKER = file_diff(
    "shop/circuit_breaker.py", ["+class CircuitBreaker:", "+    circuit_breaker_limit = 3"], "added"
) + file_diff("shop/orders.py", ["+guard = circuit_breaker(orders)"])


def change(diff: str, message: str = "") -> Change:
    return Change(read_diff(diff), message)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "* Cache prices in Redis\n* fix typo\n* Drop the nightly import",
            ["Cache prices in Redis", "Drop the nightly import"],
        ),
        ("Prices are kept\nfor one hour. After that they are read again.", ["Prices are kept for one hour"]),
        ("## What does this change?\n\nPrices are cached now", ["Prices are cached now"]),
        ("```\nCache prices in code\n```\n| a | b | c |", []),
        ("- feat(shop): cache all prices (#12)\n- feat(shop): cache all prices (#12)", ["cache all prices"]),
        (
            "See merge request shop/shop!12\nCo-authored-by: Ada <ada@example.org>\nGenerated with a tool of ours",
            [],
        ),
        ("too short\n\n" + "word " * 40, []),
    ],
)
def test_the_body_of_a_message_has_statements(body, expected):
    """Items of lists and first sentences of paragraphs count; routine, code, headings and trailers do not."""
    assert statements(f"Subject\n\n{body}") == expected


def test_statements_that_name_what_changed_come_first():
    """Of several statements the one that names the new code stands first, whatever their order."""
    message = "Harden orders\n\n* Answer customers sooner than before\n* Guard orders with a circuit breaker"
    analysis = analyse(change(BREAKER, message))
    assert ranked_statements(analysis)[0] == "Guard orders with a circuit breaker"


def test_a_statement_heads_a_routine_subject():
    """Where the subject says only that something was fixed, the statement of the body becomes the title."""
    message = "Fix orders\n\n* Guard orders with a circuit breaker"
    assert (
        suggest_diff(BREAKER, message=message)["suggestions"][0]["title"]
        == "Guard orders with a circuit breaker"
    )


def test_a_routine_subject_without_a_body_gives_way_to_the_evidence():
    """A subject that says nothing does not hide what the evidence names."""
    diff = file_diff("requirements.txt", ["+redis==5"]) + file_diff(
        "shop/cache.py", ["+import redis"], "added"
    )
    assert suggest_diff(diff, message="Fix tests")["suggestions"][0]["title"] == "Adopt Redis for caching"


def test_other_titles_are_candidates_below_every_level():
    """A title that leaves the heart of the evidence unnamed is joined by candidates that nobody is shown."""
    report = suggest(change(BREAKER, "Answer customers sooner when a shop is down"))
    other = [s for s in report.suggestions if s.is_alternative]
    assert [s.title for s in other] == ["Introduce circuit breaker"]
    assert all(s.score <= 0.2 for s in other)
    assert not any(s.is_alternative for s in report.above_threshold)


def test_a_title_that_names_the_evidence_stands_alone():
    """Nothing is added to a title that names what the evidence is about."""
    report = suggest(change(BREAKER, "Guard orders with a circuit breaker"))
    assert [s.is_alternative for s in report.suggestions] == [False]


def test_the_compound_that_new_names_share():
    """The words that most new names have in common are found, and words that were there before do not count."""
    assert main_compound(change(BREAKER)) == "circuit breaker"
    assert main_compound(change(BREAKER), {"breaker"}) == "circuit breaker"
    assert main_compound(change(BREAKER), {"orders"}) == ""
    known = file_diff("shop/a.py", [" circuit_breaker = 1", "+circuit_breaker_limit = 3"])
    assert main_compound(change(known)) == ""


def test_compounds_begin_and_end_with_telling_words():
    """Runs of words that begin or end with a word of grammar, or a short one, name nothing."""
    assert list(compounds_of("getCircuitBreakerState")) == [
        ("circuit", "breaker"),
        ("breaker", "state"),
        ("circuit", "breaker", "state"),
    ]
    assert list(compounds_of("x1")) == []


@pytest.mark.parametrize(
    ("diff", "title"),
    [
        (file_diff(".eslintrc.js", ["+no_x: 1", "-no_y: 1"]), "Change the configuration of ESLint"),
        (
            file_diff("shop/price_list.py", ["+x = 1"]) + file_diff("shop/price_list_view.py", ["+y = 1"]),
            "Change price list",
        ),
        (file_diff("shop/refund.py", ["+x = 1"]), "Change refund"),
        (file_diff("a.py", ["+x = 1"]), "Record what this change decides"),
    ],
)
def test_a_change_without_evidence_is_named_after_its_files(diff, title):
    """Where neither message nor evidence names a subject, the files do."""
    found = suggest_diff(diff)["suggestions"]
    assert found[0]["title"] == title


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        ("feat(parser): downgrade to 0.21 for old compilers", "Downgrade parser to 0.21 for old compilers"),
        ("feat(parser): downgrade the parser to 0.21", "Downgrade the parser to 0.21"),
        ("jane/add refunds for orders", "Add refunds for orders"),
        ("Client/server split of refunds", "Client/server split of refunds"),
        ("Fix a lost basket by switching to Redis for sessions", "Switch to Redis for sessions"),
        ("!!! FEATURE: Split refunds by till", "Split refunds by till"),
        ("FEATURE: WIP Split refunds by till", "Split refunds by till"),
        ("API: refunds are split by till", "API: refunds are split by till"),
        ("Squashed commit of the following:", "Change refund"),
        ("Search with opensearch", "Search with OpenSearch"),
        ("Use redis for sessions", "Use redis for sessions"),
        ("Merge pull request #7 from shop/dependabot/npm/zod-4.1", "Change refund"),
    ],
)
def test_titles_from_subjects(subject, title):
    """Scope, owner, what a fix was good for, spelling and branches of programs, as a maintainer would write them."""
    diff = file_diff("shop/refund.py", ["+x = 1"])
    assert suggest_diff(diff, message=subject)["suggestions"][0]["title"] == title


def test_the_dependency_that_a_title_speaks_of_is_named():
    """Of several new dependencies the one whose use the title names is the one that it leaves unsaid."""
    diff = file_diff("Gemfile", ['+gem "omniauth-auth0"', '+gem "lograge"']) + file_diff(
        "app/users.rb", ["+omniauth_auth0", "+Lograge.setup"]
    )
    title = suggest_diff(diff, message="Users can sign in")["suggestions"][0]["title"]
    assert title == "Users can sign in with omniauth-auth0"


@pytest.mark.parametrize(
    ("message", "title"),
    [
        ("Move from Circle CI to another pipeline", "Move from Circle CI to another pipeline"),
        ("Raise libstripe to the newest", "Raise libstripe to the newest"),
        ("Pay by card", "Pay by card with Stripe"),
    ],
)
def test_no_dependency_is_added_to_a_title_that_names_its_technology(message, title):
    """A title that names a technology, or the dependency inside another name, gets no `with` of another one."""
    diff = file_diff("requirements.txt", ["+stripe==5"]) + file_diff(
        "shop/pay.py", ["+import stripe"], "added"
    )
    assert suggest_diff(diff, message=message)["suggestions"][0]["title"] == title
