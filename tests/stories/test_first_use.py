"""What a first-time user ran into once."""

import json


def test_a_prompt_that_is_not_utf8_has_a_page(run, repo, tmp_path):
    repo.write("p.txt", b"caf\xe9 and more")
    run("phr", "new", "Latin1", "--stage", "misc", "--prompt-file", "p.txt")
    run("site", "build", "-o", str(tmp_path / "out"))
    assert list((tmp_path / "out").rglob("*latin1*.html"))


def test_a_line_past_the_end_is_no_line(run, repo):
    """In a tracked file and in a new one."""
    repo.write("new.txt", "a\nb\n")
    assert "has no line 3" in run("why", "new.txt:3", code=2).err
    assert "has no line" in run("why", "README.md:9", code=2).err


def test_a_bare_number_among_decisions_is_a_decision(run):
    run("adr", "new", "A")
    run("phr", "new", "P", "--stage", "misc", "--prompt", "p")
    run("adr", "new", "-l", "1:Amends", "B")
    assert json.loads(run("show", "ADR-2", "--json").out)["links"][0]["target"] == "adr/0001-a"


def test_a_misspelt_relation_is_asked_about(run):
    run("adr", "new", "A")
    run("phr", "new", "P", "--stage", "misc", "--prompt", "p")
    assert "did you mean 'led-to'?" in run("link", "general/1", "ledto", "ADR-1").err
    assert "did you mean" not in run("link", "general/1", "inspired", "ADR-1").err


def test_quiet_checks_still_count(run, repo):
    text = '---\nid: "0001"\ntitle: x\nstage: odd\ndate: 2026-01-01\nfeature: a\n---\n\n## Prompt\n\nlong enough words\n'
    repo.write("history/prompts/a/0001-x.odd.prompt.md", text)
    loud, quiet = run("check"), run("check", "--quiet")
    assert quiet.out == ""
    assert quiet.err.splitlines()[0] == loud.err.splitlines()[0]


def test_importing_from_nowhere_is_an_error(run):
    assert "there is no nowhere to import from" in run("import", "nowhere", code=2).err


def test_importing_a_log_that_starts_at_zero_keeps_names_and_numbers(run, repo):
    for number in range(3):
        text = f"---\nstatus: accepted\ndate: 2026-01-01\n---\n\n# T{number}\n\nSee [one](0001-t1.md).\n"
        repo.write(f"docs/decisions/{number:04d}-t{number}.md", text)
    repo.commit()
    repo.write(".records/config.toml", '[adr]\ndirectory = "history/adr"\nroots = ["docs/decisions"]\n')
    run("import", "--kind", "adr")
    names = sorted(path.name for path in (repo.path / "history/adr").iterdir())
    assert names == ["0000-t0.md", "0001-t1.md", "0002-t2.md"]


def test_a_decision_in_a_range_covers_only_what_it_speaks_of(run, repo):
    """Several commits: an ADR about one thing does not silence the others."""
    repo.write("package.json", '{\n  "dependencies": {\n    "express": "4.0.0"\n  }\n}\n')
    repo.commit("Begin a shop")
    run("adr", "new", "Sign documents by hand")
    repo.commit("Write down how documents are signed")
    repo.write(
        "package.json", '{\n  "dependencies": {\n    "express": "4.0.0",\n    "kafkajs": "2.0.0"\n  }\n}\n'
    )
    repo.write(
        "src/events.js",
        "// Kafka and not polling: orders must reach the warehouse at once\nrequire('kafkajs')\n",
    )
    repo.write("docker-compose.yml", "services:\n  kafka:\n    image: kafka:4\n")
    repo.commit("Send orders through Kafka")
    told = json.loads(run("adr", "suggest", "--diff", "HEAD~2..HEAD", "--format", "json").out)
    assert any("kafka" in one["title"].lower() for one in told["suggestions"])
    assert run("adr", "suggest", "--diff", "HEAD~2..HEAD~1", "--format", "json").out.count('"title"') == 0


def test_what_fails_a_build_is_named(run, repo):
    repo.write("requirements.txt", "redis==5\n")
    repo.write("app/cache.py", "import redis\n")
    repo.commit("Cache in redis")
    result = run("adr", "suggest", "--diff", "HEAD~1", "--threshold", "0.99", "--fail-on", "0.1", code=1)
    assert "reaches --fail-on 0.1" in result.err


def test_the_file_that_holds_the_prompt_is_no_changed_file(run, repo):
    """Nor is the answer's file, nor the pages that were built of the records."""
    repo.write("prompt.txt", "please")
    repo.write("answer.txt", "done")
    repo.write("src/login.py", "x = 1\n")
    run("site", "build")
    run(
        "phr",
        "new",
        "Login",
        "--stage",
        "green",
        "--prompt-file",
        "prompt.txt",
        "--response-file",
        "answer.txt",
    )
    assert json.loads(run("show", "general/1", "--json").out)["files"] == ["src/login.py"]


