"""The main parts of a decision are found under the names that people give them."""

from __future__ import annotations

import pytest

from records.adr.dialects import read_whole
from records.adr.main_parts import MAIN_PARTS, missing_parts

HEAD = "# 1. Use Redis\n\nDate: 2026-01-01\n\n"


@pytest.mark.parametrize(
    ("body", "missing"),
    [
        ("## Context\n\nx\n\n## Decision\n\nx\n\n## Consequences\n\nx\n", ()),
        ("## Context\n\nx\n\n## Decision\n\nx\n", ("consequences",)),
        ("## Kontext\n\nx\n\n## Entscheidung\n\nx\n\n## Konsequenzen\n\nx\n", ()),
        ("## Context and Problem Statement\n\nx\n\n## Decision Outcome\n\nx\n", ("consequences",)),
        ("| Part | Text |\n| --- | --- |\n| Context | x |\n| Decision | x |\n| Consequences | x |\n", ()),
        ("In the context of search, facing slow pages, we decided for Redis to achieve speed.\n", ()),
        ("Words.\n", tuple(MAIN_PARTS)),
    ],
)
def test_parts_are_found_by_headings_table_rows_and_y_statements(body: str, missing: tuple[str, ...]) -> None:
    """What neither a heading, nor a row of a table, nor a Y-statement names is missing."""
    assert missing_parts(
        read_whole(f"{HEAD}{body}\n## Status\n\nAccepted\n", "0001-use-redis.md").view
    ) == frozenset(missing)
