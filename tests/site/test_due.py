"""What is due, on the site and in its feed."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from site_logs import build_site, page, tree
from why_help import put_adr

ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def log(repo):
    """Two decisions with a day, one of them overdue, a proposal, and a comment that cites a superseded decision."""
    put_adr(repo, 1, "use-tokens", extra="review-by: 2026-01-10\n")
    put_adr(repo, 2, "use-queues", extra="expires: 2027-01-01\n")
    put_adr(repo, 3, "use-pools", status="superseded", extra='superseded-by: ["0001-use-tokens"]\n')
    put_adr(repo, 4, "use-caches", status="proposed")
    repo.write("src/pool.py", "# see ADR-3 <b>\nx = 1\n")
    repo.commit("Begin")
    return repo


def test_a_page_lists_what_is_due_soonest_first(log):
    """Days are absolute; code to look at follows, and the front page leads there."""
    build_site(log)
    text = page(log, "due.html")
    places = [text.index(words) for words in ("Use tokens", "Use caches", "Use queues", "src/pool.py:1")]
    assert places == sorted(places)
    assert "days ago" not in text
    assert 'href="due.html">4 items in all' in page(log, "index.html")


def feed_titles(log):
    """Return the titles of the feed's entries that are about a day."""
    feed = ElementTree.fromstring(page(log, "decisions.atom"))  # noqa: S314 — we made it
    ids = [entry.findtext("a:id", "", ATOM) for entry in feed.findall("a:entry", ATOM)]
    assert len(set(ids)) == len(ids)
    titles = [entry.findtext("a:title", "", ATOM) for entry in feed.findall("a:entry", ATOM)]
    return [title for title in titles if ":" in title]


def test_the_feed_has_an_entry_when_a_day_has_come(log, monkeypatch):
    """An entry appears with the first build on or after the day, also where no record has changed."""
    build_site(log)
    assert feed_titles(log) == ["ADR-0001 Use tokens: to be reviewed 2026-01-10"]
    monkeypatch.setenv("ADR_DATE", "2027-01-01")
    build_site(log)
    assert "ADR-0002 Use queues: expires 2027-01-01" in feed_titles(log)


def test_a_later_day_changes_nothing_where_nothing_comes_due(log, monkeypatch):
    """The same records give the same bytes on another day."""
    build_site(log)
    before = tree(log.path / "site")
    monkeypatch.setenv("ADR_DATE", "2026-01-16")
    assert build_site(log).written == 0
    assert tree(log.path / "site") == before


def test_nothing_due_is_said_on_the_page(repo):
    """A log without days has the page and no card on the front page."""
    put_adr(repo, 1, "use-tokens")
    build_site(repo)
    assert "Nothing: no decision has a day" in page(repo, "due.html")
    assert "due.html" not in page(repo, "index.html")
