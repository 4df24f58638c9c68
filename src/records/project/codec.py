"""Turn a file into a record, whatever is in it: one place decides which reader a kind has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from records.model.record import Record
from records.project.files import read_text

if TYPE_CHECKING:
    from collections.abc import Callable


def read_record(root: str, kind: str, path: str, folder: str) -> Record:
    """Read one file; a file that cannot be read gives a record that says so.

    Args:
        root: absolute path of the project.
        kind: `adr` or `phr`.
        path: POSIX path from the root.
        folder: the folder below the kind's root.
    """
    try:
        text = read_text(f"{root}/{path}")
    except OSError as error:
        return unreadable(kind, path, folder, f"cannot be opened: {error.strerror or error}")
    return parse_record(kind, text, path, folder)


def parse_record(kind: str, text: str, path: str, folder: str) -> Record:
    """Read a record from its text; never raises."""
    if not text.strip("\ufeff \t\r\n"):
        return unreadable(kind, path, folder, "the file is empty")
    if "\x00" in text and not text.startswith("---"):
        return unreadable(kind, path, folder, "the file is binary: it holds NUL bytes")
    return _reader(kind)(text, path, folder)


def unreadable(kind: str, path: str, folder: str, problem: str) -> Record:
    """A record of which only name and place are known, and why."""
    from records.model.file_name import parse_name

    name = parse_name(path.rsplit("/", 1)[-1])
    return Record(
        kind=kind,
        path=path,
        folder=folder,
        stem=name.stem,
        number=name.number,
        id=name.id,
        title=name.words or name.stem,
        readable=False,
        problem=problem,
    )


def _reader(kind: str) -> Callable[[str, str, str], Record]:
    if kind == "phr":
        from records.phr.reader import read_phr

        return read_phr
    from records.adr.record_reader import read_adr_record

    return read_adr_record
