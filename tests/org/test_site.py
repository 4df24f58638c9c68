"""`records org site build`: what the pages of all repositories show, and what never stands in them."""

from __future__ import annotations

import json
import re
import shutil
from html import unescape
from pathlib import Path

import pytest

from org_help import PROMPT, decision, put, repository
from records.org.config import load
from records.org.database import connect
from records.org.pages import build_site
from records.org.scope import PUBLIC
from repository import Repo

CANARY = "kestrelcanary"


@pytest.fixture
def company(repo, run):
    """A central repository, a shop, a repository without records, and a restricted one that holds the canary."""
    top = repo.path.parent
    centre = repository(top / "architecture", use_rest="Use REST", use_tls="Use TLS")
    put(centre, 3, "Use gRPC", supersedes="ADR-1")
    centre.write("history/adr/0001-use-rest.md", decision(1, "Use REST", "Superseded by ADR-3"))
    centre.write(
        "history/adr/0004-keep-cents.md",
        decision(4, "Keep cents", front='affects: ["group:money", "repo:shop:src/**"]'),
    )
    centre.write("history/adr/0005-lint-all.md", decision(5, "Lint all", front='affects: ["**"]'))
    centre.commit("more")
    shop = repository(top / "shop", use_redis="Use Redis")
    shop.write("history/prompts/general/0001-add-tar.green.prompt.md", PROMPT)
    text = "By architecture/ADR-2 and ADR-1, not nobody/ADR-1 or architecture/ADR-77; see [theirs](../../../architecture/history/adr/0002-use-tls.md)."
    shop.write("history/adr/0002-cache.md", decision(2, "Cache", text=text))
    put(shop, 3, "Call", implements="architecture/ADR-1")
    put(shop, 4, "Stray", refines="ADR-5")
    pay = repository(top / "pay", use_canary=f"Use {CANARY}")
    pay.write(
        f"history/adr/0002-{CANARY}.md", decision(2, CANARY, f"{CANARY}-status", front=f"tags: [{CANARY}]")
    )
    pay.commit("more")
    repository(top / "empty")
    run("org", "add", "../architecture", "--central", "--visibility", "public")
    run("org", "add", "../shop", "../empty", "--group", "sales")
    run(
        "org",
        "add",
        "../pay",
        "--name",
        f"{CANARY}-pay",
        "--group",
        f"{CANARY}-money",
        "--visibility",
        "restricted",
    )
    run("org", "index")
    return repo


def page(repo: Repo, name: str) -> str:
    """The text of a page."""
    return (repo.path / "site" / name).read_text("utf-8")


def links(text: str) -> dict[str, str]:
    """The addresses of a page's links by their text."""
    return {
        re.sub(r"<[^>]+>", "", words): unescape(url)
        for url, words in re.findall(r'<a [^>]*?href="([^"]*)"[^>]*>(.*?)</a>', text)
    }


def files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_front_page_lists_repositories_by_group_with_counts(company, run):
    """Central ones first; those without records apart; the last decision, and links across."""
    answer = json.loads(run("org", "site", "build", "--json").out)
    assert (answer["records"], answer["unreadable"], answer["made"]) == (10, 0, 10)
    text = page(company, "index.html")
    headings = re.findall(r'<h2 id="[^"]*">([^<]*)<', text)
    assert [heading.strip() for heading in headings] == ["Central", "sales", "Without records"]
    assert '<span class="big">9</span> decisions' in text
    assert "in 3 repositories" in text
    assert '<span class="big">3</span> links across repositories' not in text
    assert '<span class="big">1</span> link across repositories' in text
    assert links(text)["shop"] == "repositories/shop.html"
    assert "2026-03-01" in text


