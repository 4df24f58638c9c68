"""`records schema`."""

from __future__ import annotations

import click

from records.cli.answers import json_schema, schema_names
from records.cli.output import echo_text, print_json
from records.errors import NotFound, nearest


@click.command()
@click.argument("name", nargs=-1)
def schema(name: tuple[str, ...]) -> None:
    r"""Print the JSON Schema of a command's --json output, the settings or a draft; without a name, list them.

    \b
    Examples:
      records schema
      records schema adr suggest
      records schema settings
    """
    names = schema_names()
    wanted = " ".join(name)
    if not wanted:
        echo_text("\n".join(names))
        return
    if wanted not in names:
        near = nearest(wanted, names)
        hint = f"did you mean {near!r}?" if near else "records schema lists the names"
        raise NotFound(f"there is no schema {wanted!r}", hint)
    print_json(json_schema(wanted))
