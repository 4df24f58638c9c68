"""Set up a project: adopt existing decisions, or create the first; no existing file is changed."""

from __future__ import annotations

import os

from records.dataclass import dataclass
from records.history.find_logs import find_unread
from records.history.index_page import has_own_page, index, index_path
from records.history.new_adr import create_adr
from records.model.drafts import AdrDraft
from records.model.kind import Kind
from records.model.record import Adr
from records.project.project import Project, WorkTreeProject
from records.project.settings import CONFIG_PATH, parse
from records.project.settings_file import new_settings, with_value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from records.history.find_logs import Log

_FIRST = """## Context

We want to know later what was asked of our agents and why things were decided as they were.

## Decision

We keep both in this repository as Markdown: architecture decision records, as Michael Nygard described them, in
`{adr}`, and prompt history records in `{phr}`.

## Consequences

Everybody who has the repository has its history. Records are made with `records phr new` and `records adr new`,
checked with `records check`, and listed by `records index`."""
_STEPS = (
    "next: records adr new TITLE            (one record for each decision)",
    "      records phr new                  (one for each prompt; it asks)",
    "      records capture install claude   (or each prompt records itself)",
    "      records agents install claude    (your agent reads the records)",
    "      records check                    (in CI; records ci reviews changes)",
)
_KEEP = "# Keeps this folder in git until the first record is here.\n"


@dataclass(frozen=True, slots=True)
class InitResult:
    """What was made, as POSIX paths, which logs are read from now on, and what a person may want to do next.

    Attributes:
        root: absolute path of the project.
        written: the files that were made.
        adopted: folders of decisions that were found and are read where they are.
        unread: a line for each page of decisions that is not read.
        next_steps: lines for a person.
    """

    root: str
    written: tuple[str, ...]
    adopted: tuple[Log, ...]
    unread: tuple[str, ...]
    next_steps: tuple[str, ...]


def initialise(project: WorkTreeProject, *, dry_run: bool = False) -> InitResult:
    """Create what is missing: settings that name the logs found, the prompts folder, a first decision, the index page.

    Where decisions exist already, nothing but the index page beside them is new; where they are all in one file,
    nothing is: a second log is begun by `records adr init DIRECTORY`.

    Args:
        project: where.
        dry_run: find out what would be made, but write nothing.

    Raises:
        WriteError: the project's folder cannot be written.
    """
    paths: list[str] = []

    def save(texts: dict[str, str]) -> None:
        paths.extend(texts)
        if not dry_run:
            project.writer.save(texts)

    unread = find_unread(project)
    unread.require_log()
    pages = tuple(page.describe() for page in unread.pages)
    has_decisions, adopted_logs = unread.has_decisions, unread.reported
    if adopted_logs:
        is_configured = os.path.exists(project.store.absolute(CONFIG_PATH))
        old = project.store.text(CONFIG_PATH) if is_configured else ""
        text = _settings(project, adopted_logs, old)
        save({CONFIG_PATH: text} if is_configured else new_settings(text))
        project = Project.open(project.root, use_cache=project.store.use_cache, settings=parse(text))
    if pages and not (has_decisions or adopted_logs):
        return InitResult(project.root, (), (), pages, _STEPS)
    prompts = project.directory(Kind.PHR)
    if not (has_decisions or adopted_logs) and not os.path.isdir(project.store.absolute(prompts)):
        save({f"{prompts}/.gitkeep": _KEEP})
    if not any(isinstance(record, Adr) for record in project.store.scan()):
        body = _FIRST.format(adr=project.directory(Kind.ADR), phr=prompts)
        draft = AdrDraft(title="Record prompts and decisions", body=body, status="accepted")
        paths.append(create_adr(project, draft, dry_run=dry_run).record.path)
    page = index_path(project)
    if not os.path.exists(project.store.absolute(page)) and not has_own_page(project, page):
        paths.append(page if dry_run else index(project).path)
    return InitResult(project.root, tuple(paths), adopted_logs, pages, _STEPS)


def _settings(project: Project, logs: Sequence[Log], text: str) -> str:
    """Settings by which logs are read where they are; new decisions go to the largest where there is none yet.

    Args:
        project: where.
        logs: the folders to adopt, the largest first.
        text: the settings that exist, of which every other line stays; empty without any.
    """
    folders = [log.directory for log in logs]
    adr = project.settings.adr
    text = text or "# Decisions are read where they were found.\n"
    if not adr.directory and not any(isinstance(record, Adr) for record in project.store.scan()):
        text = with_value(text, "adr", "directory", folders.pop(0))
    return with_value(text, "adr", "roots", [*adr.roots, *folders]) if folders else text