def test_page_of_a_repository_shows_its_records_and_what_binds_it(company, run):
    """Decisions by status, prompts, central decisions by repository, group and for all, links and findings."""
    run("org", "site", "build")
    text = page(company, "repositories/shop.html")
    addresses = links(text)
    assert addresses["Use Redis"] == "../adr/shop/0001-use-redis.html"
    assert addresses["Add tar"] == "../phr/shop/general/0001-add-tar.green.html"
    assert addresses["Keep cents"] == "../adr/architecture/0004-keep-cents.html"
    assert addresses["Lint all"] == "../adr/architecture/0005-lint-all.html"
    assert "shop/ADR-0003 <em>implements</em> architecture/ADR-0001" in text
    assert (
        "implements architecture/ADR-0001, which is superseded; architecture/ADR-0003 took its place" in text
    )
    bound = page(company, "adr/architecture/0004-keep-cents.html")
    assert links(bound)["shop"] == "../../repositories/shop.html"
    assert (
        links(page(company, "adr/architecture/0005-lint-all.html"))["every other repository"]
        == "../../index.html"
    )
    assert "Central decisions" not in page(company, "repositories/architecture.html")
    assert "There are no records" in page(company, "repositories/empty.html")
    assert "behind" in page(company, "index.html")
    assert "took its place" in page(company, "findings.html")


def test_page_of_a_record_resolves_references_within_and_across(company, run):
    """`ADR-1` is the own one, `architecture/ADR-2` that of the centre, and what names nothing stays text."""
    run("org", "site", "build")
    text = page(company, "adr/shop/0002-cache.html")
    addresses = links(text)
    assert addresses["architecture/ADR-2"] == "../../adr/architecture/0002-use-tls.html"
    assert addresses["ADR-1"] == "../../adr/shop/0001-use-redis.html"
    assert addresses["theirs"] == "../../adr/architecture/0002-use-tls.html"
    assert "nobody/ADR-1 or architecture/ADR-77" in text
    assert addresses["shop"] == "../../repositories/shop.html"
    assert 'class="ref">shop/ADR-0002<' in text
    assert "Date: 2026-01-02" in text[text.index("Markdown source") :]
    called = page(company, "adr/shop/0003-call.html")
    assert links(called)["Use REST"] == "../../adr/architecture/0001-use-rest.html"
    assert (
        links(page(company, "adr/architecture/0001-use-rest.html"))["Call"] == "../../adr/shop/0003-call.html"
    )
    assert "<code>ADR-5</code>" in page(company, "adr/shop/0004-stray.html")


def test_number_is_never_taken_for_a_part_of_a_name(company, run):
    """`ADR-7` does not lead to `adr-71-…`, neither in the own repository nor in another one."""
    shop = Repo(company.path.parent / "shop")
    shop.write("history/adr/adr-71-use-zip.md", decision(71, "Use zip"))
    shop.write("history/adr/0072-ask.md", decision(72, "Ask", text="See ADR-7, shop/ADR-7 and shop/ADR-71."))
    shop.commit("more")
    run("org", "index")
    run("org", "site", "build")
    addresses = links(page(company, "adr/shop/0072-ask.html"))
    assert addresses["shop/ADR-71"] == "../../adr/shop/adr-71-use-zip.html"
    assert "ADR-7" not in addresses
    assert "shop/ADR-7" not in addresses


def test_links_to_a_forge_are_made_where_the_remote_is_known(company, run):
    """The file at the commit that was read."""
    shop = Repo(company.path.parent / "shop")
    shop.git("remote", "add", "origin", "git@github.com:team/shop.git")
    put(shop, 5, "Five")
    run("org", "index")
    run("org", "site", "build")
    commit = shop.git("rev-parse", "HEAD").strip()
    source = f"https://github.com/team/shop/blob/{commit}/history/adr/0001-use-redis.md"
    text = page(company, "adr/shop/0001-use-redis.html")
    assert source in text
    shown = re.sub(r"<[^>]+>", "", text)
    assert "history/adr/0001-use-redis.md" in shown
    assert "shop/history/adr/0001-use-redis.md" not in shown  # its place in the site
    assert "https://github.com/team/shop" in page(company, "repositories/shop.html")


