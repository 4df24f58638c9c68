"""The folders of one log: for states, archives, years, quarters and months; which of them count together."""

from __future__ import annotations

import posixpath
from collections import defaultdict

import records.regex as re
from records.patterns import YEAR

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

_STATES = {
    "draft": "draft drafts", "proposed": "proposed proposal proposals open pending", "rejected": "rejected declined",
    "accepted": "accepted active approved current decided", "deprecated": "deprecated obsolete",
    "superseded": "superseded replaced",
}  # fmt: skip
_STATE_OF = {word: state for state, words in _STATES.items() for word in words.split()}
_ARCHIVES = frozenset(
    ("archive", "archived", "archives", "old", "retired", "historical", "deprecated", "superseded")
)
_PERIOD = re.compile(
    rf"(?P<year>{YEAR})?(?P<sign>[-_.]?)(?:(?P<quarter>q(?=[1-4]))[1-4]|(?P<month>[01]\d))?", re.I
)


def log_top(directory: str) -> str:
    """The directory of the log, without the folders in it for states, archives and periods."""
    while _is_part(directory):
        directory = posixpath.dirname(directory)
    return directory


def folder_for(directory: str, logs: Collection[str], status: str, date: str) -> str:
    """The folder beside *directory* that is meant for the status and the period of a new record.

    Args:
        directory: a folder of the log.
        logs: all folders with records.
        status: of the new record.
        date: its day, `YYYY-MM-DD`.
    """
    own = _without_period(directory)
    parent, _, last = own.rpartition("/")
    if last.lower() not in _ARCHIVES and last.lower() not in _STATE_OF:
        return _for_period(directory, date)
    for name in logs:
        folder = _without_period(name)
        is_sibling = folder.rpartition("/")[0] == parent
        if is_sibling and _STATE_OF.get(folder.rpartition("/")[2].lower()) == status.lower():
            return _for_period(name, date)
    if parent in logs or last.lower() in _ARCHIVES:
        return parent
    return _for_period(directory, date)


def series_directories(numbers: Mapping[str, Collection[int]]) -> dict[str, str]:
    """The directory that names the series of each folder: that of the log, or a part of it that counts from one.

    Folders for states hold one series. Those for periods and archives do too, unless several of them have a number 1.

    Args:
        numbers: of the records, by their folder.
    """
    with_first: dict[str, set[str]] = defaultdict(set)
    for folder, own in numbers.items():
        if 1 in own:
            with_first[log_top(folder)].add(_without_states(folder))
    return {
        folder: _without_states(folder) if len(with_first[log_top(folder)]) > 1 else log_top(folder)
        for folder in numbers
    }


def is_period(directory: str) -> bool:
    """Whether a folder is for a year, a quarter or a month."""
    return _period_of(directory) is not None


def _is_part(directory: str) -> bool:
    parent, _, last = directory.rpartition("/")
    is_state = last.lower() in _ARCHIVES or last.lower() in _STATE_OF
    return bool(parent) and (is_state or is_period(directory))


def _period_of(directory: str) -> re.Match[str] | None:
    """The name of a folder for a period: `2024`, `2024-03`, `2024-q1`; below a year also `03` and `Q1`."""
    parent, _, last = directory.rpartition("/")
    match = _PERIOD.fullmatch(last)
    return match if parent and match and (match["year"] or _period_of(parent)) else None


def _without_period(directory: str) -> str:
    while _period_of(directory):
        directory = posixpath.dirname(directory)
    return directory


def _without_states(directory: str) -> str:
    top = log_top(directory)
    parts = [part for part in directory[len(top) + 1 :].split("/") if part and part.lower() not in _STATE_OF]
    return "/".join([top, *parts])


def _for_period(directory: str, date: str) -> str:
    """The folder for a day, named as *directory* is."""
    match = _period_of(directory)
    if match is None:
        return directory
    year = date[:4] if match["year"] else ""
    quarter = f"{match['quarter']}{(int(date[5:7]) + 2) // 3}" if match["quarter"] else ""
    month = date[5:7] if match["month"] else ""
    return f"{_for_period(posixpath.dirname(directory), date)}/{year}{match['sign']}{quarter}{month}"
