"""Numbers and names of decision records: each number once, the same wherever it is told, without gaps."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from records.check.rule import Context, Finding, Rule
from records.model.diagnostic import ERROR, INFO, WARNING
from records.model.kind import LINKED_PATTERN
from records.model.record import Adr

if TYPE_CHECKING:
    from collections.abc import Iterator

    from records.model.record import Record

_NAME = re.compile(rf"(?:[A-Za-z]{{2,12}}[-_]?)?\d+[-_.](?:\S+\.)?{LINKED_PATTERN}")


def _folders(context: Context) -> Iterator[tuple[str, list[Record]]]:
    folders: dict[str, list[Record]] = defaultdict(list)
    for record in context.catalog.records:
        if isinstance(record, Adr):
            folders[record.path.rpartition("/")[0]].append(record)
    yield from sorted(folders.items())


def _is_selected(context: Context, record: Record) -> bool:
    return not context.only or record.path in context.only


def _mismatch(context: Context) -> Iterator[Finding]:
    for record in context.adrs():
        if not record.readable:
            continue
        for finding in context.adr(record).facts.findings:
            if finding.code == "number-disagrees":
                yield Finding(record.path, finding.line, finding.message, f"records renumber {record.path}")


def _twice(context: Context) -> Iterator[Finding]:
    for folder, records in _folders(context):
        by_number: dict[int, list[Record]] = defaultdict(list)
        for record in records:
            if record.number is not None:
                by_number[record.number].append(record)
        for number, group in by_number.items():
            for record in group if len(group) > 1 else ():
                if _is_selected(context, record):
                    names = ", ".join(
                        candidate.path.rsplit("/", 1)[-1] for candidate in group if candidate is not record
                    )
                    message = f"the number {number} is taken twice in {folder}: {names}"
                    yield Finding(record.path, 1, message, f"records renumber {record.path}")


def _gaps(context: Context) -> Iterator[Finding]:
    for folder, records in _folders(context):
        by_number = sorted((r.number, r.path) for r in records if r.number is not None)
        for (before, _), (number, path) in pairwise(by_number):
            if number - before > 1 and (not context.only or path in context.only):
                missing = f"{before + 1}" if number - before == 2 else f"{before + 1} to {number - 1}"
                yield Finding(path, 1, f"numbers are missing before this one in {folder}: {missing}")


def _names(context: Context) -> Iterator[Finding]:
    for record in context.adrs():
        name = record.path.rsplit("/", 1)[-1]
        if not _NAME.fullmatch(name):
            yield Finding(
                record.path, 1, f"the file name {name!r} tells no number", "name it NNNN-short-title.md"
            )


RULES = (
    Rule("ADR009", "number-differs", WARNING,
         "File name, heading and front matter tell one number: people look it up by any of them.", _mismatch),
    Rule("ADR011", "number-gap", INFO,
         "A gap may be a record that was lost. A number that was never used is no harm.", _gaps),
    Rule("ADR012", "number-taken-twice", ERROR,
         "Two decisions of one number make every citation ambiguous. Git merges two such files without a conflict: "
         "check --against the target branch before a merge.", _twice),
    Rule("ADR019", "file-name", INFO,
         "Most tools find decisions by names such as 0012-use-postgresql.md. Other names are read here all the same.",
         _names),
)  # fmt: skip
