"""Command lines for every command of the command table, and a repository in which they do their work.

The arguments come from the examples in the help, so a new command is tried as soon as it exists.
"""

from __future__ import annotations

import json
import os
import re
import shlex
from collections.abc import Callable
from pathlib import Path

import click

from capture_help import Claude, spool
from records.agents.registry import AGENTS
from records.cli.command_table import TABLE
from records.cli.root import cli
from records.install.homes import homes
from records.project.project import Project
from repository import Repo, make_repo

# What the examples do not reach: arguments that read the work tree, other revisions or submodules, and more writing.
MORE = (
    "phr new --title T --stage misc --prompt p --since HEAD~1", "phr new --title T --stage misc --prompt p",
    "adr new Another --template mine", "adr suggest --diff HEAD~1", "adr suggest --diff HEAD", "adr suggest --staged",
    "adr reject 16", "adr accept 16",
    "adr for --diff HEAD~1", "adr for src", "why src/login.py:2", "why --all src/login.py", "why src", "why .",
    "list --at HEAD~1", "list --broken", "show ADR-12 --history", "check --against HEAD~1", "check --fix",
    "ci --against HEAD~1", "stats --since HEAD~2", "capture link HEAD", "capture snapshot", "capture sync",
    "capture doctor", "renumber ADR-3 --to 33", "import --dry-run", "import", "site build -o out", "prime", "graph",
    "hooks check --since HEAD~2", "capture import transcript.jsonl",
    "export --to csv", "search login", "adr list",
"org add . --central", "org add bare", "org add ../linked", "org index", "org fetch",
    "org list", "org search use", "org search kind:adr", "org show ADR-12", "org stats", "org check", "org index",
    "org site build -o out",
)  # fmt: skip
# What has to be run first so that a command finds something to do.
BEFORE = {
    "unlink": ("link general/0003 led-to ADR-12",),
    "agents uninstall": ("agents install claude --yes",),
    "agents status": ("agents install claude --yes",),
    "hooks uninstall": ("hooks install",),
    "capture uninstall": ("capture install claude --yes",),
    "adr suggest --create": ("adr suggest --diff HEAD",),
    "capture on": ("capture off",),
    "index --check": ("index",),
    "org ": ("org add .", "org index"),
}


def command_names() -> list[str]:
    """The words of every command of the table."""
    return [f"{path} {name}".strip() for path, rows in TABLE.items() for name in rows]


def examples() -> list[list[str]]:
    """The argument lists of the examples in the help of every command; at least the command itself."""
    lines = []
    for path, rows in TABLE.items():
        for name in rows:
            words = [*path.split(), name]
            texts = re.findall(
                r"^\s*(?:Example: )?(?:[^\n]*\| )?records ([a-z].*)$", command_help(words), re.M
            )
            own = [text for text in texts if text.split()[: len(words)] == words]
            lines += [_arguments(text) for text in own] or [words]
    return lines


def command_lines() -> list[list[str]]:
    """Every command line worth trying, each once; questions are answered with yes, and every agent is installed."""
    lines = [*examples(), *map(shlex.split, MORE)]
    lines += [["agents", "install", name, "--yes"] for name in homes()]
    lines += [
        ["capture", "install", name] for name in (*(name for name in AGENTS if AGENTS[name].hooks), "git")
    ]
    for words in lines:
        if (
            words[0] in ("agents", "capture")
            and words[1:2] in (["install"], ["uninstall"])
            and len(words) == 3
        ):
            words.append("--yes")
        if words[0] == "demo":
            words[1:] = ["demo-shop"]
    return [shlex.split(line) for line in dict.fromkeys(map(shlex.join, lines))]


def command_name(words: list[str]) -> str:
    """The words of a command line that name its command."""
    names = set(command_names())
    longest = next((count for count in (3, 2, 1) if " ".join(words[:count]) in names), 1)
    return " ".join(words[:longest])


def prepare(repo: Repo, words: list[str], run: Callable[[list[str], Path], object]) -> None:
    """Run what has to be run before a command line; capture was switched on before the session that waits for it."""
    line = shlex.join(words)
    if words[0] == "capture":
        repo.write(".git/records/on", "1700000000.000\n")
    for start, texts in BEFORE.items():
        for text in texts if line.startswith(start) else ():
            run(shlex.split(text), repo.path)


def command_help(words: list[str]) -> str:
    """The help of a command as its author wrote it."""
    command: click.Command | None = cli
    for word in words:
        assert isinstance(command, click.Group)
        command = command.get_command(click.Context(command), word)
    assert command is not None, words
    return command.help or ""


