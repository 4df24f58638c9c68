"""The lines of a commit message that name records, and those that say a change needs none."""

from __future__ import annotations

import pytest

from records.model.trailers import waivers


@pytest.mark.parametrize(
    ("message", "reasons"),
    [
        ("x\n\nADR: none (too small)", ["too small"]),
        ("x\nadr: None", ["no reason given"]),
        ("x\nADR: none ( a \t trial )  ", ["a \t trial"]),
        ("x\nADR: none too small", ["too small"]),
        ("x\nADR: none (a)\nADR: none (b)", ["a", "b"]),
        ("There is no ADR: none was needed", []),
        ("x\nADR: nonexistent", []),
        ("x\nADR: none (a) and more", []),
        ("x\nADR: none" + " " * 60_000 + "(", ["no reason given"]),
        ("x\nADR: none (" + " " * 60_000 + ") x", []),
    ],
)
def test_how_a_waiver_is_written(message, reasons):
    """A waiver is a line of its own with its reason, in brackets or not; endless blanks take no time."""
    assert waivers(message) == reasons
