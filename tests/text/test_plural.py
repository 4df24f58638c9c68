"""Numbers stand with the right word."""

from __future__ import annotations

from records.text.plural import counted


def test_one_and_several():
    """Nothing is several, as people say it."""
    assert [counted(number, "record") for number in (0, 1, 2)] == ["0 records", "1 record", "2 records"]
    assert counted(12_345, "record") == "12,345 records"
    assert counted(2, "decision binds", "decisions bind") == "2 decisions bind"
    assert counted(1, "decision binds", "decisions bind") == "1 decision binds"
