"""The project uses it on itself: its decisions govern its modules, its commits name its records."""

from __future__ import annotations

import pytest

from paths import REPOSITORY
from records.check import check_records
from records.git.log import log
from records.model.graph import Graph
from records.model.record import Adr
from records.model.trailers import trailers
from records.project.project import Project
from records.trace.commit_records import cited_records
from records.trace.governs.asking import decisions_for
from records.trace.governs.bonds import in_force

ROOT = REPOSITORY


@pytest.fixture(scope="module")
def project():
    if not (ROOT / ".git").exists() or not (ROOT / "history/adr").is_dir():
        pytest.skip("these are not the project's own sources with their history")
    return Project.open(str(ROOT), use_cache=False)


def test_decisions_govern_modules_that_are_there(project):
    """No glob of a decision in force matches nothing, no marker is stale, nothing is left to a superseded decision."""
    found = [one for one in check_records(project).diagnostics if one.rule in ("ADR026", "GOV001", "GOV002")]
    assert [f"{one.path}:{one.line} {one.rule} {one.message}" for one in found] == []
    assert (
        sum(
            isinstance(record, Adr) and bool(record.affects) and in_force(record)
            for record in project.store.scan()
        )
        >= 5
    )


@pytest.mark.parametrize(
    ("path", "word"),
    [
        ("src/records/git/run.py", "git"),
        ("src/records/project/record_index.py", "cache"),
        ("pyproject.toml", "library"),
    ],
)
def test_each_layer_asks_its_decision(project, path, word):
    """Whoever changes such a module is told which decision binds it."""
    titles = [record.title.casefold() for record in decisions_for(project, [path]).records]
    assert any(word in title for title in titles), titles


def test_commits_name_records_that_are_there(project):
    """Every trailer of every commit names one record, and some commit has one."""
    git = project.git()
    if git.text("rev-parse", "--is-shallow-repository") == "true":
        pytest.skip("a shallow clone has no history to look at")
    references = Graph(project.store.scan()).references
    named = [
        (commit.id[:10], one) for commit in log(git, "HEAD", files=False) for one in trailers(commit.message)
    ]
    assert [(commit, str(one)) for commit, one in named if len(cited_records(references, one)) != 1] == []
    assert named
