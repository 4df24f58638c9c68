"""Answers from the index, the same in SQLite and PostgreSQL: search, show, stats and check, with and without what is restricted."""

from __future__ import annotations

import json

import pytest

from org_help import PROMPT, decision, put, repository
from repository import Repo


@pytest.fixture
def world(repo, run, database):
    """In either database three repositories, one of them restricted and one central, and the folder in which commands run."""
    top = repo.path.parent
    shop = repository(top / "shop", use_redis="Use Redis", use_zip="Use zip")
    shop.write("history/prompts/general/0001-add-tar.green.prompt.md", PROMPT)
    shop.commit("prompt\n\nCo-Authored-By: Claude <noreply@anthropic.com>")
    shop.commit("bare\n\nCo-Authored-By: Claude <noreply@anthropic.com>")
    pay = repository(top / "pay", use_cash="Use cash")
    pay.write("history/adr/0002-secret.md", decision(2, "Use redis in secret", "Proposed"))
    pay.commit("more")
    centre = repository(top / "architecture")
    centre.write("history/adr/0012-use-tls.md", decision(12, "Use TLS"))
    centre.commit("decide")
    run("org", "add", "../shop", "--group", "sales", "--visibility", "public")
    run("org", "add", "../pay", "--group", "money", "--visibility", "restricted")
    run("org", "add", "../architecture", "--central")
    run("org", "index")
    return repo


@pytest.fixture
def found(world, run):
    """The references that a search finds."""

    def search(*words: str) -> list[str]:
        return [row["ref"] for row in json.loads(run("org", "search", *words, "--json").out)]

    return search


def test_records_of_all_repositories_are_found_with_their_repository(world, run, found):
    """Best first: the title counts more than the text."""
    assert found("redis") == ["shop/ADR-0001", "pay/ADR-0002", "shop/general/0001"]
    (row,) = json.loads(run("org", "search", "redis", "repo:shop", "kind:phr", "--json").out)
    assert (row["repository"], row["group"], row["visibility"]) == ("shop", "sales", "public")
    assert row["excerpt"] == "Do redis."
    text = run("org", "search", "redis", "-n", "1").out
    assert text.startswith("shop/ADR-0001  Use Redis (accepted, 2026-01-01)\n    ")


CONDITIONS = {
    "kind:phr": ["shop/general/0001"],
    "repo:p* kind:adr": ["pay/ADR-0002", "pay/ADR-0001"],
    "group:SALES status:accepted": ["shop/ADR-0002", "shop/ADR-0001"],
    "status:proposed": ["pay/ADR-0002"],
    "stage:green": ["shop/general/0001"],
    "feature:packs": ["shop/general/0001"],
    "feature:general": ["shop/general/0001"],
    "label:packing": ["shop/general/0001"],
    "file:src": ["shop/general/0001"],
    "file:src/tar.py": ["shop/general/0001"],
    "file:sr": [],
    "since:2026-01-12": ["shop/general/0001", "architecture/ADR-0012"],
    "until:2026-01-01 repo:shop": ["shop/ADR-0001"],
    "redis -secret kind:adr": ["shop/ADR-0001"],
    "zip OR cash": ["pay/ADR-0001", "shop/ADR-0002"],
    '"in secret"': ["pay/ADR-0002"],
    "secr*": ["pay/ADR-0002"],
    "repo:nobody": [],
}


@pytest.mark.parametrize("query", sorted(CONDITIONS))
def test_conditions_narrow_a_search(found, query):
    """Without words the newest come first."""
    result = found(query)
    assert (sorted(result) if " OR " in query else result) == CONDITIONS[query]


def test_mistakes_in_a_query_are_named(world, run):
    """A kind that does not exist, a day that is none, nothing but what must not occur."""
    assert "no kind of record" in run("org", "search", "kind:x", code=2).err
    assert "is not a day" in run("org", "search", "since:x", code=2).err
    assert "only something" in run("org", "search", "--", "-x", code=2).err
    assert "no record matches" in run("org", "search", "absentword").err


def test_restricted_records_are_in_no_public_answer(world, run):
    """Search, list, show, stats and check: neither a title, nor a count, nor the name of the repository."""
    for words in (["search", "redis"], ["search"], ["list"], ["stats"], ["check"], ["search", "repo:pay"]):
        for form in ([], ["--json"]):
            out = run("org", *words, "--public-only", *form).out
            assert "pay" not in out
            assert "secret" not in out
    assert "no record matches" in run("org", "show", "pay/ADR-2", "--public-only", code=2).err
    assert "no record matches" in run("org", "show", "secret", "--public-only", code=2).err


