"""The pages of a hostile log, parsed by a real browser: nothing runs, nothing is asked of another place."""

from __future__ import annotations

import pytest

from records.project.project import Project
from records.site.build import build
from repository import make_repo
from site_hostile import RUNS, hostile_log
from site_logs import write_log


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    repo = make_repo(tmp_path_factory.mktemp("hostile") / "repo")
    write_log(repo, hostile_log())
    build(Project.open(str(repo.path)), str(repo.path / "site"))
    return repo.path / "site"


def test_no_parsed_page_holds_anything_that_runs(tab, hostile):
    """No page of a hostile log has scripts, handlers or foreign requests in the parsed document."""
    page = tab()
    names = sorted(path.relative_to(hostile).as_posix() for path in hostile.rglob("*.html"))
    assert len(names) > 55
    for name in names:
        page.goto((hostile / name).as_uri(), wait_until="load")
        assert page.evaluate(RUNS) == [], name
        assert page.evaluate("window.hacked") is None, name


def test_search_and_graph_show_hostile_titles_as_text(tab, hostile):
    """Search results and the graph show hostile titles as text."""
    page = tab()
    page.goto((hostile / "search.html").as_uri() + "?q=hacked")
    page.locator("#results a").first.wait_for()
    assert "<script>" in page.locator("#results").inner_text()
    page.locator("#q").fill("script>")
    page.wait_for_timeout(300)
    page.goto((hostile / "graph.html").as_uri())
    page.get_by_label("Show").select_option("all")
    page.wait_for_timeout(300)
    assert page.evaluate(RUNS) == []
    assert page.evaluate("window.hacked") is None


def test_axe_finds_nothing_on_hostile_pages_either(tab, hostile, violations):
    """Pages of a hostile log have no accessibility violations."""
    page = tab()
    for name in ("index.html", "phr/evil/0001-a.green.html", "phr/evil/0018-a.green.html", "adr/0025-a.html"):
        page.goto((hostile / name).as_uri())
        assert violations(page) == [], name
