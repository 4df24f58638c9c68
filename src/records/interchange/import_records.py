"""Import records from other layouts into this project's own folders: plan first, then move without losing a word."""

from __future__ import annotations

import os
import posixpath

import records.regex as re
from records.dataclass import dataclass
from records.errors import EditError, InvalidInput, NotFound
from records.git.work_tree import stage, tracked_among
from records.model.file_name import is_other_markup
from records.model.kind import Kind
from records.model.record import Adr, Phr, phr_stage
from records.model.stage import Stage, canonical_stage
from records.project.numbering import FolderNumbers
from records.project.redaction import hide_secrets
from records.project.work_tree import text_files
from records.text.document import Document
from records.text.plural import counted
from records.text.slug import slug
from records.text.yaml import YamlProblem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from records.model.record import Record
    from records.project.project import Project, WorkTreeProject

_REDACTED = "[REDACTED:"
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
    own_text = project.store.text(record.path)
    text, _ = hide_secrets(project, own_text)
    (title, feature), _ = hide_secrets(project, (record.title, _feature(record)))
    changes: list[str] = []
    count = text.count(_REDACTED) - own_text.count(_REDACTED)
    if text != own_text:
        changes.append(f"{counted(count, 'secret')} replaced")
    folder = home if isinstance(record, Adr) else f"{home}/{feature}"
    copy = _unfinished_copy(project, record, text, folder)
    if copy is not None:
        return Step(
            record.path, copy, project.store.text(copy), record.kind, title, (*changes, "copied before")
        )
    if folder not in folders:
        folders[folder] = FolderNumbers(project.location, project.root, folder)
    number = folders[folder].reserve(record.number)
    identifier = f"{number:04d}"
    stage = _stage(record)
    ending = f".{slug(stage)}.prompt.md" if isinstance(record, Phr) else ".md"
    name = f"{identifier}-{slug(title)}{ending}"
    if isinstance(record, Adr) and number == record.number and title == record.title:
        name = posixpath.basename(record.path)  # its siblings name it in their links
    if isinstance(record, Phr):
        text = _with_keys(text, identifier, stage, changes)
    if number != record.number:
        changes.append(f"number {record.id or 'none'} → {identifier}")
    return Step(record.path, f"{folder}/{name}", text, record.kind, title, tuple(changes))


def _stage(record: Record) -> str:
    return canonical_stage(phr_stage(record) or Stage.GENERAL)


def _unfinished_copy(project: Project, record: Record, text: str, folder: str) -> str | None:
    """Return the path of the copy that an import made before it was stopped; the original is then still there."""
    for other in project.store.scan():
        is_alike = other.kind is record.kind and other.title == record.title
        if is_alike and other.path.startswith(folder + "/") and other.readable:
            identifier = f"{other.number:04d}" if other.number is not None else ""
            copy = _with_keys(text, identifier, _stage(record), []) if isinstance(record, Phr) else text
            if project.store.text(other.path) == copy:
                return other.path
    return None


def _feature(record: Record) -> str:
    """Where Spec-Kit Plus files it: constitution, the feature that the path or the record names, or general."""
    if phr_stage(record) == Stage.CONSTITUTION:
        return "constitution"
    match = _FEATURE.search(record.path)
    if match:
        return match["feature"]
    feature = (record.feature or "").strip() if isinstance(record, Phr) else ""
    plain = bool(re.fullmatch(r"[\w][\w.-]*", feature)) and feature.lower() not in ("none", "null", "n/a")
    return feature if plain else "general"


def _with_keys(text: str, identifier: str, stage: str, changes: list[str]) -> str:
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

    A tracked file is moved in git's index too. Gives the other files that changed. The originals are removed when
    everything else is written, so that an import that was stopped can be repeated.

    Raises:
        InvalidInput: a new name is taken.
        WriteError: a file could not be written; those before it are.
    """
    with project.writer.locked():
        project.writer.remove_abandoned()
        new_steps = [step for step in steps if not _is_written(project, step)]
        for step in new_steps:
            if os.path.exists(project.store.absolute(step.new)):
                raise InvalidInput(
                    f"there is a file {step.new} already", "records import --dry-run shows the plan"
                )
        for step in new_steps:
            project.writer.create(step.new, step.text)
        renames = {step.old: step.new for step in steps if step.old}
        followed = _follow(project, renames)
        project.writer.remove(renames)
        _tell_git(project, renames)
        return followed


def _is_written(project: Project, step: Step) -> bool:
    try:
        return bool(step.old) and project.store.text(step.new) == step.text
    except NotFound:
        return False


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
        if path in renames:
            continue
        text = project.store.text(path)
        new_text = pattern.sub(lambda match: renames[match[0]], text)
        if new_text != text:
            texts[path] = new_text
    project.writer.save(texts)
    return tuple(sorted(texts))
