"""Refuse statuses and relations that are probably misspelt: known are every tool's words and those of the log."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from records.adr.status_text import read_status
from records.errors import InvalidInput
from records.model.link import INVERSE, RELATIONS, canonical_relation
from records.model.record import Adr
from records.model.status import STATUSES

if TYPE_CHECKING:
    from records.project.project import Project

_NEAR_RELATION = 0.8


def check_status(project: Project, status: str) -> None:
    """Check that a status is one that every tool knows, or one that a decision of the log or the settings has.

    Raises:
        InvalidInput: it is none of them; the hint names the nearest.
    """
    if read_status(status).is_known or status.casefold() == project.settings.adr.status.casefold():
        return
    used = {
        record.status.casefold()
        for record in project.store.scan()
        if isinstance(record, Adr) and record.status
    }
    if status.strip().casefold() in used:
        return
    choices = sorted({*STATUSES, *used})
    near = get_close_matches(status.strip().casefold(), choices, 1)
    advice = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(choices)};"
    raise InvalidInput(f"unknown status {status!r}", f"{advice} --force keeps a word of your own")


def check_relation(project: Project, relation: str) -> None:
    """Check that a relation is no near miss of a known one; words of the author's own are fine.

    Raises:
        InvalidInput: it is; the hint names the known one.
    """
    name = canonical_relation(relation)
    if name in INVERSE:
        return
    near = get_close_matches(name, RELATIONS, 1, _NEAR_RELATION)
    if not near or any(link.relation == name for record in project.store.scan() for link in record.links):
        return
    raise InvalidInput(
        f"{relation!r} is not a standard relation", f"did you mean {near[0]!r}? --force keeps your own word"
    )
