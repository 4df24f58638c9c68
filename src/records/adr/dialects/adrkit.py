"""adrkit: `id: "0042"` as text, camel-case relations as lists of ids, `affects`, in front matter."""

from __future__ import annotations

from records.adr.dialect import Dialect, link_key, marked_beside, status_value
from records.adr.facts import Target
from records.adr.stated_fields import AdrReader
from records.errors import EditError

_NAMES = {
    "superseded-by": "supersededBy",
    "relates-to": "relatesTo",
    "conflicts-with": "conflictsWith",
    "depends-on": "dependsOn",
    "amended-by": "amendedBy",
}
_OWN = {"supersededby", "relatesto", "conflictswith", "decisionmakers", "reversibility", "ratifiedby"}


def _recognise(reading: AdrReader) -> bool:
    identity = reading.view.data.get("id")
    return isinstance(identity, str) and identity.isdecimal() and bool(reading.view.keys & _OWN)


def _id(target: Target) -> str:
    if target.number is None:
        raise EditError(f"{target.stem} has no number, and adrkit links by id")
    return f"{target.number:04d}"


_LINK = link_key(_id, _NAMES)
DIALECT = Dialect(
    name="adrkit",
    label="adrkit",
    recognise=_recognise,
    write_status=marked_beside(status_value(None), _LINK),
    write_link=_LINK,
    marks_in_status=False,
)
