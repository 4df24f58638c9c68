"""Cursor: in which workspace a transcript was written."""

from __future__ import annotations

from pathlib import Path

import capture_help as made
from records.agents import cursor
from records.agents.transcript import Source


def test_a_transcript_elsewhere_names_no_workspace(tmp_path: Path) -> None:
    """A copy that lies in another folder than Cursor's own."""
    path = tmp_path / "copy.jsonl"
    path.write_bytes(made.Cursor("c", "/w").turn("Add tax").data)
    assert cursor.recorded_root(path, ["/w"]) == ""


def test_an_end_before_any_query_ends_nothing() -> None:
    """As in a transcript whose beginning was cut off."""
    rows = [{"type": "turn_ended", "status": "error"}, *made.Cursor("c", "/w").turn("Add tax").rows]
    [turn] = cursor.read(Source("c.jsonl", made.lines(rows))).turns
    assert turn.state != "failed"
