"""Say what only a whole log shows: which files are pages beside its decisions, and what follows a year in a name."""

from __future__ import annotations

from collections import defaultdict

from records.dataclass import replace
from records.model.file_name import YearlyName, Years, is_numbered_name, judge_years, yearly_name
from records.model.record import Adr
from records.model.record_paths import directory_name, file_name_of, is_numbered_directory, log_directory

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from records.model.record import Record

_CUSTOM = 3
"""How many records make the custom of a log whose names have no number."""


def judge_by_log(records: Iterable[Record]) -> tuple[list[Record], list[str]]:
    """Return the records, numbered as their log shows, and the paths of the pages beside the decisions.

    A file is a page by its own text (an index, a template), or because it has nothing of what the records of its log
    have in common: no number or date in its name, no known status, no sections of a decision.
    """
    records = _with_numbers_of_log(list(records))
    pages = {record.path for record in records if record.is_page or _is_page_of_folder(record)}
    if any(isinstance(record, Adr) and not record.has_form for record in records):
        pages |= _unlike_their_log(record for record in records if record.path not in pages)
    if not pages:
        return records, []
    return [record for record in records if record.path not in pages], sorted(pages)


def _is_page_of_folder(record: Record) -> bool:
    """Return whether the page of a folder whose name has no number is not written as a decision."""
    if not isinstance(record, Adr) or record.has_form or not record.readable:
        return False
    return directory_name(record.path) is not None and not is_numbered_directory(record.path)


def _with_numbers_of_log(records: list[Record]) -> list[Record]:
    """Number decisions whose names begin with a year: `2024-12` can be a number, or a month, or the number 2024."""
    yearly: dict[int, YearlyName] = {}
    for index, record in enumerate(records):
        if not isinstance(record, Adr) or not ("20" in record.stem or "19" in record.stem):
            continue
        if (parts := yearly_name(file_name_of(record.path))) is not None:
            yearly[index] = parts
    if not yearly:
        return records
    names: dict[str, list[str]] = defaultdict(list)
    for record in records:
        if isinstance(record, Adr):
            names[_log_of(record)].append(file_name_of(record.path))
    years = {log: judge_years(log_names) for log, log_names in names.items()}
    for index, parts in yearly.items():
        record = records[index]
        number, identifier = _number_of(parts, years[_log_of(record)])
        if (record.number, record.id) != (number, identifier):
            records[index] = replace(record, number=number, id=identifier)
    return records


def _number_of(parts: YearlyName, years: Years) -> tuple[int | None, str | None]:
    if years is Years.MONTHS:
        return None, None
    return (int(parts.year), parts.year) if years is Years.NONE else (int(parts.number), parts.id)


def _unlike_their_log(records: Iterable[Record]) -> set[str]:
    logs: dict[str, list[Adr]] = defaultdict(list)
    for record in records:
        if isinstance(record, Adr):
            logs[_log_of(record)].append(record)
    pages: set[str] = set()
    for log in logs.values():
        numbered = {record.path for record in log if is_numbered_name(file_name_of(record.path))}
        unlike = [
            record.path
            for record in log
            if record.readable and not record.has_form and record.path not in numbered
        ]
        others = len(log) - len(unlike)
        is_numbered = 2 * len(numbered) > others
        if is_numbered or others >= max(_CUSTOM, len(unlike) + 1):
            pages.update(unlike)
    return pages


def _log_of(record: Record) -> str:
    """The directory of the whole log, without the folder in it."""
    directory = log_directory(record.path)
    return directory.removesuffix(record.folder).rstrip("/") if record.folder else directory
