"""A commit subject becomes a title without tickets, tags, initials, addresses, bumps and headings of templates."""

from __future__ import annotations

import pytest

from records.suggest.commit_subject import clean_subject, own_words
from records.suggest.engine import suggest_diff
from records.suggest.title_wording import sentence
from suggest_help import file_diff


@pytest.mark.parametrize(
    "message",
    [
        "SHOP-12: Cache prices",
        "SHOP-12 Cache prices",
        "(SHOP-12) Cache prices",
        "[SHOP-12, SHOP-13] Cache prices",
        "4711: Cache prices",
        "#4711 Cache prices",
        "US4711: Cache prices",
        "AB#4711 Cache prices",
        "Closes #47 cache prices",
        "Cache prices (#47)",
        "Cache prices SHOP-12",
        "Cache prices, closes #47",
        "Cache prices. Fixes SHOP-12",
        "Merged PR 4711: Cache prices",
        "Pull request #47: SHOP-12 cache prices",
        "[WIP] Cache prices",
        "feat(shop)!: cache prices",
        "AL: Cache prices",
        "AL - Cache prices",
        "Cache prices [AL, GH]",
        "✨ Cache prices",
        ":sparkles: Cache prices",
        "## Description\n\nCache prices",
        "### What does this change?\nCache prices",
        "**Summary**\n\nCache prices",
        "Checklist:\n- [ ] tests\n\nCache prices",
        "**Cache** [prices](https://example.org/prices)",
        "https://example.org/browse/47\nCache prices",
        "Bumps [x](https://example.org) from 1 to 2.\n\nCache prices",
        "2026-01-15 main -> prod\n\nCache prices",
        "Update dependency x to v5\n\nCache prices",
    ],
)
def test_marks_are_taken_off(message):
    """What is left is what a maintainer would write."""
    assert sentence(clean_subject(message)) == "Cache prices"


@pytest.mark.parametrize(
    "subject",
    [
        ".NET 8 for all services",
        "Move to .NET 8",
        ".env files instead of settings",
        "UTF-8 everywhere",
        "SHA-256 checksums",
        "ISO-8601 dates",
        "Use TLS 1.3",
        "HTTP/2 for the API",
        "JS: use one bundler",
        "Use C# 12",
        "R2: store files",
    ],
)
def test_names_stay_whole(subject):
    """A leading dot, the numbers of standards and short names of technologies are no marks."""
    assert sentence(clean_subject(subject)) == subject


@pytest.mark.parametrize(
    "message",
    [
        "Bump x from 1.0 to 2.0",
        "chore(deps): bump x from 1 to 2",
        "Update dependency x to v5",
        "Release v1.2.3",
        "Deploy main to production",
        "## Description",
        "See https://example.org/browse/47",
    ],
)
def test_a_message_that_says_nothing_gives_no_title(message):
    """The evidence has to give the title then."""
    assert clean_subject(message) == ""


@pytest.mark.parametrize(
    ("branch", "title"),
    [
        ("chore/list-board-users", "chore/list board users"),
        ("feature/list_board.users", "Feature/list board.users"),
        ("list/board-users-2", "List/board users 2"),
        ("refactor/boardStore", "Refactor/board store"),
    ],
)
def test_a_title_that_a_forge_made_of_the_branch_is_a_branch(branch, title):
    """The words of a branch are a title only where nothing else is; a title of other words stays."""
    message = f"Merge pull request #7 from ada/{branch}\n\n{title}"
    assert clean_subject(message, branches=False) == ""
    assert clean_subject(f"{message}\n\nList the users of a board") == "List the users of a board"
    assert clean_subject(f"{message} for sharing", branches=False).endswith("for sharing")


