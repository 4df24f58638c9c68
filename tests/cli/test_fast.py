"""Frequent commands run without click: the same bytes and exit codes as with it, whatever the command line."""

from __future__ import annotations

import os
import random
import subprocess
import sys

import pytest

from records.cli import fast, main
from records.cli.command_table import DECLARED, TABLE
from records.cli.lazy import LazyGroup
from records.cli.spec import Command

COUNT = int(os.environ.get("RECORDS_COMMAND_LINES", "400"))
PROMPT = "---\nid: '{0:04d}'\ntitle: {1}\nstage: green\ndate: 2026-01-{0:02d}\nlabels: [auth]\nfiles: [src/a.py]\n---\n\n## Prompt\n\n{1} please\n"
DECISION = "# {0}. {1}\n\nDate: 2026-01-0{0}\n\n## Status\n\n{2}\n\n## Context\n\nWe {1} here.\n"
WORDS = [
    "phr list", "adr show", "phr show", "phr new --dry-run", "adr new --dry-run", "phr new --dry-run --title T --stage green --prompt p",
    "why", "why src/a.py", "why src/a.py:1", "adr for", "adr for src/a.py", "list", "list", "show", "show", "search", "search", "adr list", "export", "adr", "phr", "lst", "", "--help",
    "check", "check", "rules", "rules REC001", "index --check", "stats", "prime", "ci", "ci --against HEAD",
]  # fmt: skip
OPTIONS = [
    "--json", "--kind", "-k", "--kind=adr", "--stage", "--status", "--status=accepted", "--feature", "--label", "--since", "--since=soon",
    "--until", "--file", "--file=src", "--broken", "--at", "--at=HEAD", "--history", "--raw", "-n", "-n5", "--limit", "--limit=2", "--to",
    "--title", "--prompt", "--prompt-file", "--link", "--link=led-to=ADR-1", "-l", "-s", "--supersedes=1", "--force", "--from-session", "--no-edit", "--template", "--from-suggestion", "--status=proposed", "--sort", "--sort=-date", "--format", "--format=paths", "--format={ref} {title}", "--to=csv", "--compat", "-h", "--help", "--no-such", "--", "-", "-C", "--no-cache", "--js", "--all", "--strict", "--diff", "--diff=HEAD",
    "--explain", "--explain=ADR014", "--quiet", "-q", "--baseline", "--against=HEAD", "--fail-on=never", "--fail-on=coverage", "--waiting-days=3",
    "--waiting-days", "--svg", "--budget=40", "--budget=-1", "--hook", "--agent=codex", "--agent=nobody", "--check", "--format=json", "--format=github",
]  # fmt: skip
VALUES = [
    "adr", "phr", "green", "accepted", "general", "auth", "2026-01-02", "2026-13-01", "src/a.py", "HEAD", "nowhere", "3", "0", "-1", "x",
    "ADR-1", "1", "general/0002", "0001-use", "Use", "redis", "redis OR login", '"use redis"', "red*", "", " ", "é", "\udcff", "1" * 30, "١",
    "a=b", "csv", "json-adr", "adrs", ".", "history/adr", "src/a.py:1", "src/a.py:0", "README.md:1-2",
]  # fmt: skip


@pytest.fixture
def filled(repo):
    """A repository with prompts, decisions, one file that cannot be read, and names that are hard to print."""
    for number, title in enumerate(("Add login", "Use cache", "Ünïcode ::error:: title"), 1):
        name = f"{number:04d}-{title.split()[-1]}.green.prompt.md"
        repo.write(f"history/prompts/general/{name}", PROMPT.format(number, title))
    for number, title, status in ((1, "Use redis", "Accepted"), (2, "use login", "Superseded by ADR-1")):
        repo.write(
            f"history/adr/000{number}-{title.replace(' ', '-')}.md", DECISION.format(number, title, status)
        )
    repo.write("history/prompts/general/0009-empty.green.prompt.md", "")
    repo.commit("records")
    return repo


def command_line(rng: random.Random) -> list[str]:
    """A command line as a person, or a mistake, may write it."""
    words = rng.choices(
        [[], ["-C", "."], ["--no-cache"], ["-C", rng.choice(VALUES)], ["-C"]], [16, 2, 2, 1, 1]
    )[0]
    words = [*words, *rng.choice(WORDS).split()]
    for _ in range(rng.choice((0, 1, 1, 2, 2, 3, 5))):
        words.append(rng.choice(OPTIONS if rng.random() < 0.5 else VALUES))
    return words


