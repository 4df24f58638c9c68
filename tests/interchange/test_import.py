"""Records of other layouts come in, and all records go out, without a word lost."""

from __future__ import annotations

import csv
import io
import json

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from records.project import files

PHR = """---
id: {id}
title: {title}
stage: {stage}
date: 2025-10-03
feature: {feature}
---

## Prompt

Please do it.

## Response snapshot

Done.

## Outcome

- Impact: it is done
"""
# What schema/json-adr/v1.json of joshrotenberg/adrs asks for, written from its description.
TEXT = {"type": "string"}
TEXTS = {"type": "array", "items": TEXT}
ADR_SCHEMA = {
    "type": "object",
    "required": ["number", "title", "status", "date"],
    "additionalProperties": False,
    "properties": {
        "number": {"type": "integer", "minimum": 1},
        "title": TEXT,
        "status": TEXT,
        "date": {"type": "string", "format": "date"},
        "deciders": TEXTS,
        "consulted": TEXTS,
        "informed": TEXTS,
        "tags": TEXTS,
        "context": TEXT,
        "decision_drivers": TEXTS,
        "considered_options": {
            "type": "array",
            "items": {"type": "object", "required": ["name"], "properties": {"name": TEXT}},
        },
        "decision": TEXT,
        "consequences": {
            "oneOf": [
                TEXTS,
                {
                    "type": "object",
                    "additionalProperties": False,
                    "properties": {"positive": TEXTS, "negative": TEXTS, "risks": TEXTS},
                },
            ]
        },
        "confirmation": TEXT,
        "links": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["type", "target"],
                "additionalProperties": False,
                "properties": {
                    "type": {
                        "enum": [
                            "supersedes",
                            "superseded-by",
                            "amends",
                            "amended-by",
                            "relates-to",
                            "custom",
                        ]
                    },
                    "target": {"type": "integer"},
                    "description": TEXT,
                },
            },
        },
        "custom_sections": {"type": "object", "additionalProperties": TEXT},
        "path": TEXT,
    },
}
MADR = """---
status: accepted
date: 2024-05-06
decision-makers: [Ada, Grace]
tags: [mail]
---

# Use a queue

## Context and Problem Statement

Mails are slow.

## Decision Drivers

* speed
* cost

## Considered Options

* a queue
* nothing

## Decision Outcome

A queue.

### Consequences

* Good, because fast
* Bad, because more

### Confirmation

We look at it.

## Notes

A note.
"""


def layouts(repo) -> None:
    repo.write(
        "docs/prompts/0001-old.architect.prompt.md",
        PHR.format(id="0001", title="Old plan", stage="architect", feature="none"),
    )
    repo.write(
        "docs/prompts/0002-law.constitution.prompt.md",
        PHR.format(id="7", title="Law", stage="constitution", feature="none"),
    )
    repo.write(
        "specs/001-login/prompts/0001-red.red.prompt.md",
        PHR.format(id="0001", title="Red test", stage="red", feature="001-login"),
    )
    repo.write(
        "docs/history/prompts/0001-misc.misc.prompt.md",
        PHR.format(id='"0001"', title="Other", stage="misc", feature="none"),
    )
    repo.write("notes.md", "See docs/prompts/0001-old.architect.prompt.md for why.\n")
    repo.commit("layouts")


def test_a_plan_is_shown_and_then_carried_out(repo, run) -> None:
    """`import --dry-run` shows the plan, and `import` carries it out."""
    layouts(repo)
    shown = run("import", "--dry-run")
    assert "docs/prompts/0001-old.architect.prompt.md" in shown.out
    assert "stage architect → plan" in shown.out
    assert "would come in" in shown.err
    assert repo.git("status", "--porcelain") == ""
    done = run("import")
    assert done.out.splitlines()[-1] == "history/prompts/001-login/0001-red-test.red.prompt.md"
    assert len(done.out.splitlines()) == 4
    moved = next((repo.path / "history/prompts/general").glob("*old-plan.plan.prompt.md"))
    text = moved.read_text()
    assert "stage: plan\n" in text
    assert "Please do it." in text
    assert f"See history/prompts/general/{moved.name} for why." in repo.read("notes.md")
    assert "R" in {line[0] for line in repo.git("status", "--porcelain").splitlines()}
    law = repo.read("history/prompts/constitution/0007-law.constitution.prompt.md")
    assert 'id: "0007"' in law
    assert 'legacy_id: "7"' in law
    assert run("import").out == ""
    numbers = [
        row["number"]
        for row in json.loads(run("list", "--json").out)
        if row["path"].startswith("history/prompts/general")
    ]
    assert len(numbers) == len(set(numbers)) == 2