def test_show_takes_every_form_of_reference(world, run):
    """With the repository, and without where only one record is meant."""
    for ref in (
        "shop/ADR-1",
        "SHOP/0001-use-redis",
        "shop/history/adr/0001-use-redis.md",
        "use-redis",
    ):
        data = json.loads(run("org", "show", ref, "--json").out)
        assert data["ref"] == "shop/ADR-0001"
    assert data["body"] == decision(1, "Use Redis")
    assert len(data["commit"]) == 40
    text = run("org", "show", "shop/general/1").out
    assert text.startswith("shop/general/0001  Add tar\n")
    assert "labels:      Packing" in text
    error = run("org", "show", "ADR-1", code=2).err
    assert "pay/ADR-0001, shop/ADR-0001" in error
    assert "no record matches" in run("org", "show", "shop/ADR-99", code=2).err


def test_show_names_links_and_what_keeps_a_record_from_being_read(repo, run):
    """In both directions; a file that cannot be read is shown with its problem."""
    shop = repository(repo.path.parent / "shop", use_tar="Use tar")
    text = decision(2, "Use zip", "Accepted\n\nSupersedes [1. Use tar](0001-use-tar.md)")
    shop.write("history/adr/0002-use-zip.md", text)
    shop.write("history/adr/0003-empty.md", "")
    shop.commit("decide")
    run("org", "add", "../shop")
    run("org", "index")
    assert "  supersedes:  " in run("org", "show", "shop/ADR-2").out
    assert "  superseded by: " in run("org", "show", "shop/ADR-1").out
    assert "cannot be read: the file is empty" in run("org", "show", "shop/0003-empty").out


def test_figures_of_repositories_groups_and_all(world, run, monkeypatch):
    """By status and age; commits of agents with a prompt record; no figure about a person."""
    monkeypatch.setenv("ADR_DATE", "2027-06-01")
    data = json.loads(run("org", "stats", "--json").out)
    rows = {row["name"]: row for row in data["repositories"]}
    assert rows["shop"]["decisions"] == {"accepted": 2}
    assert rows["shop"]["ages"] == {"under-1-year": 0, "1-to-3-years": 2, "over-3-years": 0, "undated": 0}
    assert (rows["shop"]["agent_commits"], rows["shop"]["recorded"], rows["shop"]["prompts"]) == (2, 1, 1)
    assert rows["pay"]["decisions"] == {"accepted": 1, "proposed": 1}
    assert [row["name"] for row in data["groups"]] == ["money", "sales"]
    assert (data["total"]["repositories"], sum(data["total"]["decisions"].values())) == (3, 5)
    assert data["total"]["last_decision"] == "2026-01-12"
    assert "Ada" not in json.dumps(data)
    lines = run("org", "stats").out.splitlines()
    assert lines[-1].split()[0] == "total"
    assert "1 of 2" in lines[2]
    monkeypatch.setenv("ADR_DATE", "2031-06-01")
    assert json.loads(run("org", "stats", "--json").out)["total"]["ages"]["over-3-years"] == 4


def findings(run, code: int = 0) -> list[tuple[str, str, str, str]]:
    """What `check` finds: rule, severity, reference and message."""
    rows = json.loads(run("org", "check", "--json", code=code).out)
    return [(row["rule"], row["severity"], row["ref"] or row["repository"], row["message"]) for row in rows]


@pytest.fixture
def repositories(world):
    """The repositories by name."""
    return {name: Repo(world.path.parent / name) for name in ("shop", "pay", "architecture")}


def test_links_that_lead_nowhere(repositories, run):
    """By reference, by a page of the forge, by a relative path; links to anything else are not ours to judge."""
    shop, centre = repositories["shop"], repositories["architecture"]
    centre.git("remote", "add", "origin", "https://github.com/team/architecture.git")
    page = "https://github.com/team/architecture/blob/main/history/adr"
    put(shop, 3, "A", implements="architecture/ADR-99")
    put(shop, 4, "B", implements="elsewhere/ADR-1")
    put(shop, 5, "C", implements=f"{page}/0077-gone.md")
    put(shop, 6, "D", implements="../../../architecture/history/adr/0078-gone.md")
    for number, target in enumerate(
        ("architecture/ADR-12", f"{page}/0012-use-tls.md", "../../../architecture/history/adr/0012-use-tls.md", "adr/0001-use-redis",
         "https://example.org/team/x", "general/0009", "../../README.md", "some text", "architecture/adr/0012-use-tls"), start=10,
    ):  # fmt: skip
        put(shop, number, f"Fine {number}", refines=target)
    put(centre, 13, "E")
    run("org", "index")
    dead = [
        (ref, message)
        for rule, severity, ref, message in findings(run, 1)
        if (rule, severity) == ("dead-link", "error")
    ]
    assert dead == [
        ("shop/ADR-0003", "implements architecture/ADR-99: architecture has no record ADR-99"),
        ("shop/ADR-0004", "implements elsewhere/ADR-1: no repository is called elsewhere"),
        ("shop/ADR-0005", f"implements {page}/0077-gone.md: architecture has no record history/adr/0077-gone.md"),
        ("shop/ADR-0006", "implements ../../../architecture/history/adr/0078-gone.md: architecture has no record "
                          "history/adr/0078-gone.md"),
    ]  # fmt: skip
    assert "shop/ADR-0003: error dead-link: implements" in run("org", "check", code=1).out


