"""What is read of a file that somebody else may have made."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from records.regular_file import read_bytes


def test_a_part_and_the_whole_of_a_file_are_read(tmp_path: Path) -> None:
    """No more than was asked for; a file of the system that says it is empty is read whole."""
    path = tmp_path / "a"
    path.write_bytes(b"12345")
    assert (read_bytes(path), read_bytes(path, 3), read_bytes(path, 9)) == (b"12345", b"123", b"12345")
    if sys.platform == "linux":
        assert read_bytes("/proc/self/status").startswith(b"Name:")


@pytest.mark.usefixtures("minute")
@pytest.mark.skipif(sys.platform == "win32", reason="pipes and devices have names")
def test_a_pipe_a_device_and_a_folder_are_refused(tmp_path: Path) -> None:
    """At once, whoever holds the other end, and also behind a link."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("/dev/zero")
    for path in (tmp_path / "pipe", tmp_path / "link", tmp_path):
        with pytest.raises(OSError, match=r"Errno"):
            read_bytes(path)


def test_a_path_that_no_file_can_have_is_an_error_of_the_system(tmp_path: Path) -> None:
    """As that of a file that is not there, which every caller expects."""
    for name in ("a\0b", "x" * 5000, ""):
        with pytest.raises(OSError, match=r"Errno"):
            read_bytes(os.path.join(str(tmp_path), name) if name else "")


@pytest.mark.skipif(not hasattr(os, "O_NOFOLLOW"), reason="links cannot be refused when a file is opened")
def test_a_link_is_refused_where_none_is_to_be_followed(tmp_path: Path) -> None:
    """The file behind it is read by default."""
    (tmp_path / "a").write_bytes(b"12345")
    (tmp_path / "link").symlink_to("a")
    assert read_bytes(tmp_path / "link") == b"12345"
    with pytest.raises(OSError, match=r"Errno"):
        read_bytes(tmp_path / "link", follow_links=False)
    assert read_bytes(tmp_path / "a", follow_links=False) == b"12345"
