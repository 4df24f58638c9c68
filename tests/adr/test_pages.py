"""Pages beside decisions are recognised by what they say, and decisions are not taken for such pages."""

from __future__ import annotations

import pytest

from records.adr.record_reader import read_adr_record
from records.model.record import NOT_A_DECISION

MATRIX = (
    "| ADR | Blocks |\n| --- | --- |\n| ADR-001 | ADR-002 |\n| ADR-003 | ADR-004 |\n| ADR-005 | ADR-006 |\n"
)
PROMPTS = "## Status\n\nproposed | accepted | rejected\n\n## Context\n\nWhat is the issue?\n\n## Decision\n\n[What we do]\n"


def is_page(name: str, text: str) -> bool:
    return NOT_A_DECISION in read_adr_record(text, f"docs/adr/{name}", "").repairs


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("NNNN-title.md", f"# TITLE\n\n{PROMPTS}"),
        ("0000-house-form.md", f"# Decision record template\n\n{PROMPTS}"),
        ("0000-x.md", f"# [short title of solved problem and solution]\n\n{PROMPTS}"),
        ("madr.md", "# {short title}\n\n* Status: {proposed | accepted}\n\n## Context\n\n{Describe the context}\n"),
        ("0000-modelo.md", "# ADR 0000 - Modelo\n\n## Status\n\nProposto | Aceito | Rejeitado\n\n## Contexto\n\nDescreva o contexto.\n"),
        ("0000-vorlage.md", "# ADR-0000: Vorlage\n\n## Status\n\n[Vorgeschlagen | Akzeptiert]\n\n## Kontext\n\nBeschreiben Sie das Problem.\n"),
        ("0000-szablon.md", "# 0. Szablon\n\n## Status\n\nzaproponowany / zaakceptowany / odrzucony\n\n## Kontekst\n\nOpisz kontekst.\n"),
        ("log.md", "# Log\n\n- [1. Use Go](0001-a.md)\n- [2. Use Rust](0002-b.md)\n"),
        ("000-all.md", "# Our decisions\n\nAll that we decided.\n\n| ADR | Title |\n|---|---|\n| [1](0001-a.md) | Use Go |\n"),
        ("about.md", "# About these records\n\nWe keep our decisions here. See `0001`.\n"),
        ("matrix.md", f"# ADR relationships\n\n## Status of the work\n\n{MATRIX}\n## Reading order\n\nBegin with ADR-001.\n"),
        ("progress.md", f"# Where we are\n\n## Status\n\nADR-001 to ADR-004 are built.\n\n{MATRIX}"),
        ("changes.md", "# Changes\n\n## 1.2.0\n\n- x\n\n## 1.1.0\n\n- y\n"),
        ("changes.md", "# News\n\n## [Unreleased]\n\n- x\n\n## 2024-01-02\n\n- y\n"),
    ],
)  # fmt: skip
def test_templates_lists_and_change_logs_are_no_decisions(name: str, text: str) -> None:
    """Blanks to fill in, lists of links to records, and releases are told from their content."""
    assert is_page(name, text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("0005-template.md", "# 5. Use a template engine\n\n## Status\n\nAccepted\n\n## Context\n\nPages repeat.\n"),
        ("0002-data.md", "# 2. example-seed-data\n\n## Status\n\nAccepted\n\n## Context\n\nWe need data.\n"),
        ("0003-data.md", "# 3. Sample-based profiling\n\n## Status\n\nAccepted\n\n## Context\n\nIt is slow.\n"),
        ("0004-data.md", "# ADR-4: Beispiel-Daten aus dem Bestand\n\n## Status\n\nAngenommen\n\n## Kontext\n\nx\n"),
        ("0006-index.md", "# 6. Index the log\n\nWe index it, because nobody finds [1](0001-a.md).\n"),
        ("0007-new.md", "# 7. Use Kafka\n\n## Status\n\nProposed\n\n## Context\n\nWhat is the issue?\n\n## Decision\n\n"),
        ("2022-03-25-stock.md", "---\ntitle: Stock overview\ndate: 2022-03-25\n---\nWe compute it later.\n"),
        ("use-nats.md", f"# Use NATS\n\n## Status\n\nAccepted\n\n{MATRIX}"),
        ("use-nats.md", f"# Use NATS\n\n## Context\n\nIt touches these.\n\n{MATRIX}"),
        ("use-redis.md", "# Use Redis\n\nWe need a cache, and Redis is one.\n"),
        ("0008-changes.md", "# 8. Keep a change log\n\n* Status: accepted\n\n## 1.0\n\n- x\n"),
    ],
)  # fmt: skip
def test_decisions_about_such_things_stay_decisions(name: str, text: str) -> None:
    """A title, a status, a day or a decision's own text outweigh a name that sounds like a page."""
    assert not is_page(name, text)
