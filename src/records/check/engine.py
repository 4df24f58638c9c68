"""Run the rules over a project and gather what they find."""

from __future__ import annotations

from records.check.base_findings import BaseFindings, load_base, save_base, split_new
from records.check.grouping import group_findings
from records.check.kept_findings import LocalFindings, LogFindings
from records.check.known_findings import read_baseline, split_known
from records.check.other_side import other_side
from records.check.report import Report
from records.check.rule import Context, Finding
from records.check.rules import RULES
from records.check.rules.ignoring import UNREASONED, UNUSED
from records.check.stored_report import StoredReport
from records.dataclass import replace
from records.errors import ConfigError, EditError, GitError, nearest
from records.model.diagnostic import Diagnostic
from records.model.severity import ERROR, WARNING, Severity
from records.project.catalog import Catalog
from records.project.settings import OFF, CheckSettings, load

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from records.check.ignoring import Ignore
    from records.check.rule import Rule
    from records.model.record import Record
    from records.project.project import Project
    from records.trace.acceptance import Review

_NOTHING = frozenset(("",))  # paths were named, and no record lies there


def check_records(
    project: Project,
    paths: Iterable[str] = (),
    against: str | None = None,
    *,
    baseline: bool = False,
    every: bool = False,
    reviews: Iterable[Review] = (),
) -> Report:
    """Check all records of a project, or some.

    Args:
        project: where.
        paths: POSIX paths from the root, files or folders; all records when empty.
        against: a revision that this work tree is to be merged with: only what the change since then introduces is
            reported. None to report everything.
        baseline: report what was there before the change as well, and what the baseline file records.
        every: report every finding, those too that have one cause.
        reviews: the forge's reviews of the change.

    Raises:
        ConfigError: the settings name a rule that does not exist, or the baseline file is damaged.
        GitError: *against* names no revision.
    """
    prefixes = tuple(paths)
    is_whole = not (prefixes or baseline or every) and against is None
    stored = _stored_report_of(project) if is_whole else None
    if stored is not None and (report := stored.load()) is not None:
        return report
    context = make_context(project, prefixes, against, reviews)
    report = _check(context, prefixes, baseline=baseline, every=every)
    if stored is not None and not any(rule.reads_history for rule, _ in _active(context)):
        stored.save(report, context.asked)
    return report


def _stored_report_of(project: Project) -> StoredReport | None:
    """Return where the report of a project is stored; None for a commit, other settings, and without an index."""
    git, store = project.git(), project.store
    if git is None or project.location is None or project.revision is not None or not store.use_cache:
        return None
    store.scan()
    if not store.generation or project.state_dir is None or project.settings != load(project.root):
        return None
    return StoredReport(
        project.root, git, project.location, project.state_dir.own, store.generation, project.clock()
    )


def _check(context: Context, prefixes: tuple[str, ...], *, baseline: bool, every: bool) -> Report:
    """Run the rules and make the report of what they find (see `check_records`)."""
    stale = 0
    project = context.project
    diagnostics, skipped, local = _diagnostics(context)
    existing: tuple[Diagnostic, ...] = ()
    if context.other is not None and not baseline:
        diagnostics, existing = _split_by_origin(context, context.other.start, prefixes, diagnostics, local)
    if not baseline and (recorded := read_baseline(project)):
        diagnostics, known, stale = split_known(diagnostics, recorded)
        existing = (*existing, *known)
        stale = 0 if prefixes or context.other is not None else stale
    if not every and not prefixes:
        diagnostics = group_findings(diagnostics, context.catalog.records)
    count = sum(1 for _ in context.records())
    in_order = tuple(sorted(diagnostics, key=lambda diagnostic: diagnostic.sort_key))
    pages = 0 if context.only else len(project.store.pages())
    return Report(in_order, count, skipped, existing, stale, tuple(context.status_steps()), pages)


def _split_by_origin(
    context: Context,
    start: str | None,
    paths: tuple[str, ...],
    diagnostics: Iterable[Diagnostic],
    local: LocalFindings,
) -> tuple[tuple[Diagnostic, ...], tuple[Diagnostic, ...]]:
    """The findings that the change since *start* brings, and those that were there at *start* already."""
    if start is None:
        return tuple(diagnostics), ()
    before = None if paths else load_base(context.project, start)
    if before is None:
        before = _find_at(context, start, paths, local)
    return split_new(diagnostics, before, context.catalog.records)


def _find_at(context: Context, start: str, paths: tuple[str, ...], local: LocalFindings) -> BaseFindings:
    """Find what there was at *start*, and store it where everything was checked."""
    earlier = make_context(context.project.at(start), paths)
    diagnostics, skipped, _ = _diagnostics(earlier, local)
    result = BaseFindings.of(diagnostics, earlier.catalog.records)
    if not (paths or skipped):
        save_base(context.project, start, result, earlier.asked)
    return result


