"""Numbers of prompt records: each once in its folder, the same in file name and front matter."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from records.check.against import renumber_advice
from records.check.rule import Context, Finding, Rule
from records.model.diagnostic import ERROR, WARNING
from records.model.file_name import parse_name
from records.model.record import Phr
from records.text.document import Document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from records.model.record import Record


def _duplicates(context: Context) -> Iterator[Finding]:
    for group in _by_number(context).values():
        selected = [record for record in group if context.selects(record.path)]
        if len(group) > 1 and selected:
            record, advice = renumber_advice(context.base(), selected)
            paths = ", ".join(candidate.path for candidate in group if candidate is not record)
            line = context.reading(record).key_lines.get("id", 1)
            message = f"number {record.number} is used twice in {record.folder or 'this folder'}: {paths}"
            yield Finding(record.path, line, message, advice)


def _by_number(context: Context) -> dict[tuple[str, int], list[Record]]:
    groups: dict[tuple[str, int], list[Record]] = defaultdict(list)
    for record in context.catalog.records:
        if isinstance(record, Phr) and record.number is not None:
            groups[record.path.rpartition("/")[0], record.number].append(record)
    return groups


def _mismatch(context: Context) -> Iterator[Finding]:
    for record in context.phrs():
        name = parse_name(record.filename)
        if not record.readable or name.number is None or record.number is None:
            continue
        line = context.reading(record).key_lines.get("id", 1)
        if name.number != record.number:
            message = f"the id says {record.id}, the file name {name.id}"
            yield Finding(record.path, line, message, f"records renumber {record.path}")
        elif name.id != record.id:
            message = f"the id is written {record.id} here and {name.id} in the file name"
            yield Finding(record.path, line, message, f'write id: "{name.id}"', fixable=True)


def _same_padding(context: Context, record: Record) -> str | None:
    name = parse_name(record.filename)
    document = Document.parse(context.text(record))
    front = document.front_matter
    if front is None or name.id is None or name.number != record.number or not (record.id or "").isdigit():
        return None  # "005-001" says more than a number
    value = context.reading(record).fields.get("id")
    if not isinstance(value, str) or not value.strip().isdigit():
        return None
    return document.with_front_matter(front.set("id", name.id)).text


RULES = (
    Rule("PHR005", "number-taken-twice", ERROR,
         "Two records of one number in a folder make every reference to it ambiguous. Git merges two such files "
         "without a conflict, so check --against the target branch before a merge.", _duplicates),
    Rule("PHR006", "id-and-file-name-differ", WARNING,
         "People look a number up by file name, tools by id: they should agree, padding included.", _mismatch,
         fix=_same_padding,
         is_local=True),
)  # fmt: skip
