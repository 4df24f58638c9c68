"""Find decisions in folders that nothing reads yet, so that their log is adopted and no second one is started."""

from __future__ import annotations

import os
from contextlib import suppress
from functools import lru_cache

import records.regex as re
from records.adr.decision_list import count_decisions, count_stated_decisions
from records.adr.dialects import read_whole
from records.adr.pages import shared_titles
from records.adr.record_layout import AdrView
from records.adr.vocabulary import CONTEXT_WORDS, DECISION_WORDS
from records.dataclass import dataclass
from records.errors import InvalidInput, RecordsError
from records.history.index_page import BEGIN, index_path
from records.model.file_name import is_decision_name, is_numbered_name
from records.model.kind import Kind
from records.model.record_paths import (
    DECISIONS_PATTERN,
    FOLDER_PAGES,
    LOG_PATTERN,
    MARKDOWN,
    OTHER_MARKUPS,
    TOP,
    directory_label,
    directory_name,
    file_name_of,
    is_folder_page,
    log_directory,
)
from records.model.status import STATUSES, Status
from records.project.left_out import describe_left_out, records_left_out
from records.project.work_tree import tree_files
from records.static_types import NamedTuple
from records.text.plural import counted
from records.text.slug import plain_letters

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from records.project.discovery import Candidate
    from records.project.project import Project

_NAMED = re.compile(LOG_PATTERN, re.I)  # a name that means nothing else
_DECISIONS = re.compile(DECISIONS_PATTERN, re.I)
_ASIDE = re.compile(
    r"(?i)\..*|.*(?:tests?|fixtures?|testdata|examples?|samples?|templates?)|(?:test|example|sample|demo)[-_].*"
    r"|node_modules|vendor|third[-_]party"
)
_PROPOSALS = re.compile(r"rfcs?|rfds?|proposals?|enhancements?", re.I)
_HIDDEN_DOCS = frozenset((".github", ".gitlab", ".docs", ".doc"))
# one decision is `license-decision`; several are `decisions`, `decision-log`, `adr`
_PAGE_NAME = re.compile(rf"(?!.*decision$)(?:{_DECISIONS.pattern})|(?:architecture[-_ ]?)?decision", re.I)
# `adr-overview`, `entwurfsentscheidungen`, and section 9 of arc42
_NEAR_NAME = re.compile(
    rf"(?:.*[-_. ])?adrs?(?:[-_. ].*)?|.*(?:{'|'.join(DECISION_WORDS[:6])}).*|0?9[-_. ].*", re.I
)
_UNDECIDED = re.compile(r"(?:^|[-_ ])(?:open|pending|todo|future|unresolved)(?:[-_ ]|$)", re.I)
_PAGES = (*MARKDOWN, *OTHER_MARKUPS)
_SAMPLE, _FEW = 8, 3
_MOST = 0.8
_WORK = re.compile(r"spec|plan|stor(?:y|ies)|ticket|issue|task|feature|requirement", re.I)
_PADDED = re.compile(r"\d{3}|\d\d[-_.]\d\d")


@dataclass(frozen=True, slots=True, order=True)
class Log:
    """A folder of decisions that nothing reads yet.

    Attributes:
        directory: POSIX path from the root.
        files: how many records it holds.
        paths: the records, POSIX from the root.
    """

    directory: str
    files: int
    paths: tuple[str, ...] = ()

    @property
    def is_named(self) -> bool:
        """Whether a folder above the records says that they are decisions."""
        return any(is_log_name(part) for part in self.directory.split("/"))

    @property
    def place(self) -> str:
        """The directory as a message names it."""
        return directory_label(self.directory)


@dataclass(frozen=True, slots=True, order=True)
class OneFileLog:
    """A page with decisions; `records` does not read it, because a record is a file of its own.

    Attributes:
        path: POSIX path from the root.
        decisions: how many it holds.
    """

    path: str
    decisions: int

    def describe(self) -> str:
        """One line that says so."""
        held = counted(self.decisions, "decision")
        return f"{self.path} holds {held} in one file, which is not read: a record is a file of its own"


@dataclass(frozen=True, slots=True)
class UnreadDecisions:
    """The decisions that nothing reads.

    Attributes:
        logs: folders, the largest first.
        pages: pages that hold decisions, outside these folders: by their name, or where nothing else has any by what
            they state.
        has_decisions: whether other decisions are read.
        left_out: the records that git's sparse checkout leaves out.
    """

    logs: tuple[Log, ...]
    pages: tuple[OneFileLog, ...]
    has_decisions: bool
    left_out: tuple[Candidate, ...] = ()

    @property
    def reported(self) -> tuple[Log, ...]:
        """The folders that are certain to be a log of this project: the named ones, beside a log that is read."""
        return tuple(log for log in self.logs if log.is_named or not self.has_decisions)

    @property
    def only_pages(self) -> tuple[OneFileLog, ...]:
        """The pages with several decisions where there are no others."""
        is_only = not (self.has_decisions or self.reported)
        return tuple(page for page in self.pages if is_only and page.decisions > 1)

    @property
    def notes(self) -> tuple[str, ...]:
        """One line for each log: where it is, and the command that adopts it if one does."""
        adoptable = tuple(
            f"{log.place} holds {counted(log.files, 'decision')} not read yet: `records init` adopts "
            f"{'them' if log.files > 1 else 'it'}"
            for log in self.reported
        )
        left_out = (f"{text}: `{hint}`" for text, hint in self.explain_left_out())
        return (*left_out, *adoptable, *(page.describe() for page in self.pages))

    def explain_left_out(self) -> tuple[tuple[str, str], ...]:
        """Return a message and a hint about the records that a sparse checkout leaves out; nothing without any."""
        return (describe_left_out(self.left_out),) if self.left_out else ()

    def require_log(self) -> None:
        """Refuse to begin a log where a sparse checkout leaves the decisions out.

        Raises:
            InvalidInput: it does, and no decision is read.
        """
        if not self.has_decisions and any(candidate.kind is Kind.ADR for candidate in self.left_out):
            raise InvalidInput(*self.explain_left_out()[0])


