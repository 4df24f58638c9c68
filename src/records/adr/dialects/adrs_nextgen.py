"""adrs in NextGen mode: `number`, `status` and `links: [{target, kind}]` in front matter.

Source: joshrotenberg/adrs v0.10, parser; its kinds have no separator (`supersededby`).
"""

from __future__ import annotations

from records.adr.dialect import Dialect, marked_beside, status_value
from records.adr.facts import Target
from records.adr.front_matter_edit import append_bare, front
from records.adr.relation_words import relation_of
from records.adr.stated_fields import AdrReader
from records.errors import EditError

_KINDS = {"supersedes", "superseded-by", "amends", "amended-by", "relates-to"}


def _recognise(reading: AdrReader) -> bool:
    return "number" in reading.view.keys and "status" in reading.view.keys


def _write_link(reading: AdrReader, relation: str, target: Target) -> str:
    if target.number is None:
        raise EditError(f"{target.stem} has no number, and adrs links by number")
    canonical = relation_of(relation)
    kind = canonical.replace("-", "") if canonical in _KINDS else canonical
    lines = [f"target: {target.number}", f"kind: {kind}"]
    return front(reading.view, lambda block: append_bare(block, "links", lines))


DIALECT = Dialect(
    name="adrs-nextgen",
    label="adrs NextGen",
    recognise=_recognise,
    write_status=marked_beside(status_value(None), _write_link),
    write_link=_write_link,
    marks_in_status=False,
)
