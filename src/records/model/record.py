"""The typed models of records: what `Phr` and `Adr` have in common, and what each has of its own."""

from __future__ import annotations

import records.regex as re
from records.dataclass import dataclass
from records.model.file_name import parse_decision_name, parse_name
from records.model.kind import Kind
from records.patterns import DATE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import ClassVar, Self

    from records.model.answer import RecordAnswer, RecordName
    from records.model.link import Link

NOT_A_DECISION = "not-a-decision"
"""What `repairs` names for a page beside the decisions (an index, a template) that is none; it is not listed."""
MERGE_CONFLICT = "merge-conflict"
"""What `repairs` names for a file in which both sides of a merge still stand; it is not edited."""


_GAPS = ("-", "_", ".")
_IN_YEAR = 10_000
_RENUMBERED = re.compile(r"^renumbered:([^\n]*)", re.IGNORECASE | re.MULTILINE)
_FORMER = re.compile(rf"\bfrom (\d{{1,9}}) on ({DATE})")


def former_numbers(text: str) -> tuple[str, ...]:
    """The numbers that a record's text says it had, each with the day on which it got another: `0004 2026-01-15`."""
    head = text[:4000]
    if "enumbered:" not in head:
        return ()
    notes = _RENUMBERED.findall(head)
    return tuple(f"{number} {day}" for note in notes for number, day in _FORMER.findall(note))


