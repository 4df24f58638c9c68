"""Gather findings of one cause: what no record of a log states is reported once, and a long list gets a count."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from records.model.diagnostic import ERROR, INFO, Diagnostic
from records.model.kind import log_directory
from records.model.record import Adr

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from records.model.record import Record

_LEAST = 3
"""Fewer findings of one cause than this are each reported."""
_NAMED = 2


def group_findings(diagnostics: Iterable[Diagnostic], records: Iterable[Record]) -> tuple[Diagnostic, ...]:
    """Put one finding in the place of those that a rule has in one log, and say how many they are.

    Errors are put together only where they say the same. Where every record of a log lacks the same, that is how the
    log is kept: the finding is of severity info.
    """
    sizes = Counter(
        log_directory(record.path) for record in records if isinstance(record, Adr) and record.readable
    )
    groups: dict[tuple[str, str, str, str], list[Diagnostic]] = defaultdict(list)
    for diagnostic in diagnostics:
        same = diagnostic.message if diagnostic.severity == ERROR else ""
        groups[log_directory(diagnostic.path), diagnostic.rule, diagnostic.severity, same].append(diagnostic)
    result: list[Diagnostic] = []
    for (folder, *_), members in groups.items():
        if len(members) < _LEAST:
            result += members
            continue
        members.sort(key=lambda diagnostic: diagnostic.sort_key)
        result.append(_as_one(folder, members, sizes[folder]))
    return tuple(sorted(result, key=lambda diagnostic: diagnostic.sort_key))


def _as_one(folder: str, members: Sequence[Diagnostic], size: int) -> Diagnostic:
    first = members[0]
    paths = list(dict.fromkeys(diagnostic.path for diagnostic in members))
    messages = {diagnostic.message for diagnostic in members}
    if len(messages) == 1 and len(paths) == size:
        message = f"{first.message} in any of the {size} records of {folder}"
        return replace(first, severity=INFO, message=message, hint="", count=len(members))
    names = ", ".join(path.rsplit("/", 1)[-1] for path in paths[1 : 1 + _NAMED])
    more = f", and {len(paths) - 1 - _NAMED} more" if len(paths) > 1 + _NAMED else ""
    where = f"also in {names}{more}" if names else "more than once"
    return replace(
        first, message=f"{first.message} ({len(members)} times in {folder}: {where})", count=len(members)
    )