def test_decisions_that_contradict_each_other(repositories, run):
    """One supersedes another of a second repository that is still accepted; two conflict, and both are."""
    put(repositories["shop"], 3, "A", supersedes="architecture/ADR-12")
    put(repositories["shop"], 4, "B", conflicts_with="pay/ADR-1")
    put(repositories["shop"], 5, "C", conflicts_with="pay/ADR-2")
    put(repositories["pay"], 6, "D", "proposed", supersedes="architecture/ADR-12")
    run("org", "index")
    rows = [row for row in findings(run, 1) if row[0] == "contradiction"]
    assert rows == [
        ("contradiction", "error", "shop/ADR-0003",
         "shop/ADR-0003 supersedes architecture/ADR-0012, which is still accepted"),
        ("contradiction", "error", "shop/ADR-0004", "conflicts with pay/ADR-0001, and both are accepted"),
    ]  # fmt: skip


def test_members_behind_a_central_supersession(repositories, run):
    """By a link to what was superseded, and by a copy of it; the successor is named."""
    centre = repositories["architecture"]
    put(centre, 1, "Use REST", "superseded", superseded_by="adr/0002-use-grpc")
    put(centre, 2, "Use gRPC")
    put(repositories["shop"], 3, "Call over REST", implements="architecture/ADR-1")
    put(repositories["pay"], 3, "Use rest")
    put(repositories["pay"], 4, "Old", "deprecated", implements="architecture/ADR-1")
    run("org", "index")
    assert [row for row in findings(run) if row[0] == "behind"] == [
        ("behind", "warning", "pay/ADR-0003",
         "has the title of architecture/ADR-0001, which is superseded; architecture/ADR-0002 took its place"),
        ("behind", "warning", "shop/ADR-0003",
         "implements architecture/ADR-0001, which is superseded; architecture/ADR-0002 took its place"),
    ]  # fmt: skip


def test_same_decision_twice(repositories, run):
    """A copy of a central one is a warning, others are information; the decision that begins a log is in every one."""
    put(repositories["shop"], 3, "Use TLS")
    put(repositories["pay"], 3, "Use zip")
    for repo in repositories.values():
        put(repo, 20, "Record architecture decisions")
    run("org", "index")
    assert [row for row in findings(run) if row[0] == "same-decision"] == [
        ("same-decision", "warning", "architecture/ADR-0012", "also decided in shop/ADR-0003"),
        ("same-decision", "info", "pay/ADR-0003", "also decided in shop/ADR-0002"),
    ]  # fmt: skip


def test_repositories_without_records_and_those_that_cannot_be_read(world, run, tmp_path):
    """The first is information, the second an error."""
    repository(tmp_path / "plain")
    run("org", "add", "../plain", "../gone")
    run("org", "index")
    assert findings(run, 1) == [
        ("broken-repository", "error", "gone", "there is no such folder"),
        ("no-records", "info", "plain", "it has no records"),
    ]
    assert run("org", "check", code=1).err.endswith("2 findings, 1 error\n")


def test_demonstration_runs_the_real_commands(run, repo):
    """Three repositories, one index; what binds and what is behind is shown."""
    out = run("org", "demo", "company").out
    for text in ("3 repositories, 3 read, 0 unchanged; 5 records", "architecture/ADR-0002  Keep money in integer cents (accepted)",
                 "architecture/ADR-0003", "behind", "took its place"):  # fmt: skip
        assert text in out
    assert "pay" not in out.rpartition("Figures")[2].partition("Try it")[0]
    assert "error: " not in out
    assert (repo.path / "company/org.toml").exists()
    assert "is not empty" in run("org", "demo", "company", code=2).err


def test_demonstration_within_a_repository_leaves_that_alone(repo, run):
    """Neither its settings nor its history change: a repository around the new ones is not taken for them."""
    before = (repo.git("rev-parse", "HEAD"), repo.read(".git/config"))
    run("demo", "shop")
    run("org", "demo", "company")
    assert (repo.git("rev-parse", "HEAD"), repo.read(".git/config")) == before
    assert (repo.path / "shop/.git/HEAD").exists()
    assert (repo.path / "company/pay/.git/HEAD").exists()


@pytest.mark.parametrize("words", ["🎉", "???", '""'])
def test_search_for_signs_alone_is_refused(world, run, words):
    """As `records search` refuses it, instead of listing everything."""
    assert "nothing to search for" in run("org", "search", words, code=2).err
