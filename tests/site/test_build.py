"""The site as files: a page for every record, the same bytes for the same records, little work for little change."""

from __future__ import annotations

import json
import os
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from records.errors import ConfigError, TemplateError, WriteError
from records.project.project import Project
from records.site.build import build as build_project
from records.site.build import with_base
from repository import Repo, make_repo
from site_facts import Page
from site_logs import adr, build_site, page, phr, small_log, tree, write_log

POSTGRES = "adr/0002-use-postgresql.html"
LOGIN = "phr/001-login/0001-add-the-login-form.green.html"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


def test_every_record_has_a_page(repo):
    """Every readable record has a page, and unreadable ones are counted."""
    write_log(repo)
    built = build_site(repo)
    assert (built.records, built.unreadable, built.made) == (7, 1, 7)
    pages = {path for path in tree(repo.path / "site") if path.startswith(("adr/", "phr/"))}
    assert len(pages) == 7
    assert {POSTGRES, LOGIN} <= pages


def test_every_link_between_pages_leads_to_a_page(repo):
    """Links are relative, so that the site works from disk and from any folder of a server."""
    write_log(repo)
    build_site(repo)
    files = tree(repo.path / "site")
    for name, data in files.items():
        if not name.endswith(".html"):
            continue
        parsed = Page(data.decode())
        assert parsed.running == [], name
        assert len(parsed.ids) == len(set(parsed.ids)), name
        for link in parsed.links:
            if "://" in link or link.startswith("#"):
                continue
            assert not link.startswith("/"), (name, link)
            target = os.path.normpath(os.path.join(os.path.dirname(name), re.split("[?#]", link)[0]))
            assert target in files, (name, link)


def test_a_prompt_is_a_conversation(repo):
    """A prompt record's page shows prompt and response as turns."""
    write_log(repo)
    build_site(repo)
    html = page(repo, LOGIN)
    assert 'class="turn prompt"' in html
    assert "Add a login form.<br>" in html
    assert 'class="turn response"' in html
    assert "it works" in html
    assert 'href="../../search.html?label=auth"' in html


def test_a_guarded_prompt_is_shown_word_for_word(repo):
    """A prompt in a fence is shown verbatim, without the fence."""
    write_log(repo, [phr(1, "Guarded", prompt="```text\n# not a heading\n  kept   <as> is\n```")])
    build_site(repo)
    html = page(repo, "phr/001-login/0001-guarded.green.html")
    assert '<div class="verbatim"># not a heading\n  kept   &lt;as&gt; is</div>' in html


def test_a_decision_shows_its_chain_and_the_history_of_its_status(repo):
    """A decision's page shows its chain of supersession and its status history."""
    write_log(repo, [adr(1, "Use MySQL", "Proposed")])
    repo.write(*adr(1, "Use MySQL", "Accepted"))
    repo.commit("Accept it")
    write_log(repo)
    build_site(repo)
    html = page(repo, "adr/0001-use-mysql.html")
    assert re.findall(r'class="step-state">(\w+)<', html) == ["proposed", "accepted", "superseded"]
    assert html.index("Use MySQL</span>") < html.index("Use PostgreSQL</span>")
    assert 'aria-current="page"><span class="ref">ADR-0001' in html
    assert "Ada" in html


def test_what_the_head_of_a_page_says_is_not_said_again_below(repo):
    """Date and status in the text go where they say the same; anything else stays as its author wrote it."""
    write_log(repo, [
        ("history/adr/0001-a.md", "# 1. A\n\nDate: 2026-01-05\n\n## Status\n\nAccepted\n\n## Context\n\nfirst\n"),
        ("history/adr/0002-b.md", "# 2. B\n\nDate: 2026-01-06\n\n## Status\n\nAccepted, for now\n\n## Context\n\nx\n"),
        ("history/adr/0003-c.md", "# 3. C\n\n* Status: accepted\n* Date: 2026-01-07\n* Deciders: Ada\n\n## Context\n\nx\n"),
        ("history/adr/0004-d.md", "# 4. D\n\n**Status**: Accepted\n**Deciders**: Ada\n**Team**: Core\n\n---\n\n## Context\n\nx\n"),
    ])  # fmt: skip
    build_site(repo)
    first, second, third, fourth = (page(repo, f"adr/000{n}-{name}.html") for n, name in enumerate("abcd", 1))
    assert first.count("2026-01-05</time>") == 1
    assert "Date:" not in first
    assert ">Status<" not in first
    assert "<p>first</p>" in first
    assert "Accepted, for now" in second
    assert ">Status</h2>" in second
    assert "Date:" not in second
    assert "Status:" not in third
    assert "Date:" not in third
    assert "Deciders: Ada" in third
    assert "<p><strong>Deciders</strong>: Ada<br>\n<strong>Team</strong>: Core</p>" in fourth


