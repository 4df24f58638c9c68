"""Begin a history: the folders, the first decision, and what to do next; nothing that exists is touched."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from records.models.adr_draft import AdrDraft
from records.models.kinds import ADR, PHR
from records.services.decide import create_adr
from records.services.indexing import index

if TYPE_CHECKING:
    from records.project import Project

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
class Started:
    """What was made, as POSIX paths, and what a person may want to do next."""

    root: str
    made: tuple[str, ...]
    next_steps: tuple[str, ...]


def start(project: Project) -> Started:
    """Make what is missing: the prompts folder, the first ADR where there is none, and the index page.

    Raises:
        WriteError: the project's folder cannot be written.
    """
    made: list[str] = []
    prompts = project.directory(PHR)
    if not os.path.isdir(project.store.absolute(prompts)):
        project.store.write_if_changed(f"{prompts}/.gitkeep", _KEEP)
        made.append(f"{prompts}/.gitkeep")
    if not any(record.kind == "adr" for record in project.store.scan()):
        body = _FIRST.format(adr=project.directory(ADR), phr=prompts)
        draft = AdrDraft(title="Record prompts and decisions", body=body, status="accepted")
        made.append(create_adr(project, draft).record.path)
    if not os.path.exists(project.store.absolute(project.settings.index.path)):
        made.append(index(project).path)
    steps = (
        "next: records phr new --title … --stage … --prompt-file FILE   (one record for each prompt)",
        "      records adr new TITLE                                     (one for each decision)",
        "      records capture install claude                            (or let every prompt record itself)",
        "      records agents install claude                             (tell your agent about the records)",
        "      records check && records index --check                    (in CI; records ci reviews a pull request)",
    )
    return Started(project.root, tuple(made), steps)