def test_decisions_come_in_when_they_are_asked_for(repo, run) -> None:
    """Decisions are imported only with `--kind adr`, under free numbers."""
    repo.write("docs/adr/001-use-a-queue.md", MADR)
    repo.write("history/adr/0001-first.md", MADR.replace("Use a queue", "First"))
    assert run("import").out == ""
    done = run("import", "docs/adr", "--kind", "adr", "--json")
    rows = json.loads(done.out)["records"]
    assert rows == [
        {
            "old": "docs/adr/001-use-a-queue.md",
            "new": "history/adr/0002-use-a-queue.md",
            "title": "Use a queue",
            "changes": ["number 001 → 0002"],
        }
    ]
    assert repo.read("history/adr/0002-use-a-queue.md") == MADR


def test_front_matter_that_is_no_yaml_is_moved_as_it_is(repo, run) -> None:
    """A record with invalid YAML is imported with its text unchanged."""
    text = PHR.format(id="0001", title="a: b", stage="misc", feature="none")
    repo.write("docs/prompts/0001-x.misc.prompt.md", text)
    shown = run("import", "--dry-run")
    assert "not valid YAML" in shown.out.replace("\n", " ") or "general" in shown.out
    run("import")
    moved = next((repo.path / "history/prompts/general").iterdir())
    assert moved.read_text() == text


def export(run, *more: str) -> dict:
    return json.loads(run("export", "--to", "json-adr", *more).out)


def test_json_adr_is_valid_and_keeps_what_the_record_says(repo, run) -> None:
    """The JSON-ADR export validates and has the records' values."""
    repo.write("history/adr/0001-use-a-queue.md", MADR)
    run("adr", "new", "-s", "1", "-l", "1:Polishes", "Second")
    repo.write("history/adr/0000-zero.md", MADR)
    repo.write("history/adr/0003-undated.md", "# 3. Undated\n\n## Status\n\nAccepted\n")
    repo.commit("decisions")
    data = export(run)
    assert data["version"] == "1.0.0"
    validator = Draft202012Validator(ADR_SCHEMA, format_checker=FormatChecker())
    for row in data["adrs"]:
        assert list(validator.iter_errors(row)) == []
    first = data["adrs"][0]
    assert first["context"] == "Mails are slow."
    assert first["decision"] == "A queue."
    assert first["decision_drivers"] == ["speed", "cost"]
    assert first["considered_options"] == [{"name": "a queue"}, {"name": "nothing"}]
    assert first["consequences"] == ["Good, because fast", "Bad, because more"]
    assert first["confirmation"] == "We look at it."
    assert first["custom_sections"] == {"notes": "A note."}
    assert first["deciders"] == ["Ada", "Grace"]
    assert {link["type"] for link in data["adrs"][1]["links"]} == {"supersedes", "custom"}
    assert data["adrs"][2]["date"] > "2000"
    assert isinstance(export(run, "--compat", "adrs")["adrs"][0]["consequences"], str)
    run("export", "--compat", "adrs", code=2)


@pytest.mark.parametrize(
    ("consequences", "expected"),
    [
        ("It is fast.", "It is fast."),
        (["one", "two"], "* one\n* two"),
        (
            {"positive": ["fast"], "negative": ["dear"], "risks": []},
            "### Positive\n\n* fast\n\n### Negative\n\n* dear",
        ),
    ],
)
def test_json_adr_comes_in_whatever_form_the_consequences_have(repo, run, consequences, expected) -> None:
    """JSON-ADR is imported with consequences as text, list or object."""
    row = {
        "number": 4, "title": "Use a queue", "status": "Accepted", "date": "2024-05-06", "tags": ["mail"],
        "deciders": ["Ada"], "context": "Slow.", "decision": "A queue.", "consequences": consequences,
        "considered_options": [{"name": "a queue", "description": "new", "pros": ["fast"], "cons": ["dear"]}],
        "links": [{"type": "custom", "target": 5, "description": "polishes"}],
        "custom_sections": {"notes": "A note."},
    }  # fmt: skip
    other = {"number": 5, "title": "Other", "status": "proposed", "date": "2024-05-07"}
    repo.write("in.json", json.dumps({"version": "1.0.0", "adrs": [row, other]}))
    assert "would come in" in run("import", "--from", "json-adr", "in.json", "--dry-run").err
    run("import", "--from", "json-adr", "in.json")
    text = repo.read("history/adr/0004-use-a-queue.md")
    assert expected in text
    assert "* a queue\n  new\n  * Good, because fast\n  * Bad, because dear" in text
    shown = json.loads(run("show", "ADR-4", "--json").out)
    assert (shown["status"], shown["date"], shown["labels"]) == ("accepted", "2024-05-06", ["mail"])
    assert shown["links"] == [{"relation": "polishes", "target": "adr/0005-other"}]
    assert "0 records came in" in run("import", "--from", "json-adr", "in.json").err


