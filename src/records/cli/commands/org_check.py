"""`records org check`."""

from __future__ import annotations

import click

from records.cli.options import json_option
from records.cli.org import ask, database_option, load_config, org_option, public_option, scope_of
from records.cli.output import COLOURS, echo, print_json, say, style
from records.text.plural import counted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.org.checking import OrgFinding


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
