"""What a change takes away of what a decision chose, by the words of its title."""

from __future__ import annotations

import pytest

from records.suggest.change import Change
from records.suggest.evidence import Evidence
from records.suggest.series import read_diff
from records.suggest.supersession import LeftPhrase, chosen_words, left_in_message, takes_away


@pytest.mark.parametrize(
    ("title", "signal", "subject", "is_taken"),
    [
        ("Serve pages with AMP", "structure.removed", "src/amp", True),
        ("Use feature flags", "structure.removed", "lib/feature-flags", True),
        ("Use feature flags", "structure.removed", "lib/feature-shop", False),
        ("Serve pages with AMP", "structure.removed", "src/x", False),
        ("Keep sources in src", "structure.removed", "app/src", False),
        ("Check types with Psalm", "tooling.gone", "psalm.xml", True),
        ("Lint with ESLint", "tooling.gone", ".eslintrc.json", True),
        ("Build with Travis", "tooling.gone", ".travis.yml", True),
        ("Build with Travis", "tooling.gone", "psalm.xml", False),
        ("Send mail with Order Mailer", "structure.deleted", "app/order_mailer.rb", True),
        ("Send mail with Order Mailer", "structure.deleted", "app/mailer.rb", False),
    ],
)
def test_a_removal_takes_away_what_the_title_names(
    title: str, signal: str, subject: str, is_taken: bool
) -> None:
    """A folder, a tool's settings or a file whose whole name the title has; a general name means nothing."""
    evidence = Evidence(signal, subject, 1, "removed", "impact", subject, subject)
    assert takes_away(Change(read_diff("")), evidence, chosen_words(title)) == is_taken


@pytest.mark.parametrize(
    ("message", "phrases"),
    [
        ("Replace Moment with Luxon", [LeftPhrase("moment", "luxon")]),
        ("Replace the old system with a new one", []),
        ("Replace Moment library with Luxon", [LeftPhrase("moment", "luxon")]),
        ("Switch from Redis to Valkey", [LeftPhrase("redis", "valkey")]),
    ],
)
def test_what_a_message_says_is_left_is_a_name(message: str, phrases: list[LeftPhrase]) -> None:
    """Words that any message may use are none."""
    assert left_in_message(Change(read_diff(""), message=message)) == phrases
