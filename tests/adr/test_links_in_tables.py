"""Links in the rows and columns of a table of fields."""

from __future__ import annotations

import pytest

from records.adr.dialects import read_adr


def links(table: str) -> list[tuple[str, str]]:
    facts = read_adr(f"# 1. X\n\n{table}\n\n## Context\n\nc\n", "0001-x.md")
    return [(link.relation, link.target) for link in facts.links]


@pytest.mark.parametrize(
    "table",
    [
        "| Field | Value |\n|---|---|\n| Status | Accepted |\n| Supersedes | ADR-3, [4](0004-y.md) |",
        "| **Status** | Accepted |\n|---|---|\n| **Supersedes:** | ADR-3 (tar), [4](0004-y.md) |",
        "| Status | Date | Supersedes |\n|---|---|---|\n| Accepted | 2024-01-02 | ADR-3, [4](0004-y.md) |",
        "## Status\n\n| Status | Accepted |\n|---|---|\n| Supersedes | ADR-3 and [4](0004-y.md) |",
    ],
)
def test_a_row_or_a_column_that_names_a_relation_is_read(table: str) -> None:
    """Above the sections and under Status, links and plain references alike."""
    assert {target for _, target in links(table)} == {"ADR-3", "0004-y.md"}
    assert {relation for relation, _ in links(table)} == {"supersedes"}


@pytest.mark.parametrize(
    "table",
    [
        "| Status | Accepted |\n|---|---|\n| Superseded by | - |\n| Supersedes | N/A |\n| Relates to | |",
        "| Status | Date | Superseded by |\n|---|---|---|\n| Proposed | 2024-01-02 | ADR-3 |\n| Accepted | 2024-01-03 | |",
        "| Option | Supersedes | Cost |\n|---|---|---|\n| Redis | ADR-3 | low |",
        "| Status | Accepted |\n|---|---|\n| Owner | team of ADR-3 |",
    ],
)
def test_other_cells_are_no_links(table: str) -> None:
    """Nothing where there is none, a history of several rows, options, and rows about something else."""
    assert links(table) == []


def test_a_successor_in_a_table_supersedes_the_record() -> None:
    """The row Status is contradicted, and that is a finding."""
    text = (
        "# 1. X\n\n| Status | Accepted |\n|---|---|\n| Superseded by | [4](0004-y.md) |\n\n## Context\n\nc\n"
    )
    facts = read_adr(text, "0001-x.md")
    assert (facts.status, [finding.code for finding in facts.findings]) == (
        "superseded",
        ["status-disagrees"],
    )
