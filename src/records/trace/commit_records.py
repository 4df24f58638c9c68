"""Find the records that commits carry or name: by the path in a commit, by a trailer in its message."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from records.model.file_name import is_decision_name
from records.model.kind import stem_of

if TYPE_CHECKING:
    from records.model.record import Record
    from records.model.reference import ReferenceIndex
    from records.model.trailers import Trailer

_NUMBER = re.compile(r"^(?:[A-Za-z]{2,6}[-_]?)?\d+[-_.]?")


def cited_records(references: ReferenceIndex, trailer: Trailer) -> list[Record]:
    """Return the records that a trailer names: exactly one when all is well, several when it is ambiguous."""
    ref = trailer.ref.strip().removeprefix("./")
    last = ref.rpartition("/")[2]
    if re.fullmatch(rf"(?:{trailer.kind}-?)?\d{{1,9}}", ref, re.IGNORECASE):
        number = re.sub(r"\D", "", ref)
        return references.matches(f"{trailer.kind}-{number}", trailer.kind)
    if last.isdigit():
        return references.matches(f"{trailer.kind}/{ref.removeprefix(trailer.kind + '/')}", trailer.kind)
    record = references.get(ref) or references.get(f"{trailer.kind}/{ref}") or references.link_target(ref)
    return [record] if record and record.kind == trailer.kind else []


class RecordsByPath:
    """Records by the paths that commits know them under; a record that moved or got another number is found too.

    Args:
        references: the names of all records.
        records: all of them.
    """

    def __init__(self, references: ReferenceIndex, records: list[Record]) -> None:
        self._references = references
        self._paths = {record.path: record for record in records}
        self._folders = {path.rpartition("/")[0] for path in self._paths}
        self._words: dict[tuple[str, str], list[Record]] = {}
        for record in records:
            self._words.setdefault((_folder(record.path), _words(record.stem)), []).append(record)

    def find(self, path: str) -> Record | None:
        """Return the record that has, or had, this path; None where it is no record or not certain which."""
        current = self._paths.get(path)
        if current is not None:
            return current
        name = path.rpartition("/")[2]
        if not is_decision_name(name) or not self._near(path):
            return None
        renamed = self._references.link_target(path)
        if renamed is not None:
            return renamed
        stem = stem_of(name)
        alike = self._words.get((_folder(path), _words(stem)), []) if _words(stem) else []
        return alike[0] if len(alike) == 1 else None

    def _near(self, path: str) -> bool:
        """Return whether a path lies where records lie, or lay: a README elsewhere is none."""
        folder = path.rpartition("/")[0]
        while folder:
            if folder in self._folders:
                return True
            folder = folder.rpartition("/")[0]
        return any(record_folder.startswith(path.partition("/")[0] + "/") for record_folder in self._folders)


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _words(stem: str) -> str:
    return _NUMBER.sub("", stem).casefold()