def test_a_folder_called_site_that_we_did_not_build_is_work(run, repo):
    repo.write("site/index.html", "<h1>Ours</h1>\n")
    run("phr", "new", "Page", "--stage", "green", "--prompt", "a page")
    assert json.loads(run("show", "general/1", "--json").out)["files"] == ["site/index.html"]


def test_finishing_in_a_folder_of_its_own_lists_paths_from_there(run, repo):
    repo.write("app/.records/config.toml", "")
    repo.commit()
    run("-C", "app", "phr", "new", "Begin", "--stage", "green", "--prompt", "p")
    repo.write("app/src/a.py", "x = 1\n")
    run("-C", "app", "phr", "finish", "general/1", "--outcome", "It works")
    assert "src/a.py" in json.loads(run("-C", "app", "show", "general/1", "--json").out)["files"]


def test_finishing_fills_what_is_open_and_nothing_else(run, repo):
    """The command line can do what the tool for agents does; saying it twice changes nothing."""
    path = run("phr", "new", "Begin", "--stage", "green", "--prompt", "p").out.strip()
    asked = (
        "phr",
        "finish",
        "general/1",
        "--outcome",
        "Works, key AKIAQ3EGTYZ7LBN4XKWD",
        "--test",
        "12 passed",
    )
    told = run(*asked)
    assert told.out.strip() == path
    assert "finished general/0001" in told.err
    assert "secrets were replaced" in told.err
    text = repo.read(path)
    assert "Impact: Works, key [REDACTED:aws-access-key#" in text
    assert "nothing was open" in run(*asked).err
    assert repo.read(path) == text
    assert "already tells its impact" in run("phr", "finish", "general/1", "--outcome", "Other", code=2).err


def test_a_secret_of_the_env_file_is_in_no_record(run, repo):
    """Neither in a prompt nor in a decision, whatever format it has."""
    repo.write(".env", "PAYMENT_TOKEN=correct-horse-battery\n")
    run(
        "phr",
        "new",
        "Pay",
        "--stage",
        "misc",
        "--prompt",
        "use correct-horse-battery <private>my mood</private>",
    )
    run("adr", "new", "Pay by card", "--body-file", "-", stdin="## Decision\n\nWith correct-horse-battery.\n")
    for path in ("history/prompts/general/0001-pay.misc.prompt.md", "history/adr/0001-pay-by-card.md"):
        text = repo.read(path)
        assert "[REDACTED:env-value#" in text
        assert "horse" not in text
        assert "mood" not in text


def test_an_empty_title_is_told_as_such(run):
    assert (
        "title is empty" in run("phr", "new", "--title", "", "--stage", "misc", "--prompt", "p", code=2).err
    )


def test_a_misspelt_filter_is_asked_about(run):
    """Only where the word does not occur at all; otherwise nothing matches, and that is the answer."""
    run("adr", "new", "A")
    run("phr", "new", "P", "--stage", "misc", "--prompt", "p", "--label", "auth")
    assert "did you mean 'accepted'?" in run("list", "--status", "acepted").err
    assert "there are: misc" in run("list", "--stage", "green").err
    assert "did you mean 'auth'?" in run("list", "--label", "auht").err
    assert "there are: general" in run("list", "--feature", "checkout").err
    assert run("list", "--status", "accepted", "--kind", "phr").err == "note: no records match\n"


def test_a_text_without_any_form_is_told_once(run, repo):
    repo.write("history/adr/0001-x.md", "hello there\nnothing here\n")
    found = [line for line in run("check", code=1).out.splitlines() if ": error " in line]
    assert len(found) == 1
    assert "ADR001 it is not written as a decision" in found[0]


def test_a_dead_link_is_told_once(run, repo):
    repo.write("history/adr/0001-x.md", "# 1. X\n\n## Status\n\nSuperseded by [9. B](0009-b.md)\n")
    told = run("check", code=1).out
    assert "ADR013 the link leads to no file: 0009-b.md" in told
    assert "REC001" not in told


def test_search_shows_the_line_that_holds_the_word(run):
    """A word of the front matter alone is shown with its line, not with the record's beginning."""
    run("phr", "new", "Sessions", "--stage", "misc", "--prompt", "Keep the token", "--label", "redisx")
    assert run("search", "redisx").out.splitlines()[1].strip() == 'labels: ["redisx"]'
    assert "Keep the token" in run("search", "token").out


def test_a_graph_joins_the_records_that_there_are(run, repo):
    for number, link in ((1, ""), (3, "Amends [9. Nine](0009-nine.md)\n"), (4, "Amends [1. A](0001-a.md)\n")):
        repo.write(f"history/adr/{number:04d}-a.md", f"# {number}. A\n\n## Status\n\nAccepted\n\n{link}")
    graph = run("adr", "generate", "graph").out
    assert "_1 -> _3" in graph
    assert "_2" not in graph
    assert "_9" not in graph
    assert '_4 -> _1 [label="Amends"' in graph


