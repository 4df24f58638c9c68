"""`records check`."""

from __future__ import annotations

import os

import records.check as checks
from records.check.stored_report import BASELINE, StoredReport
from records.cli.invocation import CURRENT, look, open_project
from records.cli.output import (
    COLOURS,
    echo,
    echo_data,
    echo_wrapped,
    note,
    say,
    style,
)
from records.cli.paths import existing
from records.cli.rule_explanation import explain_rule
from records.cli.spec import JSON, Parameter, UsageError, command
from records.errors import NotFound
from records.git.location import find_location
from records.git.run import Git
from records.project.clock import today
from records.text.plural import counted

TYPE_CHECKING = False  # `typing` takes longer to import than most commands run
if TYPE_CHECKING:
    from records.check import Report
    from records.model.diagnostic import Diagnostic
    from records.project.project import Project, WorkTreeProject

_MANY_ERRORS = 5
"""Errors from which a log is probably one that was written before it was checked."""
_FORMATS = ("text", "json", "github", "sarif", "gitlab", "junit")


@command(
    "check",
    Parameter("paths", multiple=True),
    JSON,
    Parameter("form", "--format", choices=_FORMATS, default="text", help="Output format."),
    Parameter(
        "against", "--against", metavar="REV",
        help="Only what this change to REV introduces, or a merge would break.",
    ),
    Parameter(
        "baseline", "--baseline", is_flag=True,
        help="Also what was there before the change, or is in .records/baseline.json.",
    ),
    Parameter(
        "write_baseline", "--write-baseline", is_flag=True, help="Record all findings in .records/baseline.json."
    ),
    Parameter("is_ungrouped", "--all", is_flag=True, help="Every finding, those of one cause too."),
    Parameter("is_fixing", "--fix", is_flag=True, help="First fix what can be fixed safely."),
    Parameter("dry_run", "--dry-run", is_flag=True, help="With --fix: show the changes as a diff, write nothing."),
    Parameter("explain", "--explain", metavar="RULE", help="Explain a rule; check nothing."),
    Parameter("quiet", "-q", "--quiet", is_flag=True, help="Only errors."),
)  # fmt: skip
def check(
    *, paths: tuple[str, ...], as_json: bool, form: str, against: str | None, baseline: bool, write_baseline: bool,
    is_ungrouped: bool, is_fixing: bool, dry_run: bool, explain: str | None, quiet: bool,
) -> int:  # fmt: skip
    r"""Check records: can they be read, do their numbers, dates, links and prompts hold. Exit 1 on errors.

    A finding is set aside in the file itself: <!-- records-ignore ADR014: the reason -->. Rules are switched off,
    graded and eased for old records in .records/config.toml, [check]. Findings that --write-baseline recorded are
    counted and fail nothing.

    \b
    Examples:
      records check
      records check history/prompts/general --json
      records check --against origin/main --format github
      records check --fix --dry-run
      records check --write-baseline
    """
    if explain:
        explain_rule(explain)
        return 0
    if dry_run and not is_fixing:
        raise UsageError("--dry-run goes with --fix")
    is_plain = not (paths or against or baseline or write_baseline or is_ungrouped or is_fixing)
    if is_plain and (stored := _stored_report()) is not None:
        return _finish(stored, stored, form="json" if as_json else form, against=None, quiet=quiet)
    project = open_project()
    if write_baseline:
        if paths or against or as_json or form != "text":
            raise UsageError("--write-baseline records all findings: it takes no paths, --against or format")
        _write_baseline(project)
        return 0
    try:
        existing_paths = existing(
            paths, lambda path: os.path.exists(path) or os.path.exists(project.store.absolute(path))
        )
    except NotFound as error:
        raise NotFound(error.message, checks.explain_word(project, paths[0]) or error.hint) from error
    paths = tuple(_from_root(project, path) for path in existing_paths)
    if is_fixing:
        _fix(project, paths, dry_run=dry_run)
        if dry_run:
            return 0
    report = checks.check_records(project, paths, against, baseline=baseline, every=is_ungrouped)
    if paths and not report.checked:
        note(f"no record is in {', '.join(existing_paths)}")
    form = "json" if as_json else form
    shown = report if form in ("text", "json") else report.below(project.prefix)
    return _finish(report, shown, form=form, against=against, quiet=quiet)


