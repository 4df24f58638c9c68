"""Make a new record: everything that git and the clock know is filled in, and the text is proved by reading it."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from records.errors import GitError, InvalidInput
from records.markdown.phr_body import sha256, write_prompt
from records.models.kinds import PHR
from records.models.slug import slug
from records.models.stages import STAGES, canonical_stage

if TYPE_CHECKING:
    from records.models.drafts import PhrDraft
    from records.models.record import Record
    from records.project import Project

MOST_FILES = 500
_BRANCH_FEATURE = re.compile(r"(?:.*/)?(\d{3,}-[A-Za-z0-9][\w.-]*)\Z")


@dataclass(frozen=True, slots=True)
class Created:
    """A new record, its text, and what the caller should be told beside it."""

    record: Record
    text: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """What git knows at this moment; empty where there is no git."""

    branch: str | None
    commit: str | None
    user: str | None
    files: tuple[str, ...]
    notes: tuple[str, ...]


def create_phr(project: Project, draft: PhrDraft, *, dry_run: bool = False) -> Created:
    """Make a finished prompt record.

    Args:
        project: where.
        draft: what the caller knows; the rest comes from git, the clock and the environment.
        dry_run: make the text and prove it, but write nothing.

    Raises:
        InvalidInput: the stage is unknown, a link names nothing, or the text would not read back the same.
        GitError: `since` names no revision.
        WriteError: the file cannot be written.
    """
    stage = known_stage(project, draft.stage)
    draft, hidden = without_secrets(project, draft)
    around = _surroundings(project, draft)
    feature = _feature(project, draft, stage, around.branch)
    folder = f"{project.directory(PHR)}/{feature}"
    values = _values(project, draft, stage, feature, around)
    name = f"{slug(draft.title)}.{slug(stage)}.prompt.md"
    template = draft.template or PHR.template
    texts: dict[str, str] = {}

    def write(_: int, padded: str) -> tuple[str, str]:
        text = project.renderer.render(template, {**values, "id": padded})
        texts["made"] = text
        return f"{padded}-{name}", text

    def check(path: str, text: str) -> None:
        _prove(project, path, feature, text, draft)

    taken = taken_elsewhere(project, folder)
    if dry_run:
        from records.store.numbering import names_in_worktrees, next_number

        names = taken | names_in_worktrees(project.location, project.root, folder)
        number, width = next_number(names)
        file_name, text = write(number, f"{number:0{width}d}")
        path = f"{folder}/{file_name}"
        check(path, text)
    else:
        path = project.store.add(folder, write, taken, check)
    record = project.store.parse("phr", texts["made"], path, feature)
    return Created(record, texts["made"], around.notes + hidden)


def without_secrets(project: Project, draft: PhrDraft) -> tuple[PhrDraft, tuple[str, ...]]:
    """The draft with secrets in its texts replaced by `[REDACTED:rule#tag]`, and a note that says so.

    Everything else stays byte for byte. The same secret has the same tag on one clone.
    """
    from records.markdown.redact import scan

    names = ("prompt", "response", "outcome", "next_prompts", "reflection")
    texts: dict[str, str] = {name: text for name in names if (text := getattr(draft, name))}
    rules = sorted({finding.rule for text in texts.values() for finding in scan(text)})
    if not rules:
        return draft, ()
    from records.markdown.redact import Redactor
    from records.store.clone_key import clone_key

    clean = Redactor.create(clone_key(project.location.common_dir) if project.location else b"records")
    cleaned: dict[str, Any] = {name: clean.redact(text) for name, text in texts.items()}
    draft = replace(draft, **cleaned)
    return draft, (f"secrets were replaced before anything was written: {', '.join(rules)}",)


def known_stage(project: Project, stage: str) -> str:
    """The canonical spelling of a stage.

    Raises:
        InvalidInput: it is none of Spec-Kit Plus's stages and none that the settings add.
    """
    known = (*STAGES, *project.settings.phr.stages)
    spelled = canonical_stage(stage)
    if spelled in known:
        return spelled
    from difflib import get_close_matches

    near = get_close_matches(stage.lower(), known, 1)
    hint = f"did you mean {near[0]!r}? " if near else ""
    raise InvalidInput(f"unknown stage {stage!r}", f"{hint}known: {', '.join(known)}")


def branch_feature(branch: str | None) -> str | None:
    """The feature that a branch's name tells: `007-login` and `feat/007-login` give `007-login`."""
    match = _BRANCH_FEATURE.match(branch or "")
    return match[1] if match else None


def _feature(project: Project, draft: PhrDraft, stage: str, branch: str | None) -> str:
    from records.models.drafts import feature_name

    if draft.feature:
        return draft.feature
    given = os.environ.get("SPECIFY_FEATURE", "").strip()
    try:
        if given:
            return feature_name(given)
    except ValueError as error:
        raise InvalidInput(f"SPECIFY_FEATURE: {error}", "set it to the name of one folder") from error
    if stage == "constitution":
        return "constitution"
    return branch_feature(branch) or "general"


def taken_elsewhere(project: Project, folder: str) -> set[str]:
    """The names that are taken on branches; none where git cannot tell (`_surroundings` says so)."""
    try:
        return project.store.taken_names(project.git(), folder)
    except GitError:
        return set()


