"""Show the main job on a small repository made on the spot: real git, real records, nothing prepared."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from records.models.adr_draft import AdrDraft
from records.models.drafts import Criterion, LinkDraft, PhrDraft
from records.project import Project
from records.services.create import create_phr
from records.services.decide import create_adr
from records.services.indexing import index
from records.services.starting import start
from records.vcs.git import Git

if TYPE_CHECKING:
    from collections.abc import Iterator

PROMPT = """Our /search page takes two seconds under load. Cache the results for a minute, please.

Keep it simple: no new process on the developers' machines, and show me a test."""
_BEFORE = "def search(words):\n    return database.find(words)\n"
_AFTER = (
    "import redis\n\nstore = redis.Redis()\n\n\ndef search(words):\n    key = 'search:' + words\n"
    "    return store.get(key) or remember(key, database.find(words), seconds=60)\n"
)
_TEST = "def test_second_search_is_cached():\n    assert search('tea') == search('tea')\n"
_DECISION = """## Context

The search page is slow under load, and the same words are searched for again and again.

## Decision

We cache search results in Redis for one minute.

## Consequences

The page answers from memory most of the time. Production needs a Redis; on a developer's machine the search works
without one."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that the demo did: what a person would have typed, and what came of it."""

    title: str
    command: str
    result: str


def play(folder: str) -> Iterator[Step]:
    """Make a repository in an empty *folder* and do the main job in it, step by step.

    Raises:
        GitError: git is missing.
        WriteError: the folder cannot be written.
    """
    git = Git(folder)
    _commit_app(git, folder)
    project = Project.open(folder)
    made = start(project).made
    yield Step(
        "A repository with a small application, and a history to keep", "records init", "\n".join(made)
    )
    decision = create_adr(
        Project.open(folder), AdrDraft(title="Cache search results in Redis", body=_DECISION)
    )
    yield Step(
        "A decision", 'records adr new "Cache search results in Redis" --body-file -', decision.record.path
    )
    _write(folder, "app/search.py", _AFTER)
    _write(folder, "tests/test_search.py", _TEST)
    _write(folder, "requirements.txt", "redis==5.2\n")
    record = create_phr(Project.open(folder), _prompt(decision.record.ref))
    files = ", ".join(record.record.files)
    yield Step(
        "The prompt that led to it; branch, author, date and files come from git",
        "records phr new --title 'Cache search results' --stage green --prompt-file prompt.txt --link led-to=ADR-2 …",
        f"{record.record.path}\nfiles: {files}",
    )
    page = index(Project.open(folder))
    text = Project.open(folder).store.text(page.path)
    yield Step("One page that lists it all and links both ways", "records index", text.strip())
    _commit(git, "Cache search results in Redis for a minute")
    yield Step("The change and its history, in one commit", "git commit", git.text("log", "--oneline", "-1"))


def _prompt(decision: str) -> PhrDraft:
    return PhrDraft(
        title="Cache search results",
        stage="green",
        prompt=PROMPT,
        prompt_source="file",
        response="Results are kept in Redis for 60 seconds; a second search does not reach the database.",
        outcome="The second search of the same words is answered from memory.",
        tests=("tests/test_search.py::test_second_search_is_cached: passed",),
        labels=("search", "performance"),
        links=(LinkDraft(relation="led-to", target=decision),),
        acceptance=(
            Criterion(criterion="a repeated search does not query the database", validated="the test above"),
        ),
    )


def _commit_app(git: Git, folder: str) -> None:
    git.run("init", "-q", "-b", "main")
    git.run("config", "user.name", "Ada")
    git.run("config", "user.email", "ada@example.org")
    git.run("config", "commit.gpgsign", "false")
    _write(folder, "app/search.py", _BEFORE)
    _write(folder, "README.md", "# A shop\n")
    _commit(git, "A shop with a search page")


def _commit(git: Git, subject: str) -> None:
    git.run("add", "-A")
    git.run("commit", "-q", "-m", subject)


def _write(folder: str, path: str, text: str) -> None:
    full = os.path.join(folder, path)
    os.makedirs(os.path.dirname(full), exist_ok=True)
    with open(full, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
