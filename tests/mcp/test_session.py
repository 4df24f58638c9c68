"""A server that runs for a day answers as the command line does at that moment, whatever it was asked before."""

from __future__ import annotations

import json
import os

import pytest

from records.git import Git, find_location
from records.git.output_cache import OutputCache
from records.mcp.governing import Governing
from records.mcp.reading import Reading
from records.mcp.session import Session
from records.trace.answers import GoverningDecisions, WhyAnswer

OLD = 1_768_435_200  # long ago: a file that changed just now is read again anyway


def adr(number, title, status="Accepted", more=""):
    return (
        f"# {number}. {title}\n\nDate: 2026-01-15\n\n## Status\n\n{status}\n\n## Decision\n\n{title}.\n{more}"
    )


@pytest.fixture
def shop(repo):
    """Three decisions, a prompt, and code that came with them."""
    for number, title in enumerate(("Write in Python", "Serve over HTTP", "Keep orders in SQLite"), 1):
        repo.write(f"history/adr/{number:04d}-x{number}.md", adr(number, title))
    repo.write("src/app.py", "import http.server\n\nPORT = 80\n")
    repo.commit("begin")
    repo.write(
        "history/prompts/general/0001-cache.green.prompt.md",
        '---\nid: "0001"\ntitle: Cache orders\nstage: green\ndate: 2026-01-15\nfiles:\n  - src/cache.py\n---\n\n'
        "## Prompt\n\nCache orders.\n",
    )
    repo.write("requirements.txt", "redis==5.0\n")
    repo.write("src/cache.py", "import redis\n\nCACHE = redis.Redis()\n")
    repo.commit("Cache orders in Redis")
    for path in (repo.path / "history").rglob("*.md"):
        os.utime(path, (OLD, OLD))
    return repo


def without_nulls(value):
    """JSON without the members that are null: a tool prints them, a command may leave them out."""
    if isinstance(value, dict):
        return {name: without_nulls(member) for name, member in value.items() if member is not None}
    return [without_nulls(item) for item in value] if isinstance(value, list) else value


class Both:
    """The same questions to a session that goes on, and to the command line."""

    def __init__(self, folder, run):
        session = Session(str(folder))
        self.governing, self.reading, self.run = Governing(session), Reading(session), run

    def why(self, target):
        told = self.governing.why(target=target).structured_content
        said = json.loads(self.run("why", target, "--json").out)
        for name in WhyAnswer.__required_keys__:
            assert without_nulls(told[name]) == without_nulls(said[name]), name
        return told

    def suggest(self, diff):
        told = self.governing.suggest_adr(diff=diff, threshold=0.2).structured_content
        said = json.loads(
            self.run("adr", "suggest", "--diff", diff, "--threshold", "0.2", "--format", "json").out
        )
        for name in ("range", "score", "threshold", "set_aside", "related"):
            assert told[name] == said[name]
        made = [one for one in said["suggestions"] if one["score"] >= 0.2 and not one["covered_by"]]
        assert [(one["title"], one["score"]) for one in told["suggestions"]] == [
            (one["title"], one["score"]) for one in made
        ]
        return told

    def bound(self, *paths, diff=""):
        asked = ("--diff", diff) if diff else paths
        told = self.governing.decisions_for(paths=list(paths), diff=diff).structured_content
        said = json.loads(self.run("adr", "for", *asked, "--json").out)
        for name in GoverningDecisions.__required_keys__:
            assert without_nulls(told[name]) == without_nulls(said[name]), name
        return [one["ref"] for one in told["decisions"]]

    def found(self, query):
        told = self.reading.search_records(query=query).structured_content
        said = json.loads(self.run("search", query, "--json").out)
        assert [one["ref"] for one in told["records"]] == [one["ref"] for one in said]
        return [one["ref"] for one in told["records"]]


@pytest.fixture
def both(shop, run):
    return Both(shop.path, run)


