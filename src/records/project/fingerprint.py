"""One fingerprint of all that the records of a project depend on: equal bytes mean that nothing has changed.

It covers configuration files, git's index, and names, sizes and times of every file below the folders of records, in
one walk. A file that changed within two seconds of the walk could change again without a trace (git calls such an
entry racily clean), so a fingerprint taken then is not stored.

Only what a started Python has loaded already is imported here: a stored listing is printed before anything else is.
"""

from __future__ import annotations

import os
from struct import pack

from records.encoding import encode

TYPE_CHECKING = False  # `typing` takes longer to import than most commands run
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CONFIG_PATH = ".records/config.toml"
FOREIGN_CONFIGS = (
    ".adr-dir", "adrs.toml", ".log4brains.yml", ".adr", ".adr.json", "adr.config.json", ".adrinaline.toml"
)  # fmt: skip
"""Configuration files of other tools that name folders of decisions."""
DOC_ADR = "doc/adr"
"""The folder of adr-tools."""
SKIPPED_FOLDERS = frozenset(("templates", "template", "assets", "images", "img", "node_modules"))
RACY = 2_000_000_000  # nanoseconds


class _Unsure(Exception):
    """Something is there whose change a fingerprint would not show, such as a symbolic link."""


class Fingerprint:
    """What a walk saw.

    Attributes:
        data: the bytes to compare.
        newest: the latest time of any file, in nanoseconds.
    """

    __slots__ = ("data", "newest")

    def __init__(self, data: bytes, newest: int) -> None:
        self.data = data
        self.newest = newest


def take_fingerprint(
    root: str, git_dir: str, roots: Iterable[str], elsewhere: Iterable[str]
) -> Fingerprint | None:
    """Walk the folders of records and return what is there; None where that would not show every change.

    Args:
        root: absolute path of the project, links resolved.
        git_dir: the git directory of the work tree.
        roots: the folder patterns of all kinds.
        elsewhere: POSIX paths of single files outside these folders.
    """
    names: list[str] = []
    numbers: list[int] = []
    try:
        for path in (
            os.path.join(git_dir, "index"),
            *(f"{root}/{name}" for name in (CONFIG_PATH, *FOREIGN_CONFIGS)),
        ):
            _add_file(path, names, numbers)
        tops: list[str] = []
        for pattern in sorted(set(roots)):
            for top in _existing(root, pattern.split("/")):
                names.append(top)
                if not any(top.startswith(above + "/") for above in tops):
                    tops.append(top)
                    _walk(top, names, numbers)
        for path in elsewhere:
            if os.path.realpath(f"{root}/{path}") != f"{root}/{path}":
                return None
            _add_file(f"{root}/{path}", names, numbers)
    except (_Unsure, OSError):
        return None
    data = encode("\0".join(names)) + b"\0\0" + pack(f"{len(numbers)}q", *numbers)
    return Fingerprint(data, max(numbers, default=0))


def changed_at(status: os.stat_result) -> int:
    """Return when a file last changed, in nanoseconds, also where its time of modification was set back."""
    return max(status.st_mtime_ns, status.st_ctime_ns)


def _add_file(path: str, names: list[str], numbers: list[int]) -> None:
    try:
        status = os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        return
    names.append(path)
    numbers += (status.st_size, status.st_mtime_ns, status.st_ctime_ns)


def _existing(root: str, parts: list[str], prefix: str = "") -> Iterator[str]:
    """The folders that a pattern names, as absolute paths."""
    path = prefix or root
    for index, part in enumerate(parts):
        if part in ("", ".", ".."):
            raise _Unsure
        if part == "*":
            if os.path.isdir(path):
                for name in sorted(os.listdir(path)):
                    if name[0] != ".":
                        yield from _existing(root, [name, *parts[index + 1 :]], path)
            return
        path = f"{path}/{part}"
    if os.path.isdir(path):
        if os.path.realpath(path) != path:
            raise _Unsure
        yield path


def _walk(top: str, names: list[str], numbers: list[int]) -> None:
    """Add every file below a folder; one loop without calls, because there may be a hundred thousand."""
    pending = [top]
    while pending:
        place = pending.pop()
        names.append(place)
        with os.scandir(place) as entries:
            for entry in entries:
                name = entry.name
                if name[0] == ".":
                    continue
                names.append(name)
                if entry.is_file(follow_symlinks=False):
                    status = entry.stat(follow_symlinks=False)
                    numbers += (status.st_size, status.st_mtime_ns, status.st_ctime_ns)
                elif entry.is_symlink():
                    raise _Unsure
                elif entry.is_dir():
                    if name.lower() not in SKIPPED_FOLDERS:
                        pending.append(f"{place}/{name}")
                else:  # a pipe, a socket, a device
                    raise _Unsure
