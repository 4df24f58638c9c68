"""adrinaline: `status`, `date`, `scope`, and relations as lists of numbers, in front matter."""

from __future__ import annotations

from records.adr.dialect import Dialect, marked_beside, status_value
from records.adr.facts import Target
from records.adr.front_keys import relation_key
from records.adr.front_matter_edit import append_bare, front
from records.adr.relation_words import relation_of
from records.adr.stated_fields import AdrReader
from records.errors import EditError

_RELATIONS = ("supersedes", "superseded-by", "amends", "depends-on", "relates-to")


def _recognise(reading: AdrReader) -> bool:
    data = reading.view.data
    if "status" not in data or "title" in data or "id" in data:
        return False
    lists = [data[key] for key in _RELATIONS if isinstance(data.get(key), list)]
    numbers = [item for items in lists for item in items]
    return all(str(item).isdecimal() for item in numbers) and (bool(numbers) or "scope" in data)


def _write_link(reading: AdrReader, relation: str, target: Target) -> str:
    if target.number is None:
        raise EditError(f"{target.stem} has no number, and adrinaline links by number")
    number = str(target.number)
    key = relation_key(reading.view, relation_of(relation)) or relation_of(relation)
    return front(reading.view, lambda block: append_bare(block, key, [number]))


DIALECT = Dialect(
    name="adrinaline",
    label="adrinaline",
    recognise=_recognise,
    write_status=marked_beside(status_value(None), _write_link),
    write_link=_write_link,
    marks_in_status=False,
)