def test_nothing_restricted_stands_in_any_byte(company, run):
    """No title, text, name, group, status, label or count; not in a page, a file name, search data, graph or feed."""
    run("org", "site", "build")
    built = files(company.path / "site")
    assert len(built) > 60
    for name, data in built.items():
        assert CANARY not in name
        assert CANARY.encode() not in data.lower(), name
    cache = next(company.path.glob("org.sqlite-site-*"))
    assert CANARY.encode() not in cache.read_bytes()
    facets = built["data/facets.js"].decode()
    assert '"repository":[["architecture",5,' in facets
    assert json.loads(built["records.json"])[0]["ref"] == "architecture/ADR-0001"
    assert "note: the pages show restricted" in run("org", "site", "build", "--include-restricted").err
    shown = files(company.path / "site")
    assert f"repositories/{CANARY}-pay.html" in shown
    assert CANARY.encode() in shown["index.html"]
    run("org", "site", "build")
    assert files(company.path / "site") == built


def test_second_build_writes_nothing_and_a_change_only_what_shows_it(company, run):
    """With the cache, and without it: the same bytes."""
    run("org", "site", "build")
    first = files(company.path / "site")
    stamps = {path: path.stat().st_mtime_ns for path in (company.path / "site").rglob("*")}
    again = json.loads(run("org", "site", "build", "--json").out)
    assert (again["made"], again["written"], again["removed"]) == (0, 0, 0)
    assert stamps == {path: path.stat().st_mtime_ns for path in (company.path / "site").rglob("*")}
    for cache in company.path.glob("org.sqlite-site-*"):
        cache.unlink()
    fresh = json.loads(run("org", "site", "build", "--json").out)
    assert (fresh["made"], fresh["written"]) == (10, 0)
    shop = Repo(company.path.parent / "shop")
    shop.write("history/adr/0001-use-redis.md", decision(1, "Use Valkey"))
    shop.commit("rename")
    run("org", "index")
    changed = json.loads(run("org", "site", "build", "--json").out)
    assert changed["made"] < 10
    now = files(company.path / "site")
    assert b"Use Valkey" in now["adr/shop/0001-use-redis.html"]
    assert now["adr/architecture/0002-use-tls.html"] == first["adr/architecture/0002-use-tls.html"]
    shutil.rmtree(company.path / "site")
    run("org", "site", "build")
    assert files(company.path / "site") == now
    run("org", "remove", "shop")
    run("org", "index")
    assert json.loads(run("org", "site", "build", "--json").out)["removed"] > 4
    assert not (company.path / "site/repositories/shop.html").exists()


def test_graph_has_links_across_and_what_central_decisions_bind(company, run):
    """Each node names its repository; a decision that binds all has one edge."""
    run("org", "site", "build")
    data = json.loads(page(company, "data/graph.js").partition(",")[2].rpartition(")")[0])
    names = [f"{node[9]}:{node[0]}:{node[1]}" for node in data["nodes"]]
    edges = {(names[source], relation, names[target]) for source, target, relation in data["edges"]}
    assert ("shop:shop/ADR-0003:Call", "implements", "architecture:architecture/ADR-0001:Use REST") in edges
    assert ("architecture:architecture/ADR-0004:Keep cents", "binds", "shop:repository:shop") in edges
    every = "every other repository"
    assert ("architecture:architecture/ADR-0005:Lint all", "binds", f"{every}:repository:{every}") in edges
    assert len([edge for edge in edges if edge[1] == "binds"]) == 2


def test_names_that_could_mislead_get_pages_of_their_own(repo, run):
    """Equal names, names that differ in case, slashes and dots, markup, `..`: one page each, nothing outside."""
    top = repo.path.parent
    names = [
        "a/b",
        "a.b",
        "A.B",
        "<script>alert(1)<",
        "..x..",
        "data",
        "index.html",
        "'\"><img src=x onerror=alert(2)>",
        "né",
    ]
    for number, name in enumerate(names):
        repository(top / f"r{number}", use_zip="Use zip")
        run("org", "add", f"../r{number}", "--name", name)
    for folder in ("one/same", "two/same", "three/sa\tme"):
        repository(top / folder, use_zip="Use <b>zip</b>")
        run("org", "add", f"../{folder.split('/')[0]}/*")
    run("org", "index")
    before = files(top)
    run("org", "site", "build", "-o", "out")
    after = files(top)
    added = {name for name in after if name not in before}
    own = f"{repo.path.name}/"
    assert all(name.startswith((f"{own}out/", f"{own}org.sqlite-site-")) for name in added)
    pages = [name for name in added if "/out/repositories/" in name]
    assert len({name.lower() for name in pages}) == len(names) + 3
    assert len([name for name in added if "/out/adr/" in name]) == len(names) + 3
    text = (repo.path / "out/index.html").read_text("utf-8")
    assert "<script>alert" not in text
    assert "<img" not in text
    assert "&lt;script&gt;alert(1)&lt;" in text
    assert "sa me" in text


