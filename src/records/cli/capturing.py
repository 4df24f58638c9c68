"""Tell a person or a program what a sync did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from records.cli.output import echo_path, note, print_json, say
from records.text.plural import counted

if TYPE_CHECKING:
    from records.capture.sync import SyncReport


def tell(report: SyncReport, *, as_json: bool) -> None:
    """Print what a sync did."""
    from dataclasses import asdict

    if as_json:
        print_json(asdict(report))
        return
    for text in report.notes:
        note(text)
    if report.busy:
        say("another sync is running and will do this too")
        return
    for path in [*report.recorded, *report.updated]:
        echo_path(path)
    waiting = f"; {counted(report.waiting, 'turn is', 'turns are')} still running" if report.waiting else ""
    read = f"{counted(report.events, 'event')} and {counted(report.transcripts, 'transcript')} read"
    updated = f", {len(report.updated)} updated" if report.updated else ""
    say(f"{read}; {counted(len(report.recorded), 'record')} written{updated}{waiting}")