def test_a_decision_of_one_commit_names_it_and_one_of_several_has_a_history(repo):
    """A decision of one commit links to it; one of several shows a history."""
    write_log(repo, [adr(1, "Once"), adr(2, "Twice", "Proposed")])
    repo.write(*adr(2, "Twice", "Accepted"))
    repo.commit("Accept it")
    build_site(repo)
    once, twice = page(repo, "adr/0001-once.html"), page(repo, "adr/0002-twice.html")
    assert "<dt>Commit</dt>" in once
    assert 'class="steps"' not in once
    assert "<dt>Commit</dt>" not in twice
    assert twice.count('class="step-state"') == 2


def test_a_prompt_with_marks_can_be_read_as_typed(repo):
    """At once where Markdown would change it, on demand where it only loses marks, once where both are one."""
    risky, marked = "Compute x = a*b*c and show <div>", "Make a **list**."
    write_log(
        repo, [phr(1, "a", prompt=risky), phr(2, "b", prompt=marked), phr(3, "c", prompt="Plain words.")]
    )
    build_site(repo)
    pages = [
        page(repo, f"phr/001-login/000{number}-{name}.green.html") for number, name in enumerate("abc", 1)
    ]
    assert '<details class="typed" open>' in pages[0]
    assert "<pre>Compute x = a*b*c and show &lt;div&gt;</pre>" in pages[0]
    assert '<details class="typed"><summary>As typed</summary><pre>Make a **list**.</pre>' in pages[1]
    assert "Make a <strong>list</strong>." in pages[1]
    assert "<details" not in pages[2]


def test_who_asked_and_wrote_is_told_once(repo):
    """Author of prompt and committer are shown, and one name is not repeated."""
    write_log(repo, [phr(1, "a")])
    text = page_after_commit(repo, "Ada")
    assert "Asked by" in text
    assert "Written by" not in text
    repo.write("history/prompts/001-login/0001-a.green.prompt.md", phr(1, "a", prompt="More.")[1])
    assert "Written by" in page_after_commit(repo, "Bob")


def page_after_commit(repo, author: str) -> str:
    repo.git("add", "-A")
    repo.git("-c", f"user.name={author}", "commit", "-q", "--amend", "--reset-author", "-m", "log")
    build_site(repo)
    return page(repo, "phr/001-login/0001-a.green.html")


@pytest.mark.usefixtures("stored_index")
@pytest.mark.parametrize("remembered", [True, False])
def test_what_the_site_did_not_write_stays_in_its_folders(repo, remembered):
    """Pages of records that are gone go, whether or not a build remembers that it made them."""
    write_log(repo)
    build_site(repo)
    mine = [repo.write(f"site/{name}", "mine") for name in ("notes.txt", "adr/notes.html", "images/me.png")]
    if not remembered:
        (memory,) = (repo.path / ".git/records").glob("site-*.sqlite")
        memory.unlink()
    for path, _ in small_log()[:3]:
        (repo.path / path).unlink()
    build_site(repo)
    assert [path.read_text() for path in mine] == ["mine"] * 3
    assert sorted(path.name for path in (repo.path / "site/adr").iterdir()) == ["notes.html"]


def test_a_title_that_cannot_be_seen_gives_way_to_the_name_of_the_file(repo):
    """An invisible title is replaced by the file's name."""
    write_log(repo, [("history/adr/0001-unseen.md", "# \u2028\u0001\n\n## Status\n\nAccepted\n")])
    build_site(repo)
    assert ">0001-unseen</a>" in page(repo, "decisions.html")


def test_every_clone_gives_the_same_bytes(repo, monkeypatch):
    """Whatever its folder is called and whatever the zone of the machine."""
    write_log(repo)
    trees = []
    for folder, zone in (("a", "UTC"), ("b", "Asia/Kolkata")):
        repo.git("clone", "-q", str(repo.path), f"../{folder}")
        monkeypatch.setenv("TZ", zone)
        top = repo.path.parent / folder
        build_project(Project.open(str(top)), str(top / "site"))
        trees.append(tree(top / "site"))
    assert trees[0] == trees[1]
    assert b"<title>repo: records</title>" in trees[0]["index.html"]


