"""`records capture status`."""

from __future__ import annotations

import click

from records.capture.status import capture_status
from records.cli.invocation import open_project
from records.cli.options import json_option
from records.cli.output import echo, print_json
from records.errors import RecordsError
from records.text.plural import counted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.project.project import Project


@click.command()
@json_option
def status(as_json: bool) -> None:
    """Return whether capture is on, which agents are installed, and what was seen so far.

    Example: records capture status --json
    """
    status_data = capture_status(open_project())
    if as_json:
        print_json(status_data)
        return
    state = "on" if status_data["on"] else "paused" if status_data["agreed"] else "off: records capture on"
    echo(f"capture     {state}")
    echo(f"policy      {status_data['policy']}")
    echo(f"installed   {', '.join(status_data['installed']) or 'nothing: records capture install AGENT'}")
    echo(f"waiting     {status_data['spool']} events")
    counts = status_data["utterances"]
    parts = [f"{counts[name]} {name}" for name in ("recorded", "folded", "ledger", "quarantined", "open")]
    echo(f"utterances  {counts['seen']} seen = " + " + ".join(parts))
    hint = _unrecorded_decisions(open_project()) if status_data["on"] else ""
    if hint:
        echo(f"decisions   {hint}")


def _unrecorded_decisions(project: Project) -> str:
    """Return how many decisions the work tree, else the last commit, seems to hold that no record states."""
    from records.suggest.run import suggest_in

    for revision in ("HEAD", "HEAD~1"):
        try:
            report = suggest_in(project, revision).report
        except RecordsError:
            continue
        count = 0 if report.is_covered else len(report.above_threshold)
        if count:
            verb = f"{counted(count, 'decision')} may be unrecorded"
            return f"{verb}: records adr suggest --diff {revision}"
    return ""
