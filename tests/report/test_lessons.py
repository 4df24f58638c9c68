"""What people had to say more than once, as proposed rules."""

from __future__ import annotations

import json
import sqlite3

import pytest

from records.ledger.schema import create_tables
from why_help import put_phr


def say(repo, *prompts):
    """Record prompts, one a record."""
    for number, prompt in enumerate(prompts, 1):
        put_phr(repo, number, f"step-{number}", prompt=prompt)


def found(run, *options):
    """Return each rule with the sources of its quotes."""
    answer = json.loads(run("lessons", "--json", *options).out)["lessons"]
    return [(lesson["rule"], [quote["source"] for quote in lesson["quotes"]]) for lesson in answer]


def test_a_correction_in_two_prompts_is_a_lesson(repo, run):
    """The shortest wording is the proposed rule; every time is quoted with its place."""
    say(
        repo,
        "Add a cart.\nPlease don't mock the database in tests, I told you.",
        "Fix the total. Don't mock the database.",
        "Add a discount.",
    )
    (lesson,) = json.loads(run("lessons", "--json").out)["lessons"]
    assert lesson["rule"] == "Don't mock the database"
    assert [(quote["ref"], quote["line"], quote["text"]) for quote in lesson["quotes"]] == [
        ("general/0001", 13, "Please don't mock the database in tests, I told you"),
        ("general/0002", 12, "Don't mock the database"),
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Never edit generated files.", "You must not edit the generated files"),
        ("Always run the linter before a commit.", "make sure to run the linter before you commit"),
        ("Use pnpm instead of npm here.", "No, use pnpm instead of npm!"),
        ("stop adding comments to every function", "Don't add comments to each function."),
    ],
)
def test_other_words_for_the_same_are_one_lesson(repo, run, first, second):
    """Two sentences with the same subject and the same direction belong together."""
    say(repo, first, second)
    assert [sources for _, sources in found(run)] == [["general/0001", "general/0002"]]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Always use tabs in makefiles.", "Never use tabs in makefiles."),
        ("Don't mock the database.", "Don't push to the main branch."),
        ("Add a login form.", "Add a login form."),
        ("```\nnever edit generated files\n```", "```\nnever edit generated files\n```"),
        ("> never edit generated files", "> never edit generated files"),
        ("Never edit generated files. " + "x " * 500, "Never edit generated files. " + "y " * 500),
    ],
)
def test_what_is_not_the_same_correction_is_no_lesson(repo, run, first, second):
    """Opposites, different subjects, plain requests, quotes, and long pasted texts."""
    say(repo, first, second)
    assert found(run) == []


def test_saying_it_twice_in_one_prompt_is_once(repo, run):
    """Only prompts are counted; `--least` asks for more of them."""
    say(repo, "Never edit generated files. Never edit generated files, please.", "Add a cart.")
    assert found(run) == []
    say(repo, *["Never edit generated files."] * 3)
    assert found(run, "--least", "3") == [
        ("Never edit generated files", ["general/0001", "general/0002", "general/0003"])
    ]
    assert found(run, "--least", "4") == []


def ledger(repo, *turns):
    """Write a ledger with turns: session, record, utterances as kind and text."""
    path = repo.path / ".git/records/ledger.sqlite"
    path.parent.mkdir(parents=True, exist_ok=True)
    with sqlite3.connect(path) as db:
        create_tables(db)
        for number, (session, record, utterances) in enumerate(turns, 1):
            said = [{"kind": kind, "text": text, "uid": f"{number}"} for kind, text in utterances]
            db.execute(
                "insert into turns (id, agent, session, key, at, turn, record) values (?, 'claude-code', ?, ?, ?, ?, ?)",
                (
                    number,
                    session,
                    f"k{number}",
                    f"2026-01-0{number}T10:00:00Z",
                    json.dumps({"utterances": said}),
                    record,
                ),
            )


def test_steering_and_refusals_of_the_ledger_count(repo, run):
    """What was said while the agent worked, or on a refused tool call, needs no word of correction."""
    say(repo, "Add a cart.")
    record = "history/prompts/general/0001-step-1.green.prompt.md"
    ledger(
        repo,
        ("aaaaaaaa", record, [("typed", "Add a cart."), ("steer", "name the basket module cart")]),
        ("bbbbbbbb", "", [("typed", "Go on"), ("tool_feedback", "the basket module is called cart")]),
    )
    assert found(run) == [
        ("name the basket module cart", ["general/0001", "claude-code bbbbbbbb 2026-01-02T10:00"])
    ]


def test_a_prompt_in_record_and_ledger_is_one(repo, run):
    """The record of a turn has its prompt; the turn is not counted again."""
    say(repo, "Never edit generated files.")
    record = "history/prompts/general/0001-step-1.green.prompt.md"
    ledger(repo, ("aaaaaaaa", record, [("typed", "Never edit generated files.")]))
    assert found(run) == []


def test_nothing_is_written_and_text_and_markdown_are_for_people(repo, run):
    """A list for AGENTS.md goes to standard output; no file changes."""
    say(repo, "Never edit `generated` files.", "Never edit generated files!")
    repo.commit("Prompts")
    text = run("lessons").out
    assert text.startswith("Never edit generated files  (2 prompts)\n")
    assert "history/prompts/general/0001-step-1.green.prompt.md:12  general/0001  2026-01-02  “Never" in text
    assert (
        run("lessons", "--format", "markdown").out
        == "- Never edit generated files (general/0001, general/0002)\n"
    )
    assert repo.git("status", "--porcelain") == ""


def test_no_lesson_is_said(repo, run):
    """A project without prompts has none."""
    assert run("lessons").err.strip() == "nothing was said more than once"
