"""`records stats`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from records.cli.options import at_option, json_option, project_at
from records.cli.output import echo, echo_text, print_json, table
from records.text.plural import counted

if TYPE_CHECKING:
    from records.report.stats import Stats


@click.command()
@click.option(
    "--waiting-days",
    type=click.IntRange(0),
    default=14,
    show_default=True,
    help="Proposed for longer is told.",
)
@click.option("--since", metavar="REV", default="", help="Only commits after this one count.")
@click.option("--svg", is_flag=True, help="Print a picture instead.")
@at_option
@json_option
@click.pass_context
def stats(
    context: click.Context, waiting_days: int, since: str, svg: bool, at: str | None, as_json: bool
) -> None:
    r"""Count what a history holds, and what it lacks.

    Commits with a record, turns with a PHR, decisions by status and age, decisions proposed for too long, decisions
    whose code has changed since.

    \b
    Examples:
      records stats
      records stats --since v1.0 --json
      records stats --svg > coverage.svg
    """
    from records.report.stats import stats as count

    found = count(project_at(context, at), waiting_days=waiting_days, since=since)
    if as_json:
        print_json(found.as_json())
    elif svg:
        from records.report.stats_svg import picture

        echo_text(picture(found))
    else:
        _tell(found, waiting_days)


def _tell(found: Stats, waiting_days: int) -> None:
    from records.report.stats import share

    rows = [("decisions", str(found.records.get("adr", 0))), ("prompts", str(found.records.get("phr", 0)))]
    if found.commits is not None:
        rows.append(("commits with a record", share(found.recorded, found.commits)))
    if found.turns is not None:
        rows.append(("turns with a PHR", share(found.turns_recorded, found.turns)))
    for status, count in found.statuses.items():
        age = f" (median age {counted(found.ages[status], 'day')})" if status in found.ages else ""
        rows.append((f"decisions {status}", f"{count}{age}"))
    rows.extend((f"prompts {stage}", str(count)) for stage, count in found.stages.items())
    table(("what", "how many"), rows, flexible=1)
    if found.waiting:
        echo()
        echo(f"proposed for more than {counted(waiting_days, 'day')}:")
        for one in found.waiting[:10]:
            echo(f"  {one.record.ref}  {one.record.title}: {counted(one.days, 'day')}")
    if found.behind:
        echo()
        echo("their code has changed since they were written:")
        for late in found.behind[:10]:
            told = f"{counted(late.commits, 'commit')}, last {late.last}"
            echo(f"  {late.record.ref}  {late.record.title}: {told}")
