"""What `why` answers: the commits that wrote the lines, and the records that explain them, strongest first."""

from __future__ import annotations

from records.dataclass import dataclass, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.git.log import Commit
    from records.ledger.reader import UnrecordedTurn
    from records.model.record import Record
    from records.trace.answers import CommitLines, EvidenceAnswer, WhyAnswer

# The order of evidence, strongest first, and what each says.
STEPS: dict[str, str] = {
    "commit": "is part of the commit",
    "trailer": "is named by the commit",
    "turn": "was being worked on, says the capture ledger",
    "uncommitted": "is not committed yet either",
    "origin": "explains the commit that this one repeats or brings back",
    "citation": "is cited by these lines",
    "governs": "governs this code",
    "merge": "came with the same merge",
    "files": "lists this file",
    "mention": "is cited elsewhere in this file",
    "names": "names this file in its text",
    "subject": "has a title on the subject of this file",
}


@dataclass(frozen=True, slots=True)
class Followed:
    """A record that another leads to: by which relation, and from which record."""

    relation: str
    record: Record
    source: Record


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a record, or a turn, explains the lines.

    Attributes:
        step: a key of `STEPS`.
        detail: how, in words, to be read after the record's name.
        record: what explains; None for a turn without a record.
        commit: the full id of the commit it goes by.
        turn: the turn, where there is no record of it.
        strength: orders the evidence of one step, lower first.
        also: what else says the same.
        followed: the decisions and prompts that the record leads to.
        is_on_lines: whether the lines themselves, or their comment, name the record.
    """

    step: str
    detail: str
    record: Record | None = None
    commit: str | None = None
    turn: UnrecordedTurn | None = None
    strength: tuple[object, ...] = ()
    also: tuple[str, ...] = ()
    followed: tuple[Followed, ...] = ()
    is_on_lines: bool = False

    def as_json(self) -> EvidenceAnswer:
        """Return the evidence as one JSON object."""
        data: EvidenceAnswer = {
            "step": self.step,
            "detail": self.detail,
            "commit": self.commit,
            "followed": [],
        }
        if self.record:
            data["record"] = self.record.name_as_json()
        if self.turn:
            data["turn"] = self.turn.as_json()
        if self.also:
            data["also"] = list(self.also)
        data["followed"] = [
            {"relation": entry.relation, "from": entry.source.ref, "record": entry.record.name_as_json()}
            for entry in self.followed
        ]
        return data


@dataclass(frozen=True, slots=True)
class Story:
    """A commit and the lines that it wrote; `commit` is None for lines that are not committed."""

    commit: Commit | None
    lines: tuple[int, ...]
    path: str

    def as_json(self) -> CommitLines:
        """Return the story as one JSON object."""
        data: CommitLines = {"commit": None, "lines": spans(self.lines), "path": self.path}
        if self.commit:
            data["commit"], data["subject"] = self.commit.id, self.commit.subject
            data["author"], data["date"] = self.commit.author, self.commit.date
        return data


@dataclass(frozen=True, slots=True)
class Answer:
    """Why some lines are the way they are.

    Attributes:
        path: POSIX from the root.
        first: the first line asked about; None for the whole file or a folder.
        last: the last one.
        text: the lines asked about, where they are few.
        stories: the commits, the one with most lines first.
        evidence: strongest first; empty when nothing explains the lines.
        notes: what else a reader must know.
    """

    path: str
    first: int | None
    last: int | None
    text: tuple[str, ...] = ()
    stories: tuple[Story, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    notes: tuple[str, ...] = field(default=())

    def as_json(self) -> WhyAnswer:
        """Return the answer as one JSON object."""
        return {
            "path": self.path,
            "lines": [self.first, self.last] if self.first else None,
            "found": bool(self.evidence),
            "commits": [story.as_json() for story in self.stories],
            "evidence": [entry.as_json() for entry in self.evidence],
            "notes": list(self.notes),
        }


def spans(lines: tuple[int, ...]) -> list[list[int]]:
    """Line numbers as runs: 3, 4, 5, 9 become [3, 5], [9, 9]."""
    runs: list[list[int]] = []
    for number in lines:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return runs
