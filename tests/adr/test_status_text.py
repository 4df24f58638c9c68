"""A status is read among what is around it, and a choice that nobody made is none."""

from __future__ import annotations

import pytest

from records.adr.status_choice import is_menu
from records.adr.status_steps import last_status
from records.adr.status_text import read_status
from records.adr.status_words import STATUS_WORDS


@pytest.mark.parametrize(
    ("text", "status"),
    [
        (":white_check_mark: Accepted", "accepted"), (":x: Rejected", "rejected"), ("🟢 Accepted", "accepted"),
        ("[![Accepted](https://img.shields.io/badge/status-accepted-green)](#)", "accepted"),
        ("![](https://img.shields.io/badge/status-rejected-red)", "rejected"),
        ("~~Proposed~~ **Accepted** _(2026-07-06: accepted by Ada)_", "accepted"),
        ("<del>Proposed</del> <s>Accepted</s> Rejected", "rejected"), ("~Proposed~ Accepted", "accepted"),
        ("~~Proposed~~ | **Accepted** | ~~Deprecated~~", "accepted"), ("Proposed | **Accepted** | Rejected", "accepted"),
        ("Proposed [Proposed, Accepted, Rejected]", "proposed"), ("[x] Accepted [ ] Rejected", "accepted"),
        ("☐ Accepted ☑ Rejected", "rejected"), ("Proposed → Accepted on 2025-12-16", "accepted"),
        ("Proposed 2026-01-01, Accepted 2026-01-05", "accepted"), ("Accepted 2026-01-05; proposed 2026-01-01", "accepted"),
        ("This decision has been superseded by ADR-5", "superseded"), ("Invalidated by [3](0003-c.md)", "superseded"),
        ("Obsoleted by ADR-0003", "superseded"), ("partially-superseded", "accepted"), ("superseded-in-part by ADR-3", "accepted"),
        ("Superseded (in part) by ADR-3", "accepted"), ("Not superseded by ADR-1", None), ("To be superseded", None),
        ("~~Accepted~~", None), ("What is the status, such as proposed, accepted, rejected?", None), ("Living", "Living"),
    ],
)  # fmt: skip
def test_a_status_is_read_among_its_marks(text: str, status: str | None) -> None:
    """Emoji, badges, struck words, boxes, arrows and days do not hide the word that holds; talk is none."""
    assert read_status(text).status == status


@pytest.mark.parametrize(
    "text", ["proposed | accepted", "{Proposed/Accepted}", "Proposed, Accepted, Deprecated, Superseded"]
)
def test_a_choice_that_nobody_made_is_a_menu(text: str) -> None:
    """A row of statuses without a mark states none."""
    assert is_menu(text)
    assert read_status(text).status is None


def test_a_word_alone_is_read_as_within_a_text() -> None:
    """A status of one word, for which no pattern is compiled, is what the patterns read."""
    for word in STATUS_WORDS:
        for written in (word, word.upper(), word.capitalize()):
            assert read_status(written) == last_status(written)
