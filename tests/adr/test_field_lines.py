"""Fields on lines of `key: value`, in whatever dress."""

from __future__ import annotations

import pytest

from records.adr.dialects import read_adr, set_status


@pytest.mark.parametrize(
    ("status", "date"), [("**Status:**", "**Date:**"), ("Status:", "Date:"), ("__Status__:", "__Date__:")]
)
def test_a_row_with_a_colon_behind_its_label_is_one_field(status: str, date: str) -> None:
    """Its value is the cell, to the last character, and an edit changes it once."""
    row = f"| {status} | Superseded by [4](0004-y.md) |"
    text = f"# 1. X\n\n{row}\n|---|---|\n| {date} | 2 January 2024 |\n\n## Context\n\nc\n"
    facts = read_adr(text, "0001-x.md")
    assert (facts.status, facts.status_raw, facts.date) == (
        "superseded",
        "Superseded by [4](0004-y.md)",
        "2024-01-02",
    )
    assert ([(link.relation, link.target) for link in facts.links], facts.findings) == (
        [("superseded-by", "0004-y.md")],
        (),
    )
    accepted = text.replace("Superseded by [4](0004-y.md)", "Accepted")
    assert set_status(accepted, "0001-x.md", "deprecated") == accepted.replace("Accepted", "Deprecated")
