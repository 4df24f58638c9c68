"""Decisions that there are: a topic that one of them says is covered, one that is undone is named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from records.suggest.change import Change
from records.suggest.decision_index import DecisionIndex, DecisionSummary, RelatedRecord, outstanding
from records.suggest.draft import PromptQuote, body_of
from records.suggest.engine import suggest
from records.suggest.series import read_diff
from suggest_help import file_diff

REDIS_IN = file_diff("requirements.txt", ["+redis"]) + file_diff(
    "app/cache.py", ["+import redis", "+redis.Redis()"]
)
SWAP = file_diff("requirements.txt", ["-redis", "+valkey"]) + file_diff(
    "app/cache.py", ["-import redis", "+import valkey"]
)
USE_REDIS = DecisionSummary(
    "ADR-0004", "Use Redis for caching", "# 4. Use Redis\n\n## Decision\n\nWe keep sessions in Redis.\n"
)


def report(diff, *known, message=""):
    return suggest(Change(read_diff(diff), message), decision_index=DecisionIndex(known))


def test_a_topic_that_is_decided_is_set_aside_and_named():
    """A decision that covers the change is named, and nothing is suggested."""
    got = report(REDIS_IN, USE_REDIS)
    assert (got.suggestions, got.above_threshold) == ((), [])
    assert got.set_aside == ("Adopt Redis for caching: covered by ADR-0004",)
    assert [s["covered_by"] for s in got.as_json()["suggestions"]] == [["ADR-0004"]]


def test_a_decision_written_with_the_change_leaves_nothing_to_say():
    """A decision in the same change suppresses the suggestion."""
    fresh = DecisionSummary("ADR-0004", "Use Redis for caching", "", fresh=True)
    assert report(REDIS_IN, fresh).as_json()["suggestions"] == []


LONG = (
    "## Context\n\nPages are slow for visitors far away, and each one is computed again for everybody.\n\n"
    "## Decision\n\nWe keep rendered pages next to the visitor, and drop them on every release.\n"
)
UNFILLED = (
    "Date: 2026-01-02\n\n## Status\n\nProposed\n\n## Context\n\n<!-- What is the issue? -->\n\n## Decision\n\n"
    "The change that we're proposing or have agreed to implement.\n\n## Consequences\n\n{what becomes easier}\n"
)
CHANGE_WITH_DAPPER = file_diff(
    "src/Shop.csproj", ['+    <PackageReference Include="Dapper" Version="2.1.0" />']
) + file_diff("src/ReadStore.cs", ["+using Dapper;", "+public class ReadStore { }"], "added")


def added_record(title, text):
    lines = f"# 22. {title}\n\n{text}".split("\n")
    return file_diff("docs/adr/0022-some-decision.md", [f"+{line}" for line in lines], "added")


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Cache pages with FusionCache by default", UNFILLED),
        ("Cache pages with FusionCache by default", ""),
        ("Cache pages with FusionCache by default", LONG),
        ("Keep pages in Varnish", LONG),
    ],
)
def test_a_new_decision_about_something_else_hides_no_new_technology(title, text):
    """A decision that comes with the change and says nothing of its new technology leaves the suggestion."""
    got = report(CHANGE_WITH_DAPPER + added_record(title, text))
    assert [s.evidence[0].subject for s in got.suggestions if not s.is_alternative] == ["Dapper"]


def test_a_new_decision_for_one_of_two_technologies_leaves_the_other():
    """A decision that names one technology of the change covers that one alone."""
    redis = "## Decision\n\nWe keep sessions in Redis, so that they outlive a restart of every server that we have.\n"
    text = f"## Context\n\nPeople were signed out whenever we deployed, and complained about it.\n\n{redis}"
    got = report(REDIS_IN + CHANGE_WITH_DAPPER + added_record("Keep sessions in Redis", text))
    assert [s.evidence[0].subject for s in got.suggestions] == ["Dapper"]


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Read with Dapper", UNFILLED),
        ("Query the read store without an ORM", LONG),
        ("Use a micro-ORM", LONG + "We considered Dapper and NHibernate.\n"),
        ("Read and write through stores", LONG),
    ],
)
def test_a_new_decision_in_words_of_its_own_speaks_for_the_change(title, text):
    """A decision that names the technology anywhere, or whose title has to do with the change, covers it."""
    got = report(CHANGE_WITH_DAPPER + added_record(title, text))
    assert got.suggestions == ()
    assert got.set_aside == ("the decision is written in the same change: docs/adr/0022-some-decision.md",)


def test_a_new_decision_speaks_for_what_is_no_technology():
    """A decision that comes with new directories and types covers them, whatever it is called."""
    code = file_diff("ledger/book.py", ["+class Book:", "+    pass"], "added") + file_diff(
        "ledger/entry.py", ["+class Entry:", "+    pass"], "added"
    )
    assert report(code + added_record("Cache pages with FusionCache", UNFILLED)).suggestions == ()


def test_a_decision_about_something_else_covers_nothing():
    """A decision that only mentions the topic does not cover it."""
    other = DecisionSummary(
        "ADR-0001", "Record decisions", "## Context\n\nRedis was named here.\n\n## Decision\n\nADRs.\n"
    )
    assert report(REDIS_IN, other).suggestions


def test_one_technology_name_relates_a_decision_and_does_not_cover_it():
    """A name in the decision, or a title that is no more than that name, is not the same decision."""
    for title, text in (
        ("Keep sessions on the server", "## Context\n\nx\n\n## Decision Outcome\n\nRedis.\n"),
        ("Use Redis", ""),
    ):
        got = report(REDIS_IN, DecisionSummary("ADR-0009", title, text))
        assert got.suggestions[0].covered_by == ()
        assert [record.ref for record in got.related] == ["ADR-0009"]


def test_a_title_is_matched_by_its_stems():
    """`Caching searches` is `Cache the search`, and compounds are read as their words."""
    for title in ("Caching of searches", "Cache the search", "Add search-cache"):
        known = DecisionSummary("ADR-0002", title, "")
        diff = file_diff("app/view.py", ["+a = 1"]) + file_diff("app/b.py", ["+b = 1"])
        assert report(diff, known, message="Cache searches").set_aside == (
            "Cache searches: covered by ADR-0002",
        )


def gems(before, after):
    """A diff of a Gemfile that exchanges gems, with a file of code."""
    lines = [f"-gem '{name}'" for name in before] + [f"+gem '{name}'" for name in after]
    return file_diff("Gemfile", [" source 'https://rubygems.org'", *lines]) + file_diff(
        "app/a.rb", ["-a = 1", "+b = 2"]
    )


@pytest.mark.parametrize(
    ("title", "gem"),
    [
        ("Use New Relic for monitoring", "newrelic_rpm"),
        ("Report errors to Sentry", "sentry-ruby"),
        ("Store files with Active Storage", "activestorage"),
        ("Keep data in PostgreSQL", "pg"),
        ("Count visits with Google Analytics", "react-google-analytics"),
    ],
)
def test_a_removed_package_supersedes_the_decision_that_names_it(title, gem):
    """Packages are known by the names that people write, and by what they are clients of."""
    known = DecisionSummary("ADR-0003", title, "")
    assert report(gems([gem], []), known).suggestions[0].supersedes == ("ADR-0003",)
    assert report(gems([gem], []), replace(known, accepted=False)).suggestions[0].supersedes == ()


@pytest.mark.parametrize(
    ("title", "expected"),
    [("Use CircleCI for continuous integration", ("ADR-0003",)), ("Keep one configuration", ())],
)
def test_the_settings_of_a_tool_in_its_hidden_folder_name_it(title, expected):
    """A removed `.circleci/config.yml` supersedes the decision for CircleCI, whatever the file is called."""
    diff = (
        "diff --git a/.circleci/config.yml b/.circleci/config.yml\ndeleted file mode 100644\n"
        "--- a/.circleci/config.yml\n+++ /dev/null\n@@ -1,2 +0,0 @@\n-version: 2\n-jobs: {}\n"
        "diff --git a/.github/workflows/ci.yml b/.github/workflows/ci.yml\nnew file mode 100644\n"
        "--- /dev/null\n+++ b/.github/workflows/ci.yml\n@@ -0,0 +1,2 @@\n+on: push\n+jobs: {}\n"
    )
    known = DecisionSummary("ADR-0003", title, "")
    superseded = {ref for row in report(diff, known).suggestions for ref in row.supersedes}
    assert superseded == set(expected)


def test_a_package_of_the_same_name_that_stays_supersedes_nothing():
    """One client of a technology for another leaves the decision for it in force."""
    known = DecisionSummary("ADR-0003", "Report errors to Sentry", "")
    assert all(s.supersedes == () for s in report(gems(["sentry-raven"], ["sentry-ruby"]), known).suggestions)


@pytest.mark.parametrize(
    ("title", "message", "expected"),
    [
        ("Host on Heroku", "Migrate the application from Heroku to AWS", True),
        ("Use Active Admin for the back office", "Replace ActiveAdmin with pages of our own", True),
        ("Use moment for dates", "Replace Moment.js with date-fns", True),
        ("Run jobs with Delayed Job", "delayed_job -> solid_queue", True),
        ("Move from Heroku to AWS", "Migrate the last worker from Heroku to AWS", False),
        ("Host on Heroku", "Move the note on Heroku", False),
    ],
)
def test_a_message_says_what_is_left_behind(title, message, expected):
    """`from X to Y`, `replace X with Y` and an arrow; not a decision that itself says to leave X."""
    known = DecisionSummary("ADR-0004", title, "")
    suggestions = report(gems([], ["puma"]), known, message=message).suggestions
    assert (suggestions[0].supersedes == ("ADR-0004",)) is expected


def test_superseding_goes_before_covering():
    """A change whose title is like that of the decision that it undoes is not set aside."""
    known = DecisionSummary("ADR-0004", "Cache searches in Redis", "")
    got = report(SWAP, known, message="Cache searches in Valkey: move from Redis to Valkey")
    assert (got.suggestions[0].covered_by, got.suggestions[0].supersedes) == ((), ("ADR-0004",))


def test_a_decision_of_the_range_covers_its_subject_and_is_not_superseded():
    """A record that comes with the change, though the log does not have it, leaves nothing to suggest about it."""
    record = file_diff(
        "docs/adr/0002-drop-redis.md",
        ["+# 2. Drop Redis", "+## Decision", "+Remove Redis; cache in memory."],
        "added",
    )
    change = Change(
        read_diff(SWAP.replace("+valkey", "+lru").replace("+import valkey", "+import lru") + record),
        "Drop Redis",
    )
    got = suggest(change, decision_index=DecisionIndex([]), has_several_commits=True)
    assert got.suggestions == ()
    assert got.as_json()["suggestions"] == []


@pytest.mark.parametrize(
    ("subject", "same", "other"),
    [
        ("搜索服务缓存 Service", "搜索服务缓存 Service", "框架解耦方案 Service"),
        ("Хранить цены в файлах", "Хранить цены в файлах", "Считать налоги в файлах"),
        ("Kündigung prüfen", "Kündigung prüfen", "Währung prüfen"),
    ],
)
def test_words_of_every_script_name_a_subject(subject, same, other):
    """A title is not judged by its Latin letters alone: one on another subject covers nothing, and ranks lower."""
    diff = file_diff("app/search.py", ["+def search_service(): ..."])
    known = [DecisionSummary("ADR-0001", other, other), DecisionSummary("ADR-0002", same, same)]
    got = report(diff, *known, message=subject)
    assert got.related[0].ref == "ADR-0002"
    assert {ref for s in got.covered for ref in s.covered_by} <= {"ADR-0002"}
    alone = report(diff, known[0], message=subject)
    assert not alone.covered


def test_related_records_are_ranked():
    """The record that shares the rarest words of the change is first; one that shares none is left out."""
    known = [
        DecisionSummary("ADR-0001", "Record decisions", "We keep decisions."),
        DecisionSummary(
            "ADR-0002", "Use Redis for sessions", "Sessions live in Redis.", "docs/adr/0002-x.md"
        ),
        DecisionSummary("ADR-0003", "Cache pages", "Pages are cached for a minute."),
    ]
    rows = report(REDIS_IN, *known, message="Keep sessions in Redis").as_json()["related"]
    assert [row["ref"] for row in rows][:1] == ["ADR-0002"]
    assert rows[0]["path"] == "docs/adr/0002-x.md"
    assert all(0 < row["score"] <= 1 for row in rows)
    assert "ADR-0001" not in {row["ref"] for row in rows}


def test_what_an_accepted_decision_chose_is_replaced():
    """A suggestion names the accepted decision that the change replaces."""
    found = report(SWAP, USE_REDIS).suggestions[0]
    assert found.title == "Replace Redis with Valkey for caching"
    assert found.supersedes == ("ADR-0004",)
    assert found.as_json()["supersedes"] == ["ADR-0004"]


def test_a_proposal_cannot_be_undone_but_covers():
    """A proposed decision covers a change and is not superseded by one."""
    proposed = DecisionSummary("ADR-0004", "Use Redis for caching", "", accepted=False)
    assert report(SWAP, proposed).suggestions[0].supersedes == ()
    assert report(REDIS_IN, proposed).suggestions == ()


def test_the_same_title_is_the_same_decision():
    """A decision with the suggestion's title covers it."""
    known = DecisionSummary("ADR-0002", "Split the ledger", "", accepted=False)
    diff = file_diff("app/ledger.py", ["+a = 1"])
    assert report(diff, known, message="Split the ledger").set_aside == (
        "Split the ledger: covered by ADR-0002",
    )


