"""Keep what rules of single records found, so that a check looks only at files that have changed.

A rule is local when what it finds in a record depends on that record's file, the settings and the day alone. Local
rules are run on the records whose files have changed; for the others the stored findings are returned.
"""

from __future__ import annotations

import json
import os
import time
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

from records._version import __version__
from records.check.ignoring import Ignore, ignores
from records.check.rule import Finding
from records.dataclass import replace
from records.model.diagnostic import Severity
from records.project.finding_store import FindingStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from records.check.rule import Context, Rule
    from records.model.record import Record

    _Found = tuple[list[tuple[str, Finding]], list[Ignore]]

_NOTHING: _Found = ([], [])


class LocalFindings:
    """The findings of local rules, and what the files set aside, of the records that are checked.

    Args:
        context: of the check.
        rules: the local rules that hold.
        finish: completes a finding as the engine reports it.
        elsewhere: those of the same project at another revision, which hold for files that are the same there.
    """

    def __init__(
        self,
        context: Context,
        rules: Iterable[Rule],
        finish: Callable[[Context, Rule, Finding], Finding],
        elsewhere: LocalFindings | None = None,
    ) -> None:
        self._context = context
        self._found: dict[str, _Found] = {}
        store = _store(context)
        changed: list[Record] = []
        for record in _checked(context):
            found = elsewhere.of_same(record, context) if elsewhere else None
            if found is None and store:
                found = _load(record.path, store.get(record.path))
            if found is None:
                changed.append(record)
            else:
                self._found[record.path] = found
        if changed:
            new = _find(context, changed, rules, finish)
            if store:
                texts = [(record.path, _dump(new.get(record.path))) for record in changed]
                store.put(texts, (record.path for record in context.catalog.records))
            self._found |= {record.path: new.get(record.path, _NOTHING) for record in changed}
            self._found |= new
        self._findings: dict[str, list[Finding]] = defaultdict(list)
        for items, _ in self._found.values():
            for rule, item in items:
                self._findings[rule].append(item)

    def of_rule(self, rule: Rule) -> list[Finding]:
        """Return what a local rule found."""
        return self._findings[rule.id]

    def of_same(self, record: Record, context: Context) -> _Found | None:
        """Return what was found here in the same file with the same text; None where it is not the same."""
        found = self._found.get(record.path)
        same = self._context.record_at(record.path) if found else None
        if same is None or same.kind is not record.kind or same.folder != record.folder:
            return None
        return found if self._context.text(same) == context.text(record) else None

    def ignored(self) -> list[Ignore]:
        """Return what the files set aside."""
        return [mark for _, marks in self._found.values() for mark in marks]


def _load(path: str, text: str | None) -> _Found | None:
    """Return what `_dump` stored; None where that cannot be read."""
    if not text:
        return None if text is None else _NOTHING
    try:
        findings, marks = json.loads(text)
        items = [
            (rule, Finding(path, line, message, hint, fixable, severity and Severity(severity)))
            for rule, line, message, hint, fixable, severity in findings
        ]
        return items, [Ignore(path, *values) for values in marks]
    except (ValueError, TypeError):
        return None


def _checked(context: Context) -> list[Record]:
    return [record for record in context.catalog.records if not context.only or record.path in context.only]


def _find(
    context: Context,
    records: list[Record],
    rules: Iterable[Rule],
    finish: Callable[[Context, Rule, Finding], Finding],
) -> dict[str, _Found]:
    part = replace(context, only=frozenset(record.path for record in records))
    found: dict[str, _Found] = defaultdict(lambda: ([], []))
    for rule in rules:
        for item in rule.check(part):
            found[item.path][0].append((rule.id, finish(part, rule, item)))
    for mark in ignores(part, records):
        found[mark.path][1].append(mark)
    return found


def _dump(found: _Found | None) -> str:
    """Return what was found in one record as text; "" for nothing, as with most."""
    if found is None:
        return ""
    items, marks = found
    findings = [(rule, i.line, i.message, i.hint, i.fixable, i.severity) for rule, i in items]
    return json.dumps([findings, [(mark.rule, mark.line, mark.only, mark.reason) for mark in marks]])


def _store(context: Context) -> FindingStore | None:
    """Return the stored findings; None for a commit, without a repository, and where no index is to be used."""
    project = context.project
    if project.revision is not None or not project.store.use_cache or project.state_dir is None:
        return None
    started = time.time_ns()
    key = "\n".join((
        __version__, _code(), project.clock(), repr(project.settings), repr(project.store.roots),
    ))  # fmt: skip
    return FindingStore(project.root, project.state_dir.index, key, started)


@cache
def _code() -> str:
    """Return a digest of the program's own files: another version of a rule finds something else."""
    import hashlib

    digest = hashlib.sha256()
    for folder, folders, names in os.walk(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))):
        folders.sort()
        for name in sorted(name for name in names if name.endswith(".py")):
            status = os.stat(os.path.join(folder, name))
            digest.update(f"{folder}/{name} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()
