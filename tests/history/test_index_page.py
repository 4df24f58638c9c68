"""The index page stays where it is when the first prompt is recorded."""

from __future__ import annotations

import pytest
from tests.history.test_link import decide

PROMPT = ("phr", "new", "--title", "Ask", "--stage", "misc", "--prompt", "words")


def test_a_page_beside_the_log_stays_the_index(repo, run) -> None:
    """A page of ours beside the decisions lists the first prompt too, and no second page is written."""
    decide(repo, "docs/adr", 1, "Use json")
    assert run("index").out == "docs/adr/README.md\n"
    run(*PROMPT)
    assert run("index", "--check", code=1).code == 1
    assert run("index").out == "docs/adr/README.md\n"
    assert "Ask" in repo.read("docs/adr/README.md")
    assert not (repo.path / "history/README.md").exists()


def test_an_authors_page_beside_the_log_is_left_alone(repo, run) -> None:
    """A README without our markers is no index: the page is written beside it, and stays the index."""
    decide(repo, "docs/adr", 1, "Use json")
    repo.write("docs/adr/README.md", "# Our decisions\n")
    assert run("index").out == "docs/adr/index.md\n"
    run(*PROMPT)
    assert run("index").out == "docs/adr/index.md\n"
    assert repo.read("docs/adr/README.md") == "# Our decisions\n"


def test_a_page_at_the_default_path_goes_first(repo, run) -> None:
    """With prompts from the start, and where a page is at the default path, that path is used."""
    run(*PROMPT)
    decide(repo, "docs/adr", 1, "Use json")
    assert run("index").out == "history/README.md\n"
    repo.write("docs/adr/README.md", "<!-- records:begin -->\n<!-- records:end -->\n")
    assert run("index").out == "history/README.md\n"


@pytest.mark.parametrize("name", ["index.mdx", "_index.md", "index.adoc"])
def test_a_site_generators_page_has_no_second_one_beside_it(repo, run, name) -> None:
    """`init` writes no page where a generator has one; `index` takes a name that does not compete, and lists no page."""
    for number in (1, 2, 3):
        decide(repo, "docs/adr", number, f"Use {number}")
    repo.write(f"docs/adr/{name}", "# Our decisions\n\nAll of them.\n")
    repo.commit()
    assert "docs/adr" not in run("init").out
    result = run("index")
    assert (result.out, result.err) == ("docs/adr/decisions.md\n", "3 records; the page was written\n")
    assert len(run("list").out.splitlines()) == 3
    assert run("index", "--check").code == 0


@pytest.mark.parametrize("attributes", ["", "history/README.md merge=union\n"])
def test_a_merge_conflict_in_the_page_is_resolved(run, repo, attributes):
    """The page is written without the markers, and a note names the line that avoids the conflict."""
    repo.write(".gitattributes", attributes)
    run("init")
    repo.commit("Begin")
    repo.git("switch", "-qc", "other")
    for branch, title in (("other", "Use A"), ("main", "Use B")):
        repo.git("switch", "-q", branch)
        run("adr", "new", title)
        run("index")
        repo.commit(title)
    repo.git("merge", "-q", "other", check=False)
    assert ("<<<<<<< " in repo.read("history/README.md")) is (not attributes)
    err = run("index").err
    text = repo.read("history/README.md")
    assert text.count("| [ADR-") == 3
    assert "<<<<<<<" not in text
    assert ("the line `history/README.md merge=union` in .gitattributes avoids the next" in err) is (
        not attributes
    )


def test_a_conflict_in_the_author_s_text_is_left_to_the_author(run, repo):
    """Markers outside the listing stay, and no note calls them resolved."""
    run("init")
    page = repo.read("history/README.md").replace(
        "# Records", "<<<<<<< HEAD\n# Ours\n=======\n# Theirs\n>>>>>>> other"
    )
    repo.write("history/README.md", page)
    run("adr", "new", "Use A")
    assert "resolved" not in run("index").err
    assert "<<<<<<< HEAD" in repo.read("history/README.md")
