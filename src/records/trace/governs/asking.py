"""Find the decisions that govern files, folders or a change, and what a change removes from them."""

from __future__ import annotations

from functools import partial

import records.regex as re
from records.dataclass import dataclass, replace
from records.errors import GitError, RecordsError
from records.git.background import submit
from records.git.file_history import former_names
from records.git.refs import merge_base, resolve
from records.git.work_tree import changes_since, grep, tracked
from records.model.graph import Graph
from records.model.markers import WORD, in_line
from records.model.record import Adr
from records.project.central_decision import CentralAdr
from records.project.work_tree import (
    files_below,
    files_holding,
    inner_path,
    is_folder,
    lines_with_adr,
    source,
)
from records.text.globs import GlobSet
from records.trace.governs.bonds import TEXT, WEAK, Bond, Governance, in_force
from records.trace.governs.components import component_globs
from records.trace.governs.guardian import guardian_decisions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from records.git import Git
    from records.git.log import Change
    from records.model.markers import Marker
    from records.model.record import Record
    from records.project.project import Project
    from records.trace.answers import BondAnswer, DecisionName, GoverningDecisions

_PATHLIKE = re.compile(r"[\w.@+/-]+")


@dataclass(frozen=True, slots=True)
class Governed:
    """A file, and the decisions that govern it.

    Attributes:
        path: POSIX from the root; of a deleted file where it was.
        status: of a change `A`, `M`, `D`, `R`; empty where a path was asked for.
        old: where a renamed file was.
        bonds: why each decision governs it.
        former: the names that it had before, where they were asked for.
    """

    path: str
    status: str
    old: str | None
    bonds: tuple[Bond, ...]
    former: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BrokenReference:
    """Something that a decision in force names and a change removes."""

    record: Adr
    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """The decisions that govern some files, and what a change removes from them."""

    files: tuple[Governed, ...]
    broken: tuple[BrokenReference, ...] = ()

    @property
    def records(self) -> list[Adr]:
        """Each decision once, in the order of its reference; those that only mention a file last."""
        by_key = {bond.record.key: bond.record for file in self.files for bond in file.bonds}
        by_key.update({missing.record.key: missing.record for missing in self.broken})
        bonds = [bond for file in self.files for bond in file.bonds]
        strong = {bond.record.key for bond in bonds if bond.how not in WEAK}
        strong |= {missing.record.key for missing in self.broken}
        return sorted(by_key.values(), key=lambda record: (record.key not in strong, record.sort_key))

    def as_json(self) -> GoverningDecisions:
        """Return the report as one JSON object: `decisions` with their `bonds`, and `gone`."""
        bonds: dict[str, list[BondAnswer]] = {}
        for file in self.files:
            for bond in file.bonds:
                bond_data = bond.as_json()
                if file.status:
                    bond_data["status"] = file.status
                bonds.setdefault(bond.record.key, []).append(bond_data)
        return {
            "decisions": [{**_short(record), "bonds": bonds.get(record.key, [])} for record in self.records],
            "ungoverned": [file.path for file in self.files if not file.bonds],
            "gone": [
                {**_short(missing.record), "names": missing.path, "reason": missing.reason}
                for missing in self.broken
            ],
        }


def _short(record: Adr) -> DecisionName:
    data: DecisionName = {
        "ref": record.ref,
        "title": record.title,
        "status": record.status,
        "path": record.path,
    }
    if isinstance(record, CentralAdr):
        data["origin"] = record.place
    return data


def governance(
    project: Project,
    graph: Graph | None = None,
    *,
    has_one_question: bool = False,
    central: Iterable[CentralAdr] = (),
) -> Governance:
    """Return the decisions of a project, ready to be asked.

    Args:
        project: where.
        graph: all records with their links, where they are at hand.
        central: decisions of other repositories that bind this one too.
        has_one_question: whether a single file will be asked about, so that not every decision has to be read.
    """
    return Governance(
        graph or Graph(project.store.scan()),
        guardian_decisions(project) if is_folder(project, ".decispher") else (),
        components=lambda: component_globs(project),
        read_text=lambda record: text_or_empty(project, record),
        find_holding=partial(files_holding, project) if has_one_question and project.git() else None,
        central=central,
    )


def binding_rules(project: Project, graph: Graph | None = None) -> Governance:
    """Return the decisions that bind a project, those of other repositories included; arguments as `governance`."""
    if not project.settings.org.central:
        return governance(project, graph)
    from records.project.central import central_decisions

    return governance(project, graph, central=central_decisions(project).decisions)