def test_a_linked_work_tree_has_the_title_of_the_main_one(repo):
    """A linked work tree gives the same site title as the main one."""
    write_log(repo)
    repo.git("worktree", "add", "-q", str(repo.path / "side"))
    build_project(Project.open(str(repo.path / "side")), str(repo.path / "out"))
    assert "<title>repo: records</title>" in (repo.path / "out/index.html").read_text(encoding="utf-8")


def test_prompt_and_answer_tell_who_speaks(repo):
    """Prompt and answer are labelled with user and model."""
    write_log(repo)
    build_site(repo)
    assert re.findall(r'class="who">([^<]+)<', page(repo, LOGIN)) == ["Ada", "m-1"]


def test_an_unreadable_file_is_shown_as_such_and_as_it_is(repo):
    """An unreadable file has a page with its problem and its escaped text."""
    path, _ = phr(2, "Broken", feature="x")
    write_log(repo, [*small_log(), (path, b"\x00\x01<b>".decode("latin-1"))])
    built = build_site(repo)
    assert built.unreadable == 2
    html = page(repo, "phr/x/0002-broken.green.html")
    assert "cannot be read as a record" in html
    assert "&lt;b&gt;" in html
    assert "phr/x/0002-broken.green.html" in page(repo, "repairs.html")
    assert "2 unreadable" in page(repo, "index.html")


def test_code_references_lead_to_the_file_at_its_commit(repo):
    """References to code link to the file on the forge at the record's commit."""
    repo.git("remote", "add", "origin", "git@github.com:o/n.git")
    repo.write("src/login.py", "one\ntwo\n")
    write_log(repo)
    head = repo.git("rev-parse", "HEAD")
    build_site(repo)
    html = page(repo, POSTGRES)
    assert (
        f'<a href="https://github.com/o/n/blob/{head}/src/login.py#L2" rel="noopener noreferrer"><code>'
        in html
    )
    assert (
        f'<a href="https://github.com/o/n/blob/{head}/src/login.py" rel="noopener noreferrer">the code'
        in html
    )
    assert "<title>Use PostgreSQL · o/n</title>" in html
    assert '<a href="../adr/0002-use-postgresql.html">ADR-2</a>' in page(
        repo, "adr/0003-adopt-tokens-for-sessions.html"
    )


def test_records_below_the_top_of_a_repository_lead_to_the_right_files(repo):
    """Links of a project in a subfolder include the subfolder."""
    repo.git("remote", "add", "origin", "https://gitlab.com/o/n.git")
    repo.write("app/.records/config.toml", "")
    repo.write("app/src/a.py", "x\n")
    for path, text in [adr(1, "Inner", body="See `src/a.py:1`.")]:
        repo.write(f"app/{path}", text)
    head = repo.commit("inner")
    build_project(Project.open(str(repo.path / "app")), str(repo.path / "site"))
    assert f"https://gitlab.com/o/n/-/blob/{head}/app/src/a.py#L1" in page(repo, "adr/0001-inner.html")


def test_the_front_page_tells_what_waits_and_what_was_superseded(repo):
    """The front page lists proposed and recently superseded decisions."""
    write_log(repo)
    build_site(repo)
    html = page(repo, "index.html")
    assert re.search(r"Proposed and waiting.*Adopt tokens for sessions", html, re.S)
    assert re.search(r"Superseded lately.*Use MySQL.*by.*Use PostgreSQL", html, re.S)
    assert html.index("2026-01-13") < html.index("2026-01-12"), "the newest first"
    assert "search.html?kind=adr&amp;status=accepted" in html


def test_an_empty_project_has_a_site_too(repo):
    """A project without records has a site that says so."""
    built = build_site(repo)
    assert built.records == 0
    assert "There are no records yet" in page(repo, "index.html")
    assert "no decisions yet" in page(repo, "decisions.html")


def test_outside_a_repository_it_works_without_history(tmp_path):
    """The site is built outside a git repository."""
    for path, text in small_log():
        target = tmp_path / "log" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    project = Project.open(str(tmp_path / "log"))
    assert build_project(project, str(tmp_path / "site")).records == 7
    assert build_project(project, str(tmp_path / "site")).written == 0


