"""`records org list`."""

from __future__ import annotations

import click

from records.cli.extras import import_with_extra
from records.cli.options import json_option
from records.cli.org import database_option, load_config, org_option, public_option, scope_of
from records.cli.output import note, print_json, table


@click.command("list")
@public_option
@org_option
@database_option
@json_option
def list_command(public_only: bool, folder: str, as_json: bool) -> None:
    r"""List the repositories, with the number of decisions and prompts in the index.

    \b
    Examples:
      records org list
      records org list --json
    """
    rows = import_with_extra("records.org.listing:list_repositories", "org")(
        load_config(folder), scope_of(public_only=public_only)
    )
    if as_json:
        print_json(rows)
        return
    head = ("repository", "group", "decisions", "prompts", "last decision", "state", "problem")
    table(
        head,
        [
            (row["name"], row["group"] or "-", str(row["decisions"]), str(row["prompts"]), row["last_decision"] or "-",
             "restricted" if row["visibility"] == "restricted" and row["state"] == "indexed" else row["state"],
             row["problem"])
            for row in rows
        ],
        flexible=6,
    )  # fmt: skip
    if any(row["state"] == "new" for row in rows):
        note("some are not indexed yet: records org index")
