"""Numbers and names of decision records: each number once, the same everywhere, without gaps."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

import records.regex as re
from records.check.renumber_advice import renumber_advice
from records.check.rule import Context, Finding, Rule
from records.history.log_folders import series_directories
from records.history.record_names import series_of, take_apart
from records.model.file_name import yearly_name
from records.model.record import Adr
from records.model.record_paths import LINKED_PATTERN, directory_label, file_name_of, log_directory
from records.model.severity import ERROR, INFO, WARNING
from records.patterns import LETTERS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from records.model.record import Record

_LETTER = re.compile(rf"(?:{LETTERS}[-_]?)?\d+([a-z])(?=[-_.])")  # `0013a-x.md`
_NAME = re.compile(rf"(?:{LETTERS}[-_]?)?\d+[-_.](?:\S+\.)?{LINKED_PATTERN}")


def _folders(context: Context) -> Iterator[tuple[str, list[Record]]]:
    folders: dict[str, list[Record]] = defaultdict(list)
    for record in context.catalog.records:
        if isinstance(record, Adr):
            folders[log_directory(record.path)].append(record)
    yield from sorted(folders.items())


def _mismatch(context: Context) -> Iterator[Finding]:
    for record in context.adrs():
        if not record.readable:
            continue
        for finding in context.adr(record).facts.findings:
            if finding.code == "number-disagrees":
                hint = f"write {record.number} there, or: records renumber {record.path} --to N"
                yield Finding(record.path, finding.line, finding.message, hint)


def _twice(context: Context) -> Iterator[Finding]:
    folders = dict(_folders(context))
    directories = series_directories(
        {folder: [record.number or 0 for record in records] for folder, records in folders.items()}
    )
    by_directory: dict[str, list[Record]] = defaultdict(list)
    for folder, records in folders.items():
        by_directory[directories[folder]] += records
    for directory, records in sorted(by_directory.items()):
        by_number: dict[tuple[str, int, str], list[Record]] = defaultdict(list)
        for record in records:
            if record.number is not None:
                letter = _LETTER.match(file_name_of(record.path))
                by_number[_series(record), record.number, letter[1] if letter else ""].append(record)
        for (_, number, _), group in by_number.items():
            selected = [record for record in group if context.selects(record.path)]
            if len(group) > 1 and selected:
                record, advice = renumber_advice(context.base(), selected)
                names = ", ".join(file_name_of(other.path) for other in group if other is not record)
                times = "twice" if len(group) == 2 else f"{len(group)} times"
                message = f"number {number} is used {times} in {directory_label(directory)}: {names}"
                yield Finding(record.path, 1, message, advice)


def _series(record: Record) -> str:
    """What a log counts separately: the prefix `gen` of `GEN-001-x.md`, the year of `2024-001-x.md`."""
    name = file_name_of(record.path)
    yearly = yearly_name(name)
    if yearly and record.id == yearly.id:
        return f"{series_of(yearly.prefix)} {yearly.year}"
    parts = take_apart(name)
    return series_of(parts.prefix) if parts else ""


def _gaps(context: Context) -> Iterator[Finding]:
    numbers_of_series: dict[str, set[int]] = defaultdict(set)
    by_series: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
    for folder, records in _folders(context):
        for record in records:
            if record.number is not None:
                numbers_of_series[_series(record)].add(record.number)
                by_series[folder, _series(record)].append((record.number, record.path))
    for (folder, series), numbers in by_series.items():
        for (before, _), (number, path) in pairwise(sorted(numbers)):
            missing = [value for value in range(before + 1, number) if value not in numbers_of_series[series]]
            if missing and context.selects(path):
                span = f"{missing[0]}" if len(missing) == 1 else f"{missing[0]} to {missing[-1]}"
                yield Finding(
                    path, 1, f"numbers are missing before this one in {directory_label(folder)}: {span}"
                )


def _names(context: Context) -> Iterator[Finding]:
    """Names that have neither a number nor a date, in a log whose other names do."""
    for folder, records in _folders(context):
        names = {record.path: file_name_of(record.path) for record in records}
        bare = [
            path
            for path, name in names.items()
            if not (_NAME.fullmatch(name) or _LETTER.match(name)) and take_apart(name) is None
        ]
        for path in bare if 2 * len(bare) < len(names) else ():
            if context.selects(path):
                message = f"the file name {names[path]!r} has no number, unlike the others in {directory_label(folder)}"
                yield Finding(path, 1, message, "name it as the others are, with the next number")


RULES = (
    Rule("ADR009", "number-differs", WARNING,
         "File name, heading and front matter must hold the same number: people look it up by any of them.", _mismatch,
         is_local=True),
    Rule("ADR011", "number-gap", INFO,
         "A gap may be a record that was lost. A number that was never used is no harm.", _gaps, opt_in=True),
    Rule("ADR012", "number-taken-twice", ERROR,
         "Two decisions of one number make every citation ambiguous. Git merges two such files without a conflict: "
         "check --against the target branch before a merge.", _twice),
    Rule("ADR019", "file-name", INFO,
         "Most tools find decisions by names such as 0012-use-postgresql.md. Other names are read here all the same.",
         _names),
)  # fmt: skip
