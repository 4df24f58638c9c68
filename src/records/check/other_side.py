"""The other side of a merge: what another revision has that this work tree has not, read with git, not checked out."""

from __future__ import annotations

import os
from collections import defaultdict

from records.adr.dialects import read_adr
from records.dataclass import dataclass, field
from records.encoding import decode_file
from records.errors import GitError
from records.git.file_history import read_blobs
from records.git.refs import commit_ids, merge_base, upstream_commit
from records.git.run import MISSING_HINT
from records.git.snapshot import Snapshot
from records.model.file_name import is_decision_name
from records.model.kind import Kind
from records.model.record import Adr
from records.project.codec import parse_record
from records.project.discovery import discover_among
from records.project.left_out import records_left_out
from records.project.log_pages import judge_by_log
from records.static_types import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Set

    from records.adr.facts import AdrFacts
    from records.git import Git
    from records.model.record import Record
    from records.project.project import Project


class KnownRecord(NamedTuple):
    """What shows that a record of another revision is the same as one that has another name now."""

    kind: Kind
    title: str
    date: str | None
    path: str


@dataclass(frozen=True, slots=True)
class OtherSide:
    """What a revision has done since the two sides parted.

    Attributes:
        ref: the revision, as the caller named it.
        start: the commit at which the two sides parted; None where they have nothing in common.
        base: paths of records on which both sides agree that they existed; POSIX from the root.
        added: paths that only the other side has added.
        both_added: paths that the other side has added, and this one too, with another content.
        decisions: what the decisions say that the other side added or changed, by path.
        removed: records that the other side still has and this one has not, under no other name either.
        moved: the present paths of records that this side has moved or renamed.
    """

    ref: str
    start: str | None
    base: frozenset[str]
    added: frozenset[str]
    both_added: frozenset[str]
    decisions: dict[str, AdrFacts] = field(default_factory=dict)
    removed: tuple[Record, ...] = ()
    moved: frozenset[str] = frozenset()


def other_side(project: Project, ref: str) -> OtherSide:
    """Read the records of *ref*: a branch, a tag, any commit.

    Raises:
        GitError: this is no repository, or *ref* names no commit.
    """
    git = project.git()
    if git is None:
        raise GitError(f"--against {ref}: {project.root} is not in a git repository")
    commit, head = commit_ids(git, [ref, "HEAD"])
    if not commit:
        raise GitError(f"--against {ref}: there is no such revision", "fetch it first: git fetch origin")
    start = merge_base(git, head, commit) if head else ""
    theirs = _blobs(project, commit)
    before = _blobs(project, start) if start else {}
    ours = {record.path for record in project.store.scan()}
    changed = {path: blob for path, blob in theirs.items() if before.get(path) != blob}
    added = changed.keys() - before.keys()
    same = [path for path in added & ours if _same_text(project, git, path, changed[path])]
    texts = _texts(git, {path: changed[path] for path in changed if _is_decision(project, path)})
    return OtherSide(
        ref,
        start or None,
        frozenset(before),
        frozenset(added - ours),
        frozenset((added & ours) - set(same)),
        {path: read_adr(text, path.rsplit("/", 1)[-1]) for path, text in sorted(texts.items())},
        *_removed_and_moved(project, git, before, before.keys() - ours, theirs.keys()),
    )


def _removed_and_moved(
    project: Project, git: Git, before: dict[str, str], missing: Set[str], theirs: Set[str]
) -> tuple[tuple[Record, ...], frozenset[str]]:
    """The records among files that are gone which the other side still has, and where the moved ones are now."""
    candidates = list(discover_among(sorted(missing), project.store.roots))
    texts = _texts(git, {candidate.path: before[candidate.path] for candidate in candidates})
    records = [
        parse_record(candidate.kind, texts[candidate.path], candidate.path, candidate.folder)
        for candidate in candidates
    ]
    added = [record for record in project.store.scan() if record.path not in before]
    titles = {(record.kind, record.title) for record in added}
    hidden = {candidate.path for candidate in records_left_out(project)}
    _, pages = judge_by_log([*project.store.scan(), *records])
    removed = tuple(
        record
        for record in records
        if record.path in theirs
        and record.path not in pages
        and record.path not in hidden
        and (record.kind, record.title) not in titles
        and not os.path.lexists(project.store.absolute(record.path))
    )
    return removed, frozenset(renamed_records(records, added).values())


def renamed_records(
    before: Iterable[Record | KnownRecord], after: Iterable[Record | KnownRecord]
) -> dict[str, str]:
    """Map the former path of each record that was moved or renamed to the present one: title and date stayed."""
    before, after = list(before), list(after)
    old_paths, new_paths = {record.path for record in before}, {record.path for record in after}
    gone: dict[tuple[str, str, str | None], list[str]] = defaultdict(list)
    come: dict[tuple[str, str, str | None], list[str]] = defaultdict(list)
    for records, others, groups in ((before, new_paths, gone), (after, old_paths, come)):
        for record in records:
            if record.path not in others:
                groups[record.kind, record.title, record.date].append(record.path)
    return {
        paths[0]: come[key][0]
        for key, paths in gone.items()
        if len(paths) == 1 and len(come.get(key, ())) == 1
    }


def upstream_paths(project: Project) -> tuple[str, frozenset[str]]:
    """The commit and the files of the branch that the current one follows, else of the remote's main branch.

    Without either, "" and no files.
    """
    git = project.git()
    commit = upstream_commit(git) if git else ""
    return commit, frozenset(_blobs(project, commit)) if commit else frozenset()


def _blobs(project: Project, commit: str) -> dict[str, str]:
    """The Markdown files of a commit below the project's root: path from there, and id."""
    if project.location is None:
        return {}
    blobs = Snapshot.at(project.location, commit, project.prefix, project.output_cache).blobs
    return {path: blob for path, blob in blobs.items() if is_decision_name(path.rsplit("/", 1)[-1])}


def _texts(git: Git, blobs: dict[str, str]) -> dict[str, str]:
    contents = read_blobs(git, blobs.values())
    if lost := sorted(path for path, blob in blobs.items() if blob not in contents):
        raise GitError(f"this clone does not have an earlier version of {lost[0]}", MISSING_HINT)
    return {path: decode_file(contents[blob]) for path, blob in sorted(blobs.items())}


def _same_text(project: Project, git: Git, path: str, blob: str) -> bool:
    return project.store.text(path) == _texts(git, {path: blob})[path]


def _is_decision(project: Project, path: str) -> bool:
    folder = path.rpartition("/")[0]
    return folder in _decision_folders(project)


def _decision_folders(project: Project) -> Iterable[str]:

    folders = {record.path.rpartition("/")[0] for record in project.store.scan() if isinstance(record, Adr)}
    return folders | {project.directory(Kind.ADR)}
