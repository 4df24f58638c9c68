"""Add our block to git's hooks beside those of others, and remove it again byte for byte.

A hook that is a shell script gets a block below its first line. Any other hook (a program, a link, one that is
switched off, one with carriage returns) is renamed and called by a script of ours, as git would call it. Both features
share one block a hook, so a commit is linked once whichever are installed.
"""

from __future__ import annotations

import os
from collections.abc import Iterable

import records.regex as re
from records.dataclass import dataclass
from records.errors import GitError, WriteError
from records.git.hooks_path import HooksFolder, hooks_folder
from records.install.file_change import FileChange, apply_changes
from records.install.git_hook_script import hook_lines
from records.project.files import read_text
from records.project.root import path_within

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.project.project import Project

TRAILERS, CAPTURE = "trailers", "capture"
HOOKS: dict[str, tuple[str, ...]] = {
    TRAILERS: ("prepare-commit-msg", "commit-msg", "post-commit"),
    CAPTURE: ("post-commit", "post-rewrite"),
}
"""The features, and the hooks of git's that each needs."""
_BEGIN, _END = "# >>> records", "# <<< records"
_BLOCK = re.compile(rf"{_BEGIN} \((?P<words>[\w, -]+)\)\n.*?{_END}\n", re.S)
_CREATED = "new file"
_BACKUP = ".before-records"
_HEAD = "#!/bin/sh\n"
_SHEBANG = re.compile(r"#![ \t]*(?:\S*/)?(?:env[ \t]+)?(?:ba|da|k|z|a)?sh(?:[ \t][^\r\n]*)?\n")


@dataclass(frozen=True, slots=True)
class Hook:
    """One hook of a repository.

    Attributes:
        name: `commit-msg` …
        path: absolute.
        features: those of ours that it serves.
        has_others: whether it also does something that is not ours.
        is_changed: whether this run changed it.
    """

    name: str
    path: str
    features: frozenset[str]
    has_others: bool
    is_changed: bool = False


def plan_install(project: Project, feature: str) -> list[FileChange]:
    """Return the changes that let git call us for a feature; none when it does already.

    Raises:
        GitError: the project is in no repository, or its hooks lie where other repositories share them.
        WriteError: the name that an existing hook would get is taken.
    """
    folder = _folder(project)
    if folder.foreign:
        raise GitError(
            f"core.hooksPath is {folder.path}, which other repositories share",
            'git config --local core.hooksPath .git/hooks, or call `records hooks run NAME "$@"` in your own hooks',
        )
    changes = (_with_feature(project, folder, name, feature) for name in HOOKS[feature])
    return [change for change in changes if change.before != change.after or change.backup]


def plan_uninstall(project: Project, feature: str) -> list[FileChange]:
    """Return the changes that remove a feature; hooks that were there before get their old bytes back.

    Raises:
        GitError: the project is in no repository.
    """
    folder = _folder(project)
    changes = (_without_feature(project, folder, name, feature) for name in HOOKS[feature])
    return [change for change in changes if change is not None]


def apply(project: Project, changes: Iterable[FileChange]) -> None:
    """Apply changes of `plan_install` or `plan_uninstall`.

    Raises:
        WriteError: a hook cannot be written.
    """
    apply_changes(project, changes)


def status(project: Project, feature: str, changes: Iterable[FileChange] = ()) -> list[Hook]:
    """Return the hooks that a feature needs; *changes* are those that were just applied.

    Raises:
        GitError: the project is in no repository.
    """
    folder = _folder(project)
    changed = {change.location for change in changes}
    return [_hook(name, path, path in changed) for name in HOOKS[feature] for path in [_path(folder, name)]]


def is_installed(project: Project, feature: str) -> bool:
    """Return whether every hook that a feature needs serves it; False outside a repository."""
    if project.git() is None or project.location is None:
        return False
    return all(feature in hook.features for hook in status(project, feature))


def _folder(project: Project) -> HooksFolder:
    git = project.git()
    if git is None or project.location is None:
        raise GitError(f"{project.root} is in no git repository", "git init")
    return hooks_folder(git, project.location)


def _path(folder: HooksFolder, name: str) -> str:
    """Return the file of a hook: with husky 9, whose `_` folder is generated, the file that its stub there calls."""
    path = os.path.join(folder.path, name)
    parent, base = os.path.split(folder.path)
    is_husky = base == "_" and os.path.isfile(os.path.join(folder.path, "h")) and os.path.isfile(path)
    return os.path.join(parent, name) if is_husky else path