def describe_pages(project: Project) -> tuple[str, ...]:
    """Return one line that names the pages beside the decisions, which no list shows; nothing without any."""
    pages = list(project.store.pages())
    index = index_path(project) if pages else ""
    pages = [path for path in pages if path != index]
    if not pages:
        return ()
    names = ", ".join(pages[:_FEW]) + (f" and {len(pages) - _FEW} more" if len(pages) > _FEW else "")
    return (
        f"{counted(len(pages), 'page')} beside the decisions {'is' if len(pages) == 1 else 'are'} not listed: {names}",
    )


def find_unread(project: Project) -> UnreadDecisions:
    """Find what is written as decisions and is not read: folders, and pages that hold several.

    The content decides. The name of a folder only lowers what is needed: three numbered files in a folder that is
    named as a log is are enough, and files without a number are looked at only below such a name. Tests, examples,
    templates and vendored code are passed over. A page with a single decision beside decisions that are read is a
    draft, not a log.
    """
    records = project.store.scan()
    scanned_paths = {record.path for record in records} | set(project.store.pages())
    read = {log_directory(path) for path in scanned_paths}
    folders: dict[str, list[str]] = {}
    pages, near_pages = [], []
    tree_paths = sorted(path for path in tree_files(project) if path not in scanned_paths)
    series = read | {log_directory(path) for path in tree_paths if is_numbered_name(file_name_of(path))}
    for path in tree_paths:
        folder, _, name = path.rpartition("/")
        if folder in series and is_folder_page(name) and directory_name(path):
            continue  # the page about a folder of records, and no record that is a folder
        directory = log_directory(path)
        if _is_aside(directory):
            continue
        if _is_page_of_decisions(path, read):
            pages.append(path)
        elif _is_near_name(path):
            near_pages.append(path)
        if directory not in read and (
            directory_name(path) or (is_decision_name(name) and not is_folder_page(name.lstrip("_")))
        ):
            folders.setdefault(directory, []).append(path)
    project.store.load(
        path for paths in folders.values() for path in (*_sample(paths), *_sample(_numbered(paths)))
    )
    logs = [
        Log(directory, len(record_paths), tuple(record_paths))
        for directory, paths in folders.items()
        if (record_paths := _records(project, directory, paths))
    ]
    in_logs = {path for log in logs for path in log.paths}
    pages = [path for path in pages if not any(_is_index_of(path, log) for log in logs)]
    has_decisions = any(record.kind is Kind.ADR for record in records)
    fewest = 2 if has_decisions else 1
    one_file_logs = [log for path in pages if path not in in_logs and (log := _one_file_log(project, path))]
    if not (has_decisions or logs):
        stated = (_one_file_log(project, path, count_stated_decisions) for path in near_pages)
        one_file_logs = sorted([*one_file_logs, *(log for log in stated if log)])
    return UnreadDecisions(
        tuple(sorted(logs, key=lambda log: (-log.files, log.directory))),
        tuple(log for log in one_file_logs if log.decisions >= fewest),
        has_decisions,
        records_left_out(project),
    )


def _is_index_of(path: str, log: Log) -> bool:
    """Return whether a page is that of the folder with a log, or of the folder above records that are folders."""
    folder, _, name = path.rpartition("/")
    return is_folder_page(name) and (log.directory == folder or log.directory.startswith(f"{folder}/"))


def _one_file_log(
    project: Project, path: str, count: Callable[[str, str], int] = count_decisions
) -> OneFileLog | None:
    texts = [text for _, text in _texts(project, [path]) if BEGIN not in text]
    counts = [count(text, path.rpartition("/")[2]) for text in texts]
    return OneFileLog(path, counts[0]) if counts and counts[0] else None


def _is_page_of_decisions(path: str, read: set[str]) -> bool:
    """Return whether a page is named as decisions, or is the page of a folder that is and holds no record."""
    folder, _, name = path.rpartition("/")
    stem, dot, ending = name.rpartition(".")
    if f"{dot}{ending}".lower() not in _PAGES or is_numbered_name(name) or directory_name(path):
        return False
    if stem.lower() in FOLDER_PAGES:
        return folder not in read and is_log_name(folder.rpartition("/")[2])
    return _PAGE_NAME.fullmatch(plain_letters(stem)) is not None and not _UNDECIDED.search(stem)