def decision(number, status="Accepted"):
    return f"# {number}. Choice {number}\n\n## Status\n\n{status}\n\n## Context\n\nx\n\n## Decision\n\ny\n"


def test_a_log_in_an_unusual_folder_is_adopted_where_it_is(run, repo):
    """Nothing is begun beside it: the next decision goes where the others are."""
    for number in (1, 2, 3):
        repo.write(f"guide/architecture/adr-00{number}-choice.md", decision(number))
    repo.commit()
    assert "files in guide/architecture are written as decisions" in run("list").err
    started = run("init")
    assert "found 3 decisions in guide/architecture: read where they are" in started.err
    assert "guide/architecture" not in started.out
    assert len(run("list").out.splitlines()) == 3
    assert (
        run("adr", "new", "Next").out.startswith("guide/architecture/0004-next.md")
        or "004" in run("list").out
    )
    assert json.loads(run("init", "--json").out)["made"] == []


def test_a_folder_of_decision_records_is_adopted_whatever_their_form(run, repo):
    for number in (1, 2, 3):
        repo.write(
            f"guide/architectural-decision-records/00{number}-x.md", f"# Use {number}\n\n## Why\n\nx\n"
        )
    repo.commit()
    assert "found 3 decisions in guide/architectural-decision-records" in run("init").err


def test_templates_beside_decisions_are_none(run, repo):
    for name in (
        "_template.md",
        "0000-adr-template.md",
        "YYYY-MM-DD-template.md",
        "adr-template-bare-minimal.md",
        "template.md",
    ):
        repo.write(f"docs/adr/{name}", decision(0, "{proposed | accepted}"))
    repo.write("docs/adr/0005-template.md", decision(5))
    assert run("list").out.split()[0] == "ADR-0005"
    assert len(run("list").out.splitlines()) == 1


def test_a_second_log_is_read_beside_the_first(run, repo):
    """One file is enough in a folder with the name of a log; the settings, once there, are the user's."""
    repo.write("docs/adr/0001-a.md", decision(1))
    repo.write("packages/api/docs/adr/0001-b.md", decision(1))
    repo.commit()
    assert "found 1 decision in packages/api/docs/adr" in run("init").err
    assert repo.read(".records/config.toml").endswith('[adr]\nroots = ["packages/api/docs/adr"]\n')
    assert len(run("list").out.splitlines()) == 2
    repo.write("packages/web/docs/adr/0001-c.md", decision(1))
    assert "packages/web/docs/adr holds 1 decision: add it to [adr] roots" in run("init").err


def test_numbered_pages_that_are_no_decisions_are_no_log(run, repo):
    """Nor are the decisions in tests, examples and templates."""
    for number in (1, 2, 3, 4):
        repo.write(f"book/0{number}-chapter.md", f"# Chapter {number}\n\n## Summary\n\nText.\n")
        repo.write(f"tests/fixtures/adr/000{number}-x.md", decision(number))
    repo.commit()
    assert "there are no records here yet" in run("list").err
    assert json.loads(run("init", "--json").out)["adopted"] == []


def test_the_number_of_a_decision_in_another_markup_is_taken(run, repo):
    repo.write("docs/decisions/0007-shards.rst", "Shards\n======\n")
    assert run("adr", "new", "Next").out.strip().endswith("0008-next.md")


def test_a_small_log_is_adopted_where_each_file_is_a_whole_decision(run, repo):
    repo.write("docs/rfcs/0001-shards.md", decision(1))
    repo.commit()
    assert "found 1 decision in docs/rfcs" in run("init").err


def test_files_are_named_as_the_caller_sees_them(run, repo, monkeypatch):
    repo.write("pkg/sub/m.py", "x = 1\n")
    repo.write("setup.py", "y = 1\n")
    monkeypatch.chdir(repo.path / "pkg/sub")
    run(
        "phr",
        "new",
        "Sub",
        "--stage",
        "misc",
        "--prompt",
        "x",
        "--file",
        "m.py",
        "--file",
        "../../setup.py",
        "--file",
        "gone.py",
    )
    assert json.loads(run("show", "general/1", "--json").out)["files"] == [
        "pkg/sub/m.py",
        "setup.py",
        "gone.py",
    ]


def test_a_gate_with_a_slip_in_its_path_does_not_pass(run, repo):
    run("adr", "new", "A")
    assert "there is no file or folder histroy" in run("check", "histroy", code=2).err
    assert "lies outside" in run("check", "../..", code=2).err
    assert "there is no file or folder nofile.md" in run("secrets", "nofile.md", code=2).err
    assert run("check", "history/adr").code == 0


