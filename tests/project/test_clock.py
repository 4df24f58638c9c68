"""The clock of records."""

import pytest

from records.errors import InvalidInput
from records.project.clock import today


def test_the_clock_can_be_fixed(monkeypatch):
    """ADR_DATE and SOURCE_DATE_EPOCH fix the date; a wrong one is refused."""
    monkeypatch.setenv("ADR_DATE", "1992-01-12")
    assert today() == "1992-01-12"
    monkeypatch.delenv("ADR_DATE")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert today() == "1970-01-02"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")
    with pytest.raises(InvalidInput, match="not a number of seconds"):
        today()
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert len(today()) == 10
