"""Pictures of links, and figures of a history."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from xml.etree import ElementTree

import pytest

from records.report.graph import draw, neighbourhood
from records.report.stats import share, stats
from records.report.stats_svg import picture
from why_help import make_project, put_adr, put_phr


@pytest.fixture
def linked(repo):
    put_adr(repo, 1, "one", status="superseded")
    put_adr(repo, 2, "two", extra='supersedes: ["0001-one"]\nrelates-to: ["0003-three"]\n')
    put_adr(repo, 3, "three", extra='relates-to: ["0002-two"]\n')
    put_phr(repo, 1, "ask", links="links:\n  led-to:\n    - adr/0002-two\n  echoes:\n    - adr/0003-three\n")
    put_phr(repo, 2, "alone")
    return repo


def test_each_link_is_drawn_once_and_forward(linked):
    """A relation and its inverse are one edge; both sides of `relates to` are one."""
    drawing = neighbourhood(make_project(linked))
    assert [(edge.source, edge.relation, edge.target) for edge in drawing.edges] == [
        ("adr/0002-two", "relates-to", "adr/0003-three"),
        ("adr/0002-two", "supersedes", "adr/0001-one"),
        ("phr/general/0001-ask.green", "echoes", "adr/0003-three"),
        ("phr/general/0001-ask.green", "led-to", "adr/0002-two"),
    ]
    assert "phr/general/0002-alone.green" not in [record.key for record in drawing.records]


@pytest.mark.parametrize(("depth", "refs"), [(0, {1}), (1, {1, 2}), (2, {1, 2, 3}), (10**400, {1, 2, 3})])
def test_neighbourhood(linked, depth, refs):
    """So many links away, in both directions."""
    drawing = neighbourhood(make_project(linked), "ADR-1", depth)
    assert {record.number for record in drawing.records if record.kind == "adr"} == refs


def test_formats(linked, run):
    """Text for people; Mermaid, Graphviz and JSON for programs; the same bytes each time."""
    assert run("graph", "ADR-1").out == (
        "ADR-0001 One (superseded)\n  superseded by ADR-0002 Two (accepted)\n"
    )
    assert run("graph", "ADR-1", "--depth", "2").out.endswith(
        "    general/0001 Ask (green) echoes ADR-0003 Three (accepted)\n"
        "    general/0001 Ask (green) led to ADR-0002 Two (accepted)\n"
    )
    assert 'n0["ADR-0001 One<br/>superseded"]' in run("graph", "ADR-1", "--format", "mermaid").out
    assert '"adr/0002-two" -> "adr/0001-one" [label="supersedes"];' in run("graph", "--format", "dot").out
    data = json.loads(run("graph", "ADR-1", "--json").out)
    assert data["edges"] == [{"source": "adr/0002-two", "relation": "supersedes", "target": "adr/0001-one"}]
    assert json.loads(run("graph", "ADR-1", "--format", "json").out) == data
    assert json.loads(draw(neighbourhood(make_project(linked), "ADR-1"), "json")) == data
    assert "has no links" in run("graph", "general/2").err


def test_titles_cannot_break_a_picture(repo, run):
    """Quotes, brackets and markup in a title are text."""
    repo.write(
        "history/adr/0001-x.md", '---\ntitle: \'a "b" <script> ]; \\\'\nid: "1"\nstatus: accepted\n---\n'
    )
    put_adr(repo, 2, "two", extra='amends: ["0001-x"]\n')
    mermaid = run("graph", "--format", "mermaid").out
    assert "<script>" not in mermaid
    assert "#34;b#34; #60;script#62; #93;#59; #92;" in mermaid
    assert '\\"b\\" <script> ]; \\\\' in run("graph", "--format", "dot").out
    assert "no record has links" not in run("graph").err


def test_no_links_at_all(repo, run):
    """And that is said."""
    assert "no record has links" in run("graph").err


def test_figures(repo, run):
    """Commits with a record, statuses, ages, what waits and what its code has left behind."""
    put_adr(repo, 1, "pool", affects=("src/db/**", "!src/db/gen/**"))
    put_adr(repo, 2, "cache", status="proposed")
    put_adr(repo, 3, "later", affects=("src/x.py",))
    repo.commit("decisions")
    repo.write("src/db/a.py", "1\n")
    repo.commit("a\n\nADR: 1")
    repo.write("src/db/gen/b.py", "1\n")
    repo.write("src/x.py", "1\n")
    put_adr(repo, 3, "later", affects=("src/x.py",), body="Changed with its code.")
    repo.commit("b")
    repo.write("src/db/a.py", "2\n")
    repo.commit("c (ADR-0099)")
    repo.git("commit", "-q", "--allow-empty", "-m", "d, as ADR-0002 says")
    put_phr(repo, 1, "ask")
    found = stats(make_project(repo), waiting_days=7)
    assert found.commits == 6
    assert found.recorded == 4
    assert found.statuses == {"proposed": 1, "accepted": 2}
    assert found.ages == {"accepted": 13, "proposed": 12}
    assert [(one.record.number, one.days) for one in found.waiting] == [(2, 12)]
    assert [(one.record.number, one.commits) for one in found.behind] == [(1, 2)]
    assert stats(make_project(repo), since="HEAD~2").commits == 2
    shown = run("stats", "--waiting-days", "7").out
    assert "commits with a record  4 of 6 (66 %)" in shown
    assert "  ADR-0002  Cache: 12 days\n" in shown
    assert "  ADR-0001  Pool: 2 commits, last " in shown
    assert json.loads(run("stats", "--json").out)["prompts"] == {"stages": {"green": 1}}
    run("stats", "--since", "nope", code=2)


def test_figures_of_the_ledger(repo, run):
    """Turns with a PHR, where there is a ledger."""
    folder = repo.path / ".git/records"
    folder.mkdir(exist_ok=True)
    with contextlib.closing(sqlite3.connect(folder / "ledger.sqlite")) as base, base:
        base.execute("create table turns (record)")
        base.executemany("insert into turns values (?)", [("x",), ("",), ("",)])
    base.close()
    assert json.loads(run("stats", "--json").out)["turns"] == {"all": 3, "recorded": 1}
    assert "turns recorded or folded  1 of 3 (33 %)" in run("stats").out


def test_picture(repo, run):
    """A well-formed SVG with the figures in words, the same bytes each time; without figures it says so."""
    put_adr(repo, 1, "a<b&c")
    repo.commit("x")
    text = run("stats", "--svg").out
    assert text == run("stats", "--svg").out
    root = ElementTree.fromstring(text)  # noqa: S314 — our own picture
    title = root.find("{http://www.w3.org/2000/svg}title")
    assert title is not None
    assert title.text == "commits with a record: 1 of 2; decisions accepted: 1 of 1"
    empty = make_project(repo).at("HEAD~1")
    assert "commits with a record: 0 of 1" in picture(stats(empty))


def test_without_git(tmp_path, run, monkeypatch, repo):
    """Records alone still give figures."""
    put_adr(type(repo)(tmp_path / "plain"), 1, "x")
    monkeypatch.chdir(tmp_path / "plain")
    data = json.loads(run("stats", "--json").out)
    assert (data["commits"], data["turns"]) == (None, None)
    assert "no figures yet" not in run("stats", "--svg").out


def test_a_little_is_not_nothing():
    """A share below one percent is shown as "<1 %", and zero as zero."""
    assert share(48, 7676) == "48 of 7,676 (<1 %)"
    assert share(0, 5) == "0 of 5 (0 %)"
    assert share(0, 0) == "0 of 0"
