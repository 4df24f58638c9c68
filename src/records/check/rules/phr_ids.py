"""Ids and numbers of prompt records: once in a folder, alike in file name and front matter, one value in all YAML."""

from __future__ import annotations

from collections import defaultdict

import records.regex as re
from records.check.renumber_advice import renumber_advice
from records.check.rule import Context, Finding, Rule
from records.model.file_name import parse_name
from records.model.record import Phr
from records.model.severity import ERROR, WARNING
from records.patterns import DIGITS
from records.text.document import Document

TYPE_CHECKING = False
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


def _octal(context: Context) -> Iterator[Finding]:
    for record in context.phrs():
        reading = context.reading(record)
        value = reading.fields.get("id")
        line = reading.key_lines.get("id", 1)
        if (
            not isinstance(value, str)
            or not re.fullmatch(DIGITS, value, re.ASCII)
            or not _bare(context.text(record), line)
        ):
            continue
        if re.fullmatch(r"0[0-7]+", value) and int(value, 8) != int(value):
            message = f"YAML 1.1 reads the bare id {value} as {int(value, 8)}"
            yield Finding(record.path, line, message, f'write id: "{value}"', fixable=True)
        elif re.fullmatch(r"0\d*[89]\d*", value):
            message = f"the bare id {value} is text to YAML 1.1 and a number to YAML 1.2"
            yield Finding(record.path, line, message, f'write id: "{value}"', fixable=True, severity=WARNING)


def _quoted_id(context: Context, record: Record) -> str | None:
    document = Document.parse(context.text(record))
    front = document.front_matter
    value = context.reading(record).fields.get("id")
    if front is None or not isinstance(value, str):
        return None
    return document.with_front_matter(front.set("id", value)).text


def _bare(text: str, line: int) -> bool:
    lines = text.split("\n")
    value = lines[line - 1].partition(":")[2].strip() if line <= len(lines) else ""
    return value[:1] in "0123456789" and value != ""


RULES = (
    Rule("PHR004", "id-read-as-another-number", ERROR,
         "YAML 1.1 reads a bare 0012 as the octal number 10. Quotes make every reader see the same.", _octal,
         fix=_quoted_id,
         is_local=True),
    Rule("PHR005", "number-taken-twice", ERROR,
         "Two records of one number in a folder make every reference to it ambiguous. Git merges two such files "
         "without a conflict, so check --against the target branch before a merge.", _duplicates),
    Rule("PHR006", "id-and-file-name-differ", WARNING,
         "People look a number up by file name, tools by id: they should agree, padding included.", _mismatch,
         fix=_same_padding,
         is_local=True),
)  # fmt: skip
