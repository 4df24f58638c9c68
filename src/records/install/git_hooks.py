"""Put our lines into git's hooks beside those of others, and take them out again, byte for byte.

A hook that is a shell script gets a few lines below its first one; any other (a program, a link, one that is
switched off) is kept under another name and called by a script of ours as git would call it. pre-commit's own
scripts are shell scripts and keep working.
"""

from __future__ import annotations

import os
import re
import shlex
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from records.errors import GitError, WriteError

if TYPE_CHECKING:
    from records.git.hooks_path import HooksFolder
    from records.project.project import Project

NAMES = ("prepare-commit-msg", "commit-msg", "post-commit")
_BEGIN, _END = "# >>> records hooks", "# <<< records hooks"
_KEPT = ".before-records"
_HEAD = "#!/bin/sh\n"
_SHELL = re.compile(r"#![ \t]*(?:\S*/)?(?:env[ \t]+)?(?:ba|da|k|z|a)?sh(?:[ \t][^\n]*)?\r?\n")


@dataclass(frozen=True, slots=True)
class Hook:
    """One hook of a repository.

    Attributes:
        name: `commit-msg` …
        path: absolute.
        installed: whether it calls us.
        others: whether it also does something of somebody else's.
        changed: whether this run changed it.
    """

    name: str
    path: str
    installed: bool
    others: bool
    changed: bool = False


def install(project: Project) -> list[Hook]:
    """Let git call us when a message is prepared, checked, and when a commit was made; twice changes nothing.

    Raises:
        GitError: the project is in no repository, or its hooks lie where other repositories share them.
        WriteError: a hook cannot be written.
    """
    folder = _folder(project)
    if folder.foreign:
        raise GitError(
            f"core.hooksPath is {folder.path}, which other repositories share",
            'git config --local core.hooksPath .git/hooks, or call `records hooks run NAME "$@"` in your own hooks',
        )
    return [_install(name, folder) for name in NAMES]


def uninstall(project: Project) -> list[Hook]:
    """Take our lines out; what was there before is there again, byte for byte.

    Raises:
        GitError: the project is in no repository.
        WriteError: a hook cannot be written.
    """
    folder = _folder(project)
    return [_uninstall(name, folder) for name in NAMES]


def status(project: Project) -> list[Hook]:
    """Each hook, and whether it calls us.

    Raises:
        GitError: the project is in no repository.
    """
    folder = _folder(project)
    return [_hook(name, os.path.join(folder.path, name)) for name in NAMES]


def _folder(project: Project) -> HooksFolder:
    from records.git.hooks_path import hooks_folder

    git = project.git()
    if git is None or project.location is None:
        raise GitError(f"{project.root} is in no git repository", "git init")
    return hooks_folder(git, project.location)


def _install(name: str, folder: HooksFolder) -> Hook:
    path = os.path.join(folder.path, name)
    text = _read(path)
    foreign = (
        text is not None and _BEGIN not in text and (not _SHELL.match(text) or not os.access(path, os.X_OK))
    )
    if os.path.islink(path) or foreign:
        kept = path + _KEPT
        if os.path.lexists(kept):
            raise WriteError(f"{kept} is in the way", "move it, and install again")
        os.replace(path, kept)
        made = _HEAD + _lines(name, folder, chained=True)
    else:
        before = _without(text if text is not None else _HEAD)
        head = _SHELL.match(before)
        cut = head.end() if head else 0
        made = before[:cut] + _lines(name, folder, chained=os.path.lexists(path + _KEPT)) + before[cut:]
    changed = made != text
    if changed:
        _write(path, made)
    return _hook(name, path, changed=changed)


def _uninstall(name: str, folder: HooksFolder) -> Hook:
    path = os.path.join(folder.path, name)
    text = _read(path)
    if text is None or _BEGIN not in text:
        return _hook(name, path)
    left = _without(text)
    if left != _HEAD:
        _write(path, left)
    elif os.path.lexists(path + _KEPT):
        os.replace(path + _KEPT, path)
    else:
        os.unlink(path)
    return _hook(name, path, changed=True)


def _hook(name: str, path: str, *, changed: bool = False) -> Hook:
    text = _read(path) or ""
    others = os.path.lexists(path + _KEPT) or _without(text).strip() not in ("", _HEAD.strip())
    return Hook(name, path, _BEGIN in text, others, changed)


def _lines(name: str, folder: HooksFolder, *, chained: bool) -> str:
    """Our lines: they find the program, call it, and let the person go on whatever comes of it, but for a refusal."""
    refuse = "[ $? -ne 1 ] || exit 1" if name == "commit-msg" else ":"
    call = f'-m records hooks run {name} "$@" </dev/null || {refuse}'
    program = shlex.quote(sys.executable)
    found = f"if [ -x {program} ]; then\n  {program} -P {call}\nel" if not folder.tracked else ""
    other = f"if command -v records >/dev/null 2>&1; then\n  records{call.removeprefix('-m records')}\nfi\n"
    before = f'[ ! -x "$0{_KEPT}" ] || "$0{_KEPT}" "$@" || exit $?\n' if chained else ""
    return f"{_BEGIN}\n{before}{found}{other}{_END}\n"


def _without(text: str) -> str:
    head, found, rest = text.partition(_BEGIN + "\n")
    return head + rest.partition(_END + "\n")[2] if found else text


def _read(path: str) -> str | None:
    from records.project.files import read_text

    try:
        return read_text(path)
    except OSError:
        return None


def _write(path: str, text: str) -> None:
    from records.project.files import replace

    replace(path, text)
    try:
        os.chmod(path, os.stat(path).st_mode | 0o111)  # noqa: S103 — a hook must be executable
    except OSError as error:
        raise WriteError(f"could not make {path} executable: {error.strerror}") from error
