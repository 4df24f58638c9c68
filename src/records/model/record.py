"""What every record has, whichever tool wrote it: one frozen value, filled as far as the file allows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from records.model.link import Link


@dataclass(frozen=True, slots=True)
class Record:
    """One prompt or decision record, as read.

    Reading never refuses: what a file does not tell is None or empty, and what had to be mended while reading
    is named in `repairs`. A file that gives nothing at all has `readable=False` and says why in `problem`.

    Attributes:
        kind: `phr` or `adr`.
        path: POSIX path relative to the repository's root.
        folder: the folder below the kind's root (`general`, `archived/001-auth`); `""` at the top.
        stem: the file's name without its ending; with `folder` the record's identity.
        number: its number, None where the file has none.
        id: its number as written (`"0003"`), None where the file has none.
        title: its title; from the file name when the text has none.
        date: as `YYYY-MM-DD`, None when absent or not a date.
        stage: of a PHR (`green`, …), canonical where known, else as written.
        status: of an ADR (`accepted`, …), canonical where known, else as written.
        feature: of a PHR, as written, else the folder's name.
        labels: free words.
        files: paths that the record names, as written.
        tests: tests that the record names, as written.
        links: edges to other records and to whatever else the author linked.
        readable: whether the text could be read as a record.
        problem: why not, one line.
        repairs: the steps of the reader's ladder that were needed, in order.
        affects: globs of the code that an ADR governs, as written; `!` before one takes files out again.
    """

    kind: str
    path: str
    folder: str
    stem: str
    number: int | None
    id: str | None
    title: str
    date: str | None = None
    stage: str | None = None
    status: str | None = None
    feature: str | None = None
    labels: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    readable: bool = True
    problem: str | None = None
    repairs: tuple[str, ...] = ()
    affects: tuple[str, ...] = ()

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
        if self.kind == "phr":
            return f"{self.folder}/{self.id}" if self.folder else f"phr/{self.id}"
        return f"{self.kind.upper()}-{self.id}" if not self.folder else f"{self.folder}/{self.id}"

    @property
    def sort_key(self) -> tuple[str, str, int, str]:
        """Kind, folder, number, stem: the order in which records are listed."""
        return (self.kind, self.folder, -1 if self.number is None else self.number, self.stem)

    def as_json(self, backlinks: Iterable[Link] = ()) -> dict[str, Any]:
        """The record as one JSON object; an unreadable one also tells its `problem`."""
        data: dict[str, Any] = {
            "kind": self.kind,
            "ref": self.ref,
            "stem": self.stem,
            "path": self.path,
            "number": self.number,
            "id": self.id,
            "title": self.title,
            "date": self.date,
            "stage": self.stage,
            "feature": self.feature,
            "status": self.status,
            "labels": list(self.labels),
            "files": list(self.files),
            "tests": list(self.tests),
            "affects": list(self.affects),
            "links": [link.as_json() for link in self.links],
            "backlinks": [link.as_json() for link in backlinks],
            "readable": self.readable,
            "repairs": list(self.repairs),
        }
        if not self.readable:
            data["problem"] = self.problem
        return data
