"""Ranges: scored like one change, split into pieces of work, and judged at the level that was chosen."""

from __future__ import annotations

import json

import pytest

from records.project.project import Project
from records.suggest.analysis import features
from records.suggest.calibrate import LEVELS
from records.suggest.change import Change, CommitMessage
from records.suggest.run import suggest_in
from records.suggest.series import read_diff
from suggest_help import file_diff


def suggestions(repo, spec, **options):
    return suggest_in(Project.open(str(repo.path)), spec, **options).report


def use(repo, library, folder):
    """A commit that brings a library with a module that uses it."""
    old = repo.read("requirements.txt")
    repo.write("requirements.txt", f"{old}{library}\n")
    repo.write(
        f"{folder}/client.py", f"import {library}\n\n# {library} instead of our own: it is maintained\n"
    )
    repo.write(f"{folder}/Dockerfile", "FROM python:3.12\n")


@pytest.fixture
def shop(repo):
    repo.write("requirements.txt", "flask\n")
    repo.commit("begin")
    return repo


def test_messages_of_a_range_are_not_summed():
    """The words of the commit with most of the files count, however many commits say something else."""
    diff = read_diff(file_diff("app/a.py", ["+a = 1"]) + file_diff("app/b.py", ["+b = 2"]))
    main = CommitMessage("Introduce a ledger", frozenset(("app/a.py", "app/b.py")))
    others = [
        CommitMessage(f"Replace part {n} instead of mending it", frozenset(("app/a.py",))) for n in range(5)
    ]
    joined = "\n\n".join(m.message for m in (*others, main))
    change = Change(diff, joined, commit_messages=(*others, main))
    assert change.leading_message == "Introduce a ledger"
    words = {name for name in features(change, []) if name.startswith("word ")}
    assert words == {"word a", "word introduce", "word ledger"} - {"word a"}


def test_several_decisions_give_several_suggestions(shop):
    """Each commit of a branch that holds a decision is suggested with its own title."""
    use(shop, "redis", "cache")
    shop.commit("Cache prices in Redis")
    shop.write("app/text.py", "greeting = 'hello'\n")
    shop.commit("Fix the greeting")
    use(shop, "celery", "jobs")
    shop.commit("Run jobs with Celery")
    titles = [s.title for s in suggestions(shop, "HEAD~3", threshold=0.4).above_threshold]
    assert sorted(titles) == ["Cache prices in Redis", "Run jobs with Celery"]


@pytest.mark.parametrize(
    ("subject", "title"),
    [("Never change amounts", "Never change amounts"), ("Fix review comments", "Introduce ledger entry")],
    ids=["said", "routine"],
)
def test_the_commit_that_brought_most_heads_a_range(shop, subject, title):
    """A follow-up in one of its files is no title, whatever it names; nor is what says nothing of it."""
    names = [f"app/{name}/books.py" for name in ("mail", "orders", "prices", "stock", "users")]
    for name in names:
        shop.write(name, "amounts = []\n")
    shop.commit("begin")
    for name in names:
        shop.write(
            name,
            "amounts = []\n# entries go through the ledger instead of a table: they are never changed\nledger_entry = 1\n",
        )
    shop.commit(subject)
    shop.write(names[0], f"{shop.read(names[0])}ledger_entries = 2\n")
    shop.commit("Rename helpers of the ledger")
    assert suggestions(shop, "HEAD~2", threshold=0.1).suggestions[0].title == title


def _package_with_tests(shop, second):
    """A branch whose first commit brings a package, and whose second one works in it."""
    shop.write("crates/books/Cargo.toml", "[package]\nname = 'books'\n")
    shop.commit("Keep books")
    files = {
        "Cargo.toml": "[package]\nname = 'ledger'\n\n[dependencies]\n",
        "src/lib.rs": "pub trait Ledger {}\n",
    }
    for name, text in files.items():
        shop.write(f"crates/ledger/{name}", text)
    shop.write("README.rs", "// ledger::Ledger rather than entries of our own\n")
    shop.commit("Extract the ledger into a package of its own")
    shop.write("crates/ledger/Cargo.toml", files["Cargo.toml"] + second)
    shop.write("crates/ledger/src/store.rs", "use insta::*;\nuse redis::*;\n// insta rather than our own\n")
    shop.commit("Post entries in order")


def test_what_is_in_a_new_package_belongs_to_it(shop):
    """A later commit of a range that works in the package that the range brings is no second decision."""
    _package_with_tests(shop, "\n[dev-dependencies]\ninsta = '1'\n")
    titles = [s.title for s in suggestions(shop, "HEAD~2..HEAD", threshold=0.05).above_threshold]
    assert titles == ["Extract the ledger into a package of its own"]


def test_a_choice_within_a_new_package_stands_by_itself(shop):
    """A library that the new package runs on is a decision beside the one to have the package."""
    _package_with_tests(shop, "redis = '1'\n")
    titles = [s.title for s in suggestions(shop, "HEAD~2..HEAD", threshold=0.05).above_threshold]
    assert "Extract the ledger into a package of its own" in titles
    assert len(titles) == 2


