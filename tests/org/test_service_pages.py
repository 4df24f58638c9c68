"""The pages that the service serves: those of what somebody may see, and no other file."""

from __future__ import annotations

import os
import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, nullcontext
from pathlib import Path

import pytest

from chromium import started_browser
from records.dataclass import replace
from records.org.copying import copy_index
from records.org.database import connect, open_database
from records.org.schema import REPOSITORIES, TEXTS
from records.org.scope import Grant, Scope
from records.org.service import pages
from records.org.service.pages import Pages
from service_help import new_key, running, serving


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def served(request, org_index):
    """A client over an index in either database, with keys of a reader of some repositories and of an auditor."""
    config = org_index
    if request.param == "postgresql":
        config = replace(config, database=request.getfixturevalue("postgres").new_database())
        copy_index(org_index, config)
    reader, auditor = new_key(config, "reader", "shop", "pay"), new_key(config, "auditor")
    with serving(config) as client:
        yield client, reader, auditor


def links(text: str) -> set[str]:
    """The addresses that a page names, within the site."""
    return {link for link in re.findall(r'(?:href|src)="([^"#?:]+)"', text) if not link.startswith("//")}


def all_pages(client, header) -> dict[str, str]:
    """Every file that can be reached from the front page."""
    found: dict[str, str] = {}
    waiting = ["/"]
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        answer = client.get(path, headers=header)
        assert answer.status_code == 200, path
        found[path] = answer.text
        if answer.headers["content-type"].startswith("text/html"):
            base = path.rpartition("/")[0] + "/"
            waiting += [str(client.base_url.join(base).join(link).path) for link in links(answer.text)]
    return found


def test_pages_show_what_their_reader_may_see(served):
    """All links lead somewhere; the name, a title or a text of another repository is in no file."""
    client, reader, auditor = served
    found = all_pages(client, reader)
    assert len(found) > 6
    text = "\n".join(found.values())
    assert "We decide in shop" in text
    for word in ("We decide in pay", "We decide in core", "We decide in architecture", "restricted"):
        assert word not in text
    everything = "\n".join(all_pages(client, auditor).values())
    for name in ("shop", "core", "architecture", "pay"):
        assert f"We decide in {name}" in everything


def test_only_pages_are_served(served):
    """Not the database of the build, no file beside the site, no path out of it; strangers are asked for a key."""
    client, reader, _ = served
    for path in ("/../org.toml", "/%2e%2e/org.toml", "/..%2forg.toml", "/..%5corg.toml", "/a%00.html", "/nothing.html",
                 "/.records", "/data", "//etc/passwd", "/index.html/", "/" + "a" * 300 + ".html"):  # fmt: skip
        answer = client.get(path, headers=reader)
        assert answer.status_code == 404, path
        assert answer.headers["content-type"] == "application/problem+json"
    assert client.get("/").status_code == 401
    answer = client.get("/", headers=reader)
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "private, no-cache"
    known = client.get("/", headers={**reader, "if-none-match": answer.headers["etag"]})
    assert known.status_code == 304
    head = client.head("/", headers=reader)
    assert (head.status_code, head.content) == (200, b"")
    assert client.post("/", headers=reader).status_code == 405


def test_pages_that_were_not_asked_for_lately_are_removed(open_index, monkeypatch):
    """Pages and cache of another scope leave the disk; whoever asks for them again gets them."""
    monkeypatch.setattr("records.org.service.pages._MOST_SITES", 1)
    shop, core = (Scope((Grant((name,)),)) for name in ("shop", "core"))
    made = Pages(open_index)
    with closing(made), connect(open_index) as connection:
        for scope in (shop, core, shop, shop):
            assert made.read(lambda: nullcontext(connection), scope, "index.html") is not None
            texts = [path.read_text("utf-8") for path in Path(made._folder.name).rglob("index.html")]
            assert len(texts) == 1
            assert len(os.listdir(made._folder.name)) == 1
        assert "repositories/shop.html" in texts[0]
    assert not os.path.exists(made._folder.name)


def test_pages_that_are_being_made_keep_nobody_from_other_answers(org_index, monkeypatch):
    """More readers wait than there are connections: they are told to come again, and the API answers meanwhile."""
    monkeypatch.setattr("records.org.service.pages._PATIENCE_SECONDS", 1.5)
    key = new_key(org_index, "auditor")
    with serving(org_index) as client:
        assert client.get("/", headers=key).status_code == 200
        (site,) = client.service.pages._sites.values()
        with site.lock, ThreadPoolExecutor(12) as pool:  # as one who builds holds it
            waiting = [pool.submit(client.get, "/index.html", headers=key) for _ in range(12)]
            assert client.get("/api/v1/records", headers=key).status_code == 200
            answers = [future.result() for future in waiting]
        assert {answer.status_code for answer in answers} == {503}
        assert all(answer.headers["retry-after"] for answer in answers)
        assert client.get("/", headers=key).status_code == 200


def test_pages_in_a_browser(open_index, records_command):
    """Search, a record and the dark mode; nothing is loaded from elsewhere, and nothing goes wrong."""
    with running(records_command, "--org", open_index.folder) as (address, _), started_browser() as browser:
        page = browser.new_page(color_scheme="dark")
        asked, errors = [], []
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.goto(address)
        dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
        page.emulate_media(color_scheme="light")
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") != dark
        page.goto(address + "search.html?q=redis")
        page.get_by_role("link", name=re.compile("Use Redis")).first.click()
        page.get_by_text("We decide in").first.wait_for()
        assert errors == []
        assert asked
        assert all(url.startswith(address) for url in asked)


def test_pages_of_an_index_that_changed_meanwhile_are_shown_to_nobody(open_config, monkeypatch):
    """They are thrown away, also where the index is as before afterwards."""
    key, build = new_key(open_config, "reader"), pages.build_pages

    def change(text):
        with open_database(open_config, create=True) as engine, engine.begin() as connection:
            connection.execute(
                REPOSITORIES.update().values(reader=REPOSITORIES.c.reader)
            )  # each run writes it
            connection.execute(TEXTS.update().values(content=text))

    def build_and_change(*arguments, **options):
        change("# Use Redis\n\nthe secret\n")
        build(*arguments, **options)
        change("# Use Redis\n\nas before\n")

    with serving(open_config) as client:
        monkeypatch.setattr(pages, "build_pages", build_and_change)
        answer = client.get("/", headers=key)
        assert (answer.status_code, bool(answer.headers["retry-after"])) == (503, True)
        assert not [path for path in Path(client.service.pages._folder.name).rglob("*") if path.is_file()]
        monkeypatch.setattr(pages, "build_pages", build)
        found = all_pages(client, key)
        assert any("as before" in page for page in found.values())
        assert not any("the secret" in page for page in found.values())
