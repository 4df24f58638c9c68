"""Records that were mangled at random: every reading command answers, names every file, and changes none.

By default a few examples run, the same each time; RECORDS_FUZZ_EXAMPLES=200 tries two thousand files that nobody chose.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from command_lines import command_names, examples
from records.cli.main import main as run_records
from repository import make_repo

CHOSEN = os.environ.get("RECORDS_FUZZ_EXAMPLES", "")
EXAMPLES = int(CHOSEN or "5")
FILES = 10
ADRS = (
    "# 1. Use a queue\n\nDate: 2026-01-02\n\n## Status\n\nSuperseded by [2](0002-b.md)\n\n## Context\n\nMails are slow.\n"
    "\n## Decision\n\nWe use a queue.\n\n## Consequences\n\nMore parts.\n",
    '---\nstatus: "accepted"\ndate: 2026-01-02\ndecision-makers: [ada, "b c"]\naffects:\n  - src/**\n---\n\n# Use a log\n'
    "\n## Context and Problem Statement\n\nx\n\n## Decision Outcome\n\nChosen option: y, because z.\n",
    "# ADR-0003: Tables\n\n| Field | Value |\n|---|---|\n| Status | Proposed |\n| Date | 2026-01-02 |\n\n## Decision\n\nx\n",
)
PHRS = (
    '---\nid: 0001\ntitle: "Add login"\nstage: green\ndate: 2026-01-02\nlabels: [a, b]\nlinks:\n  led-to: [adr/0001-a]\n'
    "files:\n  - src/a.py\ntests: []\n---\n\n## Prompt\n\nPlease add a login.\n\n## Response snapshot\n\nDone.\n\n"
    "## Outcome\n\n- ✅ Impact: it works\n",
    "id: 2\ntitle: No fence\nstage: misc\n---\n\n## Prompt\n\n```text\n## Prompt\n```\n\n## Response snapshot\n\nx\n",
    "# A heading\n\n- **ID**: PHR-0003\n- **Stage**: plan\n\n## Prompt\n\nx\n",
)
TOKENS = (
    b"---\n", b"\n", b"\r\n", b"\x00", b"\xff", b"\xef\xbb\xbf", b"```\n", b"{{TITLE}}", b": ", b"- ", b"[", b"]", b"&a ", b"*a",
    b"|\n", b"\t", b"'", b'"', b"# ", b"## Status\n\n", b"## Prompt\n", b"<!--", b"](", b"\xe2\x80\xa8", b"\xed\xb3\xbf", b"%",
    b"status: ", b"supersedes: 1\n", b"id: 0001\n", b"\x1b[31m", b"<<: *a\n", b"!!bool ", b"!!binary ", b"!!set ", b"!Ref ",
    b"? ", b"+++\n", b"\xc2\x85", b"~~", b"<!-- -->", b":::info\n", b"  ",
)  # fmt: skip
# Reading commands with arguments that fit these files; other commands are tried with the examples in their help.
READING = (
    ("list",), ("list", "--json"), ("list", "--broken"), ("show", "ADR-1"), ("show", "general/1", "--json"), ("search", "login"),
    ("check",), ("check", "--json"), ("check", "--against", "HEAD~1"), ("graph",), ("graph", "--format", "json"), ("stats",),
    ("export",), ("export", "--to", "csv"), ("export", "--to", "json-adr"), ("index", "--check"), ("prime",),
    ("why", "src/a.py:1"), ("why", "."), ("ci", "--against", "HEAD~1"), ("secrets", "history/adr/0001-a.md"),
    ("adr", "suggest", "--diff", "HEAD~1"), ("adr", "for", "src"), ("adr", "list"), ("adr", "generate", "toc"),
    ("adr", "generate", "graph"), ("renumber", "ADR-1", "--dry-run"), ("import", "--dry-run"), ("check", "--fix", "--dry-run"),
    ("site", "build", "-o", "out"), ("hooks", "check"), ("adr", "complete", "adr", "link", "1"), ("capture", "status"),
)  # fmt: skip
# Commands that change files of the project or start an editor, and those that wait for others.
NOT_READING = frozenset(
    [
        "init",
        "demo",
        "link",
        "unlink",
        "mcp",
        "edit",
        "open",
        "phr new",
        "phr finish",
        "adr edit",
        "adr init",
        "adr new",
        "adr accept",
        "adr reject",
        "adr deprecate",
        "adr link",
        "adr supersede",
        "adr upgrade-repository",
        "site serve",
        "org demo",
        "org serve",
        "org copy",
        "org key create",
        "org key revoke",
        "agents install",
        "agents uninstall",
        "spec-kit create-phr",
        "spec-kit create-adr",
        "hooks install",
        "hooks uninstall",
        "capture install",
        "capture uninstall",
        "capture on",
        "capture off",
        "capture sync",
        "capture import",
        "capture hook",
        "config set",
        "templates copy",
        "index",
        "renumber",
        "import",
    ]
)


def reading_lines() -> list[tuple[str, ...]]:
    """The command lines that must change no record."""
    tried = {" ".join(words[:count]) for words in READING for count in (1, 2, 3)}
    names = set(command_names())
    groups = {name for name in names if any(other.startswith(name + " ") for other in names)}
    assert names >= NOT_READING, "each is a command"
    others = [
        words
        for words in examples()
        if not {" ".join(words[:count]) for count in (1, 2, 3)} & (tried | NOT_READING) - groups
    ]
    return [*READING, *map(tuple, others)]


LINES = reading_lines()
MUTATION = st.tuples(
    st.sampled_from(["insert", "delete", "repeat", "cut", "swap"]),
    st.floats(0, 1, allow_nan=False),
    st.floats(0, 1, allow_nan=False),
    st.sampled_from(TOKENS),
)
FILE = st.tuples(st.booleans(), st.integers(0, 2), st.lists(MUTATION, max_size=5))


def mutate(data: bytes, steps: list[tuple[str, float, float, bytes]]) -> bytes:
    """Apply insertions, deletions, repetitions, cuts and swaps."""
    for operation, first, second, token in steps:
        start, end = sorted((int(first * len(data)), int(second * len(data))))
        if operation == "insert":
            data = data[:start] + token + data[start:]
        elif operation == "delete":
            data = data[:start] + data[min(end, start + 40) :]
        elif operation == "repeat":
            data = data[:end] + data[start:end] * 3 + data[end:]
        elif operation == "cut":
            data = data[:end]
        else:
            data = data[end:] + data[:end]
    return data


def call(*words: str) -> tuple[int, str, str]:
    """Run a command in this process; give its exit code and what it printed."""
    streams = [
        io.TextIOWrapper(io.BytesIO(), "utf-8", "backslashreplace", write_through=True) for _ in range(2)
    ]
    with contextlib.redirect_stdout(streams[0]), contextlib.redirect_stderr(streams[1]):
        code = run_records(list(words))
        sys.stdout.flush()
    out, err = (stream.buffer.getvalue().decode("utf-8", "replace") for stream in streams)  # type: ignore[attr-defined]
    return code, out, err


def contents(repo) -> dict[str, bytes]:
    """The bytes of every record's file."""
    files = sorted(path for path in repo.path.glob("history/**/*") if path.is_file())
    return {path.relative_to(repo.path).as_posix(): path.read_bytes() for path in files}


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=not CHOSEN,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(files=st.lists(FILE, min_size=FILES, max_size=FILES))
def test_mangled_records_are_read_listed_and_left_alone(tmp_path_factory, monkeypatch, files):
    """No command fails on them, none is missing from the list, none is changed by reading, and a fix is final."""
    repo = make_repo(tmp_path_factory.mktemp("fuzz") / "repo")
    for number, (is_adr, seed, steps) in enumerate(files, 1):
        text = (ADRS if is_adr else PHRS)[seed].encode()
        name = f"adr/{number:04d}-a.md" if is_adr else f"prompts/general/{number:04d}-a.green.prompt.md"
        repo.write(f"history/{name}", mutate(text, steps))
    repo.write("src/a.py", "x = 1\n")
    repo.commit("begin")
    repo.write("src/a.py", "x = 2\n")
    repo.commit("mangled")
    monkeypatch.chdir(repo.path)
    before = contents(repo)
    for words in LINES:
        code, _, err = call(*words)
        assert code in (0, 1, 2), (words, err)
        assert "bug in records" not in err, (words, err)
    assert contents(repo) == before
    assert {record["path"] for record in json.loads(call("list", "--json")[1])} == set(before)
    assert call("check", "--fix")[0] in (0, 1)
    fixed = contents(repo)
    assert set(fixed) == set(before)
    assert call("check", "--fix")[0] in (0, 1)
    assert contents(repo) == fixed
