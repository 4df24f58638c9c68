"""Every command × every place where a repository can name a program: nothing that it names is ever run.

The commands come from the command table, and their arguments from the examples in their help, so a new command is
tried as soon as it exists. Each place has a canary of its own, so a failure names the place.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from mcp import Client

from command_lines import MORE, examples, write_example_records
from mcp_story import in_a_loop
from records.cli.main import main as run_records
from records.mcp.arguments import example_of
from records.mcp.server import build
from records.site.server import Preview
from repository import Repo, make_repo

HOOKS = [
    "applypatch-msg",
    "commit-msg",
    "fsmonitor-watchman",
    "post-applypatch",
    "post-checkout",
    "post-commit",
    "post-index-change",
    "post-merge",
    "post-rewrite",
    "pre-auto-gc",
    "pre-commit",
    "pre-merge-commit",
    "pre-push",
    "pre-rebase",
    "prepare-commit-msg",
    "reference-transaction",
    "push-to-checkout",
    "sendemail-validate",
]
# Every setting of git-config(1) that names a program or makes one run; `{}` is the canary of the place.
SETTINGS = {
    "core.fsmonitor": "{}", "core.pager": "{}", "core.editor": "{}", "core.sshCommand": "{}", "core.askPass": "{}",
    "core.gitProxy": "{}", "core.alternateRefsCommand": "{}", "credential.helper": "{}", "diff.external": "{}",
    "diff.x.command": "{}", "diff.x.textconv": "{}", "diff.tool": "x", "difftool.x.cmd": "{}", "mergetool.x.cmd": "{}",
    "filter.x.clean": "{}", "filter.x.smudge": "{}", "filter.x.process": "{}", "filter.x.required": "true",
    "filter.odd=name.clean": "{}", "merge.x.driver": "{}", "gpg.program": "{}", "gpg.ssh.program": "{}",
    "gpg.x509.program": "{}", "gpg.openpgp.program": "{}", "gpg.ssh.defaultKeyCommand": "{}",
    "interactive.diffFilter": "{}", "sequence.editor": "{}", "trailer.phr.command": "{}", "trailer.phr.cmd": "{}",
    "remote.origin.uploadpack": "{}", "remote.origin.receivepack": "{}", "remote.origin.vcs": "ext",
    "remote.origin.url": "ext::{}", "remote.origin.promisor": "true", "protocol.ext.allow": "always",
    "uploadpack.packObjectsHook": "{}", "web.browser": "x", "browser.x.cmd": "{}", "man.x.cmd": "{}",
    "log.showSignature": "true", "commit.gpgSign": "true", "tag.gpgSign": "true", "submodule.sub.update": "!{}",
    "submodule.sub.ignore": "none", "submodule.recurse": "true", "diff.submodule": "diff",
    "diff.ignoreSubmodules": "none", "status.submoduleSummary": "true", "core.attributesFile": ".git/more-attributes",
    **{f"alias.{name}": "!{}" for name in ("log", "status", "diff", "cat-file", "ls-files", "config", "rev-parse")},
    **{f"pager.{name}": "{}" for name in ("log", "status", "diff", "config", "blame", "grep", "show")},
}  # fmt: skip
CONDITIONS = {"by-folder": "gitdir:**/.git", "by-case": "gitdir/i:**/.GIT", "by-branch": "onbranch:**"}
"""Conditions of `includeIf` that hold here, by the name of the filter that the included file sets."""
SUBMODULE_SETTINGS = (
    "core.fsmonitor", "diff.external", "diff.x.command", "diff.x.textconv", "filter.x.clean", "filter.x.smudge",
    "filter.x.process", "core.pager", "core.sshCommand",
)  # fmt: skip


def canary(folder: Path, place: str) -> str:
    """Write a program that leaves a mark in `ran/` under the name of its place; return the command to run it."""
    name = re.sub(r"[^\w.=-]", "_", place)
    path = folder / "canaries" / f"{name}.sh"
    path.parent.mkdir(parents=True, exist_ok=True)
    (folder / "ran").mkdir(exist_ok=True)
    path.write_text(f'#!/bin/sh\ntouch "{folder}/ran/{name}"\ncat 2>/dev/null\n')
    path.chmod(0o755)
    return str(path)


MALICIOUS_TEMPLATE = """\
# {{ title }}
{{ ''.__class__ }}{{ cycler.__init__.__globals__.os.system('touch CANARY') }}
"""


def _log(repo: Repo, top: str = "") -> None:
    """The records that the examples name, and attributes that name drivers for every file."""
    write_example_records(repo, top)
    repo.write(f"{top}.gitattributes", "* filter=x diff=x merge=x\n*.py filter=odd=name\n")


def trap_files(repo: Repo, folder: Path, top: str = "") -> None:
    """Write tracked files whose names something might run or import."""
    for name in (".records/hook", ".records/python", ".records/capture", "git", "sh", "gitleaks"):
        program = Path(canary(folder, f"file {top}{name}"))
        repo.write(top + name, program.read_text()).chmod(0o755)
    for name in (
        "json.py",
        "venv.py",
        "sitecustomize.py",
        ".records/plugin.py",
        "pip/__init__.py",
        "records.py",
    ):
        mark = folder / "ran" / re.sub(r"[^\w.=-]", "_", f"module {top}{name}")
        repo.write(top + name, f"open({str(mark)!r}, 'w').close()\n")
    mark = folder / "ran" / f"template_{top.strip('/')}"
    repo.write(f"{top}.records/templates/mine.md.j2", MALICIOUS_TEMPLATE.replace("CANARY", str(mark)))


def submodule(repo: Repo, folder: Path) -> None:
    """Add a submodule with changes, whose own configuration names programs."""
    inner = make_repo(folder / "inner")
    inner.write(".gitattributes", "* filter=x diff=x\n")
    inner.write("s.py", "one\n")
    inner.commit("one")
    inner.write("s.py", "two\n")
    inner.commit("two")
    repo.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", str(inner.path), "sub")
    repo.git("-C", "sub", "checkout", "-q", "HEAD~1")
    repo.commit("add a submodule")
    repo.git("-C", "sub", "checkout", "-q", "-")
    repo.commit("move the submodule")
    for name in SUBMODULE_SETTINGS:
        repo.git("config", "-f", ".git/modules/sub/config", name, canary(folder, f"submodule {name}"))
    repo.write("sub/s.py", "three\n")


def embedded(repo: Repo, folder: Path) -> None:
    """Add a tracked folder that looks like a git directory, with records in it and settings that name programs."""
    _log(repo, "bare/")
    trap_files(repo, folder, "bare/")
    repo.write("bare/HEAD", "ref: refs/heads/main\n")
    for name in ("bare/refs/.keep", "bare/objects/.keep", "bare/records/on"):
        repo.write(name, "")
    rows = ["[core]\n\trepositoryformatversion = 0\n\tbare = false\n\tworktree = .\n"]
    for name in SUBMODULE_SETTINGS:
        section, _, key = name.rpartition(".")
        head, _, driver = section.partition(".")
        title = f'{head} "{driver}"' if driver else head
        rows.append(f"[{title}]\n\t{key} = {canary(folder, f'embedded {name}')}\n")
    repo.write("bare/config", "".join(rows))
    for name in HOOKS:
        repo.write(f"bare/hooks/{name}", Path(canary(folder, f"embedded hook {name}")).read_text()).chmod(
            0o755
        )
    repo.write("bare/records/python", canary(folder, "embedded python"))


def linked_work_tree(repo: Repo, folder: Path) -> None:
    """Add a linked work tree with changes, whose own configuration names programs."""
    repo.git("worktree", "add", "-q", str(folder / "linked"))
    repo.git("config", "extensions.worktreeConfig", "true")
    for name in SUBMODULE_SETTINGS:
        program = canary(folder, f"linked {name}")
        repo.git("config", "-f", ".git/worktrees/linked/config.worktree", name, program)
    (folder / "linked/src/login.py").write_text("changed there\n")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """A repository with a trap in every place, and the folder in which canaries leave their marks."""
    folder = tmp_path_factory.mktemp("traps")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
        patch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
        repo = make_repo(folder / "repo")
        _log(repo)
        trap_files(repo, folder)
        embedded(repo, folder)
        for name in CONDITIONS:
            repo.write(f"conditional/{name}.txt", "first\n")
        repo.commit("begin")
        repo.git("tag", "v1.0")
        repo.git("tag", "v1.2")
        repo.write("src/login.py", "changed\n" * 3)
        repo.write("requirements.txt", "redis\n")
        repo.commit("Use redis\n\nPHR: general/0003")
        submodule(repo, folder)
        linked_work_tree(repo, folder)
        repo.git("update-ref", "refs/remotes/origin/main", "HEAD~1")
        repo.write("src/login.py", "changed again\n" * 5)
        for name in HOOKS:
            repo.write(f".git/hooks/{name}", Path(canary(folder, f"hook {name}")).read_text()).chmod(0o755)
        repo.write(".git/more-attributes", "* filter=x diff=x\n")
        repo.write(".git/included", f'[filter "included"]\n\tclean = {canary(folder, "include filter")}\n')
        repo.git("config", "include.path", "included")
        for name, condition in CONDITIONS.items():
            own = canary(folder, f"includeIf {condition}")
            repo.write(f".git/included-{name}", f'[filter "{name}"]\n\tclean = {own}\n')
            repo.git("config", f"includeIf.{condition}.path", f"included-{name}")
            repo.write(f"conditional/{name}.txt", "changed\n")
        rows = "".join(f"conditional/{name}.txt filter={name}\n" for name in CONDITIONS)
        repo.write(".git/info/attributes", f"*.txt filter=included\n{rows}")
        repo.write("prompt.txt", "Fix the login again.\n")
        for name, value in SETTINGS.items():
            repo.git("config", name, value.format(canary(folder, f"config {name}")))
        for mark in (folder / "ran").iterdir():
            mark.unlink()
    return repo, folder


def run_in_process(words: list[str]) -> int:
    """Run a command line and return its exit code."""
    if words[0] != "mcp":
        return run_records(words)
    # This thread may belong to the event loop of a browser that other tests use.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(run_records, words).result()


def bug_reports(printed: str) -> str:
    """Return the texts of the files that internal errors name."""
    return "".join(Path(name).read_text() for name in re.findall(r"\S*records-bug-\S*\.txt", printed))


@pytest.fixture
def commands(monkeypatch, capfd):
    """Run command lines in a folder and return those by which a canary was run, each with the canary's place."""
    monkeypatch.setattr(Preview, "run", lambda preview, say: preview.look(say))
    monkeypatch.setattr("uvicorn.Server.run", lambda server, sockets: None)
    monkeypatch.setenv("SHELL", "/bin/sh")
    monkeypatch.setenv("BROWSER", "true")

    def call(folder: Path, cwd: Path, lines: list[list[str]]) -> tuple[list[str], dict[str, int]]:
        monkeypatch.chdir(cwd)
        guilty, codes = [], {}
        for words in lines:
            for path in cwd.glob("s*/*.py"):
                os.utime(path)  # so that git looks at it again
            with open(os.devnull, encoding="utf-8") as stdin, monkeypatch.context() as patch:
                patch.setattr(sys, "stdin", stdin)
                codes[shlex.join(words)] = run_in_process(words)
            printed = capfd.readouterr().err
            assert codes[shlex.join(words)] != 3, (
                f"records {shlex.join(words)}: {printed}{bug_reports(printed)}"
            )
            for mark in (folder / "ran").iterdir():
                guilty.append(f"records {shlex.join(words)}: {mark.name}")
                mark.unlink()
        time.sleep(0.5)  # a sync that a command has started in the background
        return guilty + [mark.name for mark in (folder / "ran").iterdir()], codes

    return call


