"""Lines with a known reason: the right record comes first, and none is made up."""

from __future__ import annotations

import pytest

from records.project.project import Project
from records.trace.why import why
from why_help import labelled, ledger


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return labelled(tmp_path_factory.mktemp("labelled") / "repo")


@pytest.fixture(scope="module")
def cloned(made, tmp_path_factory):
    return made.clone(tmp_path_factory.mktemp("labelled") / "clone")


@pytest.fixture(scope="module")
def captured(made, tmp_path_factory):
    """A clone whose ledger ties each prompt to its commit, and to one commit a turn that changed other files."""
    one = made.clone(tmp_path_factory.mktemp("labelled") / "captured")
    turns, links = [(99, "", ["elsewhere.py"])], []
    for number, path in enumerate(sorted(one.repo.git("ls-files", "history/prompts").splitlines()), 1):
        commit = one.repo.git("log", "-1", "--diff-filter=A", "--format=%H", "--", path)
        beside = one.repo.git("show", "--name-only", "--format=", commit).splitlines()
        record = next(row for row in Project.open(str(one.repo.path)).store.scan() if row.path == path)
        turns.append((number, path, [file for file in beside if file in record.files] or ["none.py"]))
        links += [(number, commit, ""), (99, commit, "")]
    ledger(one.repo, turns, links)
    return one


def answers(one):
    """For each marked line: its mark, the record expected, the one that came first."""
    project = Project.open(str(one.repo.path))
    out = []
    for mark, path, number in one.places():
        answer = why(project, path, number)
        first = answer.evidence[0] if answer.evidence else None
        out.append((mark, one.labels[mark], first.record.key if first and first.record else None))
    return out


@pytest.mark.parametrize("which", ["made", "cloned", "captured"])
def test_right_record_first(which, request):
    """At least sixty lines; at least 95 % have the right record first; lines without one get none."""
    one = request.getfixturevalue(which)
    rows = answers(one)
    wrong = [(one.cases[mark], mark, want, got) for mark, want, got in rows if want != got]
    assert len(rows) >= 60
    assert [row for row in wrong if row[2] is None] == []
    assert len(wrong) <= len(rows) * 0.05, wrong
