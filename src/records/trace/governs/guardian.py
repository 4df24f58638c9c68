"""The decisions of decision-guardian: many in one file below `.decispher`, each with its list of files.

Source: its DECISIONS_FORMAT. Only active decisions alert; a decision without a status is active.
"""

from __future__ import annotations

import records.regex as re
from records.adr.affects import GUARDIAN, guardian_files
from records.errors import RecordsError
from records.model.record import Adr

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from records.project.project import Project

FOLDER = ".decispher"
_TITLE = re.compile(r"^##[ \t]+(?:Decision:)?(.*)$", re.M)
_FIELD = re.compile(r"^\*\*(Status|Date):?\*\*[ \t]*+:?[ \t]*+(\S+)", re.M)
_STATUS = {
    "active": "accepted", "enabled": "accepted", "live": "accepted", "deprecated": "deprecated",
    "obsolete": "deprecated", "superseded": "superseded", "replaced": "superseded", "archived": "deprecated",
    "inactive": "deprecated",
}  # fmt: skip


def guardian_decisions(project: Project) -> list[Adr]:
    """Return the decisions below `.decispher`, as records that only governing knows."""
    return [
        record
        for path in project.store.markdown_below(FOLDER)
        for record in read_decisions(_text(project, path), path)
    ]


def read_decisions(text: str, path: str) -> Iterator[Adr]:
    """Yield the decisions in one file."""
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


def _text(project: Project, path: str) -> str:
    try:
        return project.store.text(path)
    except RecordsError:
        return ""
