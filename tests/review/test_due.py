"""What is due in a change is part of its review."""

from __future__ import annotations

import json

import pytest

from why_help import put_adr


@pytest.fixture
def change(repo):
    """A branch that touches a file which an overdue decision governs, and one that cites a superseded decision."""
    put_adr(repo, 1, "use-tokens", affects=("src/login.py",), extra="review-by: 2026-01-10\n")
    put_adr(repo, 2, "use-queues", affects=("src/queue.py",), extra="review-by: 2026-01-10\n")
    put_adr(repo, 3, "use-pools", status="superseded", extra='superseded-by: ["0001-use-tokens"]\n')
    for name in ("login", "queue", "pool", "other"):
        repo.write(f"src/{name}.py", "# see ADR-3\nx = 1\n" if name in ("pool", "other") else "x = 1\n")
    repo.commit("Begin")
    repo.git("switch", "-qc", "work")
    repo.write("src/login.py", "x = 2\n")
    repo.write("src/pool.py", "# see ADR-3\nx = 2\n")
    repo.commit("Change")
    return repo


def test_only_what_the_change_touches_is_listed(change, run):
    """An overdue decision counts where it governs a changed file, a stale citation where its file is changed."""
    answer = json.loads(run("ci", "--against", "main", "--format", "json").out)
    assert [(item["kind"], item["ref"], item["path"]) for item in answer["due"]] == [
        ("review", "ADR-0001", "history/adr/0001-use-tokens.md"),
        ("citation", "ADR-0003", "src/pool.py"),
    ]


def test_what_is_due_is_reported_and_fails_only_on_request(change, run):
    """Text and comment list it; the exit code is 0 unless `--fail-on due` is given."""
    text = run("ci", "--against", "main").out
    assert "due: history/adr/0001-use-tokens.md:7: ADR-0001 to be reviewed 2026-01-10 (5 days ago)\n" in text
    assert "due: src/pool.py:1: cites ADR-0003, which is superseded; ADR-0001 took its place\n" in text
    comment = run("ci", "--against", "main", "--format", "markdown", "--fail-on", "due", code=1).out
    assert (
        "### Due in what this change touches\n\n- `history/adr/0001-use-tokens.md:7` ADR-0001 to be"
        in comment
    )
