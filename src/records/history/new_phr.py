"""Create a prompt record: facts come from git and the clock, and the text is verified by reading it back."""

from __future__ import annotations

import records.regex as re
from records.dataclass import dataclass, field, replace
from records.digest import sha256
from records.errors import InvalidInput, nearest
from records.history.prompt_feature import prompt_feature
from records.history.work_context import WorkContext, work_context
from records.model.field_content import NAME
from records.model.kind import Kind
from records.model.link import check_kinds
from records.model.record import Adr, Phr, Record
from records.model.stage import STAGES, canonical_stage
from records.phr.body import write_prompt
from records.project.codec import parse_phr
from records.project.numbering import explain_skipped
from records.project.redaction import hide_secrets
from records.project.writer import RecordWriter, WriteBatch
from records.static_types import Generic, TypeVar
from records.text.markdown_escape import cell
from records.text.slug import slug

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from records.history.log_style import LogStyle
    from records.model.drafts import PhrDraft
    from records.project.project import Project, WorkTreeProject

R = TypeVar("R", bound=Record, covariant=True)


@dataclass(frozen=True, slots=True)
class CreatedRecord(Generic[R]):
    """A new record, its text, remarks for the caller, and for a decision the style of its log."""

    record: R
    text: str
    notes: tuple[str, ...] = ()
    style: LogStyle | None = None


@dataclass(frozen=True, slots=True)
class _Location:
    """The folder of a new prompt record."""

    feature: str = field(metadata=NAME)


@dataclass(frozen=True, slots=True)
class PhrSeries:
    """What the records of a series in one work tree have in common, read once: how they are written, what git says."""

    writer: RecordWriter
    context: WorkContext

    @classmethod
    def of(cls, project: WorkTreeProject, batch: WriteBatch) -> PhrSeries:
        """Return the series of a batch in the project's work tree."""
        return cls(RecordWriter(project.store, batch), work_context(project, files=()))


def create_phr(
    project: WorkTreeProject,
    draft: PhrDraft,
    *,
    exclude: Iterable[str] = (),
    dry_run: bool = False,
    series: PhrSeries | None = None,
) -> CreatedRecord[Phr]:
    """Create a finished prompt record.

    Args:
        project: where.
        draft: what the caller knows; the rest comes from git, the clock and the environment.
        exclude: paths from the root that git may show as changed and that are no work of this prompt.
        dry_run: make the text and prove it, but write nothing.
        series: what it has in common with others; its draft names the files.

    Raises:
        InvalidInput: the stage is unknown, a link names nothing, or the text would not read back the same.
        GitError: `since` names no revision.
        WriteError: the file cannot be written.
    """
    stage = known_stage(project, draft.stage)
    if series:
        around = replace(series.context, files=draft.files or ())
    else:
        around = work_context(project, draft.files, draft.since, exclude)
    feature, remarks = prompt_feature(project, draft, stage, around.branch)
    location = _Location(feature)
    (draft, around, location), redactions = hide_secrets(project, (draft, around, location))
    feature = location.feature
    folder = f"{project.directory(Kind.PHR)}/{feature}"
    values = _values(project, draft, stage, feature, around)
    name = f"{slug(draft.title)}.{slug(stage)}.prompt.md"
    texts: dict[str, str] = {}

    def write(_: int, identifier: str) -> tuple[str, str]:
        text = _render(project, draft.template, {**values, "id": identifier})
        texts["made"] = text
        return f"{identifier}-{name}", text

    def check(path: str, text: str) -> None:
        _prove(path, feature, text, draft)

    writer = series.writer if series else project.writer
    path = writer.add(folder, write, check, dry_run=dry_run)
    record = parse_phr(texts["made"], path, feature)
    skipped = "" if series else explain_skipped(project.location, project.root, (folder,), record.number or 0)
    notes = around.notes + remarks + redactions + ((skipped,) if skipped else ())
    return CreatedRecord(record, texts["made"], notes)


