"""The hooks decide in the shell whether a commit concerns records: most commits start no Python, and none is missed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import capture_help as made
from records.install import git_hooks
from records.install.git_hooks import TRAILERS
from records.model.kind import Kind
from records.project.fingerprint import FOREIGN_CONFIGS
from records.project.project import Project
from records.project.settings import CONFIG_PATH

PHR = '---\nid: "0001"\ntitle: One\nstage: green\ndate: 2026-01-01\n---\n\n## Prompt\n\nDo it\n'
IDENTITY = ("-c", "user.name=A", "-c", "user.email=a@example.org")


@pytest.fixture
def shop(tmp_path: Path) -> Project:
    """A repository with one commit whose hooks write each call of `records` into a file."""
    project = made.repository(tmp_path / "shop")
    git(Path(project.root), "commit", "-q", "--allow-empty", "-m", "first")
    git_hooks.apply(project, git_hooks.plan_install(project, TRAILERS))
    for hook in Path(project.root, ".git/hooks").iterdir():
        log = f'echo "$2 $3" >>{tmp_path}/calls; {sys.executable} -P -m records'
        text = hook.read_text() if not hook.name.endswith(".sample") else ""
        if text:
            hook.write_text(text.replace(f"then {sys.executable} -P -m records", f"then {log}"))
    return project


def git(folder: Path, *words: str, check: bool = True) -> str:
    done = subprocess.run(["git", *IDENTITY, *words], cwd=folder, capture_output=True, text=True, check=False)
    assert not check or done.returncode == 0, done.stderr
    return done.stdout


def write(folder: Path, path: str, text: str = "x\n") -> None:
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def calls(project: Project) -> list[str]:
    log = Path(project.root).parent / "calls"
    lines = log.read_text().split("\n")[:-1] if log.exists() else []
    log.unlink(missing_ok=True)
    return [line.split()[1] for line in lines]


def commit(folder: Path, message: str = "Subject", *words: str) -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", message, *words)


def test_a_commit_without_records_starts_no_python(shop: Project) -> None:
    """Code, a README and a deleted record; in the repository, a linked work tree and with GIT_DIR set."""
    top = Path(shop.root)
    write(top, "history/prompts/general/0001-one.green.prompt.md", PHR)
    commit(top, "Add a record")
    assert calls(shop) == ["prepare-commit-msg"]
    write(top, "src/a.py")
    write(top, "README.md")
    commit(top)
    git(top, "worktree", "add", "-q", str(top.parent / "beside"))
    write(top.parent / "beside", "src/b.py")
    commit(top.parent / "beside")
    (top / "history/prompts/general/0001-one.green.prompt.md").unlink()
    git(top, "--git-dir", str(top / ".git"), "--work-tree", str(top), "add", "-A")
    git(top / "src", "--git-dir", str(top / ".git"), "--work-tree", str(top), "commit", "-q", "-m", "Remove")
    assert calls(shop) == []


def test_a_submodule_has_hooks_of_its_own(shop: Project, tmp_path: Path) -> None:
    """Its git directory lies elsewhere: a commit in it finds its own state."""
    top = Path(shop.root)
    inner = made.repository(tmp_path / "inner")
    git(Path(inner.root), "commit", "-q", "--allow-empty", "-m", "first")
    git(top, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", inner.root, "part")
    part = Project.open(str(top / "part"))
    git_hooks.apply(part, git_hooks.plan_install(part, TRAILERS))
    write(top / "part", "a.py")
    commit(top / "part", "Code")
    assert git(top / "part", "show", "-s", "--format=%B").strip() == "Code"
    write(top / "part", "history/prompts/general/0001-one.green.prompt.md", PHR)
    commit(top / "part", "Record")
    assert "PHR: general/0001-one.green" in git(top / "part", "show", "-s", "--format=%B")


ROOTS = [root.replace("*", "001-x") for kind in Kind for root in kind.roots]


@pytest.mark.parametrize("root", ROOTS)
def test_every_folder_of_records_is_looked_at(shop: Project, root: str) -> None:
    """A staged record starts Python, and so does a new one that is not staged."""
    top = Path(shop.root)
    path = f"{root}/0001-one.green.prompt.md" if "prompts" in root or "phr" in root else f"{root}/0001-one.md"
    write(top, path)
    commit(top)
    assert calls(shop)[:1] == ["prepare-commit-msg"]
    git(top, "rm", "-q", path)
    git(top, "commit", "-q", "-m", "Remove")
    assert calls(shop) == []
    write(top, path)
    git(top, "commit", "-q", "--allow-empty", "-m", "Beside")
    assert calls(shop)[:1] == ["prepare-commit-msg"]


NAMES = ("notes/0001-x.md", "A/B.MD", "x/0001-y.rst", "x/0002 z.adoc", "ö/1.markdown")


@pytest.mark.parametrize(
    ("config", "name"),
    [*((config, NAMES[0]) for config in FOREIGN_CONFIGS), *((CONFIG_PATH, name) for name in NAMES)],
)
def test_with_a_configuration_any_file_that_may_be_a_record_counts(
    shop: Project, config: str, name: str
) -> None:
    """Whatever folders it names; files of other types still start no Python."""
    top = Path(shop.root)
    write(top, config, "")
    write(top, name)
    commit(top)
    assert "prepare-commit-msg" in calls(shop)
    write(top, "src/a.py")
    commit(top)
    assert calls(shop) == []


def test_a_prompt_file_outside_the_usual_folders_counts(shop: Project) -> None:
    """Tracked files that are named like a prompt record are records wherever they are."""
    top = Path(shop.root)
    write(top, "packages/a/0001-one.green.prompt.md", PHR)
    commit(top)
    assert "prepare-commit-msg" in calls(shop)


def test_the_first_commit_of_a_repository_is_looked_at(tmp_path: Path) -> None:
    """There is no HEAD to compare with yet."""
    project = made.repository(tmp_path / "new")
    git_hooks.apply(project, git_hooks.plan_install(project, TRAILERS))
    top = Path(project.root)
    write(top, "history/prompts/general/0001-one.green.prompt.md", PHR)
    commit(top)
    assert "PHR: general/0001-one.green" in git(top, "show", "-s", "--format=%B")


def test_a_ledger_makes_every_commit_count(shop: Project) -> None:
    """A captured turn may belong to a commit that touches no record."""
    top = Path(shop.root)
    (top / ".git/records").mkdir(exist_ok=True)
    (top / ".git/records/ledger.sqlite").write_bytes(b"")
    write(top, "src/a.py")
    commit(top)
    assert calls(shop)[:1] == ["prepare-commit-msg"]


@pytest.mark.parametrize(
    ("edit", "checked"),
    [
        ("true", True),
        ("sed -i 1s/^/More/", True),
        ("sed -i s/0001-one/0009-one/", False),
        ("sed -i '$aADR:9'", False),
        ("sed -i s/PHR:/phr:/", False),
        ("sed -i 1d", False),
    ],
)
def test_trailers_that_were_checked_are_not_checked_again(shop: Project, edit: str, checked: bool) -> None:
    """As long as the message has the same ones and begins with a subject."""
    top = Path(shop.root)
    write(top, "history/prompts/general/0001-one.green.prompt.md", PHR)
    git(top, "add", "-A")
    git(top, "-c", f"core.editor={edit}", "commit", "-q", "-e", "-m", "Subject", check=False)
    assert calls(shop) == ["prepare-commit-msg"] + ["commit-msg"] * (not checked)


def test_what_was_checked_is_forgotten_with_the_next_commit(shop: Project) -> None:
    """The same trailers in a later message are checked again: the record may be gone."""
    top = Path(shop.root)
    write(top, "history/prompts/general/0001-one.green.prompt.md", PHR)
    commit(top)
    write(top, "a.py")
    git(top, "rm", "-q", "history/prompts/general/0001-one.green.prompt.md")
    calls(shop)
    git(top, "add", "-A")
    git(top, "commit", "-q", "-m", "Subject\n\nPHR: general/0001-one.green")
    assert calls(shop) == ["commit-msg"]


@pytest.mark.parametrize("missing", ["git", "grep", "cmp", "rm", "all"])
def test_a_missing_tool_never_stops_a_commit(shop: Project, tmp_path: Path, missing: str) -> None:
    """The hooks end with success, run by `sh -e` as husky does."""
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in () if missing == "all" else ("git", "grep", "cmp", "rm"):
        if name != missing:
            found = next(p for p in os.environ["PATH"].split(":") if os.path.exists(f"{p}/{name}"))
            (tools / name).symlink_to(f"{found}/{name}")
    top = Path(shop.root)
    write(top, "message", "Subject\n\nADR: 9\n")
    (top / ".git/records").mkdir(exist_ok=True)
    (top / ".git/records/trailers").write_text("ADR: 9\n")
    for hook in ("prepare-commit-msg", "commit-msg", "post-commit"):
        for extra in ({}, {"GIT_DIR": str(top / ".git")}):
            command = ["/bin/sh", "-eu", f".git/hooks/{hook}", "message"]
            subprocess.run(command, cwd=top, check=True, env={"PATH": str(tools), **extra})
