"""The state of a work tree in one text: equal texts mean that no file has changed that git tracks or may track."""

from __future__ import annotations

import os

from records.encoding import decode
from records.errors import GitError

TYPE_CHECKING = False  # `typing` takes longer to import than most commands run
if TYPE_CHECKING:
    from collections.abc import Iterable

    from records.git.location import Location
    from records.git.run import Git


def tree_state(git: Git, location: Location, paths: Iterable[str] = ()) -> tuple[str, int] | None:
    """Return the state of a work tree, and the latest time of a file in it, in nanoseconds; None where git refuses.

    Git's index states the content of every file that is as it was staged; the others are listed with size and times.

    Args:
        git: in the work tree.
        location: of its repository.
        paths: POSIX paths from the top of files that count although git may ignore them.
    """
    try:
        output = git.run(
            "ls-files", "--modified", "--others", "--exclude-standard", "--full-name", "-z", ":/"
        )
    except GitError:
        return None
    rows, newest = [], 0
    for path in (*sorted({*decode(output).split("\0")} - {""}), *paths):
        try:
            status = os.lstat(os.path.join(location.root, path))
        except OSError:
            rows.append(path)
            continue
        newest = max(newest, status.st_mtime_ns, status.st_ctime_ns)
        rows.append(
            f"{path}\0{status.st_mode} {status.st_size} {status.st_mtime_ns} {status.st_ctime_ns} {status.st_ino}"
        )
    return "\0\0".join(rows), newest
