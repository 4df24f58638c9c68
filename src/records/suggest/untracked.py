"""Files that git does not know yet and does not ignore, as a change that adds them."""

from __future__ import annotations

import os
import stat

from records.encoding import encode
from records.git.diff_model import Diff, FileChange, Hunk
from records.regular_file import read_bytes
from records.suggest.paths import kind_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

MOST = 200
"""How many files are read; a folder that someone forgot to ignore may hold very many."""
LARGEST = 200_000
"""Bytes of a file that is read."""
_ASIDE = frozenset({"generated", "binary", "lock"})


def with_untracked(diff: Diff, top: str, paths: Iterable[str]) -> tuple[Diff, int]:
    """Return a diff with files added that git does not know, and how many of these were left out.

    Left out is what is no plain file, has more than `LARGEST` bytes, is not text, or comes after the first `MOST`;
    nothing is followed out of the work tree.
    """
    tracked_paths = {file.path for file in diff.files}
    candidates = sorted(path for path in paths if path not in tracked_paths and kind_of(path) not in _ASIDE)
    files_read = [file for path in candidates[:MOST] if (file := _added(top, path))]
    files = sorted((*diff.files, *files_read), key=lambda file: (file.path, file.old_path))
    return Diff(tuple(files), diff.message), len(candidates) - len(files_read)


def _added(top: str, path: str) -> FileChange | None:
    raw = _read(os.path.join(top, *path.split("/")))
    if raw is None or b"\0" in raw:
        return None
    shown_path = encode(path).decode("utf-8", "backslashreplace")
    lines = raw.decode("utf-8", "replace").splitlines()
    numbered_lines = tuple((number, line[:_LONGEST]) for number, line in enumerate(lines, 1))
    hunk = Hunk(0, 1, "", tuple("+" + line for _, line in numbered_lines), numbered_lines, ())
    return FileChange(shown_path, shown_path, "added", (hunk,) if numbered_lines else (), new_mode="100644")


_LONGEST = 2_000


def _read(path: str) -> bytes | None:
    """Return what a plain file of a bearable size holds; None for anything else, and where it cannot be read."""
    try:
        if not stat.S_ISREG(os.lstat(path).st_mode):
            return None
        raw = read_bytes(path, LARGEST + 1, follow_links=False)
    except OSError:
        return None
    return raw if len(raw) <= LARGEST else None
