"""What the commands that build a site share: the report of what was built."""

from __future__ import annotations

import os

from records.cli.output import echo, print_json, say
from records.text.plural import counted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.site.build import Built


def print_built(result: Built, *, as_json: bool) -> None:
    """Print what a build did."""
    if as_json:
        print_json({"folder": result.folder, "records": result.records, "unreadable": result.unreadable,
                    "made": result.made, "written": result.written, "removed": result.removed})  # fmt: skip
        return
    echo(f"{os.path.relpath(result.folder)}/index.html")
    say(
        f"{counted(result.records, 'record')}; {counted(result.made, 'page')} made, "
        f"{counted(result.written, 'file')} written, {result.removed} removed"
    )
