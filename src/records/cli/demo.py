"""Show the main job on a small repository made on the spot: real git, real records, nothing prepared."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from records.git.log import log
from records.git.work_tree import commit_all, create_repository
from records.history.index import index
from records.history.init import initialise
from records.history.link import link
from records.history.new_adr import create_adr
from records.history.new_phr import create_phr
from records.model.adr_draft import AdrDraft
from records.model.phr_draft import Criterion, PhrDraft
from records.project.project import Project
from records.suggest.run import store_drafts, suggest_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from records.git import Git

PROMPT = """Our /search page takes two seconds under load. Cache the results for a minute, please.

Keep it simple: no new process on the developers' machines, and show me a test."""
_BEFORE = "def search(words):\n    return database.find(words)\n"
_CHANGE = {
    "app/search.py": (
        "import redis\n\n# Redis and not a dict in memory: all workers must see the same results.\n"
        "store = redis.Redis()\n\n\ndef search(words):\n    key = 'search:' + words\n"
        "    return store.get(key) or remember(key, database.find(words), seconds=60)\n"
    ),
    "tests/test_search.py": "def test_second_search_is_cached():\n    assert search('tea') == search('tea')\n",
    "requirements.txt": "redis==5.2\n",
    "compose.yaml": "services:\n  redis:\n    image: redis:8\n",
}
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
    git = _begin_app(folder)
    made = initialise(Project.open(folder)).written
    commit_all(git, "A shop with a search page")
    yield Step(
        "A repository with a small application, and a history to keep", "records init", "\n".join(made)
    )
    yield _record_prompt(folder)
    commit_all(git, "Cache search results for a minute")
    yield _suggest(folder)
    yield _decide(folder)
    page = index(Project.open(folder))
    text = Project.open(folder).store.text(page.path)
    yield Step("One page that lists it all and links both ways", "records index", text.strip())
    commit_all(git, "Decide to cache search results in Redis")
    yield Step(
        "All of it is in git, beside the code",
        "git log --oneline",
        "\n".join(f"{commit.id[:7]} {commit.subject}" for commit in log(git, files=False)),
    )


def _record_prompt(folder: str) -> Step:
    """The agent's change, and the record of the prompt that asked for it."""
    for path, text in _CHANGE.items():
        _write(folder, path, text)
    draft = PhrDraft(
        title="Cache search results",
        stage="green",
        prompt=PROMPT,
        prompt_source="file",
        response="Results are kept in Redis for 60 seconds; a second search does not reach the database.",
        outcome="The second search of the same words is answered from memory.",
        tests=("tests/test_search.py::test_second_search_is_cached: passed",),
        labels=("search", "performance"),
        acceptance=(
            Criterion(criterion="a repeated search does not query the database", validated="the test above"),
        ),
    )
    made = create_phr(Project.open(folder), draft).record
    return Step(
        "A prompt and what came of it; branch, author, date and files come from git",
        "records phr new --title 'Cache search results' --stage green --prompt-file prompt.txt …",
        f"{made.path}\nfiles: {', '.join(made.files)}",
    )


def _suggest(folder: str) -> Step:
    """What the change seems to decide, with its evidence."""
    asked = suggest_in(Project.open(folder), "HEAD~1")
    store_drafts(Project.open(folder), asked)
    told = [f"{one.title}  ({one.score:.2f})" for one in asked.report.suggestions]
    for one in asked.report.suggestions[:1]:
        told += [f"  {seen.path}:{seen.line}  {seen.why}" for seen in one.evidence[:4]]
    return Step("Does the change hold a decision?", "records adr suggest --diff HEAD~1", "\n".join(told))


def _decide(folder: str) -> Step:
    """The decision, written by a person, and its link to the prompt."""
    draft = AdrDraft(title="Cache search results in Redis", body=_DECISION)
    decision = create_adr(Project.open(folder), draft).record
    link(Project.open(folder), "general/1", "led-to", decision.ref)
    return Step(
        "It does: a person writes it down, and joins it to the prompt",
        'records adr new "Cache search results in Redis" && records link general/1 led-to ADR-2',
        decision.path,
    )


def _begin_app(folder: str) -> Git:
    git = create_repository(folder, "Ada", "ada@example.org")
    _write(folder, "app/search.py", _BEFORE)
    _write(folder, "README.md", "# A shop\n")
    return git


def _write(folder: str, path: str, text: str) -> None:
    full = os.path.join(folder, path)
    os.makedirs(os.path.dirname(full), exist_ok=True)
    with open(full, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