def test_the_traps_work(hostile, monkeypatch):
    """Plain git runs many of the canaries; without this the other tests would prove nothing."""
    repo, folder = hostile
    for args in (
        ["status"],
        ["-p", "diff"],
        ["hook", "run", "pre-commit"],
        ["-C", "sub", "status"],
        ["-C", "../linked", "diff"],
        ["-c", "core.fsmonitor=false", "diff", "--no-ext-diff", "conditional"],
    ):
        subprocess.run(["git", *args], cwd=repo.path, capture_output=True, check=False, timeout=30)
    subprocess.run(["git", "status"], cwd=repo.path / "bare", capture_output=True, check=False, timeout=30)
    names = {mark.name for mark in (folder / "ran").iterdir()}
    for mark in (folder / "ran").iterdir():
        mark.unlink()
    assert {"config_core.fsmonitor", "config_filter.x.process", "hook_pre-commit"} <= names
    assert any(name.startswith("embedded_") for name in names)
    assert any(name.startswith("submodule_") for name in names)
    assert any(name.startswith("linked_") for name in names)
    assert sum(name.startswith("includeIf_") for name in names) == len(CONDITIONS)


def test_no_command_runs_what_a_repository_names(hostile, commands):
    """At the top of a repository whose configuration, attributes, hooks, submodule and files are all traps."""
    repo, folder = hostile
    guilty, codes = commands(folder, repo.path, [["capture", "on"], *examples(), *map(shlex.split, MORE)])
    assert guilty == []
    assert sum(code in (0, 1) for code in codes.values()) > 0.7 * len(codes), (
        "most of the commands did their work"
    )


