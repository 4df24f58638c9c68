"""The documentation site: built without a warning, every link leads somewhere, and its search finds pages."""

from __future__ import annotations

import functools
import http.server
import re
import shutil
import subprocess
import sys
import threading
import tomllib
from html.parser import HTMLParser
from urllib.parse import unquote, urldefrag

import pytest

from paths import REPOSITORY

pytest.importorskip("zensical", reason="zensical is not installed: make setup")


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The site, built from a copy of docs/."""
    folder = tmp_path_factory.mktemp("documentation")
    shutil.copytree(REPOSITORY / "docs", folder / "docs")
    shutil.copy(REPOSITORY / "zensical.toml", folder)
    command = [sys.executable, "-m", "zensical", "build", "--strict"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "dist" / "docs"


class _Page(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.links, self.anchors, self.loaded = [], set(), []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        self.anchors.update(filter(None, (values.get("id"), values.get("name"))))
        if tag == "a" and values.get("href"):
            self.links.append(values["href"])
        if tag in ("script", "img", "link") and (values.get("src") or values.get("href")):
            self.loaded.append((values.get("rel"), values.get("src") or values["href"]))


def test_every_link_leads_to_a_page_and_an_anchor(pages):
    """Links between pages, and into them; nothing is loaded from another site."""
    parsed = {path: _Page(path.read_text("utf-8")) for path in pages.rglob("*.html")}
    assert len(parsed) > 20
    for path, page in parsed.items():
        for link in page.links if path.name != "404.html" else ():
            if re.match(r"[a-z]+:|//", link):
                continue
            target, anchor = urldefrag(unquote(link))
            file = (path.parent / target).resolve() if target else path
            file = file / "index.html" if file.is_dir() else file
            assert file.exists(), f"{path.name}: {link}"
            if anchor and file in parsed:
                assert anchor in parsed[file].anchors, f"{path.name}: {link}"
        foreign = [
            address for rel, address in page.loaded if re.match(r"https?:|//", address) and rel != "canonical"
        ]
        assert foreign == [], path.name


def test_every_page_is_in_the_navigation():
    """Tutorials come first; a new page must be given its place."""
    nav = tomllib.loads((REPOSITORY / "zensical.toml").read_text("utf-8"))["project"]["nav"]
    listed = [page for section in nav for names in section.values() for page in names]
    existing = {
        path.relative_to(REPOSITORY / "docs").as_posix() for path in (REPOSITORY / "docs").rglob("*.md")
    }
    assert set(listed) == existing
    assert listed[:2] == ["index.md", "tutorial.md"]


def test_search_finds_a_page(pages, browser):
    """A word of a page is found from the first page, and the result leads there."""
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(pages))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{server.server_port}/index.html")
        page.keyboard.press("/")
        page.locator("input:focus").wait_for(timeout=30_000)
        page.keyboard.type("ADR_PAGER", delay=20)
        page.get_by_text(re.compile(r"[1-9]\d* result")).first.wait_for(timeout=30_000)
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(r"(adr-tools|commands)\.html\?h=ADR_PAGER"), timeout=30_000)
        page.close()
        server.shutdown()
