"""`records secrets`."""

from __future__ import annotations

import click

from records.cli.output import echo, say
from records.cli.paths import existing
from records.project.files import read_text
from records.secrets.scanner import scan
from records.text.lines import line_at


@click.command()
@click.argument("paths", nargs=-1, required=True)
def secrets(paths: tuple[str, ...]) -> int:
    r"""Find secrets in files before they are committed; exit 1 when there are any. They are not printed.

    \b
    Examples:
      records secrets history/prompts/general/0003-add-login.green.prompt.md
      git diff --cached --name-only --diff-filter=d -z | xargs -0 records secrets
    """
    import os

    count = 0
    for path in existing(paths, os.path.lexists):
        if not os.path.isfile(path):  # as a submodule that is staged
            say(f"{path} was not looked at: it is no file; git ls-files lists those in a folder")
            continue
        text = read_text(path)
        for finding in scan(text):
            count += 1
            number = line_at(text, finding.start)
            echo(f"{path}:{number}: {finding.rule}")
    if count:
        say("remove them, and revoke those that were ever pushed")
    return int(count > 0)