def _render(project: Project, template: str | None, values: dict[str, Any]) -> str:
    """The text of the record by the packaged template, or by one that is given by its name or its path."""
    if template is None:
        return project.renderer.render("phr.md.j2", values)
    from records.history.template_files import template_file_name, template_path

    path = template_path(project, template)
    if path is None:
        return project.renderer.render(template_file_name(project, template, Kind.PHR), values)
    return project.renderer.render_text(project.store.text(path), values, name=template)


def stages(project: Project) -> tuple[str, ...]:
    """The stages that a new record may have: Spec-Kit Plus's and those of the settings."""
    return tuple(dict.fromkeys((*STAGES, *project.settings.phr.stages)))


def known_stage(project: Project, stage: str) -> str:
    """The canonical spelling of a stage.

    Raises:
        InvalidInput: it is none of Spec-Kit Plus's stages and none that the settings add.
    """
    choices = stages(project)
    canonical = canonical_stage(stage)
    if canonical in choices:
        return canonical
    near = nearest(stage.lower(), choices)
    hint = f"did you mean {near!r}? " if near else ""
    raise InvalidInput(f"unknown stage {stage!r}", f"{hint}known: {', '.join(choices)}")


def _values(
    project: Project, draft: PhrDraft, stage: str, feature: str, around: WorkContext
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
        "acceptance": [(cell(c.criterion), cell(c.validated) or "not validated") for c in draft.acceptance],
        "extra": draft.extra,
    }


def _relations(project: Project, draft: PhrDraft) -> tuple[list[tuple[str, list[str]]], str | None]:
    """Links by relation with targets as identities, and the path of the first ADR among them."""
    if not draft.links:
        return [], None
    from records.project.catalog import Catalog

    catalog = Catalog(project.store.scan())
    by_relation: dict[str, list[str]] = {}
    adr = None
    for link in draft.links:
        target = link.target
        if "://" not in target:
            record = catalog.record(target)
            check_kinds(link.relation, ("the new prompt", Kind.PHR), (record.ref, record.kind))
            target = record.key
            adr = adr or (record.path if isinstance(record, Adr) else None)
        by_relation.setdefault(link.relation, []).append(target)
    return sorted(by_relation.items()), adr


def _section_text(text: str | None) -> str | None:
    """An answer in its section: in a fence where a heading in it would be read as the template's."""
    if text is None or not text.strip():
        return None
    answer = text.strip("\n")
    from records.phr.body import split_body

    readback = split_body(f"## Prompt\n\nx\n\n## Response snapshot\n\n{answer}\n").response
    return answer if readback == answer else write_prompt(answer)


def _bullet(text: str | None) -> str | None:
    """A text within a bullet: its further lines indented, so that the list stays one list."""
    if text is None or not text.strip():
        return None
    lines = text.strip().splitlines()
    return "\n".join([lines[0], *(f"  {line}" if line.strip() else "" for line in lines[1:])])


def _summary(files: tuple[str, ...]) -> str:
    if not files:
        return "none changed"
    listing = ", ".join(f"`{path}`" for path in files[:5])
    return listing if len(files) <= 5 else f"{listing} and {len(files) - 5} more"


def _prove(path: str, folder: str, text: str, draft: PhrDraft) -> None:
    """Read the text back and compare; refuse a template that loses something."""
    from records.phr.front_matter_repair import read_front_matter
    from records.phr.reader import phr_parts

    record = parse_phr(text, path, folder)
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
            f"check the template {draft.template or 'phr'}, or report this with the prompt",
        )


def _own_placeholders(text: str, draft: PhrDraft) -> bool:
    """Return whether a `{{NAME}}` is left that none of the caller's own texts brought in."""
    names = set(re.findall(r"\{\{[A-Z_]+\}\}", text))
    draft_text = repr(draft)
    return any(name not in draft_text for name in names)
