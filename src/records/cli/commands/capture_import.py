"""`records capture import`: read transcripts that agents left behind."""

from __future__ import annotations

from pathlib import Path

import click

from records.capture import import_transcripts as importing
from records.capture.sync import sync
from records.cli.invocation import open_project
from records.cli.options import json_option
from records.cli.output import note, print_json, say, table
from records.cli.sync_report import print_sync_report
from records.text.plural import counted


@click.command(name="import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE|DIR...")
@click.option("--dry-run", is_flag=True, help="Show the turns; write nothing.")
@json_option
def import_command(paths: tuple[Path, ...], dry_run: bool, as_json: bool) -> None:
    """Read transcripts of Claude Code, Codex, Gemini, Cursor, Copilot, OpenCode, Qwen Code, aider and SpecStory.

    What was imported before is not imported again.

    Example: records capture import --dry-run ~/.claude/projects/-home-me-shop
    """
    if not dry_run:
        project = open_project()
        print_sync_report(project, sync(project, paths), as_json=as_json)
        return

    turns, notes = importing.preview(list(paths))
    for text in notes:
        note(text)
    if as_json:
        print_json(turns)
        return
    _show(turns)


def _show(turns: list[dict[str, object]]) -> None:

    rows = []
    for turn in turns:
        utterances = turn["utterances"]
        assert isinstance(utterances, list)  # noqa: S101 — for the type checker
        first = " ".join(str(utterances[0]["text"]).split()) if utterances else ""
        start = str(turn["at"])[:16].replace("T", " ")
        rows.append((str(turn["agent"]), start, str(turn["state"]), str(len(utterances)), first[:200]))
    table(("Agent", "Began", "State", "Said", "Prompt"), rows, flexible=4)
    say(f"{counted(len(turns), 'turn')}; nothing was written")