def _stored_report() -> Report | None:
    """Return the report of the whole check where nothing has changed since it was made; else None."""
    seen, location = look(), find_location(CURRENT.directory)
    if seen is None or not seen.generation or location is None:
        return None
    git = Git.at(location)
    return StoredReport(location.root, git, location, seen.folder, seen.generation, today()).load()


def _finish(report: Report, shown: Report, *, form: str, against: str | None, quiet: bool) -> int:
    """Print a report and return the exit code; *shown* is the same one with the paths that are to be printed."""
    _show(shown.without("warning", "info") if quiet else shown, form, report, against)
    return int(report.failed)


def _write_baseline(project: WorkTreeProject) -> None:
    diagnostics = checks.check_records(project, baseline=True, every=True).diagnostics
    path = checks.write_baseline(project, diagnostics)
    say(f"{path}: {counted(len(diagnostics), 'finding')} recorded; only new ones are reported from now on")


def _from_root(project: Project, path: str) -> str:
    """A path as the caller sees it, or as the root does, from the project's root.

    Raises:
        InvalidInput: it lies outside the project.
    """
    full = path if os.path.exists(path) else project.store.absolute(path)
    inner = os.path.relpath(os.path.realpath(full), os.path.realpath(project.root)).replace(os.sep, "/")
    project.store.absolute(inner)  # refuses what lies outside
    return "" if inner == "." else inner


def _show(report: Report, form: str, whole: Report, against: str | None) -> None:

    if form != "text":
        echo_data(checks.FORMATS[form](report))
        return
    for diagnostic in report.diagnostics:
        _print_diagnostic(diagnostic)
    for step in report.statuses:
        say(f"status: {step.describe()}")
    counts = ", ".join(_count(whole, severity) for severity in ("error", "warning", "info"))
    if report.skipped:
        note(f"git is not available; these rules were not checked: {', '.join(report.skipped)}")
    pages = f" ({counted(report.pages, 'page')} beside the decisions not checked)" if report.pages else ""
    say(f"{counted(report.checked, 'record')} checked{pages}: {counts}")
    if report.existing:
        origin = "from before the change" if against else f"in {BASELINE}"
        say(f"{counted(len(report.existing), 'finding')} {origin}: --baseline shows them")
    if report.stale:
        stale = counted(report.stale, "recorded finding")
        say(f"{stale} of {BASELINE} no longer found: records check --write-baseline")
    is_old = sum(item.count for item in whole.diagnostics if item.severity == "error") >= _MANY_ERRORS
    if is_old and not (against or report.existing):
        say(
            "an existing log? --against REV judges what changed since REV, --write-baseline accepts what is there"
        )
    if any(diagnostic.count > 1 for diagnostic in report.diagnostics):
        say("findings of one cause are shown once: --all shows each")
    fixable = sum(diagnostic.fixable for diagnostic in report.diagnostics)
    if fixable:
        say(f"{fixable} can be fixed: records check --fix --dry-run")


def _count(report: Report, severity: str) -> str:
    """Return how many findings are of a severity, and of how many causes where they are fewer."""
    causes = [diagnostic for diagnostic in report.diagnostics if diagnostic.severity == severity]
    findings = sum(diagnostic.count for diagnostic in causes)
    text = f"{findings} info" if severity == "info" else counted(findings, severity)
    return text if findings == len(causes) else f"{text} ({counted(len(causes), 'cause')})"


def _print_diagnostic(diagnostic: Diagnostic) -> None:

    grade = style(diagnostic.severity, fg=COLOURS[diagnostic.severity])
    place = f"{diagnostic.path}:{diagnostic.line}:{diagnostic.column}"
    echo_wrapped(f"{place}: {grade} {diagnostic.rule} {diagnostic.message}")
    if diagnostic.hint:
        echo_wrapped(f"    {diagnostic.hint}")


def _fix(project: WorkTreeProject, paths: tuple[str, ...], *, dry_run: bool) -> None:

    fixed_files = checks.fix(project, paths, dry_run=dry_run)
    for item in fixed_files:
        if dry_run:
            for line in checks.difference(item):
                colour = {"+": "green", "-": "red", "@": "cyan"}.get(line[:1])
                echo(style(line, fg=colour))
        else:
            say(f"fixed {item.path} ({', '.join(item.rules)})")
    if dry_run:
        say(f"{counted(len(fixed_files), 'file')} would be fixed; nothing was written")