def test_a_number_that_is_taken_is_kept_beside(repo, run) -> None:
    """An imported record whose number is taken gets the next one and keeps the old as `legacy_id`."""
    run("adr", "new", "First")
    repo.write(
        "in.json",
        json.dumps(
            {"adr": {"number": 1, "title": "Use a queue", "status": "accepted", "date": "2024-05-06"}}
        ),
    )
    assert run("import", "--from", "json-adr", "in.json").out == "history/adr/0002-use-a-queue.md\n"
    assert 'legacy_id: "0001"' in repo.read("history/adr/0002-use-a-queue.md")


@pytest.mark.parametrize(
    "text", ["{", "{}", "[1]", '{"adrs": [{"number": "1", "title": "x"}]}', '{"adrs": 3}']
)
def test_what_is_no_json_adr_is_refused(repo, run, text) -> None:
    """A file that is not JSON-ADR is an error."""
    repo.write("in.json", text)
    assert "not JSON" in run("import", "--from", "json-adr", "in.json", code=2).err
    run("import", "--from", "json-adr", code=2)


def test_a_table_for_spreadsheets(repo, run) -> None:
    """The CSV export escapes formulas and quotes."""
    run("adr", "new", '=cmd|" /C calc"!A0, "quoted"')
    run(
        "phr",
        "new",
        "--title",
        "Add login",
        "--stage",
        "green",
        "--prompt",
        "x",
        "--label",
        "a",
        "--label",
        "b",
    )
    rows = list(csv.DictReader(io.StringIO(run("export", "--to", "csv").out, newline="")))
    assert [row["kind"] for row in rows] == ["adr", "phr"]
    assert rows[0]["title"].startswith("'=cmd")
    assert rows[1]["labels"] == "a; b"


TOKEN = "ghp_" + "16C7e42F292c6912E7710c838347Ae178B4a"


def test_secrets_of_imported_records_are_replaced_and_counted(run, repo):
    """In text, title and file name; a dry run says how many and changes nothing."""
    original = f"# 4. Use {TOKEN}\n\nDate: 2026-01-01\n\n## Status\n\nAccepted\n\n## Context\n\nThe key is {TOKEN}.\n"
    repo.write("docs/adr/0004-x.md", original)
    assert "2 secrets replaced" in run("import", "docs/adr", "--kind", "adr", "--dry-run").out
    assert repo.read("docs/adr/0004-x.md") == original
    run("import", "docs/adr", "--kind", "adr")
    [path] = (repo.path / "history").rglob("0004-*.md")
    assert TOKEN not in path.read_text("utf-8") + path.name
    assert path.read_text("utf-8").count("[REDACTED:github-token#") == 2


def test_an_import_that_was_stopped_is_completed_by_the_next(run, repo):
    """A copy that was made already is not made again, and the original goes."""
    repo.write(
        "docs/prompts/0002-a.green.prompt.md", "---\nid: 2\ntitle: A\nstage: green\n---\n\n## Prompt\n\nDo.\n"
    )
    repo.write("notes.md", "See docs/prompts/0002-a.green.prompt.md.\n")
    run("import")
    [path] = (repo.path / "history").rglob("*.prompt.md")
    new = path.relative_to(repo.path).as_posix()
    repo.write(
        "docs/prompts/0002-a.green.prompt.md", "---\nid: 2\ntitle: A\nstage: green\n---\n\n## Prompt\n\nDo.\n"
    )
    repo.write("notes.md", "See docs/prompts/0002-a.green.prompt.md.\n")
    assert run("import").out.split() == [new]
    assert not (repo.path / "docs/prompts/0002-a.green.prompt.md").exists()
    assert repo.read("notes.md") == f"See {new}.\n"


def test_an_own_file_is_not_overwritten_by_an_import(run, repo):
    """A name that is taken by another text gets the next number."""
    repo.write("docs/adr/0004-x.md", "# 4. X\n\nDate: 2026-01-01\n\n## Status\n\nAccepted\n")
    repo.write("history/adr/0004-x.md", "# 4. X\n\nDate: 2026-02-02\n\n## Status\n\nAccepted\n")
    assert run("import", "docs/adr", "--kind", "adr").out.split() == ["history/adr/0005-x.md"]
    assert "2026-02-02" in repo.read("history/adr/0004-x.md")


@pytest.mark.parametrize("command", ["import", "check --fix"])
def test_what_a_killed_process_left_is_removed(run, repo, command):
    """A temporary file beside the records, although nothing is to be written there."""
    run("adr", "new", "A")
    left = repo.write("history/adr/.records-x.tmp", "half")
    files.remove_abandoned.cache_clear()  # as in a new process
    run(*command.split())
    assert not left.exists()
