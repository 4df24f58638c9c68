"""The usual folders of records: where new ones go, and where they are looked for."""

from __future__ import annotations

USUAL_FOLDERS: dict[str, tuple[str, ...]] = {
    "adr": (
        "history/adr",
        "history/adrs",
        "docs/adr",
        "docs/adrs",
        "doc/adr",
        "doc/adrs",
        "docs/decisions",
        "docs/architecture/decisions",
        "docs/architecture/adr",
        "docs/architecture/adrs",
        "docs/architecture-decisions",
        "docs/architecture-decision-records",
        "docs/decision-records",
        "docs/madr",
        "doc/architecture/decisions",
        "doc/decisions",
        "docs/history/adr",
        "architecture/decisions",
        "architecture/adr",
        "adr",
        "adrs",
        ".decisions",
        "decisions",
        ".archgate/adrs",
    ),
    "phr": (
        "history/prompts",
        "docs/prompts",
        "docs/history/prompts",
        "docs/phr",
        "docs/phrs",
        "specs/*/prompts",
        "specs/*/history/prompts",
        "prompts/history",
        "history",
    ),
}
"""The patterns of folders by kind (`*` is one folder), most likely first; new records go into the first."""