def _with_feature(project: Project, folder: HooksFolder, name: str, feature: str) -> FileChange:
    path = _path(folder, name)
    text = _read(path)
    is_stub_target = os.path.dirname(path) != folder.path
    if os.path.lexists(path) and not _is_editable(path, text, is_run_by_sh=is_stub_target):
        if os.path.lexists(path + _BACKUP):
            raise WriteError(f"{path}{_BACKUP} is in the way", "move it, and install again")
        created = _HEAD + _block(name, folder, {feature}, is_created=True, is_chained=True)
        return _change(project, path, None, created, backup=os.path.basename(path) + _BACKUP)
    features = _features(text) | {feature}
    is_created = text is None or _is_created(text)
    base = _without_block(text) if text is not None else _HEAD
    head = _SHEBANG.match(base)
    start = head.end() if head else 0
    is_chained = os.path.lexists(path + _BACKUP)
    block = _block(name, folder, features, is_created=is_created, is_chained=is_chained)
    return _change(project, path, text, base[:start] + block + base[start:])


def _without_feature(project: Project, folder: HooksFolder, name: str, feature: str) -> FileChange | None:
    path = _path(folder, name)
    text = _read(path)
    features = _features(text)
    if text is None or feature not in features:
        return None
    base = _without_block(text)
    if features - {feature}:
        is_chained = os.path.lexists(path + _BACKUP)
        block = _block(
            name, folder, features - {feature}, is_created=_is_created(text), is_chained=is_chained
        )
        start = text.index(_BEGIN)
        return _change(project, path, text, base[:start] + block + base[start:])
    if base != _HEAD or not _is_created(text):
        return _change(project, path, text, base)
    backup = os.path.basename(path) + _BACKUP if os.path.lexists(path + _BACKUP) else ""
    return _change(project, path, text, None, backup=backup)


def _change(
    project: Project, path: str, before: str | None, after: str | None, backup: str = ""
) -> FileChange:
    name = path_within(path, project.root) or path
    return FileChange(name, before, after, is_executable=before is None, location=path, backup=backup)


def _is_editable(path: str, text: str | None, *, is_run_by_sh: bool) -> bool:
    """Return whether lines of shell can be added: to our own script, or to a shell script that git runs."""
    if text is None or os.path.islink(path):
        return False
    if is_run_by_sh:  # by husky, which runs it with sh whatever its first line and its mode are
        return "\r" not in text and (not text.startswith("#!") or bool(_SHEBANG.match(text)))
    return bool(_BLOCK.search(text)) or (bool(_SHEBANG.match(text)) and os.access(path, os.X_OK))


def _hook(name: str, path: str, is_changed: bool) -> Hook:
    text = _read(path)
    rest = _without_block(text or "").strip()
    has_others = os.path.lexists(path + _BACKUP) or rest not in ("", _HEAD.strip())
    return Hook(name, path, frozenset(_features(text)), has_others, is_changed)


def _features(text: str | None) -> set[str]:
    match = _BLOCK.search(text or "")
    return {word for word in match["words"].split(", ") if word in HOOKS} if match else set()


def _is_created(text: str) -> bool:
    match = _BLOCK.search(text)
    return match is not None and _CREATED in match["words"].split(", ")


def _without_block(text: str) -> str:
    return _BLOCK.sub("", text, count=1)


def _block(name: str, folder: HooksFolder, features: set[str], *, is_created: bool, is_chained: bool) -> str:
    """Return our lines: they call the hook that was renamed, then `records` if there is work for it.

    They print nothing of their own and go on whatever comes of it, except that a strict check may refuse a message.
    The shell decides whether there is work, so that most commits start no Python.
    """
    words = [*sorted(features), *([_CREATED] if is_created else [])]
    backup = f"$0{_BACKUP}"
    chain = f'if [ -x "{backup}" ]; then "{backup}" "$@" || exit $?; fi\n' if is_chained else ""
    return f"{_BEGIN} ({', '.join(words)})\n{hook_lines(name, folder, chain)}{_END}\n"


def _read(path: str) -> str | None:
    try:
        return read_text(path)
    except OSError:
        return None
