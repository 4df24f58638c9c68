"""The stamp of what was last derived from all records: a fingerprint, and the generation that it belongs to.

Whatever is derived from all records at once (their listing, the graph of links, a printed page) is stored with the
generation of the stamp. It holds as long as the fingerprint does. A stamp that is missing, damaged, of another version
or of another state of the files holds for nothing, and everything is derived again.

As `records.project.fingerprint`, this imports only what a started Python has loaded already.
"""

from __future__ import annotations

import os
import time

from records._version import __version__
from records.encoding import decode, encode
from records.git.locate import locate
from records.project.fingerprint import (
    CONFIG_PATH,
    DOC_ADR,
    FOREIGN_CONFIGS,
    RACY,
    Fingerprint,
    take_fingerprint,
)
from records.project.place import Place
from records.regular_file import read_bytes

TYPE_CHECKING = False  # `typing` takes longer to import than most commands run
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_MAGIC = f"records-stamp 1:{__version__}"
_STAMP = "stamp"
STATE_FOLDER = "records"
"""The folder of our state in a git directory."""
INDEX = "index.sqlite"
"""The file of the index in our state directory."""
INDEX_SCHEMA = f"14:{__version__}"
_FIELDS = "\t"
_ESCAPES = (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r"))
SWITCH = "RECORDS_NO_INDEX"
"""The environment variable that makes every command do without the index."""


class Stamp:
    """A stored fingerprint.

    Attributes:
        generation: names what was derived; never used twice.
        roots: the folder patterns that were walked.
        elsewhere: single files that were looked at.
        data: the bytes of the fingerprint.
    """

    __slots__ = ("data", "elsewhere", "generation", "roots")

    def __init__(
        self, generation: str, roots: tuple[str, ...], elsewhere: tuple[str, ...], data: bytes
    ) -> None:
        self.generation, self.roots, self.elsewhere, self.data = generation, roots, elsewhere, data


def is_switched_off() -> bool:
    """Return whether the environment says that the index is not to be used."""
    return bool(os.environ.get(SWITCH))


def read_state(path: str | os.PathLike[str]) -> bytes | None:
    """Return the bytes of a state file; None where there is none, or something that is no regular file."""
    try:
        return read_bytes(path)
    except OSError:
        return None


def state_place(path: str | os.PathLike[str]) -> Place:
    """Return where a state file is written: below its git directory, and through no link."""
    path = os.path.normpath(path)
    git_dir, is_state, _ = path.rpartition(f"{os.sep}{STATE_FOLDER}{os.sep}")
    return Place.below(git_dir or os.sep, path) if is_state else Place.named(path)


def make_state_folder(path: str | os.PathLike[str], mode: int = 0o777) -> None:
    """Make the folder of a state file, for what is opened by its path: a database, or what git writes.

    Raises:
        OSError: it cannot be made, or a link has its name.
    """
    state_place(path).folder.open(is_made=True, mode=mode).close()


def write_state(path: str | os.PathLike[str], data: bytes) -> None:
    """Put a whole state file in place, readable by its owner only; its folder is made where it is missing.

    Raises:
        OSError: it cannot be written.
    """
    place = state_place(path)
    temporary = f".{place.name}.{os.getpid()}.tmp"
    with place.folder.open(is_made=True) as folder:
        try:
            folder.create(temporary, data, 0o600)
            folder.replace(temporary, place.name)
        except OSError:
            try:  # noqa: SIM105 — contextlib would have to be imported
                folder.unlink(temporary)
            except OSError:
                pass
            raise


def remove_state(path: str | os.PathLike[str]) -> None:
    """Remove a state file, if there is one.

    Raises:
        OSError: it cannot be removed.
    """
    place = state_place(path)
    try:
        with place.folder.open() as folder:
            folder.unlink(place.name)
    except FileNotFoundError:
        pass


def move_state(path: str | os.PathLike[str], new: str | os.PathLike[str]) -> None:
    """Give a state file another name, in place of what had it; the folder is made where it is missing.

    Raises:
        OSError: it cannot be moved.
    """
    old_place, new_place = state_place(path), state_place(new)
    with old_place.folder.open() as folder, new_place.folder.open(is_made=True, mode=0o700) as target:
        folder.replace(old_place.name, new_place.name, target)


def read_stamp(folder: str) -> Stamp | None:
    """Return the stamp in a state directory; None where there is none that can be read."""
    data = read_state(os.path.join(folder, _STAMP))
    head, _, rest = (data or b"").partition(b"\n")
    try:
        *magic, generation, size_of_roots, size_of_elsewhere, size = head.decode("ascii").split(" ")
        end_of_roots = int(size_of_roots)
        end = end_of_roots + int(size_of_elsewhere)
        if " ".join(magic) != _MAGIC or len(rest) != end + int(size):
            return None
        texts = (rest[:end_of_roots], rest[end_of_roots:end])
        roots, elsewhere = (tuple(decode(text).split("\0")) for text in texts)
    except ValueError:
        return None
    return Stamp(generation, roots, elsewhere if elsewhere != ("",) else (), rest[end:])


class Look:
    """What a process has seen of the files of a project, beside the stamp of what was stored before.

    Attributes:
        folder: its state directory.
        stamp: that of what was stored.
        walk: what was seen.
        generation: that which is stored, where nothing has changed since; else "".
    """

    __slots__ = ("folder", "generation", "stamp", "walk")

    def __init__(self, folder: str, stamp: Stamp, walk: Walk) -> None:
        self.folder, self.stamp, self.walk = folder, stamp, walk
        is_same = walk.fingerprint.data == stamp.data
        self.generation = stamp.generation if is_same else ""
        if is_same:
            stamp.data = walk.fingerprint.data  # kept once


class Walk:
    """A fingerprint, the time before it was taken (nanoseconds), and the single files that it covers."""

    __slots__ = ("elsewhere", "fingerprint", "started")

    def __init__(self, fingerprint: Fingerprint, started: int, elsewhere: tuple[str, ...]) -> None:
        self.fingerprint, self.started, self.elsewhere = fingerprint, started, elsewhere


def take_walk(root: str, git_dir: str, roots: Iterable[str], elsewhere: tuple[str, ...]) -> Walk | None:
    """Look at all files (see `take_fingerprint`)."""
    started = time.time_ns()
    fingerprint = take_fingerprint(root, git_dir, roots, elsewhere)
    return Walk(fingerprint, started, elsewhere) if fingerprint else None


def write_stamp(folder: str, roots: Sequence[str], walk: Walk, generation: str) -> Stamp:
    """Store the stamp of a generation; where it cannot be written, everything is derived again next time."""
    stamp = Stamp(
        generation, tuple(roots), walk.elsewhere, walk.fingerprint.settled_data(walk.started - RACY)
    )
    texts = [encode("\0".join(values)) for values in (roots, walk.elsewhere)]
    head = f"{_MAGIC} {generation} {len(texts[0])} {len(texts[1])} {len(stamp.data)}\n"
    _replace(os.path.join(folder, _STAMP), head.encode("ascii") + b"".join(texts) + stamp.data)
    return stamp


def new_generation() -> str:
    """Return a name for what is derived now."""
    return f"{time.time_ns()}-{os.getpid()}"


def look_at(directory: str) -> Look | None:
    """Look at the files of the project of a directory, where something was stored of it; None where nothing was.

    Only a project whose root is the top of its work tree is found, and only from a directory that has no
    configuration and no `doc/adr` of its own; for all others `Project.open` finds more.
    """
    start = os.path.realpath(directory)
    places = None if is_switched_off() else locate(start)
    if places is None:
        return None
    root, git_dir, _ = places
    folder = start
    while folder != root:
        names = (CONFIG_PATH, *FOREIGN_CONFIGS, DOC_ADR)
        if any(os.path.lexists(f"{folder}/{name}") for name in names):
            return None
        folder = os.path.dirname(folder)
    own = os.path.join(git_dir, STATE_FOLDER)
    stamp = read_stamp(own)
    walk = take_walk(root, git_dir, stamp.roots, stamp.elsewhere) if stamp else None
    return Look(own, stamp, walk) if stamp and walk else None


def read_page(folder: str, name: str, generation: str) -> str | None:
    """Return a text that was stored for a generation; None where there is none."""
    data = read_state(os.path.join(folder, name)) if generation else None
    if not data:
        return None
    end = data.find(b"\n") + 1
    if data[:end] != _page_head(generation, len(data) - end) + b"\n":
        return None
    return decode(memoryview(data)[end:])


def write_page(folder: str, name: str, generation: str, text: str) -> None:
    """Store a text that was derived from all records."""
    data = encode(text)
    _replace(os.path.join(folder, name), _page_head(generation, len(data)) + b"\n" + data)


def line_of_fields(values: Iterable[object]) -> str:
    """Return values as one line of a page, which `read_fields` reads."""
    fields = []
    for value in values:
        text = str(value)
        for sign, written in _ESCAPES:
            text = text.replace(sign, written)
        fields.append(text)
    return _FIELDS.join(fields)


def read_fields(line: str) -> list[str]:
    """Return the values of a line as texts."""
    fields = line.split(_FIELDS)
    return [_unescaped(text) for text in fields] if "\\" in line else fields


def _unescaped(text: str) -> str:
    parts = text.split("\\\\")
    for sign, written in _ESCAPES[1:]:
        parts = [part.replace(written, sign) for part in parts]
    return "\\".join(parts)


def _page_head(generation: str, size: int) -> bytes:
    return f"{_MAGIC} {generation} {size}".encode("ascii")


def _replace(path: str, data: bytes) -> None:
    """Put a whole file in place; one that cannot be written is done without."""
    try:  # noqa: SIM105 — contextlib would have to be imported
        write_state(path, data)
    except (OSError, UnicodeError):
        pass
