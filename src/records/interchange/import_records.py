"""Bring records of other layouts into this project's own folders: a plan first, then moves that keep every word."""

from __future__ import annotations

import os
import posixpath
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from records.errors import EditError, InvalidInput, NotFound
from records.model.file_name import is_other_markup
from records.model.kind import ADR, KINDS, PHR
from records.model.stage import canonical_stage
from records.project.work_tree import text_files
from records.text.document import Document
from records.text.slug import slug
from records.text.yaml import YamlProblem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from records.model.kind import Kind
    from records.model.record import Record
    from records.project.project import Project

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


@dataclass(slots=True)
class _Folder:
    """The numbers that a folder has, and those that this plan gives out."""

    taken: set[int] = field(default_factory=set)

    def number(self, wanted: int | None) -> int:
        """The wanted number if it is free, else the next one."""
        number = wanted if wanted is not None and wanted not in self.taken else max(self.taken, default=0) + 1
        self.taken.add(number)
        return number


def plan(project: Project, sources: Iterable[str] = (), kinds: Iterable[str] = ("phr",)) -> list[Step]:
    """Say what would come in, in the order of the old paths; nothing is written.

    Args:
        project: where.
        sources: folders or files, POSIX from the root; all that lies in a layout known to us when empty.
        kinds: `phr`, `adr` or both.

    Raises:
        NotFound: a source does not exist.
    """
    wanted = tuple(source.rstrip("/") for source in sources)
    for source in wanted:
        if not os.path.exists(project.store.absolute(source)):
            raise NotFound(f"there is no {source} to import from", "name a folder or a file of records")
    chosen = set(kinds)
    folders: dict[str, _Folder] = {}
    steps = []
    for record in sorted(project.store.scan(), key=lambda one: one.path):
        home = _home(project, KINDS[record.kind])
        inside = record.path.startswith(home + "/")
        asked = not wanted or any(record.path == one or record.path.startswith(one + "/") for one in wanted)
        written = not is_other_markup(record.path)  # what is read only stays where it is
        if record.kind in chosen and asked and not inside and record.readable and written:
            steps.append(_step(project, record, home, folders))
    return steps


def _home(project: Project, kind: Kind) -> str:
    if kind is PHR:
        return project.directory(PHR)
    return (project.settings.adr.directory or ADR.directory).strip("/")


def _step(project: Project, record: Record, home: str, folders: dict[str, _Folder]) -> Step:
    folder = home if record.kind == "adr" else f"{home}/{_feature(record)}"
    number = _folder(project, folders, folder).number(record.number)
    padded = f"{number:04d}"
    stage = canonical_stage(record.stage or "general")
    ending = f".{slug(stage)}.prompt.md" if record.kind == "phr" else ".md"
    name = f"{padded}-{slug(record.title)}{ending}"
    if record.kind == "adr" and number == record.number:
        name = posixpath.basename(record.path)  # its siblings name it in their links
    new = f"{folder}/{name}"
    text = project.store.text(record.path)
    changes: list[str] = []
    if record.kind == "phr":
        text = _with_keys(text, record, padded, stage, changes)
    if number != record.number:
        changes.append(f"number {record.id or 'none'} → {padded}")
    return Step(record.path, new, text, record.kind, record.title, tuple(changes))


def _feature(record: Record) -> str:
    """Where Spec-Kit Plus files it: constitution, the feature that the path or the record tells, or general."""
    if record.stage == "constitution":
        return "constitution"
    found = _FEATURE.search(record.path)
    if found:
        return found["feature"]
    told = (record.feature or "").strip()
    plain = bool(re.fullmatch(r"[\w][\w.-]*", told)) and told.lower() not in ("none", "null", "n/a")
    return told if plain else "general"


def _folder(project: Project, folders: dict[str, _Folder], name: str) -> _Folder:
    if name not in folders:
        known = [
            r for r in project.store.scan() if posixpath.dirname(r.path) == name and r.number is not None
        ]
        folders[name] = _Folder({record.number for record in known if record.number is not None})
    return folders[name]


def _with_keys(text: str, record: Record, padded: str, stage: str, changes: list[str]) -> str:
    """Front matter with the new id and the canonical stage; the old id is kept in `legacy_id`."""
    document = Document.parse(text)
    front = document.front_matter
    if front is None:
        return text
    try:
        data = front.data()
        written = data.get("id")
        if isinstance(written, str) and written != padded:
            front = front.set("id", padded).set("legacy_id", written)
            changes.append(f"legacy_id: {written}")
        told = data.get("stage")
        if isinstance(told, str) and told != stage:
            front = front.set("stage", stage)
            changes.append(f"stage {told} → {stage}")
    except (EditError, YamlProblem):
        changes.append("front matter left as it is: it is not valid YAML")
        return text
    return document.with_front_matter(front).text


def apply(project: Project, steps: list[Step]) -> tuple[str, ...]:
    """Carry out a plan: every record under its new name, and the old paths in other files moved with it.

    A tracked file is moved in git's index too. Gives the other files that changed.

    Raises:
        InvalidInput: a new name is taken.
        WriteError: a file could not be written; those before it are.
    """
    with project.store.locked():
        for step in steps:
            if os.path.exists(project.store.absolute(step.new)):
                raise InvalidInput(
                    f"there is a file {step.new} already", "records import --dry-run shows the plan"
                )
        for step in steps:
            if step.old:
                project.store.move(step.old, step.new, step.text)
            else:
                project.store.create(step.new, step.text)
        moved = {step.old: step.new for step in steps if step.old}
        _tell_git(project, moved)
        return _follow(project, moved)


def _tell_git(project: Project, moved: dict[str, str]) -> None:
    git = project.git()
    if git is None or not moved:
        return
    listed = git.run("ls-files", "-z", "--", *moved)
    tracked = [name.decode("utf-8", "surrogateescape") for name in listed.split(b"\0") if name]
    if tracked:
        git.run("add", "--", *tracked, *(moved[path] for path in tracked if path in moved))


def _follow(project: Project, moved: dict[str, str]) -> tuple[str, ...]:
    if not moved:
        return ()
    pattern = re.compile(
        "|".join(rf"(?<![\w/.-]){re.escape(old)}(?![\w-])" for old in sorted(moved, reverse=True))
    )
    texts = {}
    for path in text_files(project):
        text = project.store.text(path)
        made = pattern.sub(lambda found: moved[found[0]], text)
        if made != text:
            texts[path] = made
    project.store.save(texts)
    return tuple(sorted(texts))
