"""The number of a heading, among whatever stands before it."""

from __future__ import annotations

import pytest

from records.adr.heading_number import split_heading


@pytest.mark.parametrize("symbols", ["🚀 ", "🚀🚀 🚀🚀 🚀 ", "🚀 " * 5000, "🚀" + " " * 5000])
def test_the_number_stands_behind_any_count_of_symbols(symbols: str) -> None:
    """A heading of thousands of them is read too, and one without a number stays as it is."""
    assert split_heading(f"{symbols}7. Use tar", 7) == (7, "Use tar")
    assert split_heading(f"{symbols}Use tar", 7) == (None, f"{symbols}Use tar")
