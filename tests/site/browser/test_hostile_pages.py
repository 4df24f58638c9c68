"""The pages of a hostile log, parsed by a real browser: nothing runs, nothing is asked of another place."""

from __future__ import annotations

import pytest

from records.project.project import Project
from records.site.build import build
from repository import make_repo
from site_hostile import hostile_log
from site_logs import write_log

_RUNS = """() => [...document.querySelectorAll('*')].flatMap((e) => {
  const bad = [];
  if (['IFRAME', 'OBJECT', 'EMBED', 'BASE', 'STYLE', 'FRAME', 'TEMPLATE'].includes(e.tagName)) bad.push(e.tagName);
  const own = e.tagName === 'SCRIPT' && e.src.startsWith('file://') && e.src.includes('/site/') && !e.textContent;
  if (e.tagName === 'SCRIPT' && !own) bad.push('script ' + e.outerHTML);
  if (e.closest('article svg, .entries svg')) bad.push('svg in a record');
  for (const a of e.attributes) {
    if (/^on|^style$|^srcdoc$|^formaction$/.test(a.name)) bad.push(a.name);
    const leads = /^(href|src|action|data|xlink:href)$/.test(a.name);
    if (leads && /^\\s*(javascript|data|vbscript|blob):/i.test(a.value)) bad.push(a.value);
  }
  return bad;
})"""


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
        assert page.evaluate(_RUNS) == [], name
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
    assert page.evaluate(_RUNS) == []
    assert page.evaluate("window.hacked") is None


def test_axe_finds_nothing_on_hostile_pages_either(tab, hostile, violations):
    """Pages of a hostile log have no accessibility violations."""
    page = tab()
    for name in ("index.html", "phr/evil/0001-a.green.html", "phr/evil/0018-a.green.html", "adr/0025-a.html"):
        page.goto((hostile / name).as_uri())
        assert violations(page) == [], name
