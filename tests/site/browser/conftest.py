"""A real browser: Debian's chromium, driven by Playwright; every test fails on a console error or a foreign request."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from chromium import started_browser
from records.project.project import Project
from records.site.build import build
from records.site.server import Preview
from repository import make_repo
from site_logs import phr, small_log, write_log

AXE = Path(__file__).with_name("axe") / "axe.min.js"


@pytest.fixture(scope="session")
def browser():
    """The browser, started once."""
    with started_browser() as launched:
        yield launched


def _step(number: int) -> tuple[str, str]:
    stages = ("spec", "plan", "tasks", "red")
    before = f"phr/003-work/{number - 1:04d}-step-{number - 1}-of-the-work.{stages[(number - 1) % 4]}"
    return phr(
        number,
        f"Step {number} of the work",
        feature="003-work",
        stage=stages[number % 4],
        prompt="Make a **list**:\n\n- one" if number == 40 else "Please do it.",
        links=f'  follows: "{before}"' if number > 1 else "",
    )


@pytest.fixture(scope="session")
def log(tmp_path_factory):
    """A repository with a small log and enough prompts around it for a graph and a list."""
    kept = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("GIT_")}
    os.environ["GIT_CONFIG_GLOBAL"] = os.environ["GIT_CONFIG_SYSTEM"] = os.devnull
    repo = make_repo(tmp_path_factory.mktemp("browser") / "repo")
    repo.git("remote", "add", "origin", "https://github.com/example/atelier.git")
    repo.write("src/login.py", "one\ntwo\n")
    chain = [_step(number) for number in range(1, 41)]
    write_log(repo, [*small_log(), *chain])
    build(Project.open(str(repo.path)), str(repo.path / "site"))
    yield repo
    os.environ.update(kept)


@pytest.fixture(scope="session")
def served(log):
    """The same site, served."""
    with Preview(Project.open(str(log.path))) as preview:
        thread = threading.Thread(target=preview.run, args=(print,), daemon=True)
        thread.start()
        yield preview


@pytest.fixture(params=["file", "serve"])
def base(request, log):
    """Where the site is: on disk, or served."""
    if request.param == "file":
        return (log.path / "site").as_uri() + "/"
    return request.getfixturevalue("served").url


@pytest.fixture
def disk(log):
    """Where the site is on disk."""
    return (log.path / "site").as_uri() + "/"


@pytest.fixture
def tab(browser):
    """Opens a tab of a browser that complains: a console message, a failed request or a foreign one fails the test."""
    trouble: list[str] = []
    contexts = []

    def open_tab(**options):
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: trouble.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: trouble.append(f"error: {error}"))
        page.on("requestfailed", lambda request: _left(request) or trouble.append(f"failed: {request.url}"))
        page.on("request", lambda request: _own(request.url) or trouble.append(f"foreign: {request.url}"))
        page.on("dialog", lambda dialog: trouble.append(f"dialog: {dialog.message}"))
        return page

    open_tab.trouble = trouble
    yield open_tab
    for context in contexts:
        context.close()
    assert trouble == []


def _left(request) -> bool:
    """Tell whether a request only ended because the reader went on to another page."""
    return request.failure == "net::ERR_ABORTED"


def _own(url: str) -> bool:
    return url.startswith(("file:///", "http://127.0.0.1:"))


@pytest.fixture(scope="session")
def violations():
    """Runs axe on a page and gives what it finds against, WCAG 2.2 AA and its best practices."""
    source = AXE.read_text(encoding="utf-8")

    def run(page):
        page.evaluate(source)
        found = page.evaluate(
            """async () => (await axe.run(document, {preload: false, runOnly: ['wcag2a', 'wcag2aa', 'wcag21a',
                'wcag21aa', 'wcag22aa', 'best-practice']})).violations
                .map((v) => v.id + ': ' + v.nodes.map((n) => n.target + ' ' + n.html).join(' | '))"""
        )
        return [text[:600] for text in found]

    return run
