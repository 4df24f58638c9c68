"""`records check` and `records rules`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from records.cli.options import json_option, open_project

if TYPE_CHECKING:
    from records.models.diagnostics import Diagnostic


@click.command()
@click.argument("paths", nargs=-1)
@json_option
@click.option("-q", "--quiet", is_flag=True, help="Only errors.")
@click.pass_context
def check(context: click.Context, paths: tuple[str, ...], as_json: bool, quiet: bool) -> int:
    r"""Check records: can they be read, do their numbers, dates, links and prompts hold. Exit 1 on errors.

    \b
    Examples:
      records check
      records check history/prompts/general --json
    """
    from records.cli.output import print_json, say
    from records.services.check import check as run

    report = run(open_project(context), paths)
    shown = [d for d in report.diagnostics if d.severity == "error" or not quiet]
    if as_json:
        print_json([diagnostic.as_json() for diagnostic in shown])
    else:
        for diagnostic in shown:
            _print(diagnostic)
        counts = ", ".join(f"{report.count(grade)} {grade}s" for grade in ("error", "warning", "info"))
        say(f"{report.checked} records checked: {counts.replace('infos', 'notes')}")
    return int(report.failed)


def _print(found: Diagnostic) -> None:
    from records.cli.output import COLOURS, printable

    grade = click.style(found.severity, fg=COLOURS[found.severity])
    place = f"{found.path}:{found.line}:{found.column}"
    click.echo(f"{printable(place)}: {grade} {found.rule} {printable(found.message)}")
    if found.hint:
        click.echo(f"    {printable(found.hint)}")


@click.command()
@json_option
def rules(as_json: bool) -> None:
    r"""List the rules of `records check`.

    \b
    Example:
      records rules --json
    """
    from records.cli.output import print_json, table
    from records.services.check.rules import RULES

    if as_json:
        print_json([
            {"id": rule.id, "name": rule.name, "severity": rule.severity, "explanation": rule.explanation}
            for rule in RULES
        ])  # fmt: skip
        return
    rows = [(rule.id, rule.severity, rule.name, rule.explanation) for rule in RULES]
    table(("rule", "severity", "name", "explanation"), rows, flexible=3, coloured=1)
