"""Find the records that commits carry or name: by the path in a commit, by a trailer in its message."""

from __future__ import annotations

import records.regex as re
from records.dataclass import dataclass
from records.model.file_name import is_decision_name, parse_name
from records.model.record import Phr
from records.model.record_paths import stem_of
from records.model.trailers import mentions, named_files, trailers
from records.project.work_tree import inner_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from records.git.log import Commit
    from records.model.graph import Graph
    from records.model.kind import Kind
    from records.model.record import Record
    from records.model.reference import ReferenceIndex
    from records.model.trailers import Trailer
    from records.project.project import Project

_TELLING_WORDS = 3
"""Words of a name by which a record is known in any folder."""
_NUMBER = re.compile(r"^(?:[A-Za-z]{2,6}[-_]?)?\d+[-_.]?")


def cited_records(references: ReferenceIndex, trailer: Trailer, day: str = "") -> list[Record]:
    """Return the records that a trailer names: exactly one when all is well, several when it is ambiguous.

    A number means what it meant on the day of the commit: a record that has got another number since, and the present
    one if that is not younger than the commit.

    Args:
        references: the names of all records.
        trailer: the kind and the reference as written.
        day: the date of the commit, ISO 8601, with or without a time; empty for today.
    """
    ref, day = trailer.ref.strip().removeprefix("./"), day[:10]
    last = ref.rpartition("/")[2]
    if re.fullmatch(rf"(?:{trailer.kind}-?)?\d{{1,9}}", ref, re.IGNORECASE):
        number = re.sub(r"\D", "", ref)
        holders = references.matches(f"{trailer.kind}-{number}", trailer.kind)
        return _on_day(holders, references.former(trailer.kind, int(number), day), day)
    if last.isdecimal() and len(last) < 10:
        folder = ref.removeprefix(trailer.kind + "/")
        holders = references.matches(f"{trailer.kind}/{folder}", trailer.kind)
        former = references.former(trailer.kind, int(last), day)
        place = folder.rpartition("/")[0]
        return _on_day(holders, [record for record in former if record.folder == place], day)
    record = references.get(ref) or references.get(f"{trailer.kind}/{ref}") or references.link_target(ref)
    if record is not None:
        return [record] if record.kind == trailer.kind else []
    return _renumbered(references, trailer.kind, ref)


def _on_day(holders: list[Record], former: list[Record], day: str) -> list[Record]:
    """Return who may have held a number on a day, given who holds it now and who has held it then or later."""
    if not former or not day:
        return holders
    return [*former, *(record for record in holders if record not in former and (record.date or "") <= day)]


def _renumbered(references: ReferenceIndex, kind: Kind, ref: str) -> list[Record]:
    """Return the records that were called *ref* until they got another number."""
    folder, _, name = ref.removeprefix(f"{kind}/").rpartition("/")
    number = parse_name(name).number
    if number is None:
        return []
    words = _words(stem_of(name))
    return [
        record
        for record in references.former(kind, number)
        if _words(record.stem) == words and (not folder or record.folder == folder)
    ]


@dataclass(frozen=True, slots=True)
class MessageReference:
    """A reference in the message of a commit.

    Attributes:
        text: as it is written, such as `ADR: 12`.
        records: those that it may mean: one when all is well, several when it is ambiguous.
        is_trailer: whether it is a trailer, not a word of the text.
    """

    text: str
    records: list[Record]
    is_trailer: bool = False

    def __str__(self) -> str:
        return f"its {'trailer' if self.is_trailer else 'message'} says {self.text}"