def _arguments(text: str) -> list[str]:
    text = re.split(r"[|>\\]|\)\"", text)[0]
    try:
        return shlex.split(text)
    except ValueError:
        return text.split()


def write_example_records(repo: Repo, top: str = "") -> None:
    """Write the records, and the files, that the examples in the help name."""
    for number, title in (
        (3, "use-queues"),
        (7, "use-sessions"),
        (10, "use-rest"),
        (12, "use-jwt"),
        (14, "use-grpc"),
    ):
        text = f"# {number}. {title}\n\nDate: 2026-01-01\n\n## Status\n\nAccepted\n\n## Context\n\nc\n\n## Decision\n\nd\n"
        repo.write(f"{top}history/adr/{number:04d}-{title}.md", text)
    body = (
        "---\nid: '{0:04d}'\ntitle: Add login\nstage: green\ndate: 2026-01-15\nfiles: [src/login.py]\ntests: []\n---\n\n"
        "## Prompt\n\nDo.\n\n## Response snapshot\n\n\n## Outcome\n\n- ✅ Impact:\n- 🧪 Tests:\n- 📁 Files:\n"
        "- 🔁 Next prompts:\n- 🧠 Reflection:\n"
    )
    for number in (1, 2, 3):
        repo.write(
            f"{top}history/prompts/general/{number:04d}-add-login.green.prompt.md", body.format(number)
        )
    for path in ("src/login.py", "src/db/pool.py", "src/api/users.py"):
        repo.write(top + path, "".join(f"line {number}\n" for number in range(30)))
    repo.write(f"{top}prompt.txt", "Fix the login.\n")
    repo.write(f"{top}.records/config.toml", "")
    repo.write(f"{top}.records/templates/mine.md.j2", "# {{ title }}\n")


def example_repository(path: Path) -> Repo:
    """A repository, a home directory beside it, and everything that `command_lines` names."""
    repo = make_repo(path)
    write_example_records(repo)
    repo.write("src/db/session.py", "See history/adr/0003-use-queues.md and ADR-12.\n")
    repo.write(
        "docs/adr/0001-use-make.md",
        "# 1. Use make\n\nDate: 05/03/2024\n\n## Status\n\nAccepted\n\n## Context\n\nc\n",
    )
    repo.write(
        "docs/prompts/0002-old-task.green.prompt.md",
        "---\nid: 2\ntitle: Old task\nstage: green\n---\n\n## Prompt\n\nDo it.\n",
    )
    rows = [
        {
            "number": 40,
            "title": "Use tar",
            "status": "accepted",
            "date": "2026-01-01",
            "context": "c",
            "decision": "d",
        }
    ]
    repo.write("decisions.json", json.dumps({"adrs": rows}))
    repo.write("intro.md", "# Decisions\n")
    proposed = (
        repo.read("history/adr/0010-use-rest.md")
        .replace("Accepted", "Proposed")
        .replace("10. use-rest", "16. use-soap")
    )
    repo.write("history/adr/0016-use-soap.md", proposed)
    repo.commit("begin")
    repo.git("tag", "v1.0")
    repo.git("tag", "v1.2")
    repo.commit("rest")
    repo.write("src/login.py", "import redis\n" * 20)
    repo.write("requirements.txt", "redis\n")
    repo.commit("Use redis\n\nPHR: general/0003")
    repo.git("update-ref", "refs/remotes/origin/main", "HEAD~1")
    repo.write(
        "history/prompts/general/0004-to-fix.green.prompt.md",
        "id: 4\ntitle: To: fix\nstage: green\nlinks:\n  led-to: [adr/0012-use-jwt]\n\n## Prompt\n\nDo.\n",
    )
    repo.write("src/login.py", "import redis\n" * 30)
    _session(repo)
    return repo


def _session(repo: Repo) -> None:
    """A transcript, and the events of its hooks in the spool."""
    talk = Claude("s1", str(repo.path), at=1_768_000_000.0)
    for number in range(3):
        talk.prompt(f"Please change the login, part {number}").edit("src/login.py").answer(f"Done {number}.")
    repo.write("transcript.jsonl", talk.data)
    home = Path(os.environ["HOME"]) / ".claude/projects" / re.sub(r"[^A-Za-z0-9]", "-", str(repo.path))
    home.mkdir(parents=True, exist_ok=True)
    (home / "s1.jsonl").write_bytes(talk.data)
    project = Project.open(str(repo.path))
    for index, (event, at, payload) in enumerate(talk.hooks):
        spool(project, "claude-code", event, at, payload, f"e{index}")
