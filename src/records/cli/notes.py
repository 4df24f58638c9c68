"""Notes beside an answer: files that are missing, decisions that nothing reads, and how code is tied to a decision."""

from __future__ import annotations

import os
import time

from records.cli.invocation import CURRENT
from records.cli.output import note
from records.encoding import encode
from records.project.fingerprint import RACY
from records.project.stamp import read_page, write_page

TYPE_CHECKING = False  # `typing` takes longer to import than most commands run
if TYPE_CHECKING:
    from collections.abc import Iterable

    from records.project.project import Project

_UNREAD = "unread"
"""The page that holds the lines about logs that nothing reads."""


def note_missing_files(project: Project, paths: Iterable[str]) -> None:
    """Say which files, POSIX from the root, are neither there nor in any commit that led to HEAD."""
    missing = [path for path in dict.fromkeys(paths) if not os.path.lexists(os.path.join(project.root, path))]
    if not missing:
        return
    from records.git.log import was_tracked
    from records.project.work_tree import outer_path

    git = project.git()
    for path in missing:
        if not any(sign in path for sign in "*?[") and (
            git is None or not was_tracked(git, outer_path(project.prefix, path))
        ):
            note(f"there is no file {path}, now or in git")


def notes_beside(project: Project) -> tuple[str, ...]:
    """Return a line for each log that nothing reads, and one for the pages beside the decisions.

    Logs are looked for when git's index or the settings have changed; what was found is stored until then.
    """
    from records.history.find_logs import describe_pages, find_unread

    folder, key = _state_of_files(project)
    stored = read_page(folder, _UNREAD, key) if key else None
    unread = find_unread(project).notes if stored is None else tuple(stored.splitlines())
    if key and stored is None:
        write_page(folder, _UNREAD, key, "\n".join(unread))
    return (*unread, *describe_pages(project))


def _state_of_files(project: Project) -> tuple[str, str]:
    """Return the folder of our state, and a key of git's index and the folders of records; "" without one."""
    if project.state_dir is None or project.location is None or project.revision is not None:
        return "", ""
    from zlib import crc32

    try:
        index = os.stat(os.path.join(project.location.git_dir, "index"))
    except OSError:
        return "", ""
    if time.time_ns() - index.st_mtime_ns < RACY or not CURRENT.use_cache:
        return "", ""
    roots = crc32(encode("\n".join(project.store.standard_roots)))
    return project.state_dir.own, f"{index.st_mtime_ns}-{index.st_size}-{roots}"


def note_how_to_tie(project: Project, path: str) -> None:
    """Say how code is tied to a decision: to one that is there, or else to a new one.

    Args:
        project: where.
        path: of the code, POSIX from the root.
    """
    import shlex

    from records.adr.affects import affects_entry
    from records.model.kind import Kind

    if any(record.kind is Kind.ADR for record in project.store.scan()):
        ways = f"affects: [{affects_entry(path)}] in the record, @adr 12 in a comment, or ADR-12 in the commit message"
        note(f"to tie a decision to it: {ways}")
    note(f"to record one: records adr new --affects {shlex.quote(path)} TITLE")


def note_unread_decisions(project: Project) -> bool:
    """Say where decisions are that nothing reads, if no other decision is read; return whether there are any."""
    from records.model.kind import Kind

    if any(record.kind is Kind.ADR for record in project.store.scan()):
        return False
    from records.history.find_logs import find_unread

    notes = find_unread(project).notes
    for text in notes:
        note(text)
    return bool(notes)
