"""The data that the steps of `why` use: the lines, their commits, the records, each read once."""

from __future__ import annotations

from functools import cached_property, lru_cache
from itertools import pairwise

import records.regex as re
from records.dataclass import dataclass, field, replace
from records.git.file_history import former_names
from records.git.log import commit_paths, log, patch_id
from records.git.work_tree import work_tree_state
from records.model.file_name import parse_name
from records.model.kind import Kind
from records.model.markers import WORD, markers
from records.model.record import Adr, Phr
from records.project.work_tree import inner_path
from records.suggest.words import STOP_WORDS, TITLE_FILLING
from records.text.globs import GlobSet
from records.trace.commit_records import RecordsByPath
from records.trace.governs.asking import text_or_empty
from records.trace.governs.bonds import plain_path
from records.trace.governs.citations import citations_in, lines_with_comment
from records.trace.why.peers import Peers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from records.git import Git
    from records.git.blame import Line
    from records.git.log import Change, Commit
    from records.model.record import Record
    from records.project.catalog import Catalog
    from records.project.project import Project
    from records.trace.commit_records import MessageReference
    from records.trace.governs.bonds import Governance

_WORD = re.compile(r"[A-Z]?[a-z]{3,}|[A-Z]{4,}")
_DECISION_NUMBER = re.compile(r"(?i)ADR\W{0,3}(\d{1,9})")
_MOST_NAMED = 4
_BULK = 20
_FOCUSED = 10
"""Files in a commit up to which it is one piece of work, so that a decision in it is about each of them."""
_MOST_ASKED = 20
"""Lines up to which what they name is what is asked about."""
_OF_RECORDS = frozenset(
    ("architecture", "architectural", "decision", "decisions", "design", "lightweight", "markdown")
)
"""What else a title with “decisions” speaks of that only says that they are recorded."""
_MANY_DECISIONS = 3
"""Decisions in one commit from which none explains a line, unless it lists the file or is what the commit is about."""