@dataclass(frozen=True, slots=True)
class Record:
    """The common part of a prompt record (`Phr`) and a decision record (`Adr`), as read from a file.

    Reading never refuses a file: a value that the file does not state is None or empty, and each repair made
    while reading is named in `repairs`. A file that is no record at all has `readable=False` and a `problem`.

    Attributes:
        kind: the kind of record that the class stands for.
        path: POSIX path relative to the repository's root.
        folder: the folder below the kind's root (`general`, `archived/001-auth`); `""` at the top.
        stem: the file's name without its ending; with `folder` the record's identity.
        number: its number, None where the file has none.
        id: its number as written (`"0003"`), None where the file has none.
        title: its title; from the file name when the text has none.
        date: as `YYYY-MM-DD`, None when absent or not a date.
        labels: free words.
        files: paths that the record names, as written.
        links: edges to other records and to whatever else the author linked.
        readable: whether the text could be read as a record.
        problem: why not, one line.
        repairs: the repairs made while reading, in order.
        renumbered: each number that it had before, as written, and the last day of it: `0004 2026-01-15`.
    """

    kind: ClassVar[Kind]

    path: str
    folder: str
    stem: str
    number: int | None
    id: str | None
    title: str
    date: str | None = None
    labels: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    readable: bool = True
    problem: str | None = None
    repairs: tuple[str, ...] = ()
    renumbered: tuple[str, ...] = ()

    @classmethod
    def unreadable(cls, path: str, folder: str, problem: str, repairs: tuple[str, ...] = ()) -> Self:
        """Return a record of which only the name and the place are known, and the reason."""
        parse = parse_decision_name if cls.kind is Kind.ADR else parse_name
        name = parse(path.rsplit("/", 1)[-1])
        return cls(
            path=path,
            folder=folder,
            stem=name.stem,
            number=name.number,
            id=name.id,
            title=name.words or name.stem,
            readable=False,
            problem=problem,
            repairs=repairs,
        )

    @property
    def is_page(self) -> bool:
        """Whether the file is a page beside the decisions (an index, a template), which is not listed."""
        return NOT_A_DECISION in self.repairs

    @property
    def state(self) -> str | None:
        """How far the record is: the stage of a prompt, the status of a decision."""
        raise NotImplementedError

    @property
    def filename(self) -> str:
        """The name of its file, without folders."""
        return self.path.rpartition("/")[2]

    @property
    def shown_state(self) -> str:
        """The state as lists show it: `unreadable` for a file that is none, empty where a record has no state."""
        return (self.state or "") if self.readable else "unreadable"

    @property
    def key(self) -> str:
        """The identity that links store: `adr/0012-use-jwt`, `phr/general/0003-add-login.green`."""
        if self.folder and self.stem:
            return f"{self.kind}/{self.folder}/{self.stem}"
        return "/".join(part for part in (self.kind, self.folder, self.stem) if part)

    @property
    def ref(self) -> str:
        """The short name for people: `general/0003`, `ADR-0012`; the identity where there is no number."""
        if self.id is None:
            return self.key
        return f"{self.folder}/{self.id}" if self.folder else self._short_ref

    @property
    def _short_ref(self) -> str:
        """The short name of a numbered record at the top of its root."""
        raise NotImplementedError

    @property
    def year(self) -> str:
        """The year within which a decision is numbered (`2024-001`); empty for a record that is numbered in its log."""
        return ""

    @property
    def sort_key(self) -> tuple[str, str, int, str]:
        """Kind, folder, number, stem: the order in which records are listed."""
        number = -1 if self.number is None else self.number
        if self.year:
            number += int(self.year) * _IN_YEAR
        return (self.kind, self.folder, number, self.stem)

    def name_as_json(self) -> RecordName:
        """Return what identifies the record, and its status or stage, as one JSON object."""
        return {
            "kind": self.kind,
            "ref": self.ref,
            "title": self.title,
            "path": self.path,
            "status": adr_status(self),
            "stage": phr_stage(self),
            "date": self.date,
        }

    def as_json(self, backlinks: Iterable[Link] = ()) -> RecordAnswer:
        """Return the record as one JSON object; that of an unreadable record includes its `problem`.

        Both kinds have the same keys: a value that only the other kind has is null or empty.
        """
        data: RecordAnswer = {
            "kind": self.kind,
            "ref": self.ref,
            "stem": self.stem,
            "path": self.path,
            "number": self.number,
            "id": self.id,
            "title": self.title,
            "date": self.date,
            "stage": None,
            "feature": None,
            "status": None,
            "labels": list(self.labels),
            "files": list(self.files),
            "tests": [],
            "affects": [],
            "links": [link.as_json() for link in self.links],
            "backlinks": [link.as_json() for link in backlinks],
            "readable": self.readable,
            "repairs": list(self.repairs),
        }
        self._add_own(data)
        if self.problem is not None:
            data["problem"] = self.problem
        return data

    def _add_own(self, data: RecordAnswer) -> None:
        """Set the values that only this kind of record has."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Phr(Record):
    """A prompt history record.

    Attributes:
        stage: canonical where known (`green`, …), else as written.
        feature: as written, else the folder's name.
        tests: tests that the record names, as written.
    """

    kind: ClassVar[Kind] = Kind.PHR

    stage: str | None = None
    feature: str | None = None
    tests: tuple[str, ...] = ()

    @property
    def state(self) -> str | None:
        """The stage."""
        return self.stage

    @property
    def _short_ref(self) -> str:
        return f"phr/{self.id}"

    def _add_own(self, data: RecordAnswer) -> None:
        data["stage"], data["feature"], data["tests"] = self.stage, self.feature, list(self.tests)


@dataclass(frozen=True, slots=True)
class Adr(Record):
    """An architecture decision record.

    Attributes:
        status: canonical where known (`accepted`, …), else as written.
        affects: globs of the code that the decision governs, as written; `!` before one excludes files.
        has_form: whether it has a status that every tool knows, or the sections of a decision.
    """

    kind: ClassVar[Kind] = Kind.ADR

    status: str | None = None
    affects: tuple[str, ...] = ()
    has_form: bool = True

    @property
    def state(self) -> str | None:
        """The status."""
        return self.status

    @property
    def _short_ref(self) -> str:
        return f"ADR-{self.id}"

    @property
    def year(self) -> str:
        """The year within which it is numbered (`2024-001`); empty where it is numbered in its log."""
        name = self.id or ""
        return name[:4] if name[4:5] in _GAPS and name[:4].isdecimal() else ""

    def _add_own(self, data: RecordAnswer) -> None:
        data["status"], data["affects"] = self.status, list(self.affects)


def adr_status(record: Record) -> str | None:
    """Return the status of a decision; None for a prompt record."""
    return record.status if isinstance(record, Adr) else None


def phr_stage(record: Record) -> str | None:
    """Return the stage of a prompt record; None for a decision."""
    return record.stage if isinstance(record, Phr) else None
