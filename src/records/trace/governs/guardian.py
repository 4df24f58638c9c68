"""The decisions of decision-guardian: many in one file below `.decispher`, each with its list of files.

Source: its DECISIONS_FORMAT. Only active decisions alert; a decision without a status is active.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from records.adr.affects import GUARDIAN, guardian_files
from records.errors import RecordsError
from records.model.record import Adr

if TYPE_CHECKING:
    from collections.abc import Iterator

    from records.project.project import Project

FOLDER = ".decispher"
_TITLE = re.compile(r"^##[ \t]+(?:Decision:)?(.*)$", re.M)
_FIELD = re.compile(r"^\*\*(Status|Date):?\*\*[ \t]*:?[ \t]*(\S+)", re.M)
_STATUS = {
    "active": "accepted", "enabled": "accepted", "live": "accepted", "deprecated": "deprecated",
    "obsolete": "deprecated", "superseded": "superseded", "replaced": "superseded", "archived": "deprecated",
    "inactive": "deprecated",
}  # fmt: skip


def guardian_decisions(project: Project) -> list[Adr]:
    """The decisions below `.decispher`, as records that only governing knows."""
    return [record for path in _files(project) for record in read_decisions(_text(project, path), path)]


def read_decisions(text: str, path: str) -> Iterator[Adr]:
    """The decisions in one file."""
    starts = list(GUARDIAN.finditer(text))
    for start, end in zip(starts, [*(following.start() for following in starts[1:]), len(text)], strict=True):
        block = text[start.end() : end]
        title = _TITLE.search(block)
        fields = {name.lower(): value for name, value in _FIELD.findall(block)}
        name = start[1].upper()
        yield Adr(
            path=path,
            folder="",
            stem=name,
            number=None,
            id=name,
            title=(title[1].strip() if title else "") or name,
            date=fields.get("date"),
            status=_STATUS.get(fields.get("status", "active").lower(), fields.get("status", "").lower()),
            affects=guardian_files(block),
        )


def _files(project: Project) -> list[str]:
    file_list = getattr(project.store, "files", None)
    if file_list is not None:
        return [path for path in file_list.paths if path.startswith(f"{FOLDER}/") and path.endswith(".md")]
    top = os.path.join(project.root, FOLDER)
    paths: list[str] = []
    for folder, folders, names in os.walk(top):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        inner = os.path.relpath(folder, project.root).replace(os.sep, "/")
        paths.extend(f"{inner}/{name}" for name in sorted(names) if name.endswith(".md"))
    return paths


def _text(project: Project, path: str) -> str:
    try:
        return project.store.text(path)
    except RecordsError:
        return ""
