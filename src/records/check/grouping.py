"""Gather findings of one cause: what no record of a log states is reported once, and a long list gets a count."""

from __future__ import annotations

import posixpath
from collections import Counter, defaultdict

from records.dataclass import replace
from records.model.diagnostic import Diagnostic
from records.model.record import Adr, Phr
from records.model.record_paths import directory_label, log_directory
from records.model.severity import ERROR, INFO

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from records.model.record import Record

_LEAST = 3
"""Fewer findings of one cause than this, in different files, are each reported."""
_MANY = 10
"""So many errors of one rule in one log are put together even where each says something else."""
_NAMED = 2
"""How many more files a finding for several names."""
_METADATA = frozenset(("ADR002", "ADR003"))
_CODE = ""
"""The log of what is found in files that are no records."""
_FEW_CAUSES = 3
"""How many decisions that code cites wrongly are named one by one."""
_PARTS = _METADATA | {"ADR004", "ADR005", "ADR006"}
"""Rules that ask for the parts of a record's form: a record that lacks several gets one finding."""


def group_findings(diagnostics: Iterable[Diagnostic], records: Iterable[Record]) -> tuple[Diagnostic, ...]:
    """Put one finding in the place of those that a rule has in one log, and say how many they are.

    A few errors are put together only where they say the same. Where every record of a log lacks the same, that is
    how the log is kept: the finding is of severity info.
    """
    logs = {record.path: _log_of(record) for record in records}
    sizes = Counter(logs[record.path] for record in records if isinstance(record, Adr) and record.readable)
    by_rule: dict[tuple[str, str, str], list[Diagnostic]] = defaultdict(list)
    for diagnostic in _without_parts(diagnostics):
        log = logs.get(diagnostic.path, _CODE)  # what is found in code is about the decisions that it cites
        by_rule[log, diagnostic.rule, diagnostic.severity].append(diagnostic)
    groups: dict[tuple[str, str, str, str], list[Diagnostic]] = defaultdict(list)
    for key, members in by_rule.items():
        is_apart = (key[2] == ERROR and len(members) < _MANY) or (
            key[0] == _CODE and len({diagnostic.message for diagnostic in members}) <= _FEW_CAUSES
        )
        for diagnostic in members:
            groups[*key, diagnostic.message if is_apart else ""].append(diagnostic)
    result: list[Diagnostic] = []
    of_whole_logs: dict[tuple[str, str, str], list[tuple[str, Diagnostic, int]]] = defaultdict(list)
    for (folder, *_), members in groups.items():
        if len(members) < _LEAST and len({diagnostic.path for diagnostic in members}) == len(members):
            result += members
            continue
        members.sort(key=lambda diagnostic: diagnostic.sort_key)
        first, size = members[0], sizes[folder]
        if len({item.message for item in members}) == 1 and len({item.path for item in members}) == size:
            count = sum(item.count for item in members)
            key = posixpath.dirname(folder), first.rule, first.message
            of_whole_logs[key].append((folder, replace(first, count=count), size))
        else:
            result.append(_as_one(folder, members))
    result += [_of_logs(parent, logs_lacking) for (parent, *_), logs_lacking in of_whole_logs.items()]
    return tuple(sorted(_with_dates(result, logs), key=lambda diagnostic: diagnostic.sort_key))


def _with_dates(findings: list[Diagnostic], logs: dict[str, str]) -> list[Diagnostic]:
    """Say of a log that mostly has no metadata at all once that it lacks status and date, if not for each alike."""
    remarks = {
        (logs.get(item.path, ""), item.rule): item
        for item in findings
        if item.severity == INFO and item.count > 2
    }
    for (log, rule), dates in remarks.items():
        statuses = remarks.get((log, "ADR002"))
        if rule == "ADR003" and statuses is not None and "no date" in statuses.message:
            message, count = f"{statuses.message}; {dates.message}", statuses.count + dates.count
            findings = [item for item in findings if item not in (statuses, dates)]
            findings.append(replace(statuses, message=message, count=count))
    return findings


def _log_of(record: Record) -> str:
    """The directory of a record's log: for prompts the one above the folders of features."""
    directory = log_directory(record.path)
    if isinstance(record, Phr) and record.folder:
        return directory.removesuffix(record.folder).rstrip("/") or directory
    return directory


def _without_parts(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Put what one record lacks of one form into one finding: `no status is stated, no date is stated`."""
    result: list[Diagnostic] = []
    lacking: dict[tuple[str, str], list[Diagnostic]] = defaultdict(list)
    for diagnostic in diagnostics:
        parts = _METADATA if diagnostic.severity == INFO else _PARTS
        if diagnostic.rule in parts and diagnostic.line == 1:
            lacking[diagnostic.path, diagnostic.severity].append(diagnostic)
        else:
            result.append(diagnostic)
    for members in lacking.values():
        members.sort(key=lambda diagnostic: diagnostic.rule)
        message = ", ".join(diagnostic.message for diagnostic in members)
        hint = "; ".join(diagnostic.hint for diagnostic in members)
        result.append(replace(members[0], message=message, hint=hint, count=len(members)))
    return result


def _of_logs(parent: str, lacking: Sequence[tuple[str, Diagnostic, int]]) -> Diagnostic:
    """The finding for what no record states of a log, or of several logs that are beside each other."""
    folder, first, _ = lacking[0]
    size, count = sum(size for *_, size in lacking), sum(item.count for _, item, _ in lacking)
    place = (
        directory_label(folder) if len(lacking) == 1 else f"{len(lacking)} logs in {directory_label(parent)}"
    )
    message = f"{first.message} in any of the {size} records of {place}"
    return replace(first, severity=INFO, message=message, hint="", count=count)


def _as_one(folder: str, members: Sequence[Diagnostic]) -> Diagnostic:
    first = members[0]
    count = sum(diagnostic.count for diagnostic in members)
    paths = list(dict.fromkeys(diagnostic.path for diagnostic in members))
    names = ", ".join(path.rsplit("/", 1)[-1] for path in paths[1 : 1 + _NAMED])
    more = f", and {len(paths) - 1 - _NAMED} more" if len(paths) > 1 + _NAMED else ""
    place = f" in {directory_label(folder)}" if folder != _CODE else ""
    where = f"{place}: also in {names}{more}" if names else " in this file"
    return replace(first, message=f"{first.message} ({len(members)} times{where})", count=count)
