"""Evidence of how commits came about: the in-toto statement and the table."""

from __future__ import annotations

import csv
import hashlib
import io
import json

import pytest
from google.protobuf import json_format
from in_toto_attestation.v1 import statement_pb2
from in_toto_attestation.v1.statement import Statement

from why_help import put_adr

PROMPT = "history/prompts/general/0001-add-login.green.prompt.md"
TEXT = (
    '---\nid: "0001"\ntitle: Add login\nstage: green\ndate: 2026-01-02\nfeature: general\nmodel: claude-opus-4-6\n'
    "user: Ada\ncapture: claude-code/s/1\nfiles:\n  - src/login.py\ntests:\n  - tests/test_login.py\n---\n\n"
    "## Prompt\n\nAdd a login form.\n\n## Outcome\n\ndone\n"
)


@pytest.fixture
def branch(repo):
    """Two commits: one with a prompt and a reviewer, one that accepts a decision."""
    put_adr(repo, 1, "use-tokens", status="proposed")
    repo.commit("Begin")
    repo.write("src/login.py", "x = 1\n")
    repo.write(PROMPT, TEXT)
    repo.commit("Add login\n\nReviewed-by: Grace <grace@example.org>\nADR: 0001-use-tokens")
    put_adr(repo, 1, "use-tokens")
    repo.commit("Accept tokens\n\nADR-accepted-by: Grace <grace@example.org>")
    return repo


def statements(run, *options):
    """Return the statements that were printed, each validated against the framework's own definition."""
    lines = run("export", "--to", "in-toto", *options).out.splitlines()
    for line in lines:
        message = json_format.Parse(line, statement_pb2.Statement())
        Statement.copy_from_pb(message).validate()
    return [json.loads(line) for line in lines]


def test_one_statement_for_each_range(branch, run):
    """The last commit by default; a range has one statement with its commits as subjects, newest first."""
    (last,) = statements(run)
    head = branch.git("rev-parse", "HEAD")
    assert last["_type"] == "https://in-toto.io/Statement/v1"
    assert last["subject"] == [{"name": f"commit {head[:12]}", "digest": {"gitCommit": head}}]
    both, first = statements(run, "--range", "HEAD~2..HEAD", "--range", "HEAD~1")
    assert [row["digest"]["gitCommit"] for row in both["subject"]] == [
        head,
        branch.git("rev-parse", "HEAD~1"),
    ]
    assert len(first["subject"]) == 1


def test_the_statement_says_who_asked_what_answered_and_who_reviewed(branch, run):
    """Person, agent, model, tests, decisions, reviewers and hashes come from the records and the commits."""
    (found,) = statements(run, "--range", "HEAD~2..HEAD")
    accepted, added = found["predicate"]["commits"]
    assert added["agents"] == [
        {
            "agent": "claude-code",
            "model": "claude-opus-4-6",
            "records": ["general/0001"],
            "files": ["src/login.py"],
        }
    ]
    assert (added["prompts"], added["decisions"]) == (["general/0001"], ["ADR-0001"])
    assert added["reviewers"] == ["Grace <grace@example.org>"]
    assert [(step["from"], step["to"]) for step in accepted["statuses"]] == [("proposed", "accepted")]
    assert accepted["reviewers"] == ["Grace <grace@example.org>"]
    (prompt,) = found["predicate"]["prompts"]
    assert (prompt["asked_by"], prompt["model"], prompt["tests"]) == (
        "Ada",
        "claude-opus-4-6",
        ["tests/test_login.py"],
    )
    assert prompt["digest"]["sha256"] == hashlib.sha256(TEXT.encode()).hexdigest()
    assert prompt["prompt_digest"]["sha256"] == hashlib.sha256(b"Add a login form.").hexdigest()
    assert [row["ref"] for row in found["predicate"]["decisions"]] == ["ADR-0001"]


def test_the_same_commits_give_the_same_bytes(branch, run):
    """No clock and no machine name is in a statement; the words of a prompt are not either."""
    first = run("export", "--to", "in-toto").out
    assert run("export", "--to", "in-toto").out == first
    assert "login form" not in run("export", "--to", "in-toto", "--range", "HEAD~2..HEAD").out


def test_a_root_commit_and_one_without_records_have_evidence_too(repo, run):
    """A commit without records has empty lists."""
    repo.write("a.txt", "x\n")
    repo.commit("Begin")
    (found,) = statements(run)
    (row,) = found["predicate"]["commits"]
    assert (row["agents"], row["prompts"], row["decisions"], row["statuses"], row["reviewers"]) == (
        [],
        [],
        [],
        [],
        [],
    )


def test_the_table_has_a_row_for_each_commit(branch, run):
    """Lists are joined; a cell that a spreadsheet would take for a formula is not one."""
    branch.write("b.txt", "x\n")
    branch.commit("=HYPERLINK(1)")
    rows = list(
        csv.DictReader(io.StringIO(run("export", "--to", "evidence-csv", "--range", "HEAD~3..HEAD").out))
    )
    assert [row["subject"] for row in rows] == ["'=HYPERLINK(1)", "Accept tokens", "Add login"]
    assert (rows[2]["asked_by"], rows[2]["agents"], rows[2]["models"]) == (
        "Ada",
        "Claude Code",
        "claude-opus-4-6",
    )
    assert (rows[2]["prompts"], rows[2]["decisions"]) == ("general/0001", "ADR-0001")
    assert rows[2]["record_sha256"].count("; ") == 1


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--to", "in-toto", "--range", "nowhere"), "nowhere"),
        (("--to", "in-toto", "--range", "HEAD..HEAD"), "holds no commit"),
        (("--to", "csv", "--range", "HEAD"), "--range goes with --to in-toto or evidence-csv"),
        (("--to", "in-toto", "--kind", "adr"), "filters choose records"),
    ],
)
def test_what_cannot_be_exported_is_explained(branch, run, words, message):
    """A revision that is not there, a range without commits, options that do not go together."""
    assert message in run("export", *words, code=2).err


def test_outside_a_repository_there_is_no_evidence(tmp_path, run):
    """Evidence is about commits."""
    (tmp_path / "plain/history/adr").mkdir(parents=True)
    assert (
        "is in no git repository"
        in run("-C", str(tmp_path / "plain"), "export", "--to", "in-toto", code=2).err
    )
