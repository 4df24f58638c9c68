"""The work of the git hooks: add the trailers that belong to a commit, check those it has, tie its turns to it."""

from __future__ import annotations

import time
from contextlib import suppress

from records.capture.commits import link
from records.capture.commits import trailers as ledger_trailers
from records.errors import GitError, RecordsError, WriteError
from records.git.log import amended_message, log
from records.git.refs import resolve
from records.git.work_tree import staged_paths, untracked
from records.model.graph import Graph
from records.model.record import Phr
from records.model.trailers import (
    Trailer,
    authored_text,
    trailers,
    with_lines,
    with_trailers,
    without_trailers,
)
from records.project.files import read_text, replace, write_if_changed
from records.project.place import Place
from records.project.stamp import state_place
from records.project.work_tree import inner_path
from records.trace.commit_records import cited_records
from records.trace.disclosure.policy import policy_of
from records.trace.disclosure.statement import disclosure_lines_in, required_trailers
from records.trace.disclosure.usage import recorded_usage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from records.git.log import Commit
    from records.model.record import Record
    from records.model.reference import ReferenceIndex
    from records.project.project import Project
    from records.trace.disclosure.policy import Policy

_MOST = 10


def prepare_message(project: Project, path: str, source: str = "", index: str | None = None) -> list[Trailer]:
    """Write a trailer for each record that belongs to the commit into its message; returns those that are new.

    Args:
        project: where.
        path: the file with the message.
        source: where git has the message from (githooks(5)); merges are left alone.
        index: the index file that git is about to commit, as it passes it to hooks.

    Raises:
        WriteError: the file cannot be written.
    """
    settings = project.settings
    policy = policy_of(project)
    if source == "merge" or not (settings.hooks.trailers or policy.trailer):
        return []
    message = read_text(path)
    graph = Graph(project.store.scan())
    records = _unique([*belonging(project, graph, index), *_amended(project, graph, source)])
    new = _new_trailers(graph, records, message) if settings.hooks.trailers else []
    lines = _disclosure_lines(project, policy, records)
    text = with_lines(with_trailers(message, new), lines)
    write_if_changed(Place.named(path), text)
    _store_checked(project, graph.references, text)
    return new


def _amended(project: Project, graph: Graph, source: str) -> list[Record]:
    """Return the records that the commit names which is amended with a new message."""
    git = project.git()
    if source != "message" or git is None:
        return []
    items = trailers(amended_message(git, time.time()))
    return [record for item in items for record in cited_records(graph.references, item)]


def _unique(records: Iterable[Record]) -> list[Record]:
    return list({record.key: record for record in records}.values())


def _new_trailers(graph: Graph, records: list[Record], message: str) -> list[Trailer]:
    """Return a trailer for each record that the message does not name yet."""
    present = {(item.kind, item.ref) for item in trailers(message)}
    cited_keys = {
        record.key for item in trailers(message) for record in cited_records(graph.references, item)
    }
    items = [
        Trailer(record.kind, record.key.partition("/")[2])
        for record in records
        if record.key not in cited_keys
    ]
    return [item for item in items if (item.kind, item.ref) not in present]


def _disclosure_lines(project: Project, policy: Policy, records: list[Record]) -> list[str]:
    """Return the trailers that the policy on agents requires of a commit with these records."""
    if not policy.trailer:
        return []
    prompts = [record for record in records if isinstance(record, Phr)]
    return required_trailers(policy, recorded_usage(project, prompts, ()))


def _store_checked(project: Project, references: ReferenceIndex, message: str) -> None:
    """Store the trailers of a message if each names one record: the `commit-msg` hook need not look them up again."""
    items = trailers(message)
    if not items or project.state_dir is None or any(_wrong(references, item) for item in items):
        return
    lines = [line for line in message.split("\n") if line[:4].lower() in ("phr:", "adr:")]
    with suppress(WriteError):
        replace(state_place(project.state_dir.checked_trailers), "\n".join([*lines, ""]))