class RecordsByPath:
    """Records by the paths that commits know them under; a record that moved or got another number is found too."""

    def __init__(self, references: ReferenceIndex, records: list[Record]) -> None:
        self._references = references
        self._paths = {record.path: record for record in records}
        self._folders = {path.rpartition("/")[0] for path in self._paths}
        self._words: dict[tuple[str, str], list[Record]] = {}
        self._anywhere: dict[str, list[Record]] = {}
        for record in records:
            words = _words(record.stem)
            self._words.setdefault((_folder(record.path), words), []).append(record)
            if words.count("-") >= _TELLING_WORDS - 1:
                self._anywhere.setdefault(words, []).append(record)

    def find(self, path: str) -> Record | None:
        """Return the record that has, or had, this path; None where it is no record or not certain which."""
        current = self._paths.get(path)
        if current is not None:
            return current
        name = path.rpartition("/")[2]
        if not is_decision_name(name):
            return None
        moved = self._anywhere.get(_words(stem_of(name)), [])
        if not self._near(path):
            return moved[0] if len(moved) == 1 else None
        renamed = self._references.link_target(path)
        if renamed is not None:
            return renamed
        stem = stem_of(name)
        alike = self._words.get((_folder(path), _words(stem)), []) if _words(stem) else []
        found = alike or moved
        return found[0] if len(found) == 1 else None

    def references_in(self, message: str, day: str, prefix: str) -> Iterator[MessageReference]:
        """Yield each reference of a commit's message; a file that is no record is none.

        Args:
            message: of the commit.
            day: its date, ISO 8601.
            prefix: the path of the project from the top of the repository, from which files may be named.
        """
        for trailer in trailers(message):
            yield MessageReference(
                str(trailer), cited_records(self._references, trailer, day), is_trailer=True
            )
        for mention in mentions(message):
            label = f"{mention.kind.label}-{mention.ref}"
            yield MessageReference(label, cited_records(self._references, mention, day))
        for path in named_files(message):
            inner = inner_path(prefix, path) if prefix else None
            record = (inner and self.find(inner)) or self.find(path)
            if record is None and "/" not in path:
                record = self._references.link_target(path)
            if record is not None:
                yield MessageReference(path, [record])

    def _near(self, path: str) -> bool:
        """Return whether a path lies where records lie, or lay: a README elsewhere is none."""
        folder = path.rpartition("/")[0]
        while folder:
            if folder in self._folders:
                return True
            folder = folder.rpartition("/")[0]
        return any(record_folder.startswith(path.partition("/")[0] + "/") for record_folder in self._folders)


class CommitPrompts:
    """The prompt records of the commits of a change.

    Attributes:
        commits: those of them that are no merges.
    """

    def __init__(self, project: Project, graph: Graph, log: list[Commit]) -> None:
        self.commits = [commit for commit in log if len(commit.parents) < 2]
        self._prefix = project.prefix
        self._by_path = RecordsByPath(graph.references, graph.records)
        self._prompts: dict[str, list[Phr]] = {}
        self._carried = {
            record.key: record
            for commit in self.commits
            for path in self.paths(commit)
            if isinstance(record := self._by_path.find(path), Phr)
        }

    def paths(self, commit: Commit) -> list[str]:
        """Return the files of the project that a commit adds or changes; POSIX from the root."""
        return [
            path
            for change in commit.changes
            if change.status != "D" and (path := inner_path(self._prefix, change.path))
        ]

    def of(self, commit: Commit) -> list[Phr]:
        """Return the prompt records that a commit carries or names, and those of the change that list a file of it."""
        if commit.id not in self._prompts:
            self._prompts[commit.id] = self._find_prompts(commit)
        return self._prompts[commit.id]

    def _find_prompts(self, commit: Commit) -> list[Phr]:
        changed = set(self.paths(commit))
        listing = [
            record
            for record in self._carried.values()
            if any(path.removeprefix("./") in changed for path in record.files)
        ]
        every = {record.key: record for record in (*self.records(commit), *listing)}
        return [record for record in every.values() if isinstance(record, Phr)]

    def records(self, commit: Commit) -> list[Record]:
        """Return the records that a commit names or carries."""
        named_records = [
            record
            for reference in self._by_path.references_in(commit.message, commit.date, self._prefix)
            for record in reference.records
        ]
        own_records = [record for path in self.paths(commit) if (record := self._by_path.find(path))]
        return list({record.key: record for record in (*named_records, *own_records)}.values())


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _words(stem: str) -> str:
    return _NUMBER.sub("", stem).casefold()


def count_recorded(project: Project, graph: Graph, commits: Iterable[Commit]) -> int:
    """Return how many commits, merges left out, carry a record or name one."""
    records_by_path, inner = RecordsByPath(graph.references, graph.records), project.prefix
    count = 0
    for commit in commits:
        if len(commit.parents) < 2:
            references = records_by_path.references_in(commit.message, commit.date, inner)
            names_record = any(reference.records for reference in references)
            inside = (inner_path(inner, change.path) for change in commit.changes if change.status != "D")
            count += names_record or any(path and records_by_path.find(path) for path in inside)
    return count
