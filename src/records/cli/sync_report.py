"""Print what a sync did, for people or as JSON."""

from __future__ import annotations

from records.cli.output import note, print_json, say
from records.cli.paths import echo_paths
from records.dataclass import asdict
from records.text.plural import counted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.capture.sync import SyncReport
    from records.project.project import Project


def print_sync_report(project: Project, report: SyncReport, *, as_json: bool) -> None:
    """Print what a sync did."""
    if as_json:
        print_json(asdict(report))
        return
    for text in report.notes:
        note(text)
    if report.busy:
        say("another sync is running and will do this too")
        return
    echo_paths(project, [*report.recorded, *report.updated])
    say(summary(report.events, report.transcripts, len(report.recorded), len(report.updated), report.waiting))


def summary(
    events: int = 0, transcripts: int = 0, recorded: int = 0, updated: int = 0, waiting: int = 0
) -> str:
    """Return one line on what a sync did."""
    running = f"; {counted(waiting, 'turn is', 'turns are')} still running" if waiting else ""
    changed = f", {updated} updated" if updated else ""
    read = f"{counted(events, 'event')} and {counted(transcripts, 'transcript')} read"
    return f"{read}; {counted(recorded, 'record')} written{changed}{running}"
