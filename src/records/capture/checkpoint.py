"""Remember what the last sync looked at, so that the next one can end at once when nothing has changed.

Each place is stored with its time of change (and size): the folders and files of agents, the list of work trees, the
ledger itself. Only what was certainly complete is stored: nothing waits, nothing failed, and no place was changed so
shortly before that a later change could have the same time. Imports little, since `records capture sync` decides with
it before it loads anything else.
"""

from __future__ import annotations

import os

from records._version import __version__
from records.capture_hook import common_dir
from records.encoding import decode, encode
from records.project.stamp import remove_state, write_state
from records.project.state_dir import read_state

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FileState = tuple[int, int]
"""The size of a file and when it was last changed, in nanoseconds."""

_NAME = "synced"
_HEAD = f"records {__version__} 1"
_GRAIN = 50_000_000  # nanoseconds: changes that lie closer together can have the same time
_NOTHING = (-1, -1)


def file_state(path: str) -> FileState:
    """Return the size and time of a file, for a database with what is still in its log; (-1, -1) without a file."""
    try:
        stat = os.stat(path)
    except OSError:
        return _NOTHING
    size, changed = stat.st_size, stat.st_mtime_ns
    if path.endswith(".db"):
        try:
            log = os.stat(path + "-wal")
        except OSError:
            return size, changed
        return size + log.st_size, max(changed, log.st_mtime_ns)
    return size, changed


def is_current(start: str) -> bool:
    """Return whether a sync from a folder would find nothing new: the last one was complete, and all is as it was."""
    common = common_dir(start)
    if common is None:
        return False
    base = os.path.join(common, "records")
    try:
        if os.path.lexists(os.path.join(base, "paused")) or not os.path.isfile(os.path.join(base, "on")):
            return False
        if any(not name.startswith(".") for name in _names(os.path.join(base, "spool"))):
            return False
        text = decode(read_state(os.path.join(base, _NAME)) or b"")
        head, *rows = text.split("\0")
        return head == _HEAD and bool(rows) and all(map(_is_unchanged, rows))
    except (OSError, ValueError):
        return False


def _names(folder: str) -> list[str]:
    return os.listdir(folder) if os.path.isdir(folder) else []


def _is_unchanged(row: str) -> bool:
    kind, value, path = row.split("\t", 2)
    if kind == "variable":
        return os.environ.get(path, "") == value
    if kind == "tree":
        return str(int(os.path.isdir(path))) == value
    size, changed = file_state(path)
    if kind == "folder":
        return str(changed) == value
    return f"{size} {changed}" == value or (kind == "source" and changed < 0)


class Checkpoint:
    """Collects what a sync looks at; `write` stores it, unless something stands against it."""

    def __init__(self, base: str, now: int) -> None:
        """Begin, and forget the last checkpoint: a sync that is killed leaves none.

        Args:
            base: the folder of the state that all work trees share.
            now: the time, in nanoseconds.
        """
        self._base, self._now = base, now
        self._path = os.path.join(base, _NAME)
        self._rows: list[str] = []
        self._times: list[int] = []
        if os.path.lexists(self._path):
            remove_state(self._path)

    def add_trees(self, trees: Iterable[str]) -> None:
        """Add the work trees, those that are gone too, and git's list of them."""
        self._rows += [f"tree\t{int(os.path.isdir(tree))}\t{tree}" for tree in trees]
        listed = os.path.join(os.path.dirname(self._base), "worktrees")
        for path in (listed, *(os.path.join(listed, name, "gitdir") for name in _names(listed))):
            self._add_folder(path, file_state(path)[1])

    def add_places(self, places: Mapping[str, int]) -> None:
        """Add folders that were listed and files that were missing, each with its time before the look."""
        for path, changed in places.items():
            self._add_folder(path, changed)

    def _add_folder(self, path: str, changed: int) -> None:
        self._rows.append(f"folder\t{changed}\t{path}")
        self._times.append(changed)

    def add_variables(self, variables: Mapping[str, str]) -> None:
        """Add environment variables that were read."""
        self._rows += [f"variable\t{value}\t{name}" for name, value in variables.items()]

    def add_sources(self, states: Mapping[str, FileState]) -> None:
        """Add transcripts that were read, with their state then; one that its agent deletes later is nothing new."""
        self._rows += [f"source\t{size} {changed}\t{path}" for path, (size, changed) in states.items()]
        self._times += [changed for _, changed in states.values()]

    def add_expected(self, states: Mapping[str, FileState]) -> None:
        """Add files that hooks named and that are no transcripts yet."""
        self._rows += [f"file\t{size} {changed}\t{path}" for path, (size, changed) in states.items()]

    def write(self, ledger: str) -> None:
        """Store the checkpoint with the state of the ledger, which is closed now."""
        if any(changed > self._now - _GRAIN for changed in self._times):
            return
        size, changed = file_state(ledger)
        rows = [_HEAD, f"file\t{size} {changed}\t{ledger}", *self._rows]
        if any("\0" in row for row in rows) or any("\t" in row.split("\t", 2)[1] for row in rows[1:]):
            return
        write_state(self._path, encode("\0".join(rows)))
