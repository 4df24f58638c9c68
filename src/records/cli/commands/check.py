"""`records check` and `records rules`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from records.cli.options import existing, json_option, open_project
from records.cli.output import COLOURS, echo, echo_data, echo_text, note, print_json, say, style, table
from records.text.plural import counted

if TYPE_CHECKING:
    from records.check import Report
    from records.model.diagnostic import Diagnostic
    from records.project.project import Project, WorkTreeProject

_FORMATS = ("text", "json", "github", "sarif", "gitlab", "junit")


@click.command()
@click.argument("paths", nargs=-1)
@json_option
@click.option(
    "--format", "form", type=click.Choice(_FORMATS), default="text", help="For people or a program."
)
@click.option("--against", metavar="REV", help="Also look at what a merge with REV would break.")
@click.option("--fix", "mend", is_flag=True, help="First mend what can be mended safely.")
@click.option("--dry-run", is_flag=True, help="With --fix: show the changes as a diff, write nothing.")
@click.option("--explain", metavar="RULE", help="Tell what a rule is for, and check nothing.")
@click.option("-q", "--quiet", is_flag=True, help="Only errors.")
@click.pass_context
def check(
    context: click.Context,
    paths: tuple[str, ...],
    as_json: bool,
    form: str,
    against: str | None,
    mend: bool,
    dry_run: bool,
    explain: str | None,
    quiet: bool,
) -> int:
    r"""Check records: can they be read, do their numbers, dates, links and prompts hold. Exit 1 on errors.

    A finding is set aside in the file itself: <!-- records-ignore ADR014: the reason -->. Rules are switched off,
    graded and eased for old records in .records/config.toml, [check].

    \b
    Examples:
      records check
      records check history/prompts/general --json
      records check --against origin/main --format github
      records check --fix --dry-run
    """
    from records.check import check_records as run

    if explain:
        _explain(explain)
        return 0
    if dry_run and not mend:
        raise click.UsageError("--dry-run goes with --fix")
    project = open_project(context)
    there = existing(paths, lambda path: os.path.exists(path) or os.path.exists(project.store.absolute(path)))
    paths = tuple(_from_root(project, path) for path in there)
    if mend:
        _mend(project, paths, dry_run=dry_run)
        if dry_run:
            return 0
    report = run(project, paths, against)
    shown = report.without("warning", "info") if quiet else report
    _show(shown, "json" if as_json else form, report)
    return int(report.failed)


def _from_root(project: Project, path: str) -> str:
    """A path as the caller sees it, or as the root does, from the project's root.

    Raises:
        InvalidInput: it lies outside the project.
    """
    full = path if os.path.exists(path) else project.store.absolute(path)
    inner = os.path.relpath(os.path.realpath(full), os.path.realpath(project.root)).replace(os.sep, "/")
    project.store.absolute(inner)  # refuses what lies outside
    return "" if inner == "." else inner


def _show(report: Report, form: str, whole: Report) -> None:

    if form != "text":
        from records.check.formats import FORMATS

        echo_data(FORMATS[form](report))
        return
    for diagnostic in report.diagnostics:
        _print(diagnostic)
    words = {"error": "error", "warning": "warning", "info": "note"}
    counts = ", ".join(counted(whole.count(grade), word) for grade, word in words.items())
    if report.skipped:
        note(f"git could not be asked; these rules were not checked: {', '.join(report.skipped)}")
    say(f"{counted(report.checked, 'record')} checked: {counts}")
    fixable = sum(diagnostic.fixable for diagnostic in report.diagnostics)
    if fixable:
        say(f"{fixable} can be mended: records check --fix --dry-run shows how")


def _print(found: Diagnostic) -> None:

    grade = style(found.severity, fg=COLOURS[found.severity])
    place = f"{found.path}:{found.line}:{found.column}"
    echo(f"{place}: {grade} {found.rule} {found.message}")
    if found.hint:
        echo(f"    {found.hint}")


def _mend(project: WorkTreeProject, paths: tuple[str, ...], *, dry_run: bool) -> None:
    from records.check.fixing import difference, fix

    fixed = fix(project, paths, dry_run=dry_run)
    for item in fixed:
        if dry_run:
            for line in difference(item):
                colour = {"+": "green", "-": "red", "@": "cyan"}.get(line[:1])
                echo(style(line, fg=colour))
        else:
            say(f"mended {item.path} ({', '.join(item.rules)})")
    if dry_run:
        say(f"{counted(len(fixed), 'file')} would be mended; nothing was written")


def _explain(name: str) -> None:
    from records.check.engine import rule_called

    rule = rule_called(name)
    echo(f"{rule.id} {rule.name} ({rule.severity})")
    echo()
    echo_text(rule.explanation)
    if rule.fix is not None:
        echo()
        echo("records check --fix mends it where that is safe.")
    if rule.needs_other_side:
        echo()
        echo("It is asked with --against REVISION.")


@click.command()
@json_option
def rules(as_json: bool) -> None:
    r"""List the rules of `records check`.

    \b
    Example:
      records rules --json
    """
    from records.check.rules import RULES

    if as_json:
        print_json([
            {
                "id": rule.id,
                "name": rule.name,
                "severity": rule.severity,
                "explanation": rule.explanation,
                "fixable": rule.fix is not None,
                "needs_against": rule.needs_other_side,
            }
            for rule in RULES
        ])  # fmt: skip
        return
    rows = [(rule.id, rule.severity, rule.name, rule.explanation) for rule in RULES]
    table(("rule", "severity", "name", "explanation"), rows, flexible=3, colour_column=1)
