"""Which of the files that a person names are transcripts, and which are never opened."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

import capture_help as made
from records.capture import sources
from records.errors import InvalidInput


@pytest.mark.skipif(sys.platform == "win32", reason="pipes and devices have names")
def test_a_pipe_or_a_device_is_refused_and_never_waited_for(tmp_path: Path) -> None:
    """Whoever reads one may wait for ever, or fill the memory; so may what a link leads to."""
    os.mkfifo(tmp_path / "pipe.jsonl")
    (tmp_path / "link.jsonl").symlink_to("/dev/zero")
    for path in (tmp_path / "pipe.jsonl", tmp_path / "link.jsonl", Path("/dev/zero"), Path("/dev/null")):
        with pytest.raises(InvalidInput, match="pipe or a device"):
            list(sources.find([path]))


@pytest.mark.skipif(sys.platform == "win32", reason="pipes have names")
def test_a_pipe_in_a_folder_is_passed_over(tmp_path: Path) -> None:
    """As everything in it that is no transcript."""
    os.mkfifo(tmp_path / "pipe.jsonl")
    assert list(sources.find([tmp_path])) == []


def test_parts_of_sessions_are_no_sessions(tmp_path: Path) -> None:
    """Subagents' transcripts, descriptions and the pieces of OpenCode's older layout are read with what they belong to."""
    rows = made.Claude("11111111-2222-4333-8444-555555555555", "/w").prompt("Fix it").answer("Done.").data
    for name in (
        "s.jsonl",
        "s/subagents/agent-1.jsonl",
        "s/subagents/agent-1.meta.json",
        "storage/part/m1/p1.json",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(rows)
    assert [path.name for _, path in sources.find([tmp_path])] == ["s.jsonl"]
