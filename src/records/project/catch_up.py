"""Bring what is stored of all records up to date with the few files whose contents have changed since.

That is possible where a change is only in what a record says. Whatever all records depend on (configuration, which
files there are, which of them are decisions, their order) makes all of them be looked at again.
"""

from __future__ import annotations

import os
import time

from records.model.record import Adr
from records.project.codec import read_with_text
from records.project.discovery import Candidate
from records.project.fingerprint import CONFIG_PATH, FOREIGN_CONFIGS, changed_at, index_of
from records.project.full_text_index import update_texts
from records.project.record_index import RecordIndex, keep_links
from records.project.stamp import new_generation, write_stamp

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from records.model.record import Record
    from records.project.stamp import Stamp, Walk
    from records.project.state_dir import StateDir

_FEW = 100
"""Files up to which reading them by themselves is quicker than looking at all."""


def catch_up(
    root: str,
    git_dir: str,
    state: StateDir,
    stamp: Stamp,
    walk: Walk,
    elsewhere: Callable[[], tuple[str, ...]],
) -> Stamp | None:
    """Read the files that have changed since a stamp, and store what they hold under a new one.

    Args:
        root: absolute path of the project.
        git_dir: the git directory of the work tree.
        state: where the index lies.
        stamp: of what is stored.
        walk: what was seen of the files just now.
        elsewhere: gives the tracked records outside the folders of records, for which git has to be asked.

    Returns:
        the new stamp; None where all files have to be looked at.
    """
    changed = walk.fingerprint.changed_since(stamp.data)
    if not changed or len(changed) > _FEW:
        return None
    if (index := index_of(git_dir)) in changed:
        changed.remove(index)
        if elsewhere() != stamp.elsewhere:
            return None
    paths = [path.removeprefix(f"{root}/") for path in changed]
    if not {CONFIG_PATH, *FOREIGN_CONFIGS}.isdisjoint(paths):
        return None
    cache = RecordIndex(state.index, {path.rpartition("/")[0] for path in paths})
    changes: list[tuple[Candidate, Record, str]] = []
    are_links_same = True
    for path in paths:
        try:
            last, status, read_at = cache.last(path), os.stat(f"{root}/{path}"), time.time_ns()
        except (OSError, ValueError):  # it is gone since, or its row is damaged
            return None
        if last is not None:  # else no record: a picture, a page whose name is none of a record
            file = Candidate(last.kind, path, last.folder, status.st_size, changed_at(status))
            record, text = read_with_text(root, file)
            if not record.readable or _judged_by(record) != _judged_by(last):
                return None
            cache.put(file, record, read_at)
            changes.append((file, record, text))
            are_links_same &= record.links == last.links
    generation = new_generation()

    def write(connection: sqlite3.Connection) -> None:
        if are_links_same:
            keep_links(connection, stamp.generation, generation)
        update_texts(connection, root, changes, stamp.generation, generation)

    if not cache.save_few(stamp.generation, generation, write):
        return None
    return write_stamp(state.own, stamp.roots, walk, generation)


def _judged_by(record: Record) -> tuple[object, ...]:
    """Return all of a record by which its log and the order of the listing are judged."""
    has_form = isinstance(record, Adr) and record.has_form
    return (record.sort_key, record.id, record.readable, bool(record.title), record.is_page, has_form)
