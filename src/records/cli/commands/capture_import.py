"""`records capture import`: read transcripts that agents left behind."""

from __future__ import annotations

from pathlib import Path

import click


@click.command(name="import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE|DIR...")
@click.option("--dry-run", is_flag=True, help="Show the turns; write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@click.pass_obj
def command(given: dict[str, object], paths: tuple[Path, ...], dry_run: bool, as_json: bool) -> int:
    """Read transcripts of Claude Code, Codex, Gemini, Cursor, Copilot, OpenCode, aider and SpecStory.

    Example: records capture import --dry-run ~/.claude/projects/-home-me-shop
    """
    from records.services.capture import importing

    if dry_run:
        import json

        turns = importing.preview(list(paths))
        click.echo(json.dumps(turns, ensure_ascii=False, indent=1))
    return 0
