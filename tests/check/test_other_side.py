"""`check --against` and `ci` judge what a change introduces, and nothing that was there before it."""

import json

GOOD = "# {0}. Title {0}\n\nDate: 2026-01-0{0}\n\n## Status\n\nAccepted\n\n## Context\n\nc\n\n## Decision\n\nd\n\n## Consequences\n\ne\n"


def base(repo):
    """A commit with one sound decision and one that has a broken link and a self-link."""
    repo.write("docs/adr/0001-a.md", GOOD.format(1))
    broken = GOOD.format(2) + "\nSee [this](0099-none.md).\n"
    repo.write("docs/adr/0002-b.md", broken.replace("Accepted\n", "Accepted\n\nSupersedes [2](0002-b.md)\n"))
    return repo.commit("Begin")


def rows(run, *words, code=0):
    """What a check prints as JSON."""
    return [(row["rule"], row["path"]) for row in json.loads(run("check", "--json", *words, code=code).out)]


def test_findings_from_before_the_change_fail_nothing(run, repo):
    """They are counted, and shown on request."""
    start = base(repo)
    repo.write("docs/adr/0003-c.md", GOOD.format(3))
    repo.commit("Another")
    assert rows(run, "--against", start) == []
    assert run("check", "--against", start).err.count(
        "2 findings from before the change: --baseline shows them"
    )
    assert [rule for rule, _ in rows(run, "--against", start, "--baseline", code=1)] == ["ADR021", "ADR013"]
    assert run("ci", "--against", start).code == 0
    assert run("ci", "--against", start, "--baseline", code=1).out


def test_a_finding_in_an_untouched_file_is_the_changes_where_it_caused_it(run, repo):
    """A link is broken by whoever removes its target, a number is used twice by whoever takes it again."""
    start = base(repo)
    repo.write("docs/adr/0004-d.md", GOOD.format(4) + "\nSee [a](0001-a.md).\n")
    middle = repo.commit("Link")
    repo.git("rm", "-q", "docs/adr/0001-a.md")
    repo.write("docs/adr/0002-again.md", GOOD.format(2))
    repo.commit("Break")
    found = rows(run, "--against", middle, code=1)
    assert ("ADR013", "docs/adr/0004-d.md") in found
    assert ("ADR012", "docs/adr/0002-again.md") in found
    assert ("ADR021", "docs/adr/0002-b.md") not in found
    assert start


def test_reports_for_forges_name_files_from_the_top_of_the_repository(run, repo, monkeypatch):
    """The project may be a folder of the repository; a forge knows only the repository."""
    repo.write("services/api/.records/config.toml", "")
    repo.write("services/api/docs/adr/0001-a.md", GOOD.format(1) + "\nSee [this](0099-none.md).\n")
    start = repo.commit("Begin")
    repo.write("services/api/docs/adr/0002-b.md", GOOD.format(2) + "\nSee [this](0098-none.md).\n")
    repo.commit("More")
    monkeypatch.chdir(repo.path / "services/api")
    path = "services/api/docs/adr/0002-b.md"
    assert f"file={path}," in run("check", "--format", "github").out
    assert path in run("check", "--format", "junit").out
    assert path in [row["location"]["path"] for row in json.loads(run("check", "--format", "gitlab").out)]
    results = json.loads(run("check", "--format", "sarif").out)["runs"][0]["results"]
    assert path in [row["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for row in results]
    assert f"{path}:21: warning ADR013" in run("ci", "--against", start).out


def test_pages_beside_the_decisions_are_no_removed_records(run, repo):
    """An index page and a change log in the log's folder exist on both sides and were never records."""
    repo.write("docs/adr/0001-a.md", GOOD.format(1))
    repo.write("docs/adr/overview.md", "# Overview\n\n- [1. A](0001-a.md)\n- [2. B](0002-b.md)\n")
    repo.write("docs/adr/news.md", "# News\n\n## 1.2.0\n\n- x\n\n## 1.1.0\n\n- y\n")
    repo.write("docs/adr/0002-b.md", GOOD.format(2))
    start = repo.commit("Begin")
    repo.write("app.py", "x = 1\n")
    repo.commit("Code alone")
    assert rows(run, "--against", start) == []
    (repo.path / "docs/adr/0002-b.md").unlink()
    repo.commit("Remove one")
    assert [path for rule, path in rows(run, "--against", start) if rule == "REC013"] == [
        "docs/adr/0002-b.md"
    ]