def test_settings_of_org_toml_name_the_pages(company, run):
    """Title, tagline, address, colour and folder; a key that does not exist is refused, and so is a secret."""
    config = company.read("org.toml")
    company.write(
        "org.toml",
        config
        + '\n[site]\ntitle = "Acme"\ntagline = "All of it"\nbase-url = "https://e.org/d"\noutput = "public"\n',
    )
    assert run("org", "site", "build").out == "public/index.html\n"
    text = (company.path / "public/index.html").read_text("utf-8")
    assert "<title>Acme</title>" in text
    assert "All of it" in text
    assert '<link rel="canonical" href="https://e.org/d/">' in text
    run("org", "add", "..", "--name", "more")
    assert "[site]" in company.read("org.toml")
    run("org", "remove", "more")
    for bad, problem in (
        ('[site]\nlogo = "x.png"\n', "site.logo is not a setting"),
        ("site = 1\n", "site must be a table"),
        ("[site]\ntitle = 1\n", "must be of type str"),
        ("[pages]\n", "unknown key 'pages'"),
        ('[site]\naccent = "red"\n', "site.accent is 'red'"),
    ):
        company.write("org.toml", (bad + config) if bad.startswith("site") else (config + "\n" + bad))
        assert problem in run("org", "site", "build", code=2).err
    company.write("org.toml", config)
    secret = "ghp_" + "A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8"
    assert (
        "holds a secret" in run("org", "site", "build", "--base-url", f"https://e.org/{secret}", code=2).err
    )


def test_what_is_no_site_is_not_overwritten(company, run):
    """A folder with other files, the folder of org.toml itself, a link out; and no index at all."""
    company.write("other/notes.txt", "mine")
    assert "no site of ours" in run("org", "site", "build", "-o", "other", code=2).err
    assert "holds the project itself" in run("org", "site", "build", "-o", "..", code=2).err
    run("org", "site", "build")
    shutil.rmtree(company.path / "site/adr")
    (company.path / "site/adr").symlink_to(company.path / "other")
    assert "link that leads elsewhere" in run("org", "site", "build", code=2).err
    (company.path / "org.sqlite").unlink()
    assert "records org index" in run("org", "site", "build", code=2).err


def test_unreadable_records_and_repositories_are_shown_as_such(company, run):
    """The reason, on the page of the record, of the repository and in front."""
    shop = Repo(company.path.parent / "shop")
    shop.write("history/adr/0009-empty.md", "")
    shop.commit("empty")
    shutil.rmtree(company.path.parent / "empty")
    run("org", "index")
    run("org", "site", "build")
    assert "the file is empty" in page(company, "adr/shop/0009-empty.html")
    assert "the file is empty" in page(company, "repositories/shop.html")
    front = page(company, "index.html")
    assert "Cannot be read" in front
    assert "there is no such folder" in front
    assert "there is no such folder" in page(company, "repositories/empty.html")


def test_build_needs_no_clone(company, run):
    """Everything comes from the index."""
    run("org", "site", "build", "-o", "first")
    for name in ("architecture", "shop", "empty", "pay"):
        shutil.rmtree(company.path.parent / name)
    config = load(str(company.path))
    with connect(config) as connection:
        built = build_site(connection, PUBLIC, config, str(company.path / "second"))
    assert built.records == 10
    assert files(company.path / "second") == files(company.path / "first")


def test_either_database_gives_the_same_pages(company, run, postgres, tmp_path):
    """Not a byte differs between SQLite and PostgreSQL."""
    run("org", "site", "build", "-o", "sqlite")
    url = postgres.new_database()
    run("org", "index", "--database", url)
    run("org", "site", "build", "-o", "postgresql", "--database", url)
    assert files(company.path / "postgresql") == files(company.path / "sqlite")