def test_how_code_of_a_branch_is_written_later_is_no_second_decision(shop):
    """A commit after that of the choice, whose heart is an abstraction or a name, belongs to it."""
    shop.write("requirements.txt", "flask\nredis\n")
    shop.write("app/cache.py", "import redis\n\nCACHE = redis.Redis()\n")
    shop.commit("Cache prices in Redis")
    shop.write("app/helpers.py", "from abc import ABC\n\n\nclass AbstractHelper(ABC):\n    pass\n")
    shop.write("app/price.py", "from app.helpers import AbstractHelper\n")
    shop.commit("Rework the helpers around an interface")
    titles = [s.title for s in suggestions(shop, "HEAD~2..HEAD", threshold=0.05).above_threshold]
    assert titles == ["Cache prices in Redis"]


def test_the_title_of_a_pull_request_heads_its_suggestions(shop):
    """What its author wrote over the whole says more than the first of its commits; the others keep their titles."""
    shop.git("switch", "-q", "-c", "faster")
    use(shop, "redis", "cache")
    shop.commit("Add a client")
    use(shop, "celery", "jobs")
    shop.commit("Run jobs with Celery")
    shop.git("switch", "-q", "main")
    message = "Merge pull request #7 from shop/faster\n\nKeep prices in a Redis cache"
    shop.git("merge", "-q", "--no-ff", "-m", message, "faster")
    titles = [s.title for s in suggestions(shop, "HEAD~1", threshold=0.4).above_threshold]
    assert titles[0] == "Keep prices in a Redis cache"
    assert len(titles) == 2


def test_a_release_is_reported_by_merged_branch(shop):
    """A merge of several merged branches is no decision of its own."""
    shop.git("switch", "-q", "-c", "develop")
    for name, message in (("redis", "Cache prices in Redis"), ("celery", "Run jobs with Celery")):
        shop.git("switch", "-q", "-c", f"use-{name}")
        use(shop, name, name)
        shop.commit(message)
        shop.git("switch", "-q", "develop")
        shop.git("merge", "-q", "--no-ff", "-m", f"Merge branch 'use-{name}'\n\n{message}", f"use-{name}")
    shop.git("switch", "-q", "main")
    shop.git("merge", "-q", "--no-ff", "-m", "Release 1.2", "develop")
    report = suggestions(shop, "HEAD~1", threshold=0.4)
    assert sorted(s.title for s in report.above_threshold) == [
        "Cache prices in Redis",
        "Run jobs with Celery",
    ]
    assert "2 branches were merged in this range; each was examined by itself" in report.notes


def test_a_release_without_a_decision_has_no_score(shop):
    """Many small branches together are not one large change."""
    shop.git("switch", "-q", "-c", "develop")
    for number in range(3):
        shop.git("switch", "-q", "-c", f"fix-{number}")
        shop.write(f"app/f{number}.py", "a = 1\n")
        shop.commit(f"Fix the sum {number}")
        shop.git("switch", "-q", "develop")
        shop.git("merge", "-q", "--no-ff", "-m", f"Merge branch 'fix-{number}'", f"fix-{number}")
    shop.git("switch", "-q", "main")
    shop.git("merge", "-q", "--no-ff", "-m", "Release 1.3", "develop")
    report = suggestions(shop, "HEAD~1")
    assert (report.above_threshold, report.as_json()["score"]) == ([], 0.0)


def test_levels_are_ordered(shop, run):
    """Quiet asks for the highest score, curious for the lowest."""
    use(shop, "redis", "cache")
    shop.commit("Cache prices in Redis")
    thresholds = [
        json.loads(run("adr", "suggest", "--level", level, "--json").out)["threshold"]
        for level in ("quiet", "normal", "curious")
    ]
    assert thresholds == [LEVELS[level].built_in for level in ("quiet", "normal", "curious")]
    assert thresholds == sorted(thresholds, reverse=True)
    assert run("adr", "suggest", "--level", "loud", code=2).err


@pytest.mark.parametrize("threshold", [0.8, 0.0])
def test_evidence_of_other_commits_follows_that_of_the_commits_with_the_subject(shop, threshold):
    """Whatever another commit changed stands behind, under every heading; the order within is as it was."""
    use(shop, "redis", "cache")
    shop.commit("Cache prices in Redis")
    shop.write(".github/workflows/ci.yml", "on: push\njobs:\n  test:\n    steps:\n      - run: pytest\n")
    shop.write("Dockerfile", "FROM python:3.12\nRUN pip install .\n")
    shop.commit("Run the tests in a pipeline")
    shop.write("api/openapi.yaml", "openapi: 3.0.0\npaths:\n  /orders:\n    get: {}\n")
    shop.commit("Describe the orders")
    report = suggestions(shop, "HEAD~3..HEAD", threshold=threshold)
    own = {"requirements.txt", "cache/client.py", "cache/Dockerfile"}
    first = report.suggestions[0]
    assert first.title == "Cache prices in Redis"
    places = [evidence.path in own for heading in ("impact", "scope") for evidence in first.under(heading)]
    for heading in ("impact", "alternatives", "scope"):
        flags = [evidence.path in own for evidence in first.under(heading)]
        assert flags == sorted(flags, reverse=True)
    assert any(places)
    assert all(places) == (threshold == 0.0)  # each piece of work is then a suggestion of its own
