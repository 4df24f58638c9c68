"""When a file last changed, as the index compares it."""

from __future__ import annotations

import os

from records.project.fingerprint import changed_at


def test_a_time_beyond_64_bits_hides_no_change(tmp_path):
    """A file that says it is from the year 2286 has still changed when the system says so."""
    path = tmp_path / "0001-x.md"
    path.write_text("a")
    late = 10_000_000_000 * 10**9
    os.utime(path, ns=(late, late))
    before = changed_at(os.stat(path))
    path.write_text("b")
    os.utime(path, ns=(late, late))
    status = os.stat(path)
    assert changed_at(status) == status.st_ctime_ns > before