def test_words_that_every_project_has_name_nothing():
    """Common words do not tie a change to a decision."""
    known = DecisionSummary("ADR-0003", "Use one config file for the app", "")
    diff = file_diff("src/app/config.py", ["-a = 1"], "deleted")
    assert not any(s.supersedes for s in report(diff, known).suggestions)


def test_the_draft_has_facts_as_facts_and_questions_as_questions():
    """The draft states evidence and asks what the change does not show."""
    got = report(SWAP, USE_REDIS, message="Move from Redis to Valkey\n\nThe licence changed.")
    text = body_of(got.suggestions[0], got.analysis, ("0123456789abcdef",))
    head, seen, rest = text.partition("Seen in the change:\n\n")
    assert head == "## Context\n\nThe commit says:\n\n> The licence changed.\n\n"
    bullets, _, rest = rest.partition("\n\n")
    assert seen
    assert "- new runtime dependency valkey (`requirements.txt:1`)" in bullets.split("\n")
    assert rest == (
        "## Options found in the change\n\n- Valkey (the change adds it)\n- Redis (the change removes it)\n\n"
        "## Decision\n\nMove from Redis to Valkey.\n\n"
        "## Consequences\n\nThe change itself shows none.\n\n"
        "## References\n\n- Commit 0123456789ab\n- `requirements.txt`\n- `app/cache.py`\n\n"
        "## Open questions\n\n"
        "- **Open question:** What made this necessary now?\n"
        "- **Open question:** What else was looked at, and why not?\n"
        "- **Open question:** Does this supersede ADR-0004?\n"
        "- **Open question:** What does Valkey give that Redis did not?\n"
        "- **Open question:** How do existing data get there, and can the step be taken back?\n"
        "- **Open question:** What happens to backups, retention and personal data?\n"
        "- **Open question:** What if this store is slow or away?\n"
        "- **Open question:** Who keeps it up to date, and what happens when its maintainers stop?\n"
    )


