"""Begin a history: adopt the decisions that are there, else make the first; nothing that exists is touched."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from records.history.find_logs import find_logs
from records.history.index import index, index_path
from records.history.new_adr import create_adr
from records.model.drafts import AdrDraft
from records.model.kind import Kind
from records.model.record import Adr
from records.project.project import Project, WorkTreeProject
from records.project.settings import CONFIG_PATH

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
_KEEP = "# Keeps this folder in git until the first record is here.\n"


@dataclass(frozen=True, slots=True)
class InitResult:
    """What was made, as POSIX paths, which logs are read from now on, and what a person may want to do next.

    Attributes:
        root: absolute path of the project.
        written: the files that were made.
        adopted: folders of decisions that were found and are read where they are.
        next_steps: lines for a person.
    """

    root: str
    written: tuple[str, ...]
    adopted: tuple[Log, ...]
    next_steps: tuple[str, ...]


def initialise(project: WorkTreeProject) -> InitResult:
    """Make what is missing: settings that name the logs found, the prompts folder, a first decision, the index page.

    Where decisions exist already, nothing but the index page beside them is new.

    Raises:
        WriteError: the project's folder cannot be written.
    """
    paths: list[str] = []
    logs = find_logs(project)
    has_decisions = any(isinstance(record, Adr) for record in project.store.scan())
    adopted_logs = tuple(log for log in logs if log.is_named or not has_decisions)
    if adopted_logs:
        is_configured = os.path.exists(project.store.absolute(CONFIG_PATH))
        old = project.store.text(CONFIG_PATH) if is_configured else None
        project.writer.save({CONFIG_PATH: _settings(project, adopted_logs, old)})
        paths.append(CONFIG_PATH)
        project = Project.open(project.root, use_cache=project.store.use_cache)
    prompts = project.directory(Kind.PHR)
    if not (has_decisions or adopted_logs) and not os.path.isdir(project.store.absolute(prompts)):
        project.writer.save({f"{prompts}/.gitkeep": _KEEP})
        paths.append(f"{prompts}/.gitkeep")
    if not any(isinstance(record, Adr) for record in project.store.scan()):
        body = _FIRST.format(adr=project.directory(Kind.ADR), phr=prompts)
        draft = AdrDraft(title="Record prompts and decisions", body=body, status="accepted")
        paths.append(create_adr(project, draft).record.path)
    if not os.path.exists(project.store.absolute(index_path(project))):
        paths.append(index(project).path)
    steps = (
        "next: records phr new --title … --stage … --prompt-file FILE   (one record for each prompt)",
        "      records adr new TITLE                                     (one for each decision)",
        "      records capture install claude                            (or let every prompt record itself)",
        "      records agents install claude                             (tell your agent about the records)",
        "      records check && records index --check                    (in CI; records ci reviews a pull request)",
    )
    return InitResult(project.root, tuple(paths), adopted_logs, steps)


def _settings(project: Project, logs: Sequence[Log], old: str | None) -> str:
    """Settings by which logs are read where they are; new decisions go to the largest where there is none yet.

    Args:
        project: where.
        logs: the folders to adopt, the largest first.
        old: the settings that exist, of which every other line stays; None without any.
    """
    folders = [log.directory for log in logs]
    adr = project.settings.adr
    lines = []
    if not adr.directory and not any(isinstance(record, Adr) for record in project.store.scan()):
        lines.append(f"directory = {json.dumps(folders.pop(0))}")
    if folders:
        lines.append(f"roots = {json.dumps([*adr.roots, *folders])}")
    if old is None:
        return "\n".join(["# Decisions are read where they were found.", "[adr]", *lines]) + "\n"
    table = re.search(r"(?m)^\[adr\][^\n]*(?:\n(?!\[)[^\n]*)*", old)
    if table is None:
        return old.rstrip("\n") + ("\n\n" if old.strip() else "") + "\n".join(["[adr]", *lines]) + "\n"
    head, _, rest = table[0].partition("\n")
    if folders and adr.roots:
        rest = re.sub(r"(?ms)^roots[ \t]*=[ \t]*\[.*?\][^\n]*\n?", "", rest)
    return (
        old[: table.start()]
        + "\n".join([head, *lines, rest]).rstrip("\n")
        + "\n"
        + old[table.end() :].lstrip("\n")
    )
