"""Bring records of other layouts into this project's own folders: a plan first, then moves that keep every word."""

from __future__ import annotations

import os
import posixpath
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from records.errors import EditError, InvalidInput, NotFound
from records.git.work_tree import stage, tracked_among
from records.model.file_name import is_other_markup
from records.model.kind import Kind
from records.model.record import Adr, Phr, phr_stage
from records.model.stage import Stage, canonical_stage
from records.project.numbering import FolderNumbers
from records.project.work_tree import text_files
from records.text.document import Document
from records.text.slug import slug
from records.text.yaml import YamlProblem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from records.model.record import Record
    from records.project.project import Project, WorkTreeProject

_FEATURE = re.compile(r"(?:^|/)specs/(?P<feature>[^/]+)/")


@dataclass(frozen=True, slots=True)
class Step:
    """One record that comes in: from where (empty for a new file), to where, its text, and what was changed in it."""

    old: str
    new: str
    text: str
    kind: str
    title: str
    changes: tuple[str, ...] = ()


def plan(project: Project, sources: Iterable[str] = (), kinds: Iterable[str] = ("phr",)) -> list[Step]:
    """Say what would come in, in the order of the old paths; nothing is written.

    Args:
        project: where.
        sources: folders or files, POSIX from the root; all that lies in a layout known to us when empty.
        kinds: `phr`, `adr` or both.

    Raises:
        NotFound: a source does not exist.
    """
    folders_or_files = tuple(source.rstrip("/") for source in sources)
    for source in folders_or_files:
        if not os.path.exists(project.store.absolute(source)):
            raise NotFound(f"there is no {source} to import from", "name a folder or a file of records")
    wanted_kinds = set(kinds)
    folders: dict[str, FolderNumbers] = {}
    steps = []
    for record in sorted(project.store.scan(), key=lambda prefix: prefix.path):
        home = _home(project, record.kind)
        inside = record.path.startswith(home + "/")
        is_requested = not folders_or_files or any(
            record.path == prefix or record.path.startswith(prefix + "/") for prefix in folders_or_files
        )
        is_writable = not is_other_markup(record.path)  # what is read only stays where it is
        if record.kind in wanted_kinds and is_requested and not inside and record.readable and is_writable:
            steps.append(_step(project, record, home, folders))
    return steps


def _home(project: Project, kind: Kind) -> str:
    if kind is Kind.PHR:
        return project.directory(kind)
    return project.configured_directory(kind) or kind.directory


def _step(project: Project, record: Record, home: str, folders: dict[str, FolderNumbers]) -> Step:
    folder = home if isinstance(record, Adr) else f"{home}/{_feature(record)}"
    if folder not in folders:
        folders[folder] = FolderNumbers(project.location, project.root, folder)
    number = folders[folder].reserve(record.number)
    identifier = f"{number:04d}"
    stage = canonical_stage(phr_stage(record) or Stage.GENERAL)
    ending = f".{slug(stage)}.prompt.md" if isinstance(record, Phr) else ".md"
    name = f"{identifier}-{slug(record.title)}{ending}"
    if isinstance(record, Adr) and number == record.number:
        name = posixpath.basename(record.path)  # its siblings name it in their links
    new = f"{folder}/{name}"
    text = project.store.text(record.path)
    changes: list[str] = []
    if isinstance(record, Phr):
        text = _with_keys(text, record, identifier, stage, changes)
    if number != record.number:
        changes.append(f"number {record.id or 'none'} → {identifier}")
    return Step(record.path, new, text, record.kind, record.title, tuple(changes))


def _feature(record: Record) -> str:
    """Where Spec-Kit Plus files it: constitution, the feature that the path or the record tells, or general."""
    if phr_stage(record) == Stage.CONSTITUTION:
        return "constitution"
    match = _FEATURE.search(record.path)
    if match:
        return match["feature"]
    feature = (record.feature or "").strip() if isinstance(record, Phr) else ""
    plain = bool(re.fullmatch(r"[\w][\w.-]*", feature)) and feature.lower() not in ("none", "null", "n/a")
    return feature if plain else "general"


def _with_keys(text: str, record: Record, identifier: str, stage: str, changes: list[str]) -> str:
    """Front matter with the new id and the canonical stage; the old id is kept in `legacy_id`."""
    document = Document.parse(text)
    front = document.front_matter
    if front is None:
        return text
    try:
        data = front.data()
        is_writable = data.get("id")
        if isinstance(is_writable, str) and is_writable != identifier:
            front = front.set("id", identifier).set("legacy_id", is_writable)
            changes.append(f"legacy_id: {is_writable}")
        feature = data.get("stage")
        if isinstance(feature, str) and feature != stage:
            front = front.set("stage", stage)
            changes.append(f"stage {feature} → {stage}")
    except (EditError, YamlProblem):
        changes.append("front matter left as it is: it is not valid YAML")
        return text
    return document.with_front_matter(front).text


def apply(project: WorkTreeProject, steps: list[Step]) -> tuple[str, ...]:
    """Carry out a plan: every record under its new name, and the old paths in other files moved with it.

    A tracked file is moved in git's index too. Gives the other files that changed.

    Raises:
        InvalidInput: a new name is taken.
        WriteError: a file could not be written; those before it are.
    """
    with project.writer.locked():
        for step in steps:
            if os.path.exists(project.store.absolute(step.new)):
                raise InvalidInput(
                    f"there is a file {step.new} already", "records import --dry-run shows the plan"
                )
        for step in steps:
            if step.old:
                project.writer.move(step.old, step.new, step.text)
            else:
                project.writer.create(step.new, step.text)
        renames = {step.old: step.new for step in steps if step.old}
        _tell_git(project, renames)
        return _follow(project, renames)


def _tell_git(project: Project, renames: dict[str, str]) -> None:
    git = project.git()
    if git is None or not renames:
        return
    tracked = tracked_among(git, renames)
    if tracked:
        stage(git, [*tracked, *(renames[path] for path in tracked if path in renames)])


def _follow(project: WorkTreeProject, renames: dict[str, str]) -> tuple[str, ...]:
    if not renames:
        return ()
    pattern = re.compile(
        "|".join(rf"(?<![\w/.-]){re.escape(old)}(?![\w-])" for old in sorted(renames, reverse=True))
    )
    texts = {}
    for path in text_files(project):
        text = project.store.text(path)
        new_text = pattern.sub(lambda match: renames[match[0]], text)
        if new_text != text:
            texts[path] = new_text
    project.writer.save(texts)
    return tuple(sorted(texts))