def test_a_draft_quotes_the_prompts_and_what_they_reject():
    """The prompts recorded for the commits are context; what a person turned down is a rejected option."""
    prompts = (
        PromptQuote("general/0001", "Tidy the tests."),
        PromptQuote(
            "general/0002", "Cache searches in Redis.\nDon't use memcached. It must outlive a restart."
        ),
    )
    got = report(REDIS_IN, message="Cache searches in Redis")
    text = body_of(got.suggestions[0], got.analysis, prompts=prompts)
    context, _, rest = text.partition("## Options found in the change")
    assert context.index("> Cache searches in Redis.") < context.index("> Tidy the tests.")
    assert "The prompt general/0002 says:" in context
    assert "- Rejected in general/0002: “Don't use memcached.”" in rest.partition("## Decision")[0]
    assert "- Prompt general/0002" in rest


def test_a_draft_quotes_the_reasons_that_the_agent_gave():
    """Reasons of the recorded answer are context, the alternatives that it names are options; the rest is left out."""
    answer = (
        "I chose Redis over SQLite, because two workers share the list. Items are kept in Redis.\n"
        "The key expires due to the memory limit."
    )
    prompts = (PromptQuote("general/0002", "Cache searches.", answer),)
    got = report(REDIS_IN, message="Cache searches in Redis")
    text = body_of(got.suggestions[0], got.analysis, prompts=prompts)
    context, _, rest = text.partition("## Options found in the change")
    reasons = context.partition("The agent's answer gives as reasons:\n\n")[2].partition("\n\n")[0]
    assert reasons == (
        "> I chose Redis over SQLite, because two workers share the list.\n"
        "> The key expires due to the memory limit."
    )
    options = rest.partition("## Decision")[0]
    assert "- Named in the answer of general/0002: “I chose Redis over SQLite, because two workers" in options
    assert "expires" not in options
    assert "are kept" not in text


