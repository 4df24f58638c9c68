"""The reference is what the code says: made anew, it is the same, byte for byte."""

from __future__ import annotations

import importlib.util
from concurrent.futures import ThreadPoolExecutor

import pytest

from paths import REPOSITORY

DOCS = REPOSITORY / "docs"


@pytest.fixture(scope="module")
def generator():
    """docs/generate.py as a module."""
    spec = importlib.util.spec_from_file_location("records_docs_generate", DOCS / "generate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def pages(generator):
    """Every page as the code makes it now, in a thread of its own: the browser's tests leave an event loop in theirs."""
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(generator.pages).result()


@pytest.mark.parametrize("name", ["commands", "settings", "rules", "mcp", "json", "library"])
def test_a_page_is_up_to_date(pages, name):
    """Where it is not: make reference."""
    assert (DOCS / "reference" / f"{name}.md").read_text("utf-8") == pages[f"{name}.md"], (
        "run: make reference"
    )


def test_the_schema_of_the_settings_is_up_to_date(pages):
    """The file that editors may be pointed to, and that this project's own settings name."""
    assert (DOCS / "reference/settings.schema.json").read_text("utf-8") == pages["settings.schema.json"]
    own = (REPOSITORY / ".records/config.toml").read_text("utf-8")
    assert (REPOSITORY / ".records" / own.split("\n")[0].removeprefix("#:schema ")).exists()


def test_no_page_is_left_over(pages):
    """Each file of the folder is one that the code makes."""
    assert sorted(path.name for path in (DOCS / "reference").iterdir()) == sorted(pages)


def test_readme_shows_what_the_demo_prints(generator):
    """The transcript in README is what `make demo` prints, byte for byte on a fixed day."""
    assert generator.readme() == (REPOSITORY / "README.md").read_text("utf-8"), "run: make reference"


def test_the_tutorial_shows_what_its_commands_print(generator):
    """Every command of docs/tutorial.md, run in order in a repository made for it, byte for byte."""
    assert generator.tutorial() == (DOCS / "tutorial.md").read_text("utf-8"), "run: make reference"


def test_tour_and_tutorial_end_with_the_question(generator):
    """The last thing that a new user sees is `records why`, and `adr for` finds the decision."""
    for text in ((REPOSITORY / "README.md").read_text("utf-8"), (DOCS / "tutorial.md").read_text("utf-8")):
        commands = [line.strip() for line in text.splitlines() if line.strip().startswith("$ records ")]
        assert [" ".join(line.split()[2:4]) for line in commands[-2:]][1].startswith("adr for")
        assert commands[-2].startswith("$ records why app/search.py:")
        assert "ADR-0002  Cache search results in Redis (accepted)" in text.split(commands[-1])[1]


def test_the_table_of_agents_is_that_of_the_last_run(generator):
    """docs/agents.md shows the results of `make test-agents`, versions included."""
    assert generator.agents() == (DOCS / "agents.md").read_text("utf-8"), "run: make reference"