@pytest.mark.parametrize("inner", ["bare", "bare/hooks", "sub"])
def test_no_command_does_so_in_a_folder_of_it(hostile, commands, inner):
    """In a tracked folder that looks like a repository, and in a submodule, settings of both count for nothing."""
    repo, folder = hostile
    lines = [*examples()[:: 3 if inner == "bare" else 12], *map(shlex.split, MORE[:12])]
    guilty, _ = commands(folder, repo.path / inner, lines)
    assert guilty == []


def test_no_command_does_so_in_a_linked_work_tree(hostile, commands):
    """In a linked work tree with a configuration of its own, settings of that count for nothing either."""
    _, folder = hostile
    guilty, _ = commands(folder, folder / "linked", [*examples()[::3], *map(shlex.split, MORE[:16])])
    assert guilty == []


@pytest.mark.parametrize("place", ["repo", "repo/bare", "repo/sub", "linked"])
def test_no_tool_of_the_server_runs_what_a_repository_names(hostile, place):
    """Each tool of the MCP server, reading and writing, with the examples that its errors give."""
    _, folder = hostile
    codes: dict[str, list[bool]] = {}

    async def call() -> None:
        async with Client(build(str(folder / place))) as client:
            for tool in (await client.list_tools()).tools:
                required = {
                    name: example_of(tool.name, [name]) for name in tool.input_schema.get("required", [])
                }
                every = {name: example_of(tool.name, [name]) for name in tool.input_schema["properties"]}
                for arguments in (required, every, required | _OF_REVISIONS.get(tool.name, {})):
                    answer = await client.call_tool(tool.name, arguments)
                    codes.setdefault(tool.name, []).append(not answer.is_error)

    in_a_loop(call())
    ran = {mark.name for mark in (folder / "ran").iterdir()}
    for mark in (folder / "ran").iterdir():
        mark.unlink()
    assert not ran, codes
    assert len(codes) >= 10
    answered = [name for name, results in codes.items() if any(results)]
    assert place not in ("repo", "linked") or len(answered) >= 0.7 * len(codes), codes


_OF_REVISIONS = {
    "suggest_adr": {"diff": "HEAD~1"},
    "decisions_for": {"diff": "HEAD~1"},
    "why": {"target": "src/login.py:2"},
}
"""What the examples do not reach: the work tree, and files that are there."""