@pytest.mark.parametrize("answer", ["", "Items are in Redis. Done.", "not recorded"])
def test_an_answer_without_reasons_is_not_quoted(answer):
    """Nothing is written of what was only done."""
    got = report(REDIS_IN, message="Cache searches in Redis")
    text = body_of(got.suggestions[0], got.analysis, prompts=(PromptQuote("general/0002", "Cache.", answer),))
    assert "answer" not in text


def test_a_draft_keeps_strange_words_harmless_and_names_prompts():
    """The draft escapes markup and names the change's prompts."""
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
    """A draft is written without a message and without alternatives."""
    got = report(file_diff("app/ledger.py", ["+class Ledger:"]) + file_diff("app/b.py", ["+a = 1"]))
    text = body_of(got.suggestions[0], got.analysis)
    assert text.startswith("## Context\n\nSeen in the change:")
    assert "## Options found in the change" not in text
    assert (
        "- **Open question:** What else was looked at, and why not?" in text.partition("## Open questions")[2]
    )


@pytest.mark.parametrize(
    ("scores", "shown"),
    [
        ((0.15, 0.14, 0.13), 0),
        ((0.4, 0.15, 0.13), 1),
        ((0.16, 0.1, 0.09), 1),
        ((0.4, 0.3, 0.12), 2),
        ((0.13,), 1),
        ((), 0),
    ],
)
def test_people_see_the_related_records_that_stand_out(scores, shown):
    """Records that all score low and alike are only in the JSON."""
    records = tuple(RelatedRecord(f"ADR-{n}", f"{n}.md", f"Title {n}", s) for n, s in enumerate(scores))
    assert outstanding(records) == records[:shown]
