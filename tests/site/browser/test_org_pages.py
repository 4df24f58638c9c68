"""The pages of several repositories in a real browser: search, graph, themes, and what a hostile repository tries."""

from __future__ import annotations

import os
import re

import pytest

from org_help import decision, put, repository
from records.org.config import Entry, OrgConfig
from records.org.database import connect
from records.org.index import build_index
from records.org.pages import build_site
from records.org.scope import PUBLIC
from service_help import running
from site_hostile import ATTACKS, RUNS, hostile_log
from site_logs import write_log

PAGES = (
    "index.html", "repositories/shop.html", "repositories/architecture.html", "repositories/bare.html", "findings.html",
    "search.html?q=tls", "graph.html", "adr/architecture/0002-use-tls.html", "adr/shop/0003-call.html", "time/2026-01.html",
)  # fmt: skip


def build_site_of(config: OrgConfig) -> None:
    """Index the repositories and build their site beside them."""
    build_index(config)
    with connect(config) as connection:
        build_site(connection, PUBLIC, config, f"{config.folder}/site")


@pytest.fixture(scope="module")
def company(tmp_path_factory):
    """The site of three repositories."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
        top = tmp_path_factory.mktemp("company")
        centre = repository(top / "architecture", use_rest="Use REST", use_tls="Use TLS")
        text = decision(3, "Keep cents", front='affects: ["repo:shop"]')
        centre.write("history/adr/0003-keep-cents.md", text)
        centre.commit("bind")
        shop = repository(top / "shop", use_redis="Use Redis", cache="Cache with tls sessions")
        put(shop, 3, "Call", implements="architecture/ADR-1")
        repository(top / "bare")
        entries = (
            Entry(path="architecture", central=True), Entry(path="shop", group="sales"), Entry(path="bare", group="sales"),
        )  # fmt: skip
        config = OrgConfig(str(top), entries)
        build_site_of(config)
    return (top / "site").as_uri() + "/"


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_axe_finds_nothing_on_any_page(tab, company, violations, scheme, width):
    """WCAG 2.2 AA and axe's best practices, in both themes, wide and narrow; nothing sticks out of the window."""
    page = tab(color_scheme=scheme, viewport={"width": width, "height": 800}, reduced_motion="reduce")
    for name in PAGES:
        page.goto(company + name)
        page.wait_for_timeout(150)
        assert violations(page) == [], name
        overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert overflow <= 0, f"{name} is {overflow} px too wide"


def test_served_pages_are_as_those_on_disk(tab, company, violations, records_command):
    """Over HTTP with the headers of the service: search, a record and each theme, and axe finds nothing."""
    folder = company.removeprefix("file://").removesuffix("/site/")
    with running(records_command, "--org", folder) as (address, _):
        for scheme, width in (("light", 1280), ("dark", 390)):
            page = tab(color_scheme=scheme, viewport={"width": width, "height": 800}, reduced_motion="reduce")
            asked: list[str] = []
            page.on("request", lambda request, asked=asked: asked.append(request.url))
            backgrounds = set()
            for name in PAGES:
                page.goto(address + name)
                page.wait_for_timeout(150)
                assert violations(page) == [], name
                assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, name
                backgrounds.add(page.evaluate("getComputedStyle(document.body).backgroundColor"))
            page.goto(f"{address}search.html?q=tls%20repo:sh*")
            page.locator("#results a").first.click()
            page.get_by_role("heading", name="Cache with tls sessions").first.wait_for()
            assert all(url.startswith(address) for url in asked)
            (background,) = backgrounds
            light = [int(part) > 127 for part in re.findall(r"\d+", background)[:3]]
            assert light == [scheme == "light"] * 3


def test_one_search_finds_records_of_all_repositories(tab, company):
    """With the filter of a repository, and with the conditions of `records org search`."""
    page = tab()

    def results(query: str) -> list[str]:
        page.goto(f"{company}search.html?q={query}")
        page.wait_for_function("() => document.getElementById('count').textContent !== ''")
        return page.locator("#results .ref").all_inner_texts()

    assert results("tls") == ["shop/ADR-0002", "architecture/ADR-0002"]
    assert results("tls%20repo:sh*") == ["shop/ADR-0002"]
    assert results("tls%20-sessions") == ["architecture/ADR-0002"]
    assert sorted(results("redis%20OR%20rest%20kind:adr")) == ["architecture/ADR-0001", "shop/ADR-0001"]
    assert results("group:sales%20since:2026-02-01") == ["shop/ADR-0003"]
    page.goto(company + "search.html")
    page.get_by_label("Repository").select_option("architecture")
    page.locator("#results a").nth(2).wait_for()
    assert page.locator("#results .ref").all_inner_texts() == [
        f"architecture/ADR-000{number}" for number in (3, 2, 1)
    ]
    assert page.get_by_label("Group").locator("option").all_inner_texts() == ["any", "sales (3)"]


def test_graph_shows_links_across_repositories_first(tab, company):
    """A lane for each repository, with what central decisions bind; one repository alone on demand."""
    page = tab()
    page.goto(company + "graph.html")
    page.locator("#graph-frame svg").wait_for()
    assert page.locator("#graph-count").inner_text() == "3 records, 2 links"
    assert [
        name.split("\u00a0")[0].rstrip("0123456789 ")
        for name in page.locator(".lane-name").all_text_contents()
    ] == ["architecture", "shop"]
    page.locator("details.graph-list summary").click()
    assert page.locator("#graph-links li").all_inner_texts() == [
        "shop/ADR-0003 Call implements architecture/ADR-0001 Use REST",
        "architecture/ADR-0003 Keep cents binds repository shop",
    ]
    page.get_by_label("Show").select_option("all")
    page.locator("select[name=feature]").select_option("shop")
    assert page.locator(".node").count() > 3
    page.locator(".node", has_text="Use REST").click()
    page.wait_for_url("**/adr/architecture/0001-use-rest.html")


def test_nothing_of_a_hostile_repository_runs(tab, tmp_path):
    """Names, groups and records that try: no script, no handler, no request elsewhere on any page."""
    names = [attack.replace("\t", " ").replace("\u2028", " ") for attack in ATTACKS[:6]]
    entries = []
    for number, name in enumerate(names):
        repo = repository(tmp_path / f"r{number}", use_zip=name)
        if not number:
            write_log(repo, hostile_log())
        entries.append(Entry(path=f"r{number}", name=name.strip("/"), group=name, central=number == 1))
    config = OrgConfig(str(tmp_path), tuple(entries))
    build_site_of(config)
    page = tab()
    pages = sorted((tmp_path / "site").rglob("*.html"))
    assert len(pages) > 60
    for path in pages:
        page.goto(path.as_uri() + ("?q=hacked" if path.name == "search.html" else ""), wait_until="load")
        assert page.evaluate(RUNS) == [], path.name
        assert page.evaluate("window.hacked") is None, path.name
