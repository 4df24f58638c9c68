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
