"""`records org search`, `show`, `stats` and `check`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from records.cli.columns import shorten
from records.cli.options import json_option
from records.cli.org import ask, database_option, load_config, org_option, public_option, scope_of
from records.cli.output import (
    COLOURS,
    echo,
    echo_text,
    note,
    print_json,
    say,
    style,
    table,
    terminal_width,
)
from records.model.status import RETIRED
from records.project.clock import today
from records.text.plural import counted

if TYPE_CHECKING:
    from records.org.checking import OrgFinding
    from records.org.search import OrgPage

_FACTS = ("status", "stage", "date", "feature", "labels", "files", "tests", "path", "visibility", "commit")


@click.command("search")
@click.argument("words", nargs=-1)
@click.option("-n", "--limit", type=click.IntRange(1), default=20, show_default=True, help="Show at most N.")
@public_option
@org_option
@database_option
@json_option
def search(words: tuple[str, ...], limit: int, public_only: bool, folder: str, as_json: bool) -> None:
    r"""Search the records of all repositories, best first; without words, list them, newest first.

    Words must all occur; "a phrase", prefix* and OR are understood, and -word, within quotes, must not occur.
    Conditions: repo:pay-* group:NAME kind:adr status:accepted stage:green feature:NAME label:NAME since:2026-01-01
    until:DATE file:PATH.

    \b
    Examples:
      records org search cache redis
      records org search '"session token" -jwt' kind:adr status:accepted
      records org search repo:pay-* since:2026-01-01
    """
    scope = scope_of(public_only=public_only)
    page: OrgPage = ask(
        "records.org.search:search", load_config(folder), " ".join(words), scope=scope, limit=limit
    )
    hits = page.hits
    if as_json:
        print_json([hit.as_json() for hit in hits])
        return
    for hit in hits:
        state = hit.data["status"] or hit.data["stage"] or ""
        facts = ", ".join(filter(None, (state, hit.data["date"])))
        echo(f"{style(hit.data['ref'], bold=True)}  {hit.data['title']}" + (f" ({facts})" if facts else ""))
        if hit.excerpt:
            echo("    " + shorten(hit.excerpt, terminal_width() - 4))
    if not hits:
        note("no record matches")


@click.command("show")
@click.argument("ref")
@public_option
@org_option
@database_option
@json_option
def show(ref: str, public_only: bool, folder: str, as_json: bool) -> None:
    r"""Show one record of any repository: REPOSITORY/REF, where REF is as for `records show`.

    The repository may be left out where only one has such a record.

    \b
    Examples:
      records org show architecture/ADR-12
      records org show shop/general/0003 --json
    """
    scope = scope_of(public_only=public_only)
    data: dict[str, Any] = ask("records.org.search:show", load_config(folder), ref, scope=scope)
    if as_json:
        print_json(data)
        return
    echo(style(f"{data['ref']}  {data['title']}", bold=True))
    for name in _FACTS:
        if value := data[name]:
            text = ", ".join(value) if isinstance(value, list) else value
            echo(f"  {name + ':':<12} " + style(text, fg=COLOURS.get(text)))
    for link in (*data["links"], *data["backlinks"]):
        echo(f"  {link['relation'].replace('-', ' ') + ':':<12} {link['target']}")
    if not data["readable"]:
        echo(style(f"  cannot be read: {data['problem']}", fg="red"))
    echo()
    echo_text(data["body"])


@click.command("stats")
@public_option
@org_option
@database_option
@json_option
def stats(public_only: bool, folder: str, as_json: bool) -> None:
    r"""Count decisions by status and age, and agents' commits with a prompt record, for each repository and group.

    Of each repository the newest 100 commits of its default branch count. No figure is about a person.

    \b
    Examples:
      records org stats
      records org stats --json
    """
    scope = scope_of(public_only=public_only)
    figures: dict[str, Any] = ask(
        "records.org.figures:collect_figures", load_config(folder), today(), scope=scope
    )
    if as_json:
        print_json(figures)
        return
    rows = [*figures["repositories"], *({**row, "name": f"group {row['name']}"} for row in figures["groups"]),
            figures["total"]]  # fmt: skip
    head = ("repository", "accepted", "proposed", "retired", "over 3 years", "prompts", "agents' commits recorded",
            "last decision")  # fmt: skip
    table(head, [_row(row) for row in rows], flexible=0)


def _row(row: dict[str, Any]) -> tuple[str, ...]:
    decisions = row["decisions"]
    retired_count = sum(decisions.get(status, 0) for status in RETIRED)
    proposed = decisions.get("proposed", 0) + decisions.get("draft", 0)
    recorded_text = f"{row['recorded']} of {row['agent_commits']}" if row["agent_commits"] else "-"
    numbers = (
        decisions.get("accepted", 0),
        proposed,
        retired_count,
        row["ages"]["over-3-years"],
        row["prompts"],
    )
    return (row["name"], *map(str, numbers), recorded_text, row["last_decision"] or "-")


@click.command("check")
@public_option
@org_option
@database_option
@json_option
def check(public_only: bool, folder: str, as_json: bool) -> int:
    r"""Check what no repository can check alone; exit 1 on errors.

    Links to records of other repositories that lead nowhere, accepted decisions that contradict each other by their
    links, the same decision in several repositories, members that rely on a central decision that was superseded,
    repositories without records, and those that cannot be read.

    \b
    Examples:
      records org check
      records org check --json
    """
    scope = scope_of(public_only=public_only)
    findings: list[OrgFinding] = ask("records.org.checking:check", load_config(folder), scope=scope)
    errors = sum(finding.severity == "error" for finding in findings)
    if as_json:
        print_json([finding.as_json() for finding in findings])
        return int(bool(errors))
    for finding in findings:
        place = f"{finding.repository}/{finding.ref}" if finding.ref else finding.repository
        grade = style(finding.severity, fg=COLOURS[finding.severity])
        echo(f"{style(place, bold=True)}: {grade} {finding.rule}: {finding.message}")
    say(f"{counted(len(findings), 'finding')}, {counted(errors, 'error')}")
    return int(bool(errors))
