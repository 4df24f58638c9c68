"""Turn a file into a record: the one place that chooses the reader for a kind.

The reader of a kind is imported when a record of that kind is read: a command that only handles prompts does not load
the dialects of decisions.
"""

from __future__ import annotations

from records.encoding import decode_file
from records.model.kind import Kind
from records.model.record import Adr, Phr
from records.project.root import read_within

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.model.record import Record
    from records.project.discovery import Candidate


LARGEST = 10_000_000
"""The size in bytes up to which a file is read as a record."""


def read_record(root: str, file: Candidate) -> Record:
    """Read one file; a file that cannot or must not be read gives a record that says so.

    Args:
        root: absolute path of the project.
        file: as discovery found it.
    """
    return read_with_text(root, file)[0]


def read_with_text(root: str, file: Candidate) -> tuple[Record, str]:
    """Read one file as `read_record` does; return the record and the text, which is empty where it is not read."""
    problem = file.problem or _size_problem(file.size)
    if not problem:
        try:
            text = decode_file(read_within(root, f"{root}/{file.path}"))
            return parse_record(file.kind, text, file.path, file.folder), text
        except OSError as error:
            problem = f"cannot be opened: {error.strerror or error}"
    return unreadable_record(file, problem), ""


def unreadable_record(file: Candidate, problem: str) -> Record:
    """Return a record of which only the place is known, and why it cannot be read."""
    return _type(file.kind).unreadable(file.path, file.folder, problem)


def parse_record(kind: Kind, text: str, path: str, folder: str) -> Record:
    """Read a record of any kind from its text; never raises."""
    return parse_phr(text, path, folder) if kind is Kind.PHR else parse_adr(text, path, folder)


def parse_adr(text: str, path: str, folder: str) -> Adr:
    """Read a decision from its text; never raises."""
    from records.adr.record_reader import read_adr_record

    problem = _problem(text)
    return Adr.unreadable(path, folder, problem) if problem else read_adr_record(text, path, folder)


def parse_phr(text: str, path: str, folder: str) -> Phr:
    """Read a prompt record from its text; never raises."""
    from records.phr.reader import read_phr

    problem = _problem(text)
    return Phr.unreadable(path, folder, problem) if problem else read_phr(text, path, folder)


def _type(kind: Kind) -> type[Adr] | type[Phr]:
    return Phr if kind is Kind.PHR else Adr


def _size_problem(size: int) -> str:
    """Return why a file of this size is not read, or an empty string."""
    return f"the file is larger than {LARGEST // 1_000_000} MB" if size > LARGEST else ""


def _problem(text: str) -> str:
    """Return why a text can hold no record of any kind, or an empty string."""
    if problem := _size_problem(len(text)):
        return problem
    if not text.strip("\ufeff \t\r\n"):
        return "the file is empty"
    if "\x00" in text and not text.startswith("---"):
        return "the file is binary: it holds NUL bytes"
    return ""