def outcome(words: list[str], capfd: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    capfd.readouterr()
    code = main.main(words)
    return (code, *capfd.readouterr())


def test_the_same_bytes_and_exit_code_as_with_click(filled, monkeypatch, capfd):
    """For generated command lines; many of them are really run without click."""
    monkeypatch.chdir(filled.path)
    stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115 — it is closed below
    monkeypatch.setattr(sys, "stdin", stdin)
    rng = random.Random(int(os.environ.get("RECORDS_SEED", "17")))
    without_click = 0
    for _ in range(COUNT):
        words = command_line(rng)
        fast_outcome = outcome(words, capfd)
        with monkeypatch.context() as patch:
            patch.setattr(main, "run_without_click", lambda _: None)
            assert fast_outcome == outcome(words, capfd), words
        without_click += is_parsed(words)
    stdin.close()
    assert without_click > COUNT // 10


def is_parsed(words: list[str]) -> bool:
    prefix = fast._options(words)
    return prefix is not None and fast._command(prefix[2]) is not None


def test_every_declared_command_is_in_the_table():
    """`DECLARED` names those commands that are declared with `records.cli.spec`, and no others."""
    declared = set()
    for path in TABLE:
        for name in TABLE[path]:
            module, _, attribute = TABLE[path][name][1].partition(":")
            source = __import__("importlib").import_module(module)
            if isinstance(getattr(source, attribute), Command):
                declared.add(f"{path} {name}".strip())
    assert declared == set(DECLARED)


@pytest.mark.parametrize(
    "words",
    [
        ["list"],
        ["adr", "list"],
        ["search", "redis"],
        ["show", "ADR-1"],
        ["check"],
        ["rules"],
        ["index", "--check"],
        ["stats"],
        ["prime"],
        ["ci", "--against", "HEAD"],
        ["phr", "new", "T", "--stage", "green", "--prompt", "p", "--dry-run"],
        ["adr", "new", "T", "--dry-run"],
    ],
)
def test_these_commands_load_no_click(filled, words):
    """Neither the first time, nor once there is an index."""
    code = (
        "import sys; from records.cli.main import main; main(sys.argv[1:]); sys.exit('click' in sys.modules)"
    )
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-c", code, *words], cwd=filled.path, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr


_WITHOUT_RACES = (
    "import sys; from records.project import stamp; stamp.RACY = 0\n"
    "from records.cli.main import main; main(sys.argv[1:])\n"
)


def _index_environment():
    return {
        name: value
        for name, value in os.environ.items()
        if name != "RECORDS_NO_INDEX" and not name.startswith("COV")
    }


def test_a_stored_listing_is_printed_with_little_loaded(repo):
    """Neither `re` nor `typing`, which take as long to load as the whole command."""
    repo.write(
        "history/adr/0001-a.md", "# 1. A\n\nDate: 2026-01-01\n\n## Status\n\nAccepted\n\n## Context\n\nx\n"
    )
    repo.commit("a decision")
    code = f"{_WITHOUT_RACES}print(sorted({{'re', 'typing'}} & set(sys.modules)), file=sys.stderr)"
    for expected in (b"['re']", b"[]"):
        done = subprocess.run(
            [sys.executable, "-c", code, "list"],
            cwd=repo.path, env=_index_environment(), capture_output=True, check=True,
        )  # fmt: skip
        assert done.stderr.splitlines()[-1] == expected


@pytest.mark.parametrize(
    "words",
    [
        ["show", "ADR-1"],
        ["search", "redis"],
        ["phr", "new", "T", "--stage", "green", "--prompt", "p", "--dry-run"],
        ["why", "README.md:1"],
        ["adr", "new", "T", "--dry-run"],
        ["check"],
        ["index", "--check"],
        ["ci", "--against", "HEAD"],
    ],
)
def test_these_commands_load_no_typing(filled, words):
    """What a class needs of it is in `records.static_types`; annotations are never evaluated."""
    filled.write("README.md", "text\n")
    filled.commit("text")
    code = f"{_WITHOUT_RACES}print('typing' in sys.modules)"
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-c", code, *words],
            cwd=filled.path, env=_index_environment(), capture_output=True, check=True,
        )  # fmt: skip
    assert done.stdout.splitlines()[-1] == b"False", done.stderr


def test_a_closed_pipe_ends_as_with_click(filled):
    """Exit code 1 and nothing on standard error, as click ends."""
    for prefix in ([], ["--no-cache", "-C", "."]):
        process = subprocess.Popen(
            [sys.executable, "-m", "records", *prefix, "list"],
            cwd=filled.path, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        process.stdout.close()
        assert process.wait() == 1
        assert b"Traceback" not in process.stderr.read()
        process.stderr.close()


def test_click_gets_what_is_declared():
    """Flags, defaults, choices and numbers reach click as they are declared."""
    group = LazyGroup("records", path="")
    search = group.get_command(None, "search")
    by_name = {param.name: param for param in search.params}
    assert by_name["limit"].default == 20
    export = {param.name: param for param in group.get_command(None, "export").params}
    assert export["form"].type.choices == ("jsonl", "csv", "json-adr", "in-toto", "evidence-csv")
    assert by_name["words"].nargs == -1
    assert by_name["words"].required


def test_a_mistake_is_reported_once_after_the_input_was_read(filled, run):
    """Standard input is read once: what a command refuses later is reported with its usage, as click does."""
    result = run("phr", "new", "T", "--stage", "green", "--link", "bad", stdin="the prompt", code=2)
    assert result.err == (
        "Usage: records phr new [OPTIONS] [TITLE]\nTry 'records phr new -h' for help.\n\n"
        "Error: Invalid value for --link: 'bad' is not REL=REF\n"
    )