def test_answers_are_those_of_the_command_line(both):
    """Asked once, and asked again."""
    for _ in range(2):
        assert both.why("src/cache.py:1")["found"]
        assert both.why("src/cache.py")["evidence"][0]["record"]["ref"] == "general/0001"
        both.why("src")
        assert both.suggest("HEAD~1")["suggestions"]
        assert both.suggest("HEAD")["suggestions"] == []
        both.suggest("HEAD~1..HEAD")
        both.bound("src/app.py")
        both.bound(diff="HEAD~1..HEAD")
        assert both.found("redis") == []
        assert both.found("orders")


def test_head_moves(both, shop):
    """By a commit, a branch, an amended message, a reset."""
    first = both.suggest("HEAD~1")
    shop.write("src/cache.py", "import redis\n\nCACHE = redis.Redis(port=1)\n")
    commit = shop.commit("Another port")
    assert both.suggest("HEAD~1")["score"] < first["score"]
    assert both.why("src/cache.py:3")["commits"][0]["commit"] == commit
    shop.git("commit", "-q", "--amend", "-m", "See ADR-2 for the port")
    assert both.why("src/cache.py:3")["evidence"][0]["record"]["ref"] == "ADR-0002"
    shop.git("switch", "-q", "-c", "side", "HEAD~2")
    assert both.why("src/app.py:1")["commits"][0]["subject"] == "begin"
    shop.git("switch", "-q", "main")
    shop.git("reset", "-q", "--hard", "HEAD~1")
    assert both.suggest("HEAD~1") == first


def test_files_are_edited(both, shop):
    """Lines move, are not committed yet, and come into the index."""
    assert both.why("src/app.py:3")["commits"][0]["subject"] == "begin"
    nothing = both.suggest("HEAD")["score"]
    shop.write("src/app.py", "import http.server\nimport psycopg\n\nPORT = 80\n")
    shop.write("requirements.txt", "redis==5.0\npsycopg==3.1\n")
    assert both.why("src/app.py:2")["commits"][0]["commit"] is None
    assert both.why("src/app.py:4")["commits"][0]["lines"] == [[4, 4]]
    seen = both.suggest("HEAD")["score"]
    assert seen > nothing
    shop.git("add", "-A")
    assert both.suggest("HEAD")["score"] == seen
    shop.write("src/new.py", "import kafka\n")
    more = both.suggest("HEAD")["score"]
    assert more > seen  # git does not know it yet
    shop.git("add", "-A")
    assert both.suggest("HEAD")["score"] == more
    shop.git("checkout", "-q", "HEAD", "--", "src/app.py", "requirements.txt")
    assert nothing < both.suggest("HEAD")["score"] < more


def test_records_change(both, shop):
    """A decision comes, binds, is rejected, goes; the file looks as old as ever."""
    assert both.suggest("HEAD~1")["suggestions"][0]["title"]
    path = "history/adr/0004-redis.md"
    bind = '---\nstatus: {}\naffects: ["src/**"]\n---\n\n'
    shop.write(path, bind.format("accepted") + "# Cache orders in Redis\n\n## Decision\n\nRedis.\n")
    os.utime(shop.path / path, (OLD, OLD))
    assert "covered by ADR-0004" in both.suggest("HEAD~1")["set_aside"][0]
    assert both.bound("src/app.py") == ["ADR-0004"]
    assert both.found("redis") == ["ADR-0004"]
    shop.write(path, bind.format("rejected") + "# Cache orders in Redis\n\n## Decision\n\nNo.\n")
    os.utime(shop.path / path, (OLD, OLD))
    assert both.suggest("HEAD~1")["suggestions"]
    assert both.bound("src/app.py") == []
    (shop.path / path).unlink()
    assert both.found("redis") == []


def test_settings_and_attributes_change(both, shop):
    """What git is told about files counts at once, and so does where records lie."""
    both.suggest("HEAD~1")
    shop.write(".gitattributes", "*.py binary\n")
    both.suggest("HEAD~1")
    shop.write(".records/config.toml", '[adr]\ndirectory = "docs/decisions"\n')
    shop.write("docs/decisions/0001-redis.md", adr(1, "Cache orders in Redis"))
    assert "covered by" in " ".join(both.suggest("HEAD~1")["set_aside"])


