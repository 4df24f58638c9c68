"""Times of every form."""

from __future__ import annotations

from records.agents.times import moment, seconds, stamp


def test_times_of_every_form() -> None:
    """ISO with and without zone, seconds, milliseconds; what is no time is empty."""
    assert stamp("2026-11-07T10:00:00Z") == "2026-11-07T10:00:00.000Z"
    assert stamp("2026-11-07T12:00:00+02:00") == stamp("2026-11-07 10:00:00")
    assert stamp(1794045600) == stamp(1794045600000)
    assert (stamp("soon"), stamp(None), stamp(1e30), seconds("x")) == ("", "", "", 0.0)
    assert moment("2026-11-07T10:00:00Z") is not None
    for end in (
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-01:00",
        "9999-12-31T23:59:59Z",
        -1,
        "0099-01-01",
    ):
        assert (stamp(end), seconds(end)) == ("", 0.0)
