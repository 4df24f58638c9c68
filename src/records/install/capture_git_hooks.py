"""Let git tell about commits and rewrites, by a few lines of our own in its hooks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from records.install.agent_hooks import Change
from records.ledger.location import Place

if TYPE_CHECKING:
    from records.project.project import Project

_BEGIN, _END = "# >>> records capture", "# <<< records capture"
_JOINED = " (after a line without an end)"
_HEAD = "#!/bin/sh\n"
_CALL = """\
{begin}
if [ -e "$(git rev-parse --git-common-dir)/records/on" ]; then
  p=; IFS= read -r p <"$(git rev-parse --git-common-dir)/records/python"
  if [ -x "$p" ]; then {run}; elif command -v records >/dev/null; then {other}; fi
fi >/dev/null 2>&1
{end}
"""
_JOBS = {
    "post-commit": '("{program}" capture link --quiet </dev/null &)',
    "post-rewrite": '"{program}" capture link --rewritten --quiet',
}


def _lines(name: str, mark: str = "") -> str:
    job = _JOBS[name]
    run = job.replace('"{program}"', '"$p" -P -m records')
    other = job.replace('"{program}"', "records")
    return _CALL.format(begin=_BEGIN + mark, end=_END, run=run, other=other)


def plan_install(project: Project) -> list[Change]:
    """The changes that git's hooks need; lines of others in them stay.

    Raises:
        NotFound: the project is in no repository.
    """
    changes = []
    for name in _JOBS:
        before = _read(project, name)
        kept = _without(before or _HEAD)
        after = kept + _lines(name) if kept.endswith("\n") else f"{kept}\n" + _lines(name, _JOINED)
        changes.append(Change(_shown(project, name), before, after))
    return [change for change in changes if change.before != change.after]


def plan_uninstall(project: Project) -> list[Change]:
    """The changes that take our lines out of git's hooks again.

    Raises:
        NotFound: the project is in no repository.
    """
    changes = []
    for name in _JOBS:
        before = _read(project, name)
        if before is not None and _BEGIN in before:
            kept = _without(before)
            after = None if kept == _HEAD else kept
            changes.append(Change(_shown(project, name), before, after))
    return changes


def apply(project: Project, changes: list[Change]) -> None:
    """Make the changes; a hook is executable.

    Raises:
        WriteError: a file cannot be written.
    """
    from records.project.files import replace

    for change in changes:
        path = _folder(project) / Path(change.path).name
        if change.after is None:
            path.unlink(missing_ok=True)
        else:
            replace(str(path), change.after)
            path.chmod(path.stat().st_mode | 0o111)


def is_installed(project: Project) -> bool:
    """Whether git's hooks of this clone call us."""
    return all(_BEGIN in (_read(project, name) or "") for name in _JOBS)


def _folder(project: Project) -> Path:
    return Place.of(project).base.parent / "hooks"


def _shown(project: Project, name: str) -> str:
    path = _folder(project) / name
    return path.relative_to(project.root).as_posix() if path.is_relative_to(project.root) else str(path)


def _read(project: Project, name: str) -> str | None:
    from records.project.files import read_text

    try:
        return read_text(str(_folder(project) / name))
    except FileNotFoundError:
        return None


def _without(text: str) -> str:
    head, found, rest = text.partition(_BEGIN)
    if not found:
        return text
    if rest.startswith(_JOINED):
        head = head.removesuffix("\n")
    return head + rest.partition(_END + "\n")[2]