def test_objects_are_replaced(both, shop):
    """`git replace` gives a commit another message: it is told at once."""
    assert both.why("src/cache.py:1")["commits"][0]["subject"] == "Cache orders in Redis"
    new = shop.git("commit-tree", "HEAD^{tree}", "-p", "HEAD~1", "-m", "Another story")
    shop.git("replace", shop.git("rev-parse", "HEAD"), new)
    assert both.why("src/cache.py:1")["commits"][0]["subject"] == "Another story"
    shop.git("pack-refs", "--all")
    shop.git("replace", "-d", shop.git("rev-parse", "HEAD"))
    assert both.why("src/cache.py:1")["commits"][0]["subject"] == "Cache orders in Redis"


def test_a_cut_history_is_deepened(both, shop, tmp_path, run, monkeypatch):
    """In a shallow clone the server sees the commits that are fetched while it runs."""
    clone = tmp_path / "clone"
    shop.git("clone", "-q", "--depth", "1", f"file://{shop.path}", str(clone))
    monkeypatch.chdir(clone)
    here = Both(clone, run)
    assert here.why("src/app.py:1")["commits"][0]["subject"] == "Cache orders in Redis"
    shop.git("-C", str(clone), "fetch", "-q", "--unshallow")
    assert here.why("src/app.py:1")["commits"][0]["subject"] == "begin"
    assert here.suggest("HEAD~1")["suggestions"]


def test_what_is_kept_is_bounded_and_nothing_missing_is_kept(shop):
    """The answers used longest ago go first; an object that was missing is asked for again."""
    head = shop.git("rev-parse", "HEAD")
    kept, location = OutputCache(100), find_location(str(shop.path))
    asked = []

    def ask(name, answer=b"12345678"):
        return kept.get_or_run(location, name, lambda: asked.append(name) or answer)

    for name in ("a", "b", "a", "a"):
        ask(name)
    assert asked == ["a", "b"]
    for number in range(11):
        ask(number)
    ask("a")
    ask("b")
    assert (asked.count("a"), asked.count("b")) == (1, 2)
    asked.clear()
    ask("gone", b"x missing\n")
    ask("gone", b"x missing\n")
    ask("big", b"1" * 50)
    ask("big", b"1" * 50)
    assert asked == ["gone", "gone", "big", "big"]
    git = Git(str(shop.path), OutputCache())
    assert git.run_cached("cat-file", "-t", head) == git.run_cached("cat-file", "-t", head) == b"commit\n"
    assert Git(str(shop.path.parent), OutputCache()).run_cached("--version").startswith(b"git version")


@pytest.mark.parametrize("place", ["config", "config.worktree", "included"])
def test_no_filter_of_the_repository_runs_wherever_it_is_configured(shop, place):
    """Git's configuration is only passed over where it can name no filter: not in its files, not by inclusion."""
    evil = '[FILTER "evil"]\n\tclean = "touch ../pwned; cat"\n\trequired = true\n'
    inside = shop.path / ".git"
    config = inside / "config"
    if place == "included":
        (inside / "more").write_text(evil)
        config.write_text(config.read_text() + "[Include]\n\tpath = more\n")
    elif place == "config":
        config.write_text(config.read_text() + evil)
    else:
        shop.git("config", "extensions.worktreeConfig", "true")
        (inside / place).write_text(evil)
    shop.write(".gitattributes", "*.py filter=evil\n")
    shop.write("src/app.py", "import http.server\n\nPORT = 81\n")
    governing = Governing(Session(str(shop.path)))
    assert governing.why(target="src/app.py:3").structured_content["commits"][0]["commit"] is None
    assert governing.suggest_adr(diff="HEAD").structured_content["range"] == "work tree"
    governing.decisions_for(diff="HEAD")
    assert not (shop.path.parent / "pwned").exists()
    assert not (shop.path / "pwned").exists()