def test_the_same_records_give_the_same_bytes(repo):
    """Two builds give the same bytes."""
    write_log(repo)
    build_site(repo, "one")
    build_site(repo, "two")
    assert tree(repo.path / "one") == tree(repo.path / "two")


def test_other_files_in_the_folder_stay(repo):
    """Files of others in the output folder stay; stale pages are removed."""
    write_log(repo)
    repo.write("site/CNAME", "decisions.example.org\n")
    build_site(repo)
    repo.write("site/notes.txt", "mine")
    repo.write("site/adr/stale.html", "<!-- made by records --> of a record that is gone")
    assert build_site(repo).removed == 1
    assert (repo.path / "site/notes.txt").exists()
    assert (repo.path / "site/CNAME").exists()


def test_a_folder_with_other_things_is_refused(repo):
    """A folder with other files, or the project itself, is refused as output."""
    write_log(repo)
    repo.write("docs/index.html", "<h1>mine</h1>")
    with pytest.raises(WriteError, match="no site of ours"):
        build_site(repo, "docs")
    for place in (".", ".."):
        with pytest.raises(WriteError, match="holds the project itself"):
            build_site(repo, place)
    repo.write("file", "x")
    with pytest.raises(WriteError, match="could not write"):
        build_site(repo, "file")


def test_an_interrupted_build_can_go_on(repo):
    """A build after an interrupted one writes what is missing."""
    write_log(repo)
    build_site(repo)
    (repo.path / "site/index.html").unlink()
    assert build_site(repo).written == 1


@pytest.mark.parametrize("files", [(), ("theme.css.new",)], ids=["no file", "half a file"])
def test_a_build_that_was_stopped_before_its_first_file_can_go_on(repo, files):
    """The folder holds nothing but the folder of style sheets, and what may be the first of them."""
    write_log(repo)
    (repo.path / "public/assets").mkdir(parents=True)
    for name in files:
        repo.write(f"public/assets/{name}", "")
    assert build_site(repo, "public").written
    assert not list(repo.path.glob("public/**/*.new"))


@pytest.mark.parametrize("name", ["assets/a.png", "assets/theme.css", "assets", "assets/theme.css.new/x"])
def test_assets_of_others_are_refused(repo, name):
    """A folder of that name which holds other things, or a file, is none of ours."""
    write_log(repo)
    repo.write(f"public/{name}", "x")
    if name.endswith("/x"):
        repo.write("public/notes.txt", "mine")
    with pytest.raises(WriteError, match="no site of ours"):
        build_site(repo, "public")


def test_a_link_in_the_folder_is_not_followed(repo, tmp_path):
    """A repository may hold `site/adr` as a link to somewhere else."""
    write_log(repo)
    outside = tmp_path / "outside"
    outside.mkdir()
    (repo.path / "site").mkdir()
    (repo.path / "site/assets").symlink_to(outside)
    (repo.path / "site/.keep").touch()
    (repo.path / "site/assets").unlink()
    build_site(repo)
    precious = tmp_path / "precious.html"
    precious.write_text("precious")
    target = repo.path / "site" / POSTGRES
    target.unlink()
    target.symlink_to(precious)
    build_site(repo)
    assert precious.read_text() == "precious"
    assert not target.is_symlink()
    for file in (repo.path / "site/time").iterdir():
        file.unlink()
    (repo.path / "site/time").rmdir()
    (repo.path / "site/time").symlink_to(outside)
    with pytest.raises(WriteError, match="leads elsewhere"):
        build_site(repo)
    assert not list(outside.iterdir())


def test_names_that_a_file_system_or_an_address_would_trip_over_are_made_safe(repo):
    """Unsafe characters and case collisions in file names give safe, distinct page names."""
    odd = ["0001-it's \"quoted\" & <b>.green.prompt.md", "0002-größe #7?.green.prompt.md", "0003-CASE.green.prompt.md",
           "0003-case.green.prompt.md"]  # fmt: skip
    _, text = phr(1, "Odd")
    write_log(repo, [(f"history/prompts/odd 'folder'/{name}", text) for name in odd])
    assert build_site(repo).records == 4
    names = [path for path in tree(repo.path / "site") if path.startswith("phr/")]
    assert len({name.lower() for name in names}) == 4
    assert all(re.fullmatch(r"[A-Za-z0-9._/-]+", name) for name in names)


