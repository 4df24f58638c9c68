"""Find decisions in folders that nothing reads yet, so that their log is adopted and no second one is started."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from records.adr.dialects import read_whole
from records.adr.vocabulary import CONTEXT_WORDS, DECISION_WORDS, plain_letters
from records.history.record_names import take_apart
from records.model.file_name import is_decision_name, is_other_markup
from records.model.kind import directory_name, file_name_of, log_directory
from records.model.status import STATUSES
from records.project.files import read_text
from records.project.work_tree import tree_files

if TYPE_CHECKING:
    from collections.abc import Iterable

    from records.project.project import Project

_LOG = r"adrs?|madr|.*decision[-_ ]?(?:records?|logs?)|.*architecture[-_ ]?decisions?"
_NAMED = re.compile(_LOG, re.I)  # a name that means nothing else
_DECISIONS = re.compile(
    _LOG + r"|.*(?:decisions?|decisiones|decisoes|decisioni|entscheidung(?:en)?|besluiten|beslissingen)"
    r"|.*(?:决策|決策|决定|決定|решения).*",
    re.I,
)
_ASIDE = re.compile(
    r"(?i)\..*|.*(?:tests?|fixtures?|testdata|examples?|samples?|templates?)|(?:test|example|sample|demo)[-_].*"
    r"|node_modules|vendor|third[-_]party"
)
_DECISION_PREFIX = re.compile(r"(?:.*[-_])?(?:m?adr|rfc|rfd|dr|decision)[-_ ]", re.I)
_SAMPLE, _FEW = 8, 3


@dataclass(frozen=True, slots=True, order=True)
class Log:
    """A folder of decisions that nothing reads yet.

    Attributes:
        directory: POSIX path from the root.
        files: how many records it holds.
        paths: the records, POSIX from the root.
    """

    directory: str
    files: int
    paths: tuple[str, ...] = ()

    @property
    def is_named(self) -> bool:
        """Whether a folder above the records says that they are decisions."""
        return any(_is_decisions(part) for part in self.directory.split("/"))


def find_logs(project: Project) -> tuple[Log, ...]:
    """Find the folders whose Markdown files are written as decisions and are not read, the largest first.

    The content decides. The name of a folder only lowers what is needed: three numbered files in a folder that is
    named as a log is are enough, and files without a number are looked at only below such a name. Tests, examples,
    templates and vendored code are passed over.
    """
    scanned_paths = {record.path for record in project.store.scan()}
    read = {path.rpartition("/")[0] for path in scanned_paths}
    folders: dict[str, list[str]] = {}
    for path in sorted(tree_files(project)):
        folder = log_directory(path)
        if not folder or path in scanned_paths or path.rpartition("/")[0] in read:
            continue
        if directory_name(path) or is_decision_name(path.rpartition("/")[2]):
            folders.setdefault(folder, []).append(path)
    logs = []
    for folder, paths in folders.items():
        records = _records(project.root, folder, paths)
        if records:
            logs.append(Log(folder, len(records), tuple(records)))
    return tuple(sorted(logs, key=lambda log: (-log.files, log.directory)))


def adoption_hint(project: Project, logs: Iterable[Log] | None = None) -> tuple[str, ...]:
    """One line for each log that nothing reads: where it is, and the command that adopts it."""
    return tuple(
        f"{log.directory} holds {log.files} decision{'s' if log.files > 1 else ''} that are not read yet: "
        "`records init` adopts them"
        for log in (find_logs(project) if logs is None else logs)
    )


def _records(root: str, folder: str, paths: list[str]) -> list[str]:
    """Those of a folder's files that make it a log; none where it is none."""
    parts = folder.split("/")
    if any(_ASIDE.fullmatch(part) for part in parts):
        return []
    numbered_paths = [path for path in paths if _is_numbered(path)]
    if numbered_paths and _is_log(root, parts, numbered_paths):
        return numbered_paths
    if numbered_paths or not any(map(_is_decisions, parts)):
        return []
    texts = list(_texts(root, paths))
    return paths if texts and 2 * sum(_is_whole(text, name) for name, text in texts) > len(texts) else []


def _is_decisions(folder: str) -> bool:
    """Say whether the name of a folder says that decisions are in it."""
    return _DECISIONS.fullmatch(plain_letters(folder)) is not None


def _is_numbered(path: str) -> bool:
    name = file_name_of(path)
    parts = take_apart(name if not is_other_markup(name) else name.rpartition(".")[0] + ".md")
    return parts is not None and (
        len(parts.number) >= _FEW
        or bool(parts.date)
        or not parts.prefix.count("-")
        or _DECISION_PREFIX.fullmatch(parts.prefix) is not None
    )


def _is_log(root: str, parts: list[str], paths: list[str]) -> bool:
    if len(paths) >= _FEW and _NAMED.fullmatch(parts[-1]):
        return True
    texts = list(_texts(root, paths))
    if not any(map(_is_decisions, parts)):
        return bool(texts) and sum(_is_whole(text, name) for name, text in texts) >= 0.8 * len(texts)
    return bool(texts) and 2 * sum(_is_decision(text, name) for name, text in texts) > len(texts)


def _texts(root: str, paths: list[str]) -> Iterable[tuple[str, str]]:
    """Some of the files, from the first to the last; one that cannot be read is ignored."""
    for path in paths[:: max(1, len(paths) // _SAMPLE)]:
        full = os.path.join(root, path)
        if os.path.islink(full):
            continue
        try:
            yield file_name_of(path), read_text(full)
        except OSError:
            continue


def _is_decision(text: str, name: str) -> bool:
    """Return whether a text is written as a decision: it has a status, or explains the context and what was decided."""
    status, is_explained = _form(text, name)
    return status is not None or is_explained


def _is_whole(text: str, name: str) -> bool:
    """Return whether a text has all that a decision has, its status being one that everybody knows."""
    status, is_explained = _form(text, name)
    return status in STATUSES and is_explained


def _form(text: str, name: str) -> tuple[str | None, bool]:
    """The status, and whether the context and what was decided are stated."""
    reading = read_whole(text, name)
    titles = plain_letters(" ".join(reading.view.titles))
    is_explained = all(any(word in titles for word in words) for words in (DECISION_WORDS, CONTEXT_WORDS))
    return reading.facts.status, is_explained
