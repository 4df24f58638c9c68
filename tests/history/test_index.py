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
