"""Which of the files that a person names are transcripts, and which are never opened."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

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