@dataclass(frozen=True)
class Question:
    """A question and everything that may help to answer it.

    Attributes:
        project: where, and at which revision.
        catalog: the records.
        rules: which decisions govern which code.
        path: POSIX from the root.
        lines: the lines asked about; empty for a folder.
        commits: those that wrote the lines, by id.
        order: their ids, the one with most lines first.
        text: the whole file, for its markers; empty where it is not needed.
    """

    project: Project
    catalog: Catalog
    rules: Governance
    path: str
    lines: tuple[Line, ...] = ()
    commits: dict[str, Commit] = field(default_factory=dict)
    order: tuple[str, ...] = ()
    text: str = ""

    @cached_property
    def git(self) -> Git | None:
        """Git, where there is a repository."""
        return self.project.git()

    @cached_property
    def inner(self) -> str:
        """The root's path from the top of the work tree."""
        return self.project.prefix

    @cached_property
    def cut(self) -> frozenset[str]:
        """The commits at which a shallow clone's history ends: who wrote their lines is not known."""
        return self.project.location.shallow_boundaries() if self.project.location else frozenset()

    @cached_property
    def names(self) -> frozenset[str]:
        """Every name that the file has had, as far as its lines show; POSIX from the root."""
        inside = (inner_path(self.inner, line.path) for line in self.lines)
        return frozenset({self.path, *(path for path in inside if path)})

    @cached_property
    def former_names(self) -> tuple[str, ...]:
        """The names that the file had before, asked of git only where a line of it was written under another."""
        if self.git is None or len(self.names) == 1:
            return ()
        return former_names(self.git, self.path, self.project.revision)

    @cached_property
    def by_path(self) -> RecordsByPath:
        """Records by the paths that commits know."""
        return RecordsByPath(self.catalog.graph.references, self.catalog.records)

    @cached_property
    def words(self) -> frozenset[str]:
        """The names in the lines, to choose between two prompts."""
        if len(self.lines) > 200:
            return frozenset()
        return _words("\n".join(line.text for line in self.lines))

    @cached_property
    def asked_text(self) -> str:
        """The text of the lines where few are asked about; empty where they are many."""
        return "\n".join(line.text for line in self.lines) if len(self.lines) <= _MOST_ASKED else ""

    @cached_property
    def peers(self) -> Peers:
        """The other files of the kind of this one."""
        return Peers(self.project, self.path, self.asked_text)

    @cached_property
    def commented_lines(self) -> range:
        """The numbers of the lines, and of the comment that belongs to them."""
        if not self.lines:
            return range(0)
        return lines_with_comment(self.text, self.lines[0].number, self.lines[-1].number)

    @cached_property
    def citations(self) -> tuple[tuple[int, str, Adr], ...]:
        """The citations in the comments of a file that is no record: the line, the number, the decision."""
        if not self.lines or self.is_record:
            return ()
        marked = {marker.line for marker in markers(self.text, self.path)}  # these govern the file
        return tuple(
            (line, number, record)
            for line, number in citations_in(self.text)
            if line not in marked and (record := self.rules.decision_named(f"adr-{number}"))
        )

    @cached_property
    def has_uncommitted_lines(self) -> bool:
        """Whether any line is not committed."""
        return any(line.commit is None for line in self.lines)

    def patch(self, commit: str) -> str:
        """Return the id of a commit's changes, whatever it is based on; empty where there is none."""
        return patch_id(self.git, commit) if self.git else ""

    def paths_of(self, commit: str) -> set[str]:
        """Return the paths that a commit changes, from the top of the work tree; of a merge, and without git, none."""
        if commit not in self._paths_of:
            self._paths_of[commit] = commit_paths(self.git, commit) if self.git else set()
        return self._paths_of[commit]

    @cached_property
    def _paths_of(self) -> dict[str, set[str]]:
        return {}

    def lists(self, record: Record) -> bool:
        """Return whether a record names the file, or a folder that holds it; of a folder, anything in it."""
        within = "" if self.path == "." else self.path + "/"
        if not self.lines and any(_plain(path).startswith(within) for path in record.files):
            return True
        return any(
            name == path or name.startswith(path.rstrip("/") + "/")
            for path in map(_plain, record.files)
            if path
            for name in self.names
        )

    def overlap(self, record: Record) -> int:
        """How many of the lines' words a record speaks; it orders what is equal otherwise, and proves nothing."""
        return len(self.words & _words(self.text_of(record))) if self.words else 0

    def shared_words(self, record: Record) -> int:
        """How many words of a record's title the path and the lines have; it orders what is equal otherwise."""
        return len(_telling_words(record.title) & (self.words | _words(self.path)))

    def text_of(self, record: Record) -> str:
        """Return the text of a record; empty where its file cannot be read."""
        return text_or_empty(self.project, record)

    def records_in(self, commit: Commit) -> list[tuple[Record, bool]]:
        """Return the records in a commit, each with whether it was new there.

        Of many records only those count that name the file; where some name it, prompts that name only other files
        do not count.
        """
        rows: dict[str, tuple[Record, bool]] = {}
        for change in commit.changes:
            path = inner_path(self.inner, change.path)
            record = self.by_path.find(path) if path and change.status != "D" else None
            if record is None or record.path == self.path or not self._belongs(record, change, commit):
                continue
            rows.setdefault(record.key, (record, change.status == "A"))
        listing = {key for key, (record, _) in rows.items() if self.lists(record)}
        if listing or len(rows) > _BULK:
            return [
                row
                for key, row in rows.items()
                if key in listing or (len(rows) <= _BULK and not (isinstance(row[0], Phr) and row[0].files))
            ]
        decisions = [record for record, _ in rows.values() if isinstance(record, Adr)]
        if len(decisions) >= _MANY_DECISIONS:  # the commit that starts a project or imports a log
            return [
                row
                for row in rows.values()
                if not isinstance(row[0], Adr) or _pairs(row[0].title) & _pairs(commit.subject)
            ]
        return list(rows.values())

    def _belongs(self, record: Record, change: Change, commit: Commit) -> bool:
        """Return whether a record is part of what a commit did: not a decision that it only renamed or tidied up."""
        if not isinstance(record, Adr) or self.lists(record):
            return True
        if _is_of_records(record.title):
            return False
        if change.status == "A":
            return True
        if GlobSet((glob, record) for glob in record.affects).match(self.path):
            return True
        if change.status == "R":
            return False
        return not _telling_words(record.title).isdisjoint(_words(commit.message))

    def is_about(self, record: Record, commit: Commit) -> bool:
        """Return whether a record in a commit is about this file: a decision in a large or first commit needs a sign.

        A sign is that the decision names the file, or that its title shares a word with the commit's subject or path.
        """
        if self.is_near(record, commit):
            return True
        if not commit.parents and commit.id not in self.cut:
            return False  # the commit that begins a repository holds whatever there was
        return self.git is None or len(self.paths_of(commit.id)) <= _FOCUSED

    def is_near(self, record: Record, commit: Commit) -> bool:
        """Return whether a decision names the file, or its title shares a word with a commit's subject or the path."""
        if not isinstance(record, Adr) or self.lists(record):
            return True
        subject = _words(f"{commit.subject} {self.path}")
        is_shared = not _telling_words(record.title).isdisjoint(subject)
        return is_shared or self.path.rpartition("/")[2] in self.text_of(record)

    @cached_property
    def is_record(self) -> bool:
        """Whether the file is a record itself."""
        return self.by_path.find(self.path) is not None

    def has_own_prompt(self, commit: Commit) -> bool:
        """Return whether a prompt that lists the file is part of a commit."""
        return any(isinstance(record, Phr) and self.lists(record) for record, _ in self.records_in(commit))

    def changes_after(self, commit: str, record: Record) -> list[Commit]:
        """Return the commits after one that changed the file or a record, the oldest first."""
        if self.git is None:
            return []
        span = f"{commit}..{self.project.revision or 'HEAD'}"
        paths = tuple(f":(literal){path}" for path in (*sorted(self.names), record.path))
        return log(self.git, span, "--topo-order", paths=paths)[::-1]

    def changed_all(self, commit: Commit, record: Record) -> bool:
        """Return whether a commit changed every file that a record lists."""
        if self.git is None:
            return False
        changed = {inner_path(self.inner, path) for path in self.paths_of(commit.id)}
        return changed.issuperset(map(_plain, record.files))

    @cached_property
    def changed_files(self) -> frozenset[str | None]:
        """The files, POSIX from the root, that differ from the commit at HEAD; none in a project at a revision."""
        if self.git is None or self.project.revision:
            return frozenset()
        return frozenset(inner_path(self.inner, path) for path in work_tree_state(self.git).changed)

    def decisions_naming(self, number: str) -> list[Adr]:
        """Return the decisions whose text names a pull request or an issue by its number.

        A number that is a link to another file of the repository is that of a record.
        """
        start = r"(?:(?<![\w/-])(?<!ADR )#|/(?:pull|issues|merge_requests)/)"
        pattern = re.compile(rf"{start}{number}\b(?!\]\((?!\w+:))", re.I)
        candidates = self.rules.decisions_holding(frozenset((f"#{number}", f"/{number}")))
        return [record for record in candidates if pattern.search(self.text_of(record))]

    def records_named_by(self, commit: Commit) -> list[tuple[Record, MessageReference]]:
        """Return the records that a commit's message names, each with the reference that names it."""
        if commit.id in self.cut:
            return []
        out: dict[str, tuple[Record, MessageReference]] = {}
        for reference in self._references_in(commit):
            if len(reference.records) == 1:
                (record,) = reference.records
                out.setdefault(record.key, (record, reference))
        return list(out.values())

    def named_in_subject(self, commit: Commit) -> frozenset[str]:
        """Return the identities of the records that the subject of a commit may name."""
        references = self.by_path.references_in(commit.subject, commit.date, self.inner)
        return frozenset(record.key for reference in references for record in reference.records)

    def _references_in(self, commit: Commit) -> Iterator[MessageReference]:
        """Yield the references of a commit's message; a number means the decision of the commit that had it then."""
        for reference in self.by_path.references_in(commit.message, commit.date, self.inner):
            number = _DECISION_NUMBER.fullmatch(reference.text)
            own = self._decisions_by_number(commit).get(int(number[1]), []) if number else []
            yield replace(reference, records=own) if len(own) == 1 else reference

    def _decisions_by_number(self, commit: Commit) -> dict[int, list[Record]]:
        """Return the decisions that a commit adds or changes, by the numbers that they had in it."""
        decisions: dict[int, list[Record]] = {}
        for change in commit.changes:
            path = inner_path(self.inner, change.path) if change.status in ("A", "M") else None
            number = parse_name(path.rpartition("/")[2]).number if path else None
            record = self.by_path.find(path) if path and number is not None else None
            if isinstance(record, Adr) and number is not None:
                decisions.setdefault(number, []).append(record)
        return decisions

    def unclear_references(self, commit: Commit) -> Iterator[str]:
        """Yield the trailers of a commit that name no record, and everything in its message that may name several."""
        for reference in self._references_in(commit):
            if len(reference.records) > 1:
                yield f"{reference}, which names {_count_records(reference.records)}"
            elif not reference.records and reference.is_trailer:
                yield f"{reference}, which names no record here"

    def unclear_citations(self) -> Iterator[str]:
        """Yield each marker of the file and each citation in comments on the lines that may name several decisions."""
        if not self.lines or self.is_record:
            return
        marker_rows = [(m.line, m.ref, f"{WORD} {m.ref}") for m in markers(self.text, self.path)]
        lines = {line for line, *_ in marker_rows}
        comment_rows = [
            (line, f"ADR-{number}", f"ADR-{number}")
            for line, number in citations_in(self.text)
            if line in self.commented_lines and line not in lines
        ]
        for line, ref, words in sorted(marker_rows + comment_rows):
            matches = self.catalog.graph.references.matches(ref, Kind.ADR)
            if len(matches) > 1:
                yield f"line {line} says {words}, which names {_count_records(matches)}"


