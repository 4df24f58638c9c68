"""The README and the documentation are run as written: every command block, in order, in a fresh repository."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys

import pytest

from paths import REPOSITORY
from repository import make_repo

ROOT = REPOSITORY
PAGES = ["README.md", *sorted(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md"))]
# What a page takes for granted, done before its blocks.
GIVEN = {
    "docs/check.md": "records adr new Use Redis > /dev/null\n",
    "docs/dialects.md": (
        "records adr new Use Redis > /dev/null\nrecords export --to json-adr > decisions.json\n"
        "mkdir -p docs/adr && cp history/adr/0001-use-redis.md docs/adr/0001-use-redis.md\n"
        "rm -r history && git add -A && git commit -qm given\n"
    ),
}
# Pages that talk of transcripts on somebody's machine, and ask before they write; their commands are only looked up.
LOOKED_UP = ("docs/capture.md",)
_BLOCK = re.compile(r"^```(sh|python)\n(.*?)^```", re.M | re.S)
_LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)\s]*)?\)")


def blocks(page):
    """The blocks of a page that a reader would run, with their language and line."""
    text = (ROOT / page).read_text("utf-8")
    return [(found[1], found[2], text.count("\n", 0, found.start()) + 2) for found in _BLOCK.finditer(text)]


@pytest.fixture
def surroundings(tmp_path, monkeypatch):
    """A repository with two commits, and a PATH on which `records` is this one.

    What would reach the network or build everything is proved in another way: make is asked whether it knows the
    target, an installer whether the package and its extra are ours.
    """
    repo = make_repo(tmp_path / "repo")
    repo.write("README.md", "# A shop\n")
    repo.write("src/app.py", "def search(words):\n    return find(words)\n")
    repo.commit("begin")
    repo.write(
        "src/app.py",
        "import redis\n\n\ndef search(words):\n    return redis.Redis().get(words) or find(words)\n",
    )
    repo.commit("Cache the search in Redis")
    repo.git("clone", "-q", "--bare", str(repo.path), str(tmp_path / "origin.git"))
    repo.git("remote", "add", "origin", str(tmp_path / "origin.git"))
    repo.git("fetch", "-q", "origin")
    tools = tmp_path / "tools"
    tools.mkdir()
    installer = f'#!/bin/sh\nexec "{sys.executable}" "{tools}/installs" "$@"\n'
    scripts = {
        "records": f'#!/bin/sh\nexec "{sys.executable}" -m records "$@"\n',
        "make": f'#!/bin/sh\nexec "{shutil.which("make") or "make"}" -n -C "{ROOT}" "$@" > /dev/null\n',
        "dot": "#!/bin/sh\ncat\n",
        "pipx": installer,
        "uv": installer,
        "pip": installer,
        "installs": (
            "import re, sys, tomllib\n"
            f"project = tomllib.load(open({str(ROOT / 'pyproject.toml')!r}, 'rb'))['project']\n"
            "name, extra = re.fullmatch(r'([\\w.-]+?)(?:\\[(\\w+)\\])?(?:==.*)?', sys.argv[-1]).groups()\n"
            "assert name in (project['name'], '.'), name\n"
            "assert not extra or extra in project['optional-dependencies'], extra\n"
        ),
    }
    for name, text in scripts.items():
        (tools / name).write_text(text)
        (tools / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tools}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, sys.path)))
    return repo


@pytest.mark.parametrize("page", [page for page in PAGES if blocks(page) and page not in LOOKED_UP])
def test_every_command_block_runs(page, surroundings):
    """One shell for a page, stopping at the first command that fails; Python blocks after it."""
    found = blocks(page)
    script = "shopt -s expand_aliases\n" + GIVEN.get(page, "")
    script += "".join(f"# line {line}\n{text}" for language, text, line in found if language == "sh")
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-vc", script],
        cwd=surroundings.path, capture_output=True, text=True, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert done.returncode == 0, f"{page}: {done.stderr[-3000:]}\n{done.stdout[-1000:]}"
    for language, text, line in found:
        if language == "python":
            done = subprocess.run(
                [sys.executable, "-c", text], cwd=surroundings.path, capture_output=True, text=True
            )
            assert done.returncode == 0, f"{page}:{line}: {done.stderr[-3000:]}"


@pytest.mark.parametrize("page", PAGES)
def test_every_command_named_exists(page):
    """`records …` in a page's prose and tables names a command and options that there are."""
    from records.cli.manual import entries
    from records.cli.root import cli

    known = {entry.name: " ".join(name for name, _ in entry.options) for entry in entries(cli)}
    text = (ROOT / page).read_text("utf-8")
    calls = re.findall(r"`(records [a-z][^`\n]*)`", text)
    for block in re.findall(r"^```(?:sh|console)\n(.*?)^```", text, re.M | re.S):
        calls += re.findall(r"^(?:\$ )?(records [a-z][^\n|#>&]*)", block, re.M)
    for call in calls:
        words = call.split()
        name = next((" ".join(words[:n]) for n in (4, 3, 2) if " ".join(words[:n]) in known), None)
        assert name or words[1] == "spec-kit", f"{page}: {call}"
        for option in re.findall(r"(?<=\s)--[a-z][a-z-]*", call):
            assert name is None or option in known[name] or option in known["records"], (
                f"{page}: {call}: {option}"
            )


@pytest.mark.parametrize("page", PAGES)
def test_every_link_to_a_file_leads_somewhere(page):
    """Relative links of a page name files of this repository."""
    text = re.sub(r"```.*?```|`[^`\n]*`(?!\])", "", (ROOT / page).read_text("utf-8"), flags=re.S)
    for target in _LINK.findall(text):
        if "://" not in target and not target.startswith("mailto:"):
            assert (ROOT / page).parent.joinpath(target).exists(), f"{page}: {target}"
