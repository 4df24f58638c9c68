"""Keep what rules of single records found, so that a check looks only at files that have changed.

A rule is local when what it finds in a record depends on that record's file, the settings and the day alone. Local
rules are run on the records whose files have changed; for the others the stored findings are returned. A rule that
depends on the files of all decisions in the same way is run when any of them has changed; which main parts each has is
stored too, and where its links lead, so that it need not read them all.
"""

from __future__ import annotations

import json
import time
from collections import defaultdict

from records._version import __version__
from records.check.ignoring import Ignore, ignores
from records.check.rule import Finding
from records.check.stored_report import code_state
from records.dataclass import replace
from records.model.record import Adr
from records.model.severity import Severity
from records.project.finding_store import FindingStore
from records.project.stamp import read_page, write_page
from records.static_types import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from records.check.rule import Context, Rule
    from records.model.record import Record


class _Found(NamedTuple):
    """What was found in the file of one record.

    Attributes:
        findings: each with the rule that found it.
        ignored: what the file sets aside.
        missing: the main parts that a decision has not.
        targets: where the links of a decision lead, see `Context.link_targets`.
    """

    findings: list[tuple[str, Finding]]
    ignored: list[Ignore]
    missing: frozenset[str]
    targets: tuple[str, ...] | None


_NOTHING = _Found([], [], frozenset(), ())
_PAGE = "findings"


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
        self._results: dict[str, _Found] = {}
        store = self._store = _store(context)
        changed: list[Record] = []
        for record in context.records():
            result = elsewhere.of_same(record, context) if elsewhere else None
            if result is None and store:
                result = _load(record.path, store.get(record.path))
            if result is None:
                changed.append(record)
            else:
                self._results[record.path] = result
        if changed:
            new = _find(context, changed, rules, finish)
            if store:
                texts = [(record.path, _dump(new[record.path])) for record in changed]
                store.put(texts, (record.path for record in context.catalog.records))
            self._results |= new
        self._findings: dict[str, list[Finding]] = defaultdict(list)
        for path, result in self._results.items():
            context.know(path, result.missing, result.targets)
            for rule, item in result.findings:
                self._findings[rule].append(item)

    def of_rule(self, rule: Rule) -> list[Finding]:
        """Return what a local rule found."""
        return self._findings[rule.id]

    def of_same(self, record: Record, context: Context) -> _Found | None:
        """Return what was found here in the same file with the same text; None where it is not the same."""
        result = self._results.get(record.path)
        same = self._context.record_at(record.path) if result else None
        if same is None or same.kind is not record.kind or same.folder != record.folder:
            return None
        return result if self._context.text(same) == context.text(record) else None

    def ignored(self) -> list[Ignore]:
        """Return what the files set aside."""
        return [mark for result in self._results.values() for mark in result.ignored]

    def state_of(self, records: Iterable[Record]) -> str:
        """Return a name for the files of records as they are now; "" where one may change unseen."""
        return self._store.state_of(record.path for record in records) if self._store else ""


class LogFindings:
    """The findings of rules that compare decisions with one another, stored until any decision or setting changes.

    Args:
        context: of the check.
        local: the findings of single records, for which their files have been looked at.
    """

    def __init__(self, context: Context, local: LocalFindings) -> None:
        self._generation = "" if context.only else local.state_of(context.adrs())
        self._folder = context.project.state_dir.own if context.project.state_dir else ""
        self._key = _key(context) if self._generation else ""
        text = read_page(self._folder, _PAGE, self._generation)
        self._findings: dict[str, list[Finding]] = _load_log(text, self._key)
        self._is_changed = False

    def of_rule(self, rule: Rule, check: Callable[[], list[Finding]]) -> list[Finding]:
        """Return what a rule found, or let it check."""
        if rule.id not in self._findings:
            self._findings[rule.id] = check()
            self._is_changed = True
        return self._findings[rule.id]

    def save(self) -> None:
        """Store what was found."""
        if self._is_changed and self._generation:
            rows = {
                rule: [(item.path, *_row(item)) for item in items] for rule, items in self._findings.items()
            }
            write_page(self._folder, _PAGE, self._generation, json.dumps([self._key, rows]))


def _row(item: Finding) -> tuple[int, str, str, bool, Severity | None]:
    """Return a finding as it is stored, without its path."""
    return item.line, item.message, item.hint, item.fixable, item.severity


def _finding(path: str, line: int, message: str, hint: str, fixable: bool, severity: str | None) -> Finding:
    """Return the finding that `_row` stored; a row of another length is a TypeError."""
    return Finding(path, line, message, hint, fixable, Severity(severity) if severity else None)


def _load_log(text: str | None, key: str) -> dict[str, list[Finding]]:
    """Return what `LogFindings.save` stored; nothing where it cannot be read, or belongs to another key."""
    try:
        stored_key, rows = json.loads(text or "[0, {}]")
        if stored_key != key:
            return {}
        return {rule: [_finding(*row) for row in items] for rule, items in rows.items()}
    except (ValueError, TypeError, AttributeError):
        return {}


def _load(path: str, text: str | None) -> _Found | None:
    """Return what `_dump` stored; None where that cannot be read."""
    if not text:
        return None if text is None else _NOTHING
    try:
        findings, marks, missing, targets = json.loads(text)
        items = [(rule, _finding(path, *row)) for rule, *row in findings]
        ignored = [Ignore(path, *values) for values in marks]
        paths = None if targets is None else tuple(map(str, targets))
        return _Found(items, ignored, frozenset(map(str, missing)), paths)
    except (ValueError, TypeError):
        return None


def _find(
    context: Context,
    records: list[Record],
    rules: Iterable[Rule],
    finish: Callable[[Context, Rule, Finding], Finding],
) -> dict[str, _Found]:
    part = replace(context, only=frozenset(record.path for record in records))
    findings: dict[str, list[tuple[str, Finding]]] = defaultdict(list)
    for rule in rules:
        for item in rule.check(part):
            findings[item.path].append((rule.id, finish(part, rule, item)))
    marks: dict[str, list[Ignore]] = defaultdict(list)
    for mark in ignores(part, records):
        marks[mark.path].append(mark)
    return {
        record.path: _Found(findings[record.path], marks[record.path], *_facts(part, record))
        for record in records
    }


def _facts(context: Context, record: Record) -> tuple[frozenset[str], tuple[str, ...] | None]:
    """Return what rules that compare decisions ask of each of them."""
    if isinstance(record, Adr) and record.readable:
        return context.missing_parts(record), context.link_targets(record)
    return frozenset(), ()


def _dump(result: _Found) -> str:
    """Return what was found in one record as text; "" for nothing, as with most."""
    if result == _NOTHING:
        return ""
    findings = [(rule, *_row(item)) for rule, item in result.findings]
    marks = [(mark.rule, mark.line, mark.only, mark.reason) for mark in result.ignored]
    return json.dumps([findings, marks, sorted(result.missing), result.targets])


def _store(context: Context) -> FindingStore | None:
    """Return the stored findings; None for a commit, without a repository, and where no index is to be used."""
    project = context.project
    if project.revision is not None or not project.store.use_cache or project.state_dir is None:
        return None
    started = time.time_ns()
    return FindingStore(project.root, project.state_dir.index, _key(context), started)


def _key(context: Context) -> str:
    """Return what findings depend on beside the files of records."""
    project = context.project
    return "\n".join((
        __version__, code_state(), project.clock(), repr(project.settings), repr(project.store.roots),
    ))  # fmt: skip