def _count_records(records: list[Record]) -> str:
    """Say how many records there are, and where the first ones lie."""
    paths = [record.path for record in records[:_MOST_NAMED]]
    more = f", and {len(records) - len(paths)} more" if len(records) > len(paths) else ""
    return f"{len(records)} records: {', '.join(paths)}{more}"


def _pairs(text: str) -> frozenset[tuple[str, ...]]:
    """Return the telling words that stand side by side, in the singular: behavior tree."""
    words = [word.casefold().removesuffix("s") for word in _WORD.findall(text)]
    return frozenset(
        pair for pair in pairwise(words) if all(len(word) > 3 and word not in STOP_WORDS for word in pair)
    )


def _words(text: str) -> frozenset[str]:
    """Return the words in names: `tax_rate` and `taxRate` hold tax (too short to count) and rate."""
    return frozenset(word.casefold() for word in _WORD.findall(text))


def _is_of_records(title: str) -> bool:
    """Return whether a title only says that decisions are recorded, with which a log begins: it explains no code."""
    words = _telling_words(title)
    return words <= _OF_RECORDS and not words.isdisjoint(("decision", "decisions"))


def _telling_words(title: str) -> frozenset[str]:
    """Return the words of a title that name its subject: not those that any title may have."""
    return _words(title) - TITLE_FILLING


_plain = lru_cache(1 << 14)(plain_path)