def _diagnostics(
    context: Context, elsewhere: LocalFindings | None = None
) -> tuple[tuple[Diagnostic, ...], tuple[str, ...], LocalFindings]:
    """What all active rules find, without what files set aside; the rules that could not ask git; local findings."""
    settings = context.project.settings.check
    active = _active(context)
    local = LocalFindings(context, [rule for rule, _ in active if rule.is_local], _finished, elsewhere)
    log = LogFindings(context, local)
    findings: list[Diagnostic] = []
    skipped: list[str] = []
    for rule, severity in active:
        try:
            items = _items(context, rule, local, log)
        except GitError:
            skipped.append(rule.id)
            continue
        findings.extend(rule.diagnostic(item, severity) for item in items)
    log.save()
    remaining = list(_not_ignored(local.ignored(), set(findings), dict(active)))
    if settings.strict_from:
        remaining = list(_with_leniency(remaining, context.catalog.records, settings.strict_from))
    return tuple(remaining), tuple(skipped), local


def _active(context: Context) -> list[tuple[Rule, Severity]]:
    return list(active_rules(context.project.settings.check, other_side=context.other is not None))


def _items(context: Context, rule: Rule, local: LocalFindings, log: LogFindings) -> list[Finding]:
    """What a rule finds, or found when the files that it depends on were the same."""
    if rule.is_local:
        return local.of_rule(rule)

    def check() -> list[Finding]:
        return [_finished(context, rule, item) for item in rule.check(context)]

    return log.of_rule(rule, check) if rule.compares_decisions else check()


def make_context(
    project: Project, paths: Iterable[str] = (), against: str | None = None, reviews: Iterable[Review] = ()
) -> Context:
    """Lay out what rules look at.

    Raises:
        GitError: *against* names no revision.
    """
    records = project.store.scan()
    prefixes = tuple(paths)
    only = frozenset(_paths_below(records, prefixes)) or _NOTHING if prefixes else frozenset()
    opposite = None
    if against is not None:
        opposite = other_side(project, against)
    context = Context(project, Catalog(records), only, opposite, tuple(reviews))
    context.asked.remotes = project.store.asked_remotes
    return context


def rule_called(name: str) -> Rule:
    """The rule of this id or name, in any case.

    Raises:
        ConfigError: there is none.
    """
    wanted_name = name.strip().casefold()
    rule: Rule
    for rule in RULES:
        if wanted_name in (rule.id.casefold(), rule.name.casefold()):
            return rule
    near = nearest(name.upper(), [rule.id for rule in RULES])
    raise ConfigError(
        f"there is no rule {name!r}", f"did you mean {near}?" if near else "records rules lists them"
    )


def active_rules(settings: CheckSettings, *, other_side: bool = False) -> Iterator[tuple[Rule, Severity]]:
    """The rules that hold, each with its severity.

    Raises:
        ConfigError: the settings name a rule that does not exist.
    """
    ignored = {rule_called(name).id for name in settings.ignore}
    grades = {rule_called(name).id: grade for name, grade in settings.severity.items()}
    for rule in RULES:
        grade = grades.get(rule.id, OFF if rule.opt_in else rule.severity)
        if rule.id not in ignored and grade != OFF and (other_side or not rule.needs_other_side):
            yield rule, Severity(grade)


def _not_ignored(
    marks: Sequence[Ignore], diagnostics: set[Diagnostic], active: dict[Rule, Severity]
) -> Iterator[Diagnostic]:
    """Drop what the files set aside, and report comments that set nothing aside or give no reason."""
    used = set()
    for diagnostic in diagnostics:
        covering = [mark for mark in marks if mark.covers(diagnostic)]
        used.update(covering)
        if not covering:
            yield diagnostic
    ids = {rule.id for rule in active}
    for mark in marks:
        if not mark.reason and UNREASONED in active:
            yield UNREASONED.diagnostic(
                Finding(
                    mark.path,
                    mark.line,
                    f"{mark.rule} is set aside without a reason",
                    "write it after a colon",
                ),
                active[UNREASONED],
            )
        elif mark.reason and mark not in used and mark.rule in ids and UNUSED in active:
            yield UNUSED.diagnostic(
                Finding(mark.path, mark.line, f"{mark.rule} finds nothing here", "remove the comment"),
                active[UNUSED],
            )


def _finished(context: Context, rule: Rule, item: Finding) -> Finding:
    """The finding with what it says of a repair made true."""
    is_fixable = _fixable(context, rule, item)
    return item if item.fixable == is_fixable else replace(item, fixable=is_fixable)


def _fixable(context: Context, rule: Rule, item: Finding) -> bool:
    if rule.fix is None or not item.fixable:
        return False
    record = context.record_at(item.path)
    try:
        return record is not None and rule.fix(context, record) is not None
    except EditError:
        return False


def _with_leniency(
    diagnostics: list[Diagnostic], records: list[Record], strict_from: str
) -> Iterator[Diagnostic]:
    """Errors of records older than *strict_from* become warnings: an old log need not be rewritten."""
    old = {record.path for record in records if record.date is not None and record.date < strict_from}
    for diagnostic in diagnostics:
        if diagnostic.severity == ERROR and diagnostic.path in old:
            yield replace(diagnostic, severity=WARNING)
        else:
            yield diagnostic


def _paths_below(records: Iterable[Record], paths: tuple[str, ...]) -> Iterator[str]:
    prefixes = tuple(path.removeprefix("./").rstrip("/") for path in paths)
    for record in records:
        path = record.path
        if any(path == prefix or path.startswith(prefix + "/") or prefix in (".", "") for prefix in prefixes):
            yield path
