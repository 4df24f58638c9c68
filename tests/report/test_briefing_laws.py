"""Laws of the briefing over logs that are drawn: what holds is stated, what does not is only pointed at."""

from __future__ import annotations

import json
import re
import shutil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from records.project.project import Project
from records.report.briefing import prime, tokens
from repository import Repo
from why_help import adr, make_project, make_repo, put_phr

STATUSES = ("accepted", "proposed", "draft", "rejected", "deprecated", "superseded")
TITLES = st.text(st.sampled_from("abc AB-_:#*`[]()<>→'\"ü語🙂 \t"), min_size=1, max_size=60)
DECISION = st.tuples(
    st.sampled_from(STATUSES),
    TITLES,
    st.integers(0, 11),
    st.sampled_from([(), ("src/**",), ("src/a.py",), ("docs/",), (".",)]),
    st.text(max_size=200),
)


@pytest.fixture(scope="module")
def repo(tmp_path_factory) -> Repo:
    """A repository whose log is written again for each example."""
    return make_repo(tmp_path_factory.mktemp("laws") / "repo")


def write_log(repo: Repo, decisions: list) -> tuple[Project, set[str]]:
    """Write the decisions; returns the project and the references of those that are in force.

    A decision that is superseded names its successor, or, where that is not another decision of the log, none.
    """
    shutil.rmtree(repo.path / "history", ignore_errors=True)
    in_force = set()
    for number, (status, title, successor, affects, body) in enumerate(decisions, 1):
        extra = ""
        if status == "superseded" and successor + 1 != number and successor < len(decisions):
            extra += f'superseded-by: ["{successor + 1:04d}-part-{successor + 1}"]\n'
        text = body.replace("\r", " ").replace("---", "")
        page = adr(number, json.dumps(title), status=status, affects=affects, extra=extra, body=text)
        repo.write(f"history/adr/{number:04d}-part-{number}.md", page)
        if status == "accepted":
            in_force.add(f"ADR-{number:04d}")
    put_phr(repo, 1, "ask", files=("src/a.py",), prompt="ADR-0001 is in force. - ADR-0002 accepted")
    return make_project(repo), in_force


@settings(max_examples=60, deadline=None)
@given(
    st.lists(DECISION, max_size=12),
    st.integers(0, 1600),
    st.sampled_from([(), ("src/a.py",), ("src",), ("docs/x.md",), ("nowhere",)]),
)
def test_a_briefing_states_what_is_in_force_and_nothing_else(repo, decisions, budget, paths):
    """Each line that states a decision is of one in force; the count is that of the log; budget and length hold."""
    project, in_force = write_log(repo, decisions)
    briefing = prime(project, paths, budget)
    assert tokens(briefing.text) == briefing.tokens <= budget
    assert len(briefing.text) < 10_000
    assert briefing.in_force == len(in_force)
    stated, section = set(), ""
    for line in briefing.text.splitlines():
        section = line if line.startswith("# ") else section
        if line.startswith("- ADR-") and not section.startswith(("# Superseded", "# Proposed", "# Latest")):
            stated |= set(re.findall(r"ADR-\d{4}", re.match(r"- ADR-\d{4}(?:, ADR-\d{4})*", line)[0]))
    assert stated <= in_force
    assert {record.ref for record in briefing.omitted} == in_force - {record.ref for record in briefing.named}
    last = briefing.text.splitlines()[-1] if briefing.text else ""
    count = re.match(r"(\d+) of (\d+) decisions in force", last)
    if count:
        assert int(count[1]) == len(in_force & {record.ref for record in briefing.named})
        assert int(count[2]) == len(in_force)
