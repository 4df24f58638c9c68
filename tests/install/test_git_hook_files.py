"""One installer for git's hooks: it goes where git looks, keeps the hooks of others running, and restores their bytes."""

from __future__ import annotations

import itertools
import os
import stat
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

import capture_help as made
from records.errors import GitError, WriteError
from records.install import git_hooks
from records.install.git_hooks import CAPTURE, TRAILERS
from records.project.project import Project

SHELL = "#!/bin/sh\necho mine >>ran\nexit 0"
PYTHON = f"#!{sys.executable}\nopen('ran', 'a').write('mine\\n')\n"
CRLF = "#!/bin/sh\r\necho mine >>ran\r\n"
HUSKY_DISPATCHER = (
    '#!/usr/bin/env sh\ns=$(dirname "$(dirname "$0")")/$(basename "$0")\n[ ! -f "$s" ] || sh -e "$s" "$@"\n'
)
HUSKY_STUB = '#!/usr/bin/env sh\n. "$(dirname "$0")/h"\n'


@pytest.fixture
def shop(tmp_path: Path) -> Project:
    return made.repository(tmp_path / "shop")


def install(project: Project, feature: str) -> None:
    git_hooks.apply(project, git_hooks.plan_install(project, feature))


def uninstall(project: Project, feature: str) -> None:
    git_hooks.apply(project, git_hooks.plan_uninstall(project, feature))


def write_hook(project: Project, path: str, content: str | bytes, mode: int = 0o755) -> Path:
    hook = Path(project.root, path)
    hook.parent.mkdir(parents=True, exist_ok=True)
    hook.write_bytes(content.encode() if isinstance(content, str) else content)
    hook.chmod(mode)
    return hook


def commit(project: Project) -> None:
    git = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org"]
    subprocess.run([*git, "commit", "-q", "--allow-empty", "-m", "x"], cwd=project.root, check=True)


def folder_state(folder: Path) -> dict[str, tuple[int, bytes | str]]:
    """Every hook of a folder with its mode and content; of a link, where it points to."""
    return {
        path.name: (path.lstat().st_mode, os.readlink(path) if path.is_symlink() else path.read_bytes())
        for path in folder.iterdir()
    }


def a_script(project: Project, path: Path) -> None:
    write_hook(project, str(path), SHELL)


def a_python_program(project: Project, path: Path) -> None:
    write_hook(project, str(path), PYTHON)


def a_link(project: Project, path: Path) -> None:
    write_hook(project, "scripts/hook", SHELL)
    path.symlink_to("../../scripts/hook")


def a_binary(project: Project, path: Path) -> None:
    """The shell itself under another name: as a hook it runs the file that it is given, here none."""
    write_hook(project, str(path), Path("/bin/true").read_bytes())


def without_a_first_line(project: Project, path: Path) -> None:
    write_hook(project, str(path), "echo mine >>ran\n")


def switched_off(project: Project, path: Path) -> None:
    write_hook(project, str(path), SHELL, 0o644)


def carriage_returns(project: Project, path: Path) -> None:
    write_hook(project, str(path), CRLF)


def only_the_first_line(project: Project, path: Path) -> None:
    write_hook(project, str(path), "#!/bin/sh\n")


HOOKS = {
    a_script: True, a_python_program: True, a_link: True, a_binary: False, without_a_first_line: True,
    switched_off: False, carriage_returns: False, only_the_first_line: False,
}  # fmt: skip


@pytest.mark.parametrize(
    "order", [*itertools.permutations((TRAILERS, CAPTURE)), (TRAILERS,), (CAPTURE,)], ids="+".join
)
@pytest.mark.parametrize(("make", "runs"), HOOKS.items(), ids=lambda value: getattr(value, "__name__", ""))
def test_a_hook_of_others_runs_as_before_and_is_restored(
    shop: Project, make: Any, runs: bool, order: tuple[str, ...]
) -> None:
    """Whatever it is written in, whichever features are installed, and in whichever order they are removed."""
    folder = Path(shop.root, ".git/hooks")
    folder.mkdir(exist_ok=True)
    make(shop, folder / "post-commit")
    before = folder_state(folder)
    for feature in order:
        install(shop, feature)
        install(shop, feature)
        assert git_hooks.is_installed(shop, feature)
        assert git_hooks.plan_install(shop, feature) == []
    commit(shop)
    ran = Path(shop.root, "ran")
    assert (ran.read_text() if ran.exists() else "") == ("mine\n" if runs else "")
    for feature in order:
        uninstall(shop, feature)
        assert not git_hooks.is_installed(shop, feature)
        assert git_hooks.plan_uninstall(shop, feature) == []
    assert folder_state(folder) == before


