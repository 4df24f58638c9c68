"""Find decisions that stand where nobody told us to look, so that a log is adopted and not begun anew beside it."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from records.adr.dialects import read_whole
from records.model.file_name import is_decision_name, parse_name
from records.model.status import STATUSES
from records.project.files import read_text
from records.project.work_tree import tree_files

if TYPE_CHECKING:
    from collections.abc import Iterable

    from records.project.project import Project

_LOG = r"adrs?|madr|.*decision[-_ ]?(?:records?|logs?)"
_NAMED = re.compile(_LOG, re.I)  # a name that means nothing else
_DECISIONS = re.compile(_LOG + r"|.*decisions?", re.I)
_ASIDE = re.compile(
    r"(?i)\..*|.*(?:tests?|fixtures?|testdata|examples?|samples?|templates?)|(?:test|example|sample|demo)[-_].*"
    r"|node_modules|vendor|third[-_]party"
)
_READ, _FEW = 8, 3


@dataclass(frozen=True, slots=True)
class Log:
    """A folder of decisions that nothing reads yet.

    Attributes:
        directory: POSIX path from the root.
        files: how many numbered Markdown files it holds.
    """

    directory: str
    files: int


def find_logs(project: Project) -> tuple[Log, ...]:
    """Folders whose numbered Markdown files are written as decisions, the largest first.

    A folder that is named as logs are needs one such file, any other three, or fewer that have all that a decision
    has; three numbered files in a folder of decision records are a log, however they are written. Tests, examples,
    templates and what is vendored are passed over, and so are the folders that are read already.
    """
    read = {record.path.rpartition("/")[0] for record in project.store.scan()}
    folders: dict[str, list[str]] = {}
    for path in sorted(tree_files(project)):
        folder, _, name = path.rpartition("/")
        if folder and folder not in read and is_decision_name(name) and parse_name(name).number is not None:
            folders.setdefault(folder, []).append(name)
    logs = [
        Log(folder, len(names)) for folder, names in folders.items() if _is_log(project.root, folder, names)
    ]
    return tuple(sorted(logs, key=lambda log: (-log.files, log.directory)))


def _is_log(root: str, folder: str, names: list[str]) -> bool:
    parts = folder.split("/")
    if any(_ASIDE.fullmatch(part) for part in parts):
        return False
    if len(names) >= _FEW and _NAMED.fullmatch(parts[-1]):
        return True
    texts = list(_texts(root, folder, names))
    if len(names) < _FEW and not _DECISIONS.fullmatch(parts[-1]):
        return bool(texts) and all(_is_whole(text, name) for name, text in texts)
    return bool(texts) and 2 * sum(_is_decision(text, name) for name, text in texts) > len(texts)


def _texts(root: str, folder: str, names: list[str]) -> Iterable[tuple[str, str]]:
    """Some of the files, from the first to the last; one that cannot be read tells nothing."""
    for name in names[:: max(1, len(names) // _READ)]:
        path = os.path.join(root, folder, name)
        if os.path.islink(path):
            continue
        try:
            yield name, read_text(path)
        except OSError:
            continue


def _is_decision(text: str, name: str) -> bool:
    """Tell whether a text is written as a decision: it has a status, or tells the context and what was decided."""
    status, is_explained = _form(text, name)
    return status is not None or is_explained


def _is_whole(text: str, name: str) -> bool:
    """Tell whether a text has all that a decision has, its status being one that everybody knows."""
    status, is_explained = _form(text, name)
    return status in STATUSES and is_explained


def _form(text: str, name: str) -> tuple[str | None, bool]:
    """The status, and whether the context and what was decided are told."""
    reading = read_whole(text, name)
    titles = " ".join(reading.view.titles)
    return reading.facts.status, "decision" in titles and "context" in titles
