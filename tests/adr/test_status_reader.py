"""The status of a record by the sentence that states it, and by what that says of other records."""

from __future__ import annotations

import pytest

from records.adr.dialects import read_adr, set_status

PLACES = ("## Status\n\n{}\n", "Status: {}\n", "- **Status**: {}\n")


def record(place: str, status: str) -> str:
    return f"# 1. X\n\n{place.format(status)}\n## Context\n\nc\n"


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    "status",
    [
        "This decision supersedes ADR-3 and is superseded by ADR-4", "Supersedes ADR-3 but was replaced by ADR-4",
        "Supersedes ADR-3, superseded by ADR-4",
    ],
)  # fmt: skip
def test_a_sentence_of_two_relations_is_a_status(place: str, status: str) -> None:
    """What supersedes the record makes it superseded, and nothing is left unread."""
    facts = read_adr(record(place, status), "0001-x.md")
    assert [(link.relation, link.target) for link in facts.links] == [
        ("supersedes", "ADR-3"),
        ("superseded-by", "ADR-4"),
    ]
    assert (facts.status, facts.findings) == ("superseded", ())


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("Deprecated in favour of", "deprecated"), ("Deprecated in favor of", "deprecated"), ("Obsolete in favour of", "deprecated"),
        ("Veraltet zugunsten von", "deprecated"), ("Obsolète en faveur de", "deprecated"), ("Obsoleto en favor de", "deprecated"),
        ("Withdrawn in favour of", "superseded"), ("Abandoned in favor of", "superseded"), ("Discarded in favour of", "superseded"),
        ("Retired in favour of", "superseded"),
    ],
)  # fmt: skip
def test_what_a_record_gave_way_to_is_its_successor(place: str, words: str, status: str) -> None:
    """It keeps the status that is written, whichever word and spelling that has."""
    facts = read_adr(record(place, f"{words} [7](0007-y.md)"), "0001-x.md")
    assert [(link.relation, link.target) for link in facts.links] == [("superseded-by", "0007-y.md")]
    assert (facts.status, facts.findings) == (status, ())


@pytest.mark.parametrize(
    "words", ["Rejected in favour of ADR-7", "Not deprecated in favour of ADR-7", "Deprecated, see ADR-7"]
)
def test_other_words_before_a_reference_name_no_successor(words: str) -> None:
    """What was rejected was never in force; what is denied, or only to be read, states no relation."""
    assert read_adr(record(PLACES[0], words), "0001-x.md").links == ()


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    "status",
    [
        "Was: accepted. Now: deprecated", "Previously accepted; deprecated", "Previously: accepted, now: deprecated",
        "Formerly accepted, deprecated", "Initially accepted, later deprecated", "Accepted at first, later deprecated",
        "Was accepted. Now deprecated.", "Früher akzeptiert; jetzt veraltet", "Originally accepted → deprecated",
    ],
)  # fmt: skip
def test_a_status_that_holds_no_more_gives_way_to_the_next(place: str, status: str) -> None:
    """Whatever says so, before the first one or before the second; an edit changes the one that holds."""
    text = record(place, status)
    facts = read_adr(text, "0001-x.md")
    assert (facts.status, facts.findings) == ("deprecated", ())
    rejected = set_status(text, "0001-x.md", "rejected")
    assert read_adr(rejected, "0001-x.md").status == "rejected"
    assert set_status(rejected, "0001-x.md", "rejected") == rejected


@pytest.mark.parametrize(
    "status", ["Previously accepted", "Formerly proposed", "Originally superseded by ADR-3"]
)
def test_a_status_that_holds_no_more_is_none(status: str) -> None:
    """Nothing says what the status is now."""
    facts = read_adr(record(PLACES[0], status), "0001-x.md")
    assert (facts.status, [finding.code for finding in facts.findings]) == (None, ["status-unread"])