@pytest.mark.parametrize(
    "title",
    [
        "Merge the three servers into a single program",
        "Merge the settings of mail and web into one file",
        "Merge prices into the catalogue",
    ],
)
def test_a_title_that_makes_one_of_several_is_no_merge_of_git(title):
    """What the author merged is a title, though the subject begins like one that git writes."""
    message = f"Merge pull request #7 from ada/one\n\n{title}"
    assert clean_subject(message) == title
    diff = file_diff("app/server.py", ["+import mail", "+import web", "+run(mail, web)"])
    assert suggest_diff(diff, message=message)["suggestions"][0]["title"].startswith(title)


@pytest.mark.parametrize(
    "message",
    [
        "Merge main into the preview",
        "Merge conflicts",
        "Merge a fix of upstream into a fork",
        "Merging in PR to address issue 545",
        "Merge pull request #353 from ada/feature-314\n\nFeature 314",
    ],
)
def test_a_merge_of_lines_of_development_gives_no_title(message):
    """It says which branches came together, and nothing of what they bring."""
    assert clean_subject(message) == ""


def test_an_everyday_word_is_no_technology():
    """Temporal in code is a word; with its client in a manifest, or an import, it is the product."""
    code = file_diff("app/prices.py", ["+def temporal_range(): ..."]) + file_diff(
        "app/b.py", ["+temporal = 1"]
    )
    used = file_diff("app/prices.py", ["+from temporalio import client", "+import temporal.client"])
    assert all("temporal" not in s["title"].lower() for s in suggest_diff(code)["suggestions"])
    assert any("Temporal" in s["title"] for s in suggest_diff(used)["suggestions"])


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("Cache prices\n\n<!-- Why?\n\nTell us. -->\nThey are slow.", "Cache prices\n\nThey are slow."),
        ("Cache prices\n\n<!-- never closed", "Cache prices\n\n<!-- never closed"),
        ("<!-- ticket -->\nCache prices", "Cache prices"),
        (
            "Cache prices\n\n## Description\n\n**Why:**\n\nSlow.\n- [ ] docs\n- [x] tests",
            "Cache prices\n\nSlow.",
        ),
        ("# Description\n\n## Use Redis\n- [link](x)", "# Description\n\n## Use Redis\n- [link](x)"),
        ("", ""),
    ],
)
def test_only_the_words_of_the_author_are_left_of_a_message(message, expected):
    """HTML comments, template headings and boxes to tick go; the subject and other lines stay."""
    assert own_words(message) == expected
    assert own_words(own_words(message)) == expected


def _title(message):
    """The title of a small change of code with a message."""
    body = ["+tiers = load()", "+from flask import Flask"]
    return suggest_diff(file_diff("src/tiers.py", body), message=message)["suggestions"][0]["title"]


@pytest.mark.parametrize(
    ("message", "title"),
    [
        ("fix(web): scope the root to the server + add cache headers", "Add cache headers"),
        ("Redesign: Remove the old layout", "Remove the old layout"),
        ("Redis: Cache prices", "Redis: Cache prices"),
        (
            "Tier filter population\n\n- Pulls the list of tiers from an API, rather than a list.",
            "Pull the list of tiers from an API",
        ),
        ("Tier filter population\n\nThe tier is there.", "Tier filter population"),
        ("Use the tier filter\n\n- Pulls the list of tiers.", "Use the tier filter"),
    ],
)
def test_a_title_says_what_was_chosen(message, title):
    """What comes with a fix heads it, an area does not, and a noun alone takes the sentence with a verb."""
    assert _title(message) == title


@pytest.mark.parametrize(
    ("branch", "title", "subject"),
    [
        ("SHOP-3995-eslint-for-tslint", "Shop 3995 eslint for tslint", "eslint for tslint"),
        ("12-cache-prices", "12 cache prices", "cache prices"),
        ("12-cache", "12 prices are cached in redis", "12 prices are cached in redis"),
    ],
)
def test_the_name_of_a_branch_in_words_loses_its_ticket(branch, title, subject):
    """A forge writes the branch as the title of a request where its author writes none; a title of one's own stays."""
    assert clean_subject(f"Merge pull request #7 from ada/{branch}\n\n{title}") == subject