def _surroundings(project: Project, draft: PhrDraft) -> _Surroundings:
    git = project.git()
    if git is None:
        if draft.since:
            raise GitError(f"--since {draft.since}: {project.root} is not in a git repository")
        note = "not in a git repository: branch, commit and files are not known"
        return _Surroundings(None, None, None, draft.files or (), (note,) if not draft.files else ())
    from records.vcs.state import changed_since, work_tree_state

    try:
        state = work_tree_state(git)
        changed = changed_since(git, draft.since) if draft.since else state.changed
    except GitError as error:
        if draft.since:
            raise
        return _Surroundings(
            None, None, None, draft.files or (), (f"{error.message}: git facts are left out",)
        )
    files, notes = (draft.files, ()) if draft.files is not None else _own_files(project, changed)
    return _Surroundings(state.branch, state.commit, state.user, files, notes)


def _own_files(project: Project, changed: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Changed paths as seen from the root, without prompt records; a very long list is cut and told."""
    location = project.location
    inner = os.path.relpath(project.root, location.root) if location else "."
    if inner != ".":
        changed = tuple(sorted(os.path.relpath(path, inner).replace(os.sep, "/") for path in changed))
    prompts = project.directory(PHR) + "/"
    index = project.settings.index.path
    files = tuple(path for path in changed if not path.startswith(prompts) and path != index)
    if len(files) <= MOST_FILES:
        return files, ()
    note = f"{len(files)} files changed; the first {MOST_FILES} are listed"
    return files[:MOST_FILES], (note,)


def _values(
    project: Project, draft: PhrDraft, stage: str, feature: str, around: _Surroundings
) -> dict[str, Any]:
    relations, adr = _relations(project, draft)
    files = around.files
    return {
        "title": draft.title,
        "stage": stage,
        "date": draft.date or project.clock(),
        "surface": draft.surface,
        "model": draft.model or "unspecified",
        "feature": feature,
        "branch": draft.branch or around.branch,
        "user": draft.user or around.user or "unknown",
        "command": draft.command,
        "labels": draft.labels,
        "spec": draft.spec,
        "ticket": draft.ticket,
        "adr": adr,
        "pr": draft.pr,
        "relations": relations,
        "files": files,
        "tests": draft.tests,
        "commit": around.commit,
        "prompt_sha256": sha256(draft.prompt),
        "prompt_source": draft.prompt_source,
        "prompt_section": write_prompt(draft.prompt),
        "response": _section_text(draft.response),
        "outcome": _bullet(draft.outcome),
        "files_summary": _summary(files),
        "next_prompts": _bullet(draft.next_prompts),
        "reflection": _bullet(draft.reflection),
        "acceptance": [(_cell(c.criterion), _cell(c.validated) or "not validated") for c in draft.acceptance],
        "extra": draft.extra,
    }


def _relations(project: Project, draft: PhrDraft) -> tuple[list[tuple[str, list[str]]], str | None]:
    """Links by relation with targets as identities, and the path of the first ADR among them."""
    if not draft.links:
        return [], None
    from records.services.query import Catalog

    catalog = Catalog(project.store.scan())
    by_relation: dict[str, list[str]] = {}
    adr = None
    for link in draft.links:
        target = link.target
        if "://" not in target:
            record = catalog.one(target)
            target = record.key
            adr = adr or (record.path if record.kind == "adr" else None)
        by_relation.setdefault(link.relation, []).append(target)
    return sorted(by_relation.items()), adr


def _section_text(text: str | None) -> str | None:
    """An answer in its section: in a fence where a heading in it would be read as the template's."""
    if text is None or not text.strip():
        return None
    stripped = text.strip("\n")
    from records.markdown.phr_body import split_body

    found = split_body(f"## Prompt\n\nx\n\n## Response snapshot\n\n{stripped}\n").response
    return stripped if found == stripped else write_prompt(stripped)


def _bullet(text: str | None) -> str | None:
    """A text within a bullet: its further lines indented, so that the list stays one list."""
    if text is None or not text.strip():
        return None
    lines = text.strip().splitlines()
    return "\n".join([lines[0], *(f"  {line}" if line.strip() else "" for line in lines[1:])])


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _summary(files: tuple[str, ...]) -> str:
    if not files:
        return "none changed"
    shown = ", ".join(f"`{path}`" for path in files[:5])
    return shown if len(files) <= 5 else f"{shown} and {len(files) - 5} more"


def _prove(project: Project, path: str, folder: str, text: str, draft: PhrDraft) -> None:
    """Read the text back and compare; refuse a template that loses something."""
    from records.markdown.phr_reader import phr_parts
    from records.markdown.repair import read_front_matter

    record = project.store.parse("phr", text, path, folder)
    reading = read_front_matter(text)
    wrong = [name for name, same in (
        ("front matter", record.readable and not reading.problems),
        ("title", record.title == draft.title),
        ("prompt", phr_parts(reading).prompt == draft.prompt),
        ("placeholders", "{{" not in text or not _own_placeholders(text, draft)),
    ) if not same]  # fmt: skip
    if wrong:
        raise InvalidInput(
            f"the record would not read back as it was given ({', '.join(wrong)})",
            "check the template in .records/templates, or report this with the prompt",
        )


def _own_placeholders(text: str, draft: PhrDraft) -> bool:
    """Tell whether a `{{NAME}}` is left that none of the caller's own texts brought in."""
    names = set(re.findall(r"\{\{[A-Z_]+\}\}", text))
    given = repr(draft)
    return any(name not in given for name in names)
