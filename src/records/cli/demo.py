"""The demonstration: a small repository, and the real commands run in it one after the other."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys

from records.cli.output import echo, echo_wrapped, style
from records.dataclass import dataclass
from records.git.work_tree import commit_all, create_repository
from records.project import files
from records.project.place import Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PROMPT = """Our /search page takes two seconds under load. Cache the results for a minute, please.

Keep it simple: no new process on the developers' machines, and show me a test."""
_APPLICATION = {
    "app/search.py": "def search(words):\n    return database.find(words)\n",
    "README.md": "# A shop\n",
}
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
_PHR_NEW = """records phr new 'Cache search results' --stage green \\
    --prompt-file prompt.txt \\
    --response 'Results are kept in Redis for 60 seconds.' \\
    --outcome 'A second search for the same words is answered from memory.' \\
    --accept 'it asks no database: tests/test_search.py'"""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the demonstration.

    Attributes:
        title: what the step is about.
        commands: command lines as a person types them, each with what it printed.
    """

    title: str
    commands: tuple[tuple[str, str], ...]


def play(folder: str) -> Iterator[Step]:
    """Create a repository in an empty *folder* and run the commands in it, step by step.

    Raises:
        GitError: git is missing.
        WriteError: the folder cannot be written.
    """
    git = create_repository(folder, "Ada", "ada@example.org")
    write_files(folder, _APPLICATION)
    yield run_step("A repository with a small application gets a history", folder, "records init")
    commit_all(git, "A shop with a search page")
    write_files(folder, {**_CHANGE, "prompt.txt": PROMPT})
    yield run_step("An agent made a change: record the prompt and the outcome", folder, _PHR_NEW)
    files.remove(Place.named(os.path.join(folder, "prompt.txt")))
    commit_all(git, "Cache search results for a minute")
    yield run_step("Does the change contain a decision?", folder, "records adr suggest --diff HEAD~1")
    yield _decide(folder)
    yield run_step("One page lists all records", folder, "records index")
    commit_all(git, "Decide to cache search results in Redis")
    yield run_step(
        "Later somebody asks: why is line 4 so, and which decisions apply?",
        folder,
        "records why app/search.py:4",
        "records adr for app/search.py",
    )


def _decide(folder: str) -> Step:
    """Write the decision as a person would, and link it to the prompt."""
    write_files(folder, {"decision.md": _DECISION})
    step = run_step(
        "It does: a person records the decision and links it to the prompt",
        folder,
        "records adr new 'Cache search results in Redis' --body-file decision.md",
        "records link general/1 led-to ADR-2",
    )
    files.remove(Place.named(os.path.join(folder, "decision.md")))
    return step


def run_step(title: str, folder: str, *lines: str) -> Step:
    """Run command lines in *folder*, each in a process of its own, as a person would."""
    return Step(title, tuple((line, _output(folder, line)) for line in lines))


def _output(folder: str, line: str) -> str:
    """What a command line prints, notes included."""
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8", "NO_COLOR": "1", "COLUMNS": "100"}
    result = subprocess.run(
        [sys.executable, "-P", "-m", "records", *shlex.split(line.replace("\\\n", " "))[1:]],
        cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
        check=False,
    )  # fmt: skip
    return result.stdout.decode("utf-8", "replace").rstrip("\n")


def narrate(steps: Iterable[Step]) -> None:
    """Print each step as it is done: its title, the command lines, and what they printed."""
    for number, step in enumerate(steps, start=1):
        echo()
        echo(style(f"{number}. {step.title}", bold=True))
        for line, output in step.commands:
            first, *more = line.splitlines()
            echo(style(f"   $ {first}", fg="cyan"))
            for continuation in more:
                echo(style(f"   {continuation}", fg="cyan"))
            for output_line in output.splitlines():
                echo_wrapped(f"   {output_line}".rstrip())
    echo()


def write_files(folder: str, texts: dict[str, str]) -> None:
    """Write files with their folders."""
    for path, text in texts.items():
        files.replace(Place.below(folder, os.path.join(folder, path)), text)
