"""`records org show`."""

from __future__ import annotations

import click

from records.cli.options import json_option
from records.cli.org import ask, database_option, load_config, org_option, public_option, scope_of
from records.cli.output import COLOURS, echo, echo_text, print_json, style

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_FACTS = ("status", "stage", "date", "feature", "labels", "files", "tests", "path", "visibility", "commit")


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