def test_a_cut_history_claims_nothing(run, repo, tmp_path, monkeypatch):
    """In a shallow clone the last commit seems to have written everything, and brought every record."""
    run("adr", "new", "A")
    repo.commit("One")
    repo.write("a.py", "x = 1\n")
    repo.commit("Two")
    repo.git("clone", "-q", "--depth", "1", f"file://{repo.path}", str(tmp_path / "cut"))
    monkeypatch.chdir(tmp_path / "cut")
    answer = json.loads(run("why", "README.md:1", "--json").out)
    assert answer["evidence"] == []
    assert "the history of this clone is cut at" in answer["notes"][0]
    assert "commits with a record  0 of 1" in run("stats").out
    assert "is cut there" in run("show", "1", "--history").err


def test_a_new_decision_takes_the_form_of_its_log(run, repo):
    """That of most of the latest; one record in another form changes nothing."""
    madr = "# T{0}\n\n* Status: accepted\n* Date: 2024-01-0{0}\n\n## Context and Problem Statement\n\nx\n\n## Considered Options\n\n* a\n* b\n\n## Decision Outcome\n\na\n"
    for number in (1, 2):
        repo.write(f"docs/decisions/000{number}-t.md", madr.format(number))
    repo.write("docs/decisions/0003-n.md", decision(3))
    path = run("adr", "new", "Foo").out.strip()
    assert repo.read(path).startswith(
        "# Foo\n\n* Status: accepted\n* Date: 2026-01-15\n\n## Context and Problem"
    )
    for number in (5, 6, 7):
        repo.write(f"docs/decisions/000{number}-n.md", decision(number))
    assert repo.read(run("adr", "new", "Bar").out.strip()).startswith("# 8. Bar\n\nDate: 2026-01-15\n")


def test_a_drafts_references_lead_from_the_code_to_the_decision(run, repo):
    """A record that lists a file and names the commit explains its lines; a commit that it only could mean does not."""
    repo.write("app/files.py", "import boto3\n")
    commit = repo.commit("Keep images in S3")
    text = f"## References\n\n- Commit {commit[:12]}\n- `app/files.py`\n- `Makefile` and more\n"
    run("adr", "new", "Keep images in S3", "--body-file", "-", stdin=f"## Context\n\nx\n\n{text}")
    found = json.loads(run("why", "app/files.py:1", "--json").out)["evidence"]
    assert [(one["step"], one["detail"]) for one in found] == [
        ("commit", "names the commit and lists this file")
    ]
    assert "ADR-0001" in run("list", "--file", "app").out
    assert json.loads(run("why", "README.md:1", "--json").out)["evidence"] == []


def test_a_question_left_open_in_an_accepted_decision_is_told(run, repo):
    body = "## Context\n\n**Open question:** why now?\n"
    run("adr", "new", "A", "--status", "proposed", "--body-file", "-", stdin=body)
    assert "still open" not in run("check", code=1).out
    run("adr", "accept", "1")
    assert "ADR014 it is accepted, and a question is still open" in run("check", code=1).out


def test_a_templates_advice_is_not_found(run):
    run("adr", "new", "A", "--template", "madr")
    assert "no record holds" in run("search", "problem", "solved").err


def test_a_review_keeps_to_what_the_change_touches(run, repo):
    run("adr", "new", "Old")
    base = repo.commit("One")
    run("adr", "new", "Fresh")
    repo.commit("Two")
    told = run("ci", "--against", base, "--format", "markdown").out
    assert "history/adr/0002-fresh.md" in told
    assert "0001-old.md" not in told
    assert "1 warning in records that this change leaves alone" in told
    assert "0001-old.md" not in run("ci", "--against", base, "--format", "github").out


def shop(repo, run):
    repo.write("requirements.txt", "flask==3.0\n")
    repo.commit("Begin a shop")
    run("init")
    repo.write("requirements.txt", "flask==3.0\nredis==5.0\n")
    repo.write("src/cache.py", "import redis\n\nCACHE = redis.Redis()\n")
    repo.commit("Cache searches in Redis")


def test_the_record_that_begins_a_log_silences_nothing(run, repo):
    shop(repo, run)
    assert "same change" not in run("adr", "suggest", "--diff", "HEAD~1").out


def test_a_draft_governs_the_code_that_it_is_about(run, repo):
    """Where the form of the log can say so; the references say it in every form."""
    shop(repo, run)
    repo.write(".records/config.toml", '[adr]\ntemplate = "native"\n')
    path = run("adr", "suggest", "--diff", "HEAD~1", "--create", "1").out.strip().splitlines()[-1]
    assert "src/cache.py" in json.loads(run("show", path, "--json").out)["fields"]["affects"]
    run("adr", "accept", path)
    assert "ADR-0002" in run("adr", "for", "src/cache.py").out