def test_settings_name_title_logo_and_colour(repo):
    """Settings choose the title, tagline, logo and accent colour."""
    write_log(repo)
    repo.write("logo.png", PNG)
    repo.write(
        ".records/config.toml",
        '[site]\ntitle = "Atelier <&>"\ntagline = "Why"\nlogo = "logo.png"\naccent = "#aa5500"\n',
    )
    build_site(repo)
    html = page(repo, POSTGRES)
    assert "Atelier &lt;&amp;&gt;" in html
    assert '<img src="../images/logo.png" alt="">' in html
    assert "--accent: #" in page(repo, "assets/theme.css")
    repo.write(".records/config.toml", '[site]\nlogo = "../logo.svg"\n')
    with pytest.raises(ConfigError, match="is not an image"):
        build_site(repo)


def test_images_of_the_repository_come_along_and_others_do_not(repo):
    """Images within the project are copied; SVG, outside files and `.git` are not."""
    body = (
        "![plan](plan%20one.png) ![vector](x.svg) ![out](../../../../etc/passwd.png) ![git](../../.git/a.png)"
    )
    write_log(repo, [adr(1, "Pictures", body=body)])
    repo.write("history/adr/plan one.png", PNG)
    repo.write("history/adr/x.svg", "<svg onload='alert(1)'/>")
    build_site(repo)
    html = page(repo, "adr/0001-pictures.html")
    copied = [path for path in tree(repo.path / "site") if path.startswith("images/")]
    assert len(copied) == 1
    assert f'<img src="../{copied[0]}" alt="plan" loading="lazy">' in html
    assert html.count("<img") == 1
    build_site(repo)
    assert [path for path in tree(repo.path / "site") if path.startswith("images/")] == copied


def test_templates_and_assets_can_be_overridden(repo):
    """A repository's own templates and assets replace the packaged ones."""
    write_log(repo)
    repo.write(
        ".records/templates/site/decisions.html.j2",
        "{% extends 'site/base.html.j2' %}{% block main %}Ours: {{ count }}{% endblock %}",
    )
    repo.write(".records/templates/site/assets/site.css", "/* ours */")
    repo.write(".records/templates/site/assets/extra.js", "1;")
    build_site(repo)
    assert "Ours: 3" in page(repo, "decisions.html")
    assert page(repo, "assets/site.css") == "/* ours */"
    assert page(repo, "assets/extra.js") == "1;"
    repo.write(".records/templates/site/decisions.html.j2", "{{ nothing_of_this_name }}")
    with pytest.raises(TemplateError):
        build_site(repo)


def test_an_asset_that_leads_out_of_its_folder_is_not_published(repo, tmp_path):
    """A symbolic link among the assets is not published."""
    write_log(repo)
    secret = tmp_path / "secret"
    secret.write_text("secret")
    folder = repo.path / ".records/templates/site/assets"
    folder.mkdir(parents=True)
    (folder / "leak.txt").symlink_to(secret)
    build_site(repo)
    assert not (repo.path / "site/assets/leak.txt").exists()


def test_the_feed_is_atom_and_tells_the_latest_change_first(repo):
    """The feed is valid Atom with the latest change first."""
    write_log(repo)
    repo.write(*adr(1, "Use MySQL", "Deprecated"))
    repo.git("add", "-A")
    repo.git("-c", "user.name=Eve & Co", "commit", "-q", "--date", "2030-05-05T10:00:00Z", "-m", "Deprecate")
    repo.write(*adr(3, "Adopt tokens for sessions", "Rejected"))
    repo.git("commit", "-qa", "--date", "2030-05-05T11:00:00+0900", "-m", "Reject, nine hours east")
    build_project(with_base(Project.open(str(repo.path)), "https://example.org/log"), str(repo.path / "site"))
    feed = ElementTree.fromstring(page(repo, "decisions.atom"))  # noqa: S314 — we made it
    space = {"a": "http://www.w3.org/2005/Atom"}
    titles = [entry.findtext("a:title", "", space) for entry in feed.findall("a:entry", space)]
    assert titles == ["ADR-0001 Use MySQL", "ADR-0003 Adopt tokens for sessions", "ADR-0002 Use PostgreSQL"]
    assert feed.findtext("a:updated", "", space).startswith("2030-05-05")
    links = [link.get("href") for link in feed.iter("{http://www.w3.org/2005/Atom}link")]
    assert all(link.startswith("https://example.org/log/") for link in links)
    assert "Eve &amp; Co" in page(repo, "decisions.atom")
    assert '<link rel="canonical" href="https://example.org/log/">' in page(repo, "index.html")
    ids = [entry.findtext("a:id", "", space) for entry in feed.findall("a:entry", space)]
    assert len(set(ids)) == 3