def decisions_for(project: Project, paths: Iterable[str], rules: Governance | None = None) -> Report:
    """Return the decisions in force that govern files or folders; of a few files under their former names too.

    Args:
        project: where; at a revision the files of that revision are asked about.
        paths: POSIX from the root; they need not exist.
        rules: the decisions, where they are at hand.
    """
    plain_paths = [path.strip("/") or "." for path in paths]
    former = submit(lambda: _former_names(project, plain_paths) if len(plain_paths) <= _FOLLOWED else {})
    rules = rules or binding_rules(project)
    return Report(
        tuple(
            _with_former_names(
                project, rules, _governed_path(project, rules, path), former.result().get(path, ())
            )
            for path in plain_paths
        )
    )


_FOLLOWED = 8
"""Paths up to which renames are followed: each takes a walk through the history."""


def _former_names(project: Project, paths: list[str]) -> dict[str, tuple[str, ...]]:
    git = project.git()
    files = [path for path in paths if not is_folder(project, path)] if git else []
    return {path: former_names(git, path, project.revision) for path in files} if git else {}


def _with_former_names(
    project: Project, rules: Governance, governed: Governed, former: tuple[str, ...]
) -> Governed:
    bonds = {bond.record.key: bond for bond in governed.bonds}
    for bond in former_bonds(project, rules, governed.path, former):
        bonds.setdefault(bond.record.key, bond)
    return replace(governed, bonds=tuple(bonds.values()), former=former)


def former_bonds(project: Project, rules: Governance, path: str, former: Iterable[str]) -> Iterator[Bond]:
    """Yield why decisions govern a file under names that it had before.

    A folder that a text names counts where the folder is gone: the file was not only moved out of it.
    """
    exempt = rules.exempt_keys(path)
    for name in former:
        for bond in (*rules.by_globs(name), *rules.by_prompts(name), *rules.by_text(name)):
            end = f"/{name}".find(f"/{bond.detail}") + len(bond.detail)
            stays = bond.how == TEXT and bond.detail.endswith("/") and is_folder(project, name[:end])
            if bond.record.key not in exempt and not stays:
                yield bond


def _governed_path(project: Project, rules: Governance, path: str) -> Governed:
    folder = is_folder(project, path)
    markers_of = submit(lambda: all_markers(project, path)) if folder else None
    inside = files_below(project, path) if folder else []
    bonds: dict[str, Bond] = {}
    for inner in inside or [path]:
        for bond in rules.by_globs(inner):
            bonds.setdefault(bond.record.key, bond)
    text = "" if folder else source(project, path)
    if folder or not ("." in path.rpartition("/")[2] or text):  # even one that is yet to be made
        for bond in rules.by_globs(f"{path}/_".removeprefix("./")):
            bonds.setdefault(bond.record.key, replace(bond, path=path))
    if inside and markers_of:
        texts = [(inner.path, f"# {WORD} {inner.ref}") for inner in markers_of.result()]
    else:
        texts = [(path, text)]
    for inner, inner_text in texts:
        for bond in rules.by_markers(inner_text, inner):
            bonds[bond.record.key] = bond
    for bond in (
        *rules.by_prompts(path),
        *(() if path in rules.record_paths else rules.by_citations(text, path)),
        *rules.by_text(path, text),
    ):
        bonds.setdefault(bond.record.key, bond)
    return Governed(path, "", None, tuple(bonds.values()))


def decisions_for_diff(
    project: Project, revision: str, load_rules: Callable[[], Governance] | None = None
) -> Report:
    """Return the decisions in force that govern a change: the work tree against a revision, or the ends of `A..B`.

    Deleted files count, and renamed ones under both names.

    Args:
        project: where.
        revision: the change.
        load_rules: gives the decisions, where they are at hand.

    Raises:
        GitError: the project is in no repository, or there is no such revision.
    """
    git = project.git()
    if git is None:
        raise GitError(f"{project.root} is in no git repository", "name paths instead: records adr for PATH")
    changed = submit(lambda: _changed(git, revision))
    rules = load_rules() if load_rules else binding_rules(project)
    start, new, listing = changed.result()
    every = [inside for change in listing if (inside := _inside(project, change))]
    changes = [change for change in every if change.path not in rules.record_paths]
    old = {change.old or change.path for change in changes if change.status != "A"}
    new_paths = {change.path for change in changes if change.status != "D"}
    new_markers = submit(lambda: grep(git, WORD, new, new_paths) if new and new_paths else [])
    before = _by_path(grep(git, WORD, start, old), project.prefix) if old else {}
    after = _by_path(new_markers.result(), project.prefix) if new else None
    files = []
    for change in changes:
        bonds: dict[str, Bond] = {}
        for path in filter(None, (change.path, change.old)):
            for bond in rules.by_globs(path):
                bonds.setdefault(bond.record.key, bond)
        for path, text in _sides(project, change, before, after):
            for bond in rules.by_markers(text, path):
                bonds[bond.record.key] = bond
        files.append(Governed(change.path, change.status, change.old, tuple(bonds.values())))
    return Report(tuple(files), tuple(_broken_references(project, rules, changes, new)))