def belonging(project: Project, graph: Graph, index: str | None = None) -> list[Record]:
    """Return the records that belong to the commit that is about to be made: prompts first.

    Those that are staged; new ones that list a staged file; those of turns that changed one, as the ledger knows. Of
    many staged records only those that list a staged file.
    """
    staged, fresh = _staged(project, index), _fresh(project)
    inside = [record for record in graph.records if record.path in staged]
    beside = [record for record in graph.records if record.path in fresh - staged and _lists(record, staged)]
    if len(inside) > _MOST:
        inside = [record for record in inside if _lists(record, staged)]
    ledger_records = _from_ledger(project, graph) if staged else []
    every = _unique([*inside, *beside, *ledger_records])
    return sorted(every, key=lambda record: (not isinstance(record, Phr), record.sort_key))[:_MOST]


def check_message(project: Project, path: str) -> list[str]:
    """Return the problems of a message's trailers, one sentence each.

    A message that holds nothing but trailers of ours is emptied, so that git gives up as it does for an empty one.

    Raises:
        WriteError: the file cannot be written.
    """
    message = read_text(path)
    trailers_found = trailers(message)
    disclosed = disclosure_lines_in(policy_of(project), message)
    if (trailers_found or disclosed) and not authored_text(message, added=disclosed):
        write_if_changed(Place.named(path), without_trailers(message, disclosed))
        return []
    references = Graph(project.store.scan()).references
    return [problem for item in trailers_found if (problem := _wrong(references, item))]


def check_commits(project: Project, since: str | None = None) -> tuple[int, list[tuple[Commit, str]]]:
    """Return the problems of the trailers of existing commits.

    Args:
        project: where.
        since: only commits that came after this one; all that led to HEAD by default.

    Returns:
        how many trailers there are, and each commit with a sentence on one of its trailers.

    Raises:
        GitError: there is no repository, or no such revision.
    """
    git = project.git()
    if git is None:
        raise GitError(f"{project.root} is in no git repository", "only commits have trailers")
    references = Graph(project.store.scan()).references
    commits = log(git, f"{resolve(git, since)[0]}..HEAD" if since else "HEAD", files=False)
    trailers_found = [(commit, item) for commit in commits for item in trailers(commit.message)]
    wrong = [
        (commit, problem)
        for commit, item in trailers_found
        if (problem := _wrong(references, item, commit.date))
    ]
    return len(trailers_found), wrong


def _wrong(references: ReferenceIndex, item: Trailer, day: str = "") -> str:
    """Return the problem of a trailer in a commit of that day; empty where it names one record."""
    records = cited_records(references, item, day)
    if not records:
        return f"the trailer '{item}' names no record (line {item.line}); records list shows them"
    if len(records) > 1:
        names_text = ", ".join(record.key.partition("/")[2] for record in records[:4])
        return f"the trailer '{item}' names {len(records)} records (line {item.line}): {names_text}"
    return ""


def after_commit(project: Project) -> list[str]:
    """Tie the turns that the capture ledger knows to the commit that was just made; their records."""
    if project.state_dir is None or not project.state_dir.ledger.is_file():
        return []

    return link(project)


def _staged(project: Project, index: str | None) -> set[str]:
    """Return the staged files of the project, without those that are to be removed; none where git refuses."""
    git = project.git()
    try:
        paths = staged_paths(git, index, deleted=False) if git else set()
    except GitError:
        return set()
    return {inner for path in paths if (inner := inner_path(project.prefix, path))}


def _fresh(project: Project) -> set[str]:
    """Return the files of the project that git does not track; none where git refuses."""
    git = project.git()
    try:
        paths = untracked(git, top=True) if git else []
    except GitError:
        return set()
    return {inner for path in paths if (inner := inner_path(project.prefix, path))}


def _from_ledger(project: Project, graph: Graph) -> Iterable[Record]:
    if project.state_dir is None or not project.state_dir.ledger.is_file():
        return []

    try:
        lines = ledger_trailers(project)
    except RecordsError:
        return []
    return [
        record
        for line in lines
        for item in trailers(line)
        for record in cited_records(graph.references, item)
    ]


def _lists(record: Record, paths: set[str]) -> bool:
    return any(path.removeprefix("./") in paths for path in record.files)
