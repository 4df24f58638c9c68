"""Headings, and the text under them."""

from __future__ import annotations

from records.text.headings import section


def test_the_text_under_a_heading_ends_at_the_next_of_its_level() -> None:
    """The first heading of that title counts; without one there is no text."""
    text = "# A\n\n## Why\n\none\n\n### More\n\ntwo\n\n## What\n\nthree\n"
    assert section(text, "why") == "\none\n\n### More\n\ntwo\n\n"
    assert section(text, "how") is None