def test_removing_one_feature_leaves_the_other(shop: Project) -> None:
    """They share the block of `post-commit`."""
    install(shop, TRAILERS)
    install(shop, CAPTURE)
    uninstall(shop, TRAILERS)
    assert git_hooks.is_installed(shop, CAPTURE)
    assert not Path(shop.root, ".git/hooks/commit-msg").exists()
    assert Path(shop.root, ".git/hooks/post-commit").read_text().count("capture link") == 1


@pytest.mark.parametrize("order", list(itertools.permutations((TRAILERS, CAPTURE))), ids="+".join)
def test_a_commit_is_linked_once(shop: Project, order: tuple[str, ...], tmp_path: Path) -> None:
    """With both features installed `records` is called once after a commit, and not at all before capture is on."""
    log = tmp_path / "calls"
    for feature in order:
        install(shop, feature)
    hook = Path(shop.root, ".git/hooks/post-commit")
    hook.write_text(hook.read_text().replace(sys.executable, "/nowhere"))
    tool = tmp_path / "bin" / "records"
    tool.parent.mkdir()
    tool.write_text(f'#!/bin/sh\necho "$@" >>{log}\n')
    tool.chmod(0o755)
    path = f"{tool.parent}{os.pathsep}{os.environ['PATH']}"
    call = ["sh", str(hook)]
    subprocess.run(call, cwd=shop.root, check=True, env={**os.environ, "PATH": path})
    assert not log.exists()
    Path(shop.root, ".git/records").mkdir(exist_ok=True)
    Path(shop.root, ".git/records/on").write_text("")
    subprocess.run(call, cwd=shop.root, check=True, env={**os.environ, "PATH": path})
    for _ in range(100):
        if log.exists() and log.read_text():
            break
        time.sleep(0.05)
    assert log.read_text() == "capture link --quiet\n"


@pytest.mark.parametrize(
    "content", [SHELL.replace("echo mine", "cat"), PYTHON.replace("'mine\\n'", "input()+'\\n'")]
)
def test_post_rewrite_hands_its_input_on(shop: Project, content: str) -> None:
    """What git writes on standard input reaches us and the hook of others, be it below our lines or a program."""
    if content.startswith(f"#!{sys.executable}"):
        content = "#!/usr/bin/env python3\nopen('ran', 'a').write(input() + '\\n')\n"
    write_hook(shop, ".git/hooks/post-rewrite", content)
    install(shop, CAPTURE)
    hook = Path(shop.root, ".git/hooks/post-rewrite")
    subprocess.run([str(hook), "amend"], cwd=shop.root, input=b"aaa bbb\n", check=True)
    assert Path(shop.root, "ran").read_text() == "aaa bbb\n"


@pytest.mark.parametrize("form", [".githooks", "ABSOLUTE/.githooks", "tools/git/hooks/"])
def test_hooks_go_where_git_looks(shop: Project, form: str) -> None:
    """`core.hooksPath` may be relative or absolute; a folder of the work tree gets no path of this machine."""
    value = form.replace("ABSOLUTE", shop.root)
    subprocess.run(["git", "config", "core.hooksPath", value], cwd=shop.root, check=True)
    install(shop, CAPTURE)
    folder = Path(shop.root, value)
    assert sorted(os.listdir(folder)) == ["post-commit", "post-rewrite"]
    assert sys.executable not in (folder / "post-commit").read_text()
    assert os.access(folder / "post-commit", os.X_OK)
    assert not Path(shop.root, ".git/hooks/post-commit").exists()
    uninstall(shop, CAPTURE)
    assert os.listdir(folder) == []


def test_a_hooks_path_that_others_share_is_refused(shop: Project, tmp_path: Path) -> None:
    """For both features; nothing is written."""
    outside = str(tmp_path / "shared")
    subprocess.run(["git", "config", "core.hooksPath", outside], cwd=shop.root, check=True)
    for feature in (TRAILERS, CAPTURE):
        with pytest.raises(GitError, match="other repositories share"):
            git_hooks.plan_install(shop, feature)
        assert not git_hooks.is_installed(shop, feature)
    assert not Path(outside).exists()


def test_husky_8_keeps_its_hooks_in_its_folder(shop: Project) -> None:
    """Our lines stand below the first line, above the one that loads husky."""
    subprocess.run(["git", "config", "core.hooksPath", ".husky"], cwd=shop.root, check=True)
    text = '#!/usr/bin/env sh\n. "$(dirname -- "$0")/_/husky.sh"\n\nnpm test\n'
    hook = write_hook(shop, ".husky/commit-msg", text)
    install(shop, TRAILERS)
    assert hook.read_text().startswith("#!/usr/bin/env sh\n# >>> records (trailers)\n")
    uninstall(shop, TRAILERS)
    assert hook.read_text() == text


