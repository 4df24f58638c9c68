"""One fingerprint of all that the records of a project depend on: equal bytes mean that nothing has changed.

It covers configuration files, git's index, and names, sizes and times of every file below the folders of records, in
one walk. A file that changed within two seconds of the walk could change again without a trace (git calls such an
entry racily clean), so in a fingerprint that is stored it counts as changed.

Only `struct` is imported here beside what a started Python has loaded: a stored listing is printed before all else.
"""

from __future__ import annotations

import os
import struct

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
_FOLDER, _SUBFOLDER, _END = "//", "/", b"\0\0"
_FILE = struct.Struct("3q")
_MIDDLE, _SPAN = 2**63, 2**64


class _Unsure(Exception):
    """Something is there whose change a fingerprint would not show, such as a symbolic link."""


class Fingerprint:
    """What a walk saw.

    Args:
        names: of what was seen, with a sign after those of folders.
        files: the size and the times of each file, as `_FILE` packs them.

    Attributes:
        data: the bytes to compare.
    """

    __slots__ = ("_files", "_names", "data")

    def __init__(self, names: list[str], files: bytearray) -> None:
        self._names, self._files = names, files
        self.data = _packed(names, files)

    def settled_data(self, latest: int) -> bytes:
        """Return the bytes to store: files that changed after *latest* (nanoseconds) equal those of no later walk."""
        unsettled = [
            index for index, facts in enumerate(_FILE.iter_unpack(self._files)) if max(facts) > latest
        ]
        if not unsettled:
            return self.data
        settled = bytearray(self._files)
        for index in unsettled:
            _FILE.pack_into(settled, index * _FILE.size, -1, -1, -1)
        return _packed(self._names, settled)

    def changed_since(self, earlier: bytes) -> list[str] | None:
        """Return the absolute paths of the files whose contents may have changed, git's index among them.

        Args:
            earlier: what `settled_data` returned.

        Returns:
            None where it is other files that there are now.
        """
        end = self.data.index(_END) + len(_END)
        if len(earlier) != len(self.data) or earlier[:end] != self.data[:end]:
            return None
        files = zip(_FILE.iter_unpack(memoryview(earlier)[end:]), _FILE.iter_unpack(self._files), strict=True)
        different = {index for index, (before, now) in enumerate(files) if before != now}
        changed: list[str] = []
        place, count = "", 0
        for name in self._names if different else ():
            if name[-1] != _SUBFOLDER:
                if count in different:
                    changed.append(name if os.path.isabs(name) else place + name)
                count += 1
            elif name.endswith(_FOLDER):
                place = name[: -len(_SUBFOLDER)]
        return changed


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
    files = bytearray()
    try:
        for path in (
            index_of(git_dir),
            *(f"{root}/{name}" for name in (CONFIG_PATH, *FOREIGN_CONFIGS)),
        ):
            _add_file(path, names, files)
        tops: list[str] = []
        for pattern in sorted(set(roots)):
            for top in _existing(root, pattern.split("/")):
                names.append(top + _FOLDER)
                if not any(top.startswith(above + "/") for above in tops):
                    tops.append(top)
                    _walk(top, names, files)
        for path in elsewhere:
            if os.path.realpath(f"{root}/{path}") != f"{root}/{path}":
                return None
            _add_file(f"{root}/{path}", names, files)
    except (_Unsure, OSError):
        return None
    return Fingerprint(names, files)


def _packed(names: list[str], files: bytearray) -> bytes:
    return b"".join((encode("\0".join(names)), _END, files))


def index_of(git_dir: str) -> str:
    """Return the path of git's index."""
    return os.path.join(git_dir, "index")


def changed_at(status: os.stat_result) -> int:
    """Return when a file last changed, in nanoseconds, also where its time of modification was set back."""
    return max(in_64_bits(status.st_mtime_ns), in_64_bits(status.st_ctime_ns))


def in_64_bits(nanoseconds: int) -> int:
    """Return a time as a number that fits into 64 bits: those of before 1678 and of after 2262 begin again."""
    return (nanoseconds + _MIDDLE) % _SPAN - _MIDDLE


def _add_file(path: str, names: list[str], files: bytearray) -> None:
    try:
        status = os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        return
    names.append(path)
    files += _FILE.pack(*map(in_64_bits, (status.st_size, status.st_mtime_ns, status.st_ctime_ns)))


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


def _walk(top: str, names: list[str], files: bytearray) -> None:
    """Add every file below a folder; one loop without calls, because there may be a hundred thousand."""
    pending, pack = [top], _FILE.pack
    while pending:
        place = pending.pop()
        names.append(place + _FOLDER)
        with os.scandir(place) as entries:
            for entry in entries:
                name = entry.name
                if name[0] == ".":
                    continue
                if entry.is_file(follow_symlinks=False):
                    names.append(name)
                    status = entry.stat(follow_symlinks=False)
                    facts = (status.st_size, status.st_mtime_ns, status.st_ctime_ns)
                    try:
                        files += pack(*facts)
                    except struct.error:
                        files += pack(*map(in_64_bits, facts))
                elif entry.is_symlink():
                    raise _Unsure
                elif entry.is_dir():
                    names.append(name + _SUBFOLDER)
                    if name.lower() not in SKIPPED_FOLDERS:
                        pending.append(f"{place}/{name}")
                else:  # a pipe, a socket, a device
                    raise _Unsure
