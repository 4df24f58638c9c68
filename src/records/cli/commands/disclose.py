"""`records disclose`."""

from __future__ import annotations

import sys

import click

from records.cli.invocation import open_project
from records.cli.options import json_option
from records.cli.output import echo, print_json, say, style
from records.project.files import read_text
from records.text.plural import counted
from records.trace.disclosure.policy import POLICIES, policy_of
from records.trace.disclosure.statement import disclose as disclosure_of_range

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.trace.disclosure.statement import CommitDisclosure, Disclosure


@click.command()
@click.argument("commits", metavar="[REV | A..B]", default="HEAD")
@click.option(
    "--policy", metavar="NAME|FILE", default="",
    help=f"{', '.join(POLICIES)}, or a TOML file with the keys of [disclose]. Default: the settings.",
)  # fmt: skip
@click.option(
    "--description",
    metavar="FILE",
    help="The description of the pull request, to be checked too; - reads stdin.",
)
@click.option("--check", is_flag=True, help="Exit 1 when a commit does not follow the policy.")
@json_option
def disclose(commits: str, policy: str, description: str | None, check: bool, as_json: bool) -> int:
    r"""State which coding agents had a part in commits, as the project's policy requires it.

    Agents, models and files come from the prompt records of the commits and from the capture ledger; where there is
    neither, from the signs of agents in the commits themselves.

    \b
    Examples:
      records disclose
      records disclose main..HEAD --policy kubernetes
      records disclose origin/main..HEAD --check
    """
    project = open_project()
    text = None
    if description is not None:
        text = sys.stdin.read() if description == "-" else read_text(description)
    disclosure = disclosure_of_range(project, policy_of(project, policy), commits, text)
    if as_json:
        print_json(disclosure.as_json())
    else:
        _print_disclosure(disclosure)
    return int(check and bool(disclosure.problems))


def _print_disclosure(disclosure: Disclosure) -> None:
    source = f" ({disclosure.policy.source})" if disclosure.policy.source else ""
    echo(f"policy: {disclosure.policy.name}{source}")
    for entry in disclosure.commits:
        _print_commit(entry)
    if disclosure.text:
        echo()
        echo("for the description of the pull request:")
        echo(f"  {disclosure.text}")
    for finding in disclosure.findings:
        echo(f"  {style(finding.code, fg='red')}: {finding.message}")
    used = sum(bool(entry.usages) for entry in disclosure.commits)
    say(
        f"{counted(len(disclosure.commits), 'commit')}, {used} with an agent: "
        f"{counted(len(disclosure.problems), 'problem')}"
    )


def _print_commit(entry: CommitDisclosure) -> None:
    echo()
    echo(f"{entry.commit.id[:10]} {entry.commit.subject}")
    for usage in entry.usages:
        name = " ".join(part for part in (usage.title or "an agent", usage.model) if part)
        of_files = f", {len(usage.files)} of {counted(entry.file_count, 'file')}" if usage.files else ""
        echo(f"  {name}{of_files}" + (f": {', '.join(usage.records)}" if usage.records else ""))
    for trailer in entry.trailers:
        echo(f"  requires  {trailer}")
    for finding in entry.findings:
        place = f" (line {finding.line})" if finding.line else ""
        echo(f"  {style(finding.code, fg='red')}: {finding.message}{place}")