def _is_near_name(path: str) -> bool:
    """Return whether the name of a page leaves open that it holds decisions, which its content then says."""
    stem, dot, ending = path.rpartition("/")[2].rpartition(".")
    return f"{dot}{ending}".lower() in _PAGES and _NEAR_NAME.fullmatch(plain_letters(stem)) is not None


def _records(project: Project, folder: str, paths: list[str]) -> list[str]:
    """Those of a folder's files that make it a log; none where it is none."""
    parts = folder.split("/")
    numbered_paths = _numbered(paths)
    if numbered_paths and _is_log(project, parts, numbered_paths):
        return numbered_paths
    if numbered_paths or not any(is_log_name(part) or _PROPOSALS.fullmatch(part) for part in parts):
        return []
    texts = list(_texts(project, paths))
    whole = sum(_is_whole(text, name) for name, text in texts)
    is_log = bool(texts) and (
        2 * whole > len(texts) or (is_log_name(parts[-1]) and bool(shared_titles(_views(texts))))
    )
    return paths if is_log else []


def _numbered(paths: list[str]) -> list[str]:
    return [path for path in paths if is_numbered_name(file_name_of(path))]


@lru_cache(maxsize=4096)
def _is_aside(folder: str) -> bool:
    """Return whether the decisions in a folder are not the project's own: in tests, examples, vendored or hidden."""
    parts = [part for part in folder.split("/") if part not in _HIDDEN_DOCS]
    return any(_ASIDE.fullmatch(part) and not _is_hidden_log(part) for part in parts)


def _is_hidden_log(folder: str) -> bool:
    return folder == TOP or (folder.startswith(".") and is_log_name(folder))


def is_log_name(folder: str) -> bool:
    """Say whether the name of a folder says that decisions are in it."""
    return _DECISIONS.fullmatch(plain_letters(folder.removeprefix("."))) is not None


def _is_log(project: Project, parts: list[str], paths: list[str]) -> bool:
    if len(paths) >= _FEW and _NAMED.fullmatch(parts[-1]):
        return True
    texts = list(_texts(project, paths))
    if parts != [TOP] and not any(map(is_log_name, parts)):
        whole = sum(_is_whole(text, name) for name, text in texts)
        return bool(texts) and (whole >= _MOST * len(texts) or _is_decided_series(paths, texts))
    return bool(texts) and 2 * sum(_is_decision(text, name) for name, text in texts) > len(texts)


def _views(texts: Iterable[tuple[str, str]]) -> list[AdrView]:
    """The texts of files, by their names, as they are laid out for reading."""
    return [read_whole(text, name).view for name, text in texts]


def _sample(paths: list[str]) -> list[str]:
    return paths[:: max(1, len(paths) // _SAMPLE)]


def _texts(project: Project, paths: list[str]) -> Iterable[tuple[str, str]]:
    """Some of the files, from the first to the last; one that cannot be read is ignored."""
    for path in _sample(paths):
        if project.revision is None and os.path.islink(os.path.join(project.root, path)):
            continue
        with suppress(RecordsError):
            yield file_name_of(path), project.store.text(path)


def _is_decision(text: str, name: str) -> bool:
    """Return whether a text is written as a decision: it has a status, or explains the context and what was decided."""
    form = _form(text, name)
    return form.status is not None or form.is_explained


def _is_whole(text: str, name: str) -> bool:
    """Return whether a text has all that a decision has, its status being one that everybody knows."""
    form = _form(text, name)
    return form.status in STATUSES and form.is_explained


def _is_decided_series(paths: Sequence[str], texts: Sequence[tuple[str, str]]) -> bool:
    """Return whether a series of padded numbers or days has statuses that are known, and is not all drafts.

    Specifications and plans are numbered too; they are approved, where decisions are accepted.
    """
    forms = [_form(text, name) for name, text in texts]
    statuses = [form.status for form in forms if form.status in STATUSES and "pprove" not in form.raw]
    folder = log_directory(paths[0]).rpartition("/")[2]
    is_series = len(paths) >= _FEW and all(_PADDED.search(file_name_of(path)) for path in paths)
    is_series = is_series and not _WORK.search(folder)
    decided = sum(status not in (Status.DRAFT, Status.PROPOSED) for status in statuses)
    return is_series and len(statuses) >= _MOST * len(texts) and 2 * decided > len(statuses)


class _Form(NamedTuple):
    """What shows that a text is a decision: its status, as it is written too, and whether it is explained."""

    status: str | None
    raw: str
    is_explained: bool


@lru_cache(maxsize=512)  # a change is judged beside what was there before, most of which is the same
def _form(text: str, name: str) -> _Form:
    """The status, and whether the context and what was decided are stated."""
    reading = read_whole(text, name)
    titles = plain_letters(" ".join(reading.view.titles))
    is_explained = all(any(word in titles for word in words) for words in (DECISION_WORDS, CONTEXT_WORDS))
    return _Form(reading.facts.status, reading.facts.status_raw or "", is_explained)