def test_records_json_is_the_list_with_addresses(repo, run):
    """`records.json` equals `list --json` with addresses and first words."""
    write_log(repo)
    build_site(repo)
    listed = json.loads(run("list", "--json").out)
    ours = json.loads(page(repo, "records.json"))
    assert [
        {key: value for key, value in one.items() if key not in ("url", "summary")} for one in ours
    ] == listed
    assert all((repo.path / "site" / one["url"]).is_file() for one in ours)


def test_llms_txt_lists_the_decisions_in_force(repo):
    """`llms.txt` lists the decisions in force."""
    write_log(repo)
    build_site(repo)
    text = page(repo, "llms.txt")
    assert text.startswith("# repo: records\n\n> ")
    assert (
        "## Decisions in force\n\n- [ADR-0002 Use PostgreSQL](adr/0002-use-postgresql.html): Seven readers"
        in text
    )
    assert "## Decisions that wait\n\n- [ADR-0003" in text
    assert "## Optional\n\n- [" in text


def test_records_without_dates_have_a_place_in_time(repo):
    """Records without a date have a page of their own."""
    path, text = phr(1, "Undated")
    write_log(repo, [(path.replace("0001-", "0001-"), text.replace('date: "2026-01-12"\n', ""))])
    build_site(repo)
    assert "Without a date" in page(repo, "time/undated.html")


def test_lost_links_are_told(repo):
    """Broken links are listed on the repair page and counted on the front page."""
    write_log(repo, [phr(1, "Lost", links='  led-to: "adr/0099-nowhere"')])
    build_site(repo)
    assert "adr/0099-nowhere" in page(repo, "repairs.html")
    assert "1 lost link" in page(repo, "index.html")


def test_a_long_chain_of_supersession_and_a_circle_end(repo):
    """Long chains and cycles of supersession are shown and end."""
    chain = [
        adr(n, f"Step {n}", f"Superseded by [{n + 1}. Step {n + 1}]({n + 1:04d}-step-{n + 1}.md)")
        for n in range(1, 41)
    ]
    circle = [
        adr(50, "A", "Superseded by [51. B](0051-b.md)"),
        adr(51, "B", "Superseded by [50. A](0050-a.md)"),
    ]
    write_log(repo, [*chain, adr(41, "Step 41"), *circle])
    assert build_site(repo).records == 43
    assert "Step 21" in page(repo, "adr/0020-step-20.html")
    assert 'aria-label="Chain of supersession"' in page(repo, "adr/0050-a.html")


def test_the_first_page_is_light(repo):
    """What a browser loads for the front page of 600 records is below 300 KB, uncompressed."""
    prompt = "Please consider the following. " * 12
    write_log(
        repo,
        [phr(n, f"Prompt number {n}", feature=f"{n % 20:03d}-part", prompt=prompt) for n in range(1, 601)],
    )
    build_site(repo)
    site = Path(repo.path / "site")
    loaded = [
        "index.html",
        *(
            f"assets/{name}"
            for name in ("site.css", "theme.css", "theme.js", "search.js", "site.js", "icon.svg")
        ),
    ]
    assert sum((site / name).stat().st_size for name in loaded) < 150_000


def test_a_site_can_be_built_before_the_first_commit(tmp_path):
    """Its figures say nothing of commits, of which there are none."""
    made = make_repo(tmp_path / "new")
    write_log(made)
    made.git("update-ref", "-d", "HEAD", check=False)
    built = build_site(made)
    assert built.records == 7


def test_a_submodule_is_named_after_its_own_folder(tmp_path):
    """Not after the folder of the outer repository's that keeps its history."""
    inner = make_repo(tmp_path / "origin")
    write_log(inner)
    inner.commit("records")
    outer = make_repo(tmp_path / "outer")
    outer.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", str(inner.path), "parts/shop")
    shop = Repo(outer.path / "parts/shop")
    shop.git("remote", "remove", "origin")
    build_site(shop)
    assert "<title>shop: records</title>" in page(shop, "index.html")
