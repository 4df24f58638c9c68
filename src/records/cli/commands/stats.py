"""`records stats`."""

from __future__ import annotations

from records.cli.invocation import project_at
from records.cli.output import echo, echo_text, echo_wrapped, print_json, table
from records.cli.spec import AT, JSON, Parameter, command
from records.report.stats import share
from records.report.stats import stats as collect_stats
from records.report.stats_svg import picture
from records.text.plural import counted

TYPE_CHECKING = False  # `typing` takes longer to import than most commands run
if TYPE_CHECKING:
    from records.report.stats import Stats


@command(
    "stats",
    Parameter(
        "waiting_days", "--waiting-days", is_number=True, minimum=0, default=14, show_default=True,
        help="Report decisions proposed for longer.",
    ),
    Parameter("since", "--since", metavar="REV", default="", help="Only commits after this one count."),
    Parameter("svg", "--svg", is_flag=True, help="Print a picture instead."),
    AT,
    JSON,
)  # fmt: skip
def stats(*, waiting_days: int, since: str, svg: bool, at: str | None, as_json: bool) -> None:
    r"""Count what a history holds, and what it lacks.

    Commits with a record, turns that have a PHR (recorded) or stand in another turn's (folded), decisions by status
    and age, decisions proposed for too long, decisions whose code has changed since.

    \b
    Examples:
      records stats
      records stats --since v1.0 --json
      records stats --svg > coverage.svg
    """
    statistics = collect_stats(project_at(at), waiting_days=waiting_days, since=since)
    if as_json:
        print_json(statistics.as_json())
    elif svg:
        echo_text(picture(statistics))
    else:
        _tell(statistics, waiting_days)


def _tell(statistics: Stats, waiting_days: int) -> None:

    rows = [
        ("decisions", str(statistics.records.get("adr", 0))),
        ("prompts", str(statistics.records.get("phr", 0))),
    ]
    if statistics.commits is not None:
        rows.append(("commits with a record", share(statistics.recorded, statistics.commits)))
    if statistics.turns is not None:
        rows.append(("turns recorded or folded", share(statistics.turns_recorded, statistics.turns)))
    for status, number in statistics.statuses.items():
        age = f" (median age {counted(statistics.ages[status], 'day')})" if status in statistics.ages else ""
        rows.append((f"decisions {status}", f"{number}{age}"))
    rows.extend((f"prompts {stage}", str(count)) for stage, count in statistics.stages.items())
    table(("what", "how many"), rows, flexible=1)
    if statistics.waiting:
        echo()
        echo(f"proposed for more than {counted(waiting_days, 'day')}:")
        for waiting in statistics.waiting[:10]:
            echo_wrapped(f"  {waiting.record.ref}  {waiting.record.title}: {counted(waiting.days, 'day')}")
    if statistics.behind:
        echo()
        echo("decisions whose code changed since they were written:")
        for late in statistics.behind[:10]:
            reason = f"{counted(late.commits, 'commit')}, last {late.last}"
            echo_wrapped(f"  {late.record.ref}  {late.record.title}: {reason}")