@pytest.mark.parametrize("own", ["echo mine >>ran\n", None, "#!/usr/bin/env sh\necho mine >>ran"])
def test_husky_9_keeps_generated_stubs(shop: Project, own: str | None) -> None:
    """Git runs `.husky/_/NAME`, which husky writes anew at each installation; ours go into `.husky/NAME`, mode kept."""
    subprocess.run(["git", "config", "core.hooksPath", ".husky/_"], cwd=shop.root, check=True)
    write_hook(shop, ".husky/_/h", HUSKY_DISPATCHER)
    for name in ("post-commit", "post-rewrite", "commit-msg", "prepare-commit-msg"):
        write_hook(shop, f".husky/_/{name}", HUSKY_STUB)
    if own is not None:
        write_hook(shop, ".husky/post-commit", own, 0o644)
    stubs, before = folder_state(Path(shop.root, ".husky/_")), own
    install(shop, CAPTURE)
    install(shop, TRAILERS)
    assert folder_state(Path(shop.root, ".husky/_")) == stubs
    assert "capture link" in Path(shop.root, ".husky/post-commit").read_text()
    commit(shop)
    if own is not None:
        assert Path(shop.root, "ran").read_text() == "mine\n"
    uninstall(shop, CAPTURE)
    uninstall(shop, TRAILERS)
    hook = Path(shop.root, ".husky/post-commit")
    assert (hook.read_text() if hook.exists() else None) == before
    if own is not None:
        assert stat.S_IMODE(hook.stat().st_mode) == 0o644


def test_a_husky_9_folder_without_stubs_is_used_as_git_does(shop: Project) -> None:
    """Where nothing calls `.husky/NAME`, git itself runs what is in `.husky/_`."""
    subprocess.run(["git", "config", "core.hooksPath", ".husky/_"], cwd=shop.root, check=True)
    install(shop, CAPTURE)
    assert sorted(os.listdir(Path(shop.root, ".husky/_"))) == ["post-commit", "post-rewrite"]


def test_a_taken_name_is_not_overwritten(shop: Project) -> None:
    """What an earlier hook was renamed to may not be lost."""
    write_hook(shop, ".git/hooks/post-commit", PYTHON)
    write_hook(shop, ".git/hooks/post-commit.before-records", "precious")
    with pytest.raises(WriteError, match="is in the way"):
        git_hooks.plan_install(shop, CAPTURE)
    assert Path(shop.root, ".git/hooks/post-commit.before-records").read_text() == "precious"


def test_the_plan_says_what_is_renamed(shop: Project) -> None:
    """The summary and the diff name the hook of others and its new name."""
    write_hook(shop, ".git/hooks/post-commit", PYTHON)
    [change, _] = git_hooks.plan_install(shop, CAPTURE)
    assert change.summary().endswith("(new file); post-commit is renamed to post-commit.before-records")
    assert change.diff().startswith("rename post-commit => post-commit.before-records\n--- /dev/null\n")
    git_hooks.apply(shop, [change])
    [removal] = git_hooks.plan_uninstall(shop, CAPTURE)
    assert removal.summary().endswith("(removed); post-commit.before-records is renamed to post-commit")


@pytest.mark.parametrize("message", ["Subject\n", "Subject\n\nSigned-off-by: A <a@example.org>\n"])
def test_a_message_without_trailers_of_ours_needs_no_python(
    shop: Project, message: str, tmp_path: Path
) -> None:
    """`commit-msg` decides in the shell: only a line `PHR:` or `ADR:` starts `records`."""
    install(shop, TRAILERS)
    hook = Path(shop.root, ".git/hooks/commit-msg")
    hook.write_text(hook.read_text().replace(f"{sys.executable} -P -m records", "echo called"))
    path = tmp_path / "message"
    path.write_text(message)
    done = subprocess.run([str(hook), str(path)], cwd=shop.root, check=True, capture_output=True)
    assert done.stdout == b""
    path.write_text(message + "adr: 7\n")
    done = subprocess.run([str(hook), str(path)], cwd=shop.root, check=True, capture_output=True)
    assert b"called hooks run commit-msg" in done.stdout


def test_outside_a_repository_no_hook_is_installed(tmp_path: Path) -> None:
    """Which is no error for whoever asks; installing one is."""
    (tmp_path / "history/adr").mkdir(parents=True)
    project = Project.open(str(tmp_path))
    assert not git_hooks.is_installed(project, TRAILERS)
    with pytest.raises(GitError, match="git repository"):
        git_hooks.plan_install(project, TRAILERS)
