"""A history is begun, or the decisions that are there are adopted where they are."""

import tomllib

MADR = "---\nstatus: accepted\ndate: 2026-01-01\n---\n\n# T\n\n## Context\n\nx\n\n## Decision\n\ny\n\n## Consequences\n\nz\n"


def top(repo):
    """The names at the top of the repository, git's own aside."""
    return sorted(path.name for path in repo.path.iterdir() if path.name != ".git")


def test_a_repository_of_decisions_gets_a_page_beside_them(run, repo):
    """No directory is new at the top; an author's own README there stays as it is."""
    repo.write("docs/adr/0001-a.md", MADR)
    before = top(repo)
    assert run("init").out == "docs/adr/README.md\n"
    assert top(repo) == before
    assert "(0001-a.md)" in repo.read("docs/adr/README.md")
    assert run("index", "--check").code == 0
    repo.write("docs/adr/README.md", "# Our decisions\n")
    assert run("index").out == "docs/adr/index.md\n"
    assert repo.read("docs/adr/README.md") == "# Our decisions\n"


def test_a_log_is_adopted_into_settings_that_exist(run, repo):
    """The folder is added to the list of roots, and every other line stays."""
    repo.write(
        ".records/config.toml",
        '# ours\n[phr]\nroots = ["p"]\n\n[adr]\nstatus = "proposed"\n\n[check]\nignore = []\n',
    )
    repo.write("docs/adr/0001-a.md", MADR)
    repo.write("site/guides/decisions/0001-b.md", MADR)
    repo.write("site/guides/decisions/0002-c.md", MADR)
    run("init")
    text = repo.read(".records/config.toml")
    settings = tomllib.loads(text)
    assert settings["adr"] == {"roots": ["site/guides/decisions"], "status": "proposed"}
    assert settings["phr"] == {"roots": ["p"]}
    assert text.startswith("# ours\n[phr]\n")
    assert len(run("list", "--kind", "adr").out.splitlines()) == 3
    assert "everything is here already" in run("init").err


def test_decisions_that_are_directories_are_adopted(run, repo):
    """A folder of dated directories with a README each is a log."""
    for name in ("2024-01-31-a", "2024-02-01-b", "2024-03-01-c"):
        repo.write(f"web/decision-records/{name}/README.md", MADR)
    assert "found 3 decisions in web/decision-records" in run("init").err
    assert run("adr", "new", "D").out == "web/decision-records/2026-01-15-d/README.md\n"


def test_an_index_of_nothing_names_the_log_that_is_not_read(run, repo):
    """Decisions in a folder of no usual name are pointed out, with the command that adopts them."""
    repo.write("site/guides/decisions/0001-b.md", MADR)
    repo.write("site/guides/decisions/0002-c.md", MADR)
    assert "site/guides/decisions holds 2 decisions not read yet: `records init`" in run("index").err