def _changed(git: Git, revision: str) -> tuple[str, str | None, tuple[Change, ...]]:
    """Return the ids of both ends of a change, the second one None for the work tree, and what differs."""
    dots = "..." if "..." in revision else ".."
    first, is_range, second = revision.partition(dots)
    start, *end = resolve(git, first or "HEAD", *([second or "HEAD"] if is_range else []))
    new = end[0] if end else None
    since = merge_base(git, start, new) if new and dots == "..." else start
    return start, new, changes_since(git, since, new)


def _sides(
    project: Project, change: Change, before: dict[str, str], after: dict[str, str] | None
) -> Iterable[tuple[str, str]]:
    """Yield the lines with markers of a file before and after a change."""
    if change.status != "D":
        yield change.path, source(project, change.path) if after is None else after.get(change.path, "")
    if change.status != "A":
        path = change.old or change.path
        yield path, before.get(path, "")


def _broken_references(
    project: Project, rules: Governance, changes: list[Change], second: str | None
) -> Iterable[BrokenReference]:
    """Yield what decisions in force name and a change deletes or renames away."""
    removed_paths = {change.path for change in changes if change.status == "D"}
    removed_paths |= {change.old for change in changes if change.status == "R" and change.old}
    git = project.git()
    if not removed_paths or git is None:
        return
    inner = project.prefix
    present = {
        path for tracked_path in tracked(git, second) if (path := inner_path(inner, tracked_path))
    } - removed_paths
    bound_paths = [
        (path, bond)
        for path in sorted(removed_paths)
        for bond in rules.by_globs(path)
        if not isinstance(bond.record, CentralAdr)  # such a decision also holds where there is no such file
    ]
    alive = GlobSet((bond.detail, bond.record.key) for _, bond in bound_paths)
    live_globs = (
        {
            (key, glob)
            for path in present
            for glob, key in alive.match(path)
            if key not in rules.exempt_keys(path)
        }
        if bound_paths
        else set()
    )
    done_keys: set[tuple[str, str]] = set()
    for path, bond in bound_paths:
        if (bond.record.key, bond.detail) not in live_globs | done_keys:
            done_keys.add((bond.record.key, bond.detail))
            yield BrokenReference(bond.record, path, f"nothing is left that {bond.detail} matches")
    for record in rules.decisions:
        if in_force(record) and record.status:
            words = _PATHLIKE.findall(text_or_empty(project, record))
            named_paths = removed_paths.intersection(word.rstrip(".").removeprefix("./") for word in words)
            for path in sorted(
                named_paths
                - {bound_path for bound_path, bond in bound_paths if bond.record.key == record.key}
            ):
                yield BrokenReference(record, path, "its text names this file")


def all_markers(project: Project, folder: str = ".") -> list[Marker]:
    """Return every marker in the files of a folder that git keeps (or may keep), records themselves left out."""
    git = project.git()
    if git is None:
        return []
    records = {record.path for record in project.store.scan()}
    if folder == ".":
        lines = [row for row in lines_with_adr(project) if WORD in row[2].lower()]
    else:
        lines = grep(git, WORD, project.revision, [folder])
    rows = _by_path(lines, project.prefix)
    return [
        marker
        for path, text in sorted(rows.items())
        if path not in records
        for number, line in enumerate(text.split("\n"), 1)
        if line
        for marker in in_line(line, path, number)
    ]


def _inside(project: Project, change: Change) -> Change | None:
    path = inner_path(project.prefix, change.path)
    old = inner_path(project.prefix, change.old) if change.old else None
    return replace(change, path=path, old=old) if path else None


def _by_path(rows: list[tuple[str, int, str]], inner: str) -> dict[str, str]:
    """Lines by file, each on its own number, so that a marker keeps its line number."""
    lines: dict[str, list[str]] = {}
    for top_path, number, text in rows:
        path = inner_path(inner, top_path)
        if path:
            file_lines = lines.setdefault(path, [])
            file_lines.extend([""] * (number - 1 - len(file_lines)))
            file_lines.append(text)
    return {path: "\n".join(file_lines) for path, file_lines in lines.items()}


def text_or_empty(project: Project, record: Record) -> str:
    """Return the text of a record's file; empty where it cannot be read."""
    try:
        return project.store.text(record.path)
    except RecordsError:
        return ""
