"""`records org stats`."""

from __future__ import annotations

import click

from records.cli.options import json_option
from records.cli.org import ask, database_option, load_config, org_option, public_option, scope_of
from records.cli.output import print_json, table
from records.model.status import RETIRED
from records.project.clock import today

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


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
