"""The table of secret formats: every rule finds what it describes, and ordinary text holds nothing."""

from __future__ import annotations

import random
import re

import pytest

from records.secrets.plausibility import entropy
from records.secrets.rules import OWN_RULES, rules
from records.secrets.scanner import scan
from regex_strings import draw

DRAWS = 12


def missed(name: str, source: str, keywords: tuple[str, ...]) -> int:
    """How many of the strings drawn from a rule are not found."""
    chance = random.Random(name)
    count = 0
    for _ in range(DRAWS):
        token = draw(source, chance)
        announced = not keywords or any(word in token.lower() for word in keywords)
        count += not scan(f"use {'' if announced else keywords[0] + ' '}{token} now")
    return count


def test_strings_drawn_from_the_vendors_rules_are_found() -> None:
    """Of random strings drawn from every generated rule, at least 99 % are found."""
    vendors = rules()[len(OWN_RULES) :]
    assert len(vendors) > 380
    misses = {rule.name: missed(rule.name, rule.source, rule.keywords) for rule in vendors}
    assert sum(misses.values()) <= len(vendors) * DRAWS * 0.01, {k: v for k, v in misses.items() if v}


@pytest.mark.parametrize("beside", ["_", "-"])
def test_no_rule_misses_every_token_beside_a_separator(beside: str) -> None:
    """What the vendors' tools want to see behind a token must not be a character that a token may contain."""
    chance = random.Random(beside)
    unseen = []
    for rule in rules()[len(OWN_RULES) :]:
        tokens = (draw(rule.source, chance).strip() for _ in range(DRAWS))
        lead = "" if rule.is_prefixed else f"{rule.keywords[0]} " if rule.keywords else ""
        if not any(scan(f"{lead}{beside}{token}{beside}") for token in tokens):
            unseen.append(rule.name)
    assert unseen == []


def test_strings_drawn_from_our_own_token_rules_are_found() -> None:
    """Every string drawn from a rule for tokens is found; rules that look at what is plausible have their canaries."""
    misses = {
        rule.name: missed(rule.name, rule.source, rule.keywords) for rule in OWN_RULES if not rule.judge
    }
    assert not any(misses.values()), misses


def test_keywords_are_lower_case_words() -> None:
    """A keyword with a capital or a space would never be found in the lower-case words of a text."""
    assert [
        rule.name for rule in rules() for word in rule.keywords if word != word.lower() or " " in word
    ] == []


def test_every_expression_compiles_and_names_its_group() -> None:
    """The group that a rule names is there."""
    assert all(re.compile(rule.source, re.ASCII).groups >= rule.group for rule in rules())


def test_a_token_of_one_repeated_letter_is_no_secret() -> None:
    """Placeholders such as `glsa_xxxx…` have no entropy."""
    assert scan("use nvapi-" + "x" * 64 + " here") == []
    assert entropy("aaaa") == 0
