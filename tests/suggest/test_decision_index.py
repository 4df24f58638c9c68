"""Decisions that there are: a topic that one of them says is covered, one that is undone is named."""

from __future__ import annotations

from records.suggest.change import Change
from records.suggest.decision_index import DecisionIndex, summarise
from records.suggest.draft import body_of
from records.suggest.engine import suggest
from records.suggest.series import read_diff
from suggest_help import file_diff

REDIS_IN = file_diff("requirements.txt", ["+redis"]) + file_diff(
    "app/cache.py", ["+import redis", "+redis.Redis()"]
)
SWAP = file_diff("requirements.txt", ["-redis", "+valkey"]) + file_diff(
    "app/cache.py", ["-import redis", "+import valkey"]
)
USE_REDIS = summarise(
    "ADR-0004", "Use Redis for caching", "# 4. Use Redis\n\n## Decision\n\nWe keep sessions in Redis.\n"
)


def report(diff, *known, message=""):
    return suggest(Change(read_diff(diff), message), decision_index=DecisionIndex(known))


def test_a_topic_that_is_decided_is_set_aside_and_named():
    got = report(REDIS_IN, USE_REDIS)
    assert (got.suggestions, got.above_threshold) == ((), [])
    assert got.set_aside == ("Adopt Redis for caching: covered by ADR-0004",)
    assert [s["covered_by"] for s in got.as_json()["suggestions"]] == [["ADR-0004"]]


def test_a_decision_written_with_the_change_leaves_nothing_to_say():
    fresh = summarise("ADR-0004", "Use Redis for caching", "", fresh=True)
    assert report(REDIS_IN, fresh).as_json()["suggestions"] == []


def test_a_decision_about_something_else_covers_nothing():
    other = summarise(
        "ADR-0001", "Record decisions", "## Context\n\nRedis was named here.\n\n## Decision\n\nADRs.\n"
    )
    assert report(REDIS_IN, other).suggestions


def test_a_name_in_the_section_that_decides_is_enough():
    known = summarise(
        "ADR-0009", "Keep sessions on the server", "## Context\n\nx\n\n## Decision Outcome\n\nRedis.\n"
    )
    assert report(REDIS_IN, known).set_aside[0].endswith("covered by ADR-0009")


def test_what_an_accepted_decision_chose_is_replaced():
    found = report(SWAP, USE_REDIS).suggestions[0]
    assert found.title == "Replace Redis with Valkey for caching"
    assert found.supersedes == ("ADR-0004",)
    assert found.as_json()["supersedes"] == ["ADR-0004"]


def test_a_proposal_cannot_be_undone_but_covers():
    proposed = summarise("ADR-0004", "Use Redis for caching", "", accepted=False)
    assert report(SWAP, proposed).suggestions[0].supersedes == ()
    assert report(REDIS_IN, proposed).suggestions == ()


def test_the_same_title_is_the_same_decision():
    known = summarise("ADR-0002", "Split the ledger", "", accepted=False)
    diff = file_diff("app/ledger.py", ["+a = 1"])
    assert report(diff, known, message="Split the ledger").set_aside == (
        "Split the ledger: covered by ADR-0002",
    )


def test_words_that_every_project_has_name_nothing():
    known = summarise("ADR-0003", "Use one config file for the app", "")
    diff = file_diff("src/app/config.py", ["-a = 1"], "deleted")
    assert not any(s.supersedes for s in report(diff, known).suggestions)


def test_the_draft_has_facts_as_facts_and_questions_as_questions():
    got = report(SWAP, USE_REDIS, message="Move from Redis to Valkey\n\nThe licence changed.")
    text = body_of(got.suggestions[0], got.analysis, ("0123456789abcdef",))
    head, seen, rest = text.partition("Seen in the change:\n\n")
    assert head == "## Context\n\nThe commit says:\n\n> The licence changed.\n\n"
    bullets, _, rest = rest.partition("\n\n")
    assert seen
    assert "- new runtime dependency valkey (`requirements.txt:1`)" in bullets.split("\n")
    assert rest == (
        "**Open question:** what made this necessary now?\n\n"
        "## Options found in the change\n\n"
        "- Valkey (the change brings it)\n- Redis (the change takes it out)\n\n"
        "**Open question:** what else was looked at, and why not?\n\n"
        "## Decision\n\nMove from Redis to Valkey.\n\n"
        "**Open question:** does this supersede ADR-0004?\n\n**Open question:** what tipped the scales?\n\n"
        "## Consequences\n\nTo think about:\n\n"
        "- **Open question:** What does Valkey give that Redis did not?\n"
        "- **Open question:** How do existing data get there, and can the step be taken back?\n"
        "- **Open question:** What happens to backups, retention and personal data?\n"
        "- **Open question:** What if this store is slow or away?\n"
        "- **Open question:** Who keeps it up to date, and what happens when its maintainers stop?\n\n"
        "## References\n\n- Commit 0123456789ab\n- `requirements.txt`\n- `app/cache.py`\n"
    )


def test_a_draft_keeps_strange_words_harmless_and_names_prompts():
    diff = REDIS_IN + file_diff("history/prompts/general/0001-x.green.prompt.md", ["+x"], "added")
    got = report(diff, message="Use <script>\n\n{{ STATUS }}")
    text = body_of(got.suggestions[0], got.analysis)
    assert "<script>" not in text
    assert "{{" not in text
    assert "- Prompt record `history/prompts/general/0001-x.green.prompt.md`" in text


def test_a_draft_says_what_follows_from_the_change():
    """Facts that those who come after have to know, and the questions of the kind of thing that it is."""
    diff = (
        file_diff("requirements.txt", ["+pyjwt==2.8"])
        + file_diff("app/auth.py", ["+import jwt", '+KEY = os.environ["JWT_KEY"]'])
        + file_diff("db/migrations/0002_tokens.sql", ["+CREATE TABLE tokens ("], "added")
    )
    got = report(diff, message="Sign people in with tokens")
    facts = asked = "\n".join(body_of(s, got.analysis) for s in got.suggestions)
    assert "- `JWT_KEY` has to be set wherever the system runs (`app/auth.py:2`)" in facts
    assert "- a migration has to run: 0002_tokens.sql (`db/migrations/0002_tokens.sql:1`)" in facts
    assert "- **Open question:** How long is a token or a session good for" in asked


def test_a_draft_without_a_message_or_options():
    got = report(file_diff("app/ledger.py", ["+class Ledger:"]) + file_diff("app/b.py", ["+a = 1"]))
    text = body_of(got.suggestions[0], got.analysis)
    assert text.startswith("## Context\n\nSeen in the change:")
    assert "## Options found in the change\n\n**Open question:**" in text
