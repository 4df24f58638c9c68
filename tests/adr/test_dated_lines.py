"""Steps of a status history with their days: on one line or several, the day before the word or behind it."""

from __future__ import annotations

import pytest

from records.adr.dialects import Target, read_adr, set_status

NAME = "0001-use-zip.md"
TODAY = "2026-11-28"


def record(status: str) -> str:
    return f"# 1. Use zip\n\n## Status\n\n{status}\n\n## Context\n\nx\n"


@pytest.mark.parametrize(
    "line",
    [
        *(f"2026-01-02: Proposed{sign}2026-02-03: Accepted" for sign in (", ", "; ", " -> ", " → ", " | ", " / ", ". ", ", then ")),
        "2026-01-02 Proposed, 2026-02-03 Accepted", "(2026-01-02) Proposed, [2026-02-03] Accepted",
        "**2026-01-02**: **Proposed**, **2026-02-03**: **Accepted**", "2026-01-02: ~~Proposed~~, 2026-02-03: Accepted",
        "2026-02-03: Accepted, 2026-01-02: Proposed", "* 2026-01-02: Proposed, 2026-02-03: Accepted",
        "2026-01-02: Proposed (Ann, Bob), 2026-02-03: Accepted by Eve", "2026-01-02: Proposed, Accepted 2026-02-03",
        "Proposed (2026-01-02), Accepted (2026-02-03)", "Proposed 2026-01-02, seen by Ann 2026-01-20, accepted 2026-02-03",
        "Proposed on January 2, 2026; accepted on February 3, 2026", "Proposed – 2026-01-02 – Accepted – 2026-02-03",
        "January 2, 2026: Proposed, February 3, 2026: Accepted", "2 January 2026: Proposed\n3 February 2026: Accepted",
        "2. Januar 2026: Vorgeschlagen, 3. Februar 2026: Angenommen", "02.01.2026: Vorgeschlagen\n03.02.2026: Angenommen",
        "2026-01-02: Предложено, 2026-02-03: Принято", "2026年1月2日 提議、2026年2月3日 承認", "2026-01-02：提议，2026-02-03：已接受",
        "* 2025-01-02: Draft, 2026-01-02: Proposed\n* 2026-02-03: Accepted",
    ],
)  # fmt: skip
@pytest.mark.parametrize("form", ["## Status\n\n{}", "{}"])
def test_the_latest_day_of_a_history_holds(line: str, form: str) -> None:
    """Whatever parts the steps, and whichever comes first, in the Status section and below the title."""
    if form == "{}" and line.startswith(("*", "Proposed", "(")):
        pytest.skip("below the title each line begins with its day")
    facts = read_adr(f"# 1. Use zip\n\n{form.format(line)}\n\n## Context\n\nx\n", NAME)
    assert (facts.status, facts.date, facts.findings) == ("accepted", "2026-02-03", ())


@pytest.mark.parametrize(
    "place",
    [
        "Status: {}",
        "* **Status:** {}",
        "| Status | {} |\n| --- | --- |",
    ],
)
@pytest.mark.parametrize(
    "history",
    [
        "2026-01-02: Proposed, 2026-02-03: Accepted",
        "02.01.2026 Vorgeschlagen, 03.02.2026 Angenommen",
        "January 2, 2026 Proposed; February 3, 2026 Accepted",
    ],
)
def test_a_history_as_a_value_has_the_day_of_its_last_step(place: str, history: str) -> None:
    """The day before the status that holds, not the first one."""
    facts = read_adr(f"# 1. Use zip\n\n{place.format(history)}\n\n## Context\n\nx\n", NAME)
    assert (facts.status, facts.date) == ("accepted", "2026-02-03")


@pytest.mark.parametrize(
    ("line", "status", "day"),
    [
        ("2026-01-02: Accepted, review by 2026-06-01", "accepted", "2026-01-02"),
        ("2026-01-02: Proposed, decision expected 2026-06-01", "proposed", "2026-01-02"),
        ("2026-01-02: Accepted. 2026-03-01: the team renamed it", "accepted", "2026-01-02"),
        ("2026-01-02: Accepted, amended 2026-03-04", "accepted", "2026-01-02"),
        ("January 2, 2026: Accepted", "accepted", "2026-01-02"),
        ("02.01.2026: Angenommen", "accepted", "2026-01-02"),
    ],
)
def test_another_day_on_the_line_is_no_step(line: str, status: str, day: str) -> None:
    """A step is a status and its day."""
    facts = read_adr(record(line), NAME)
    assert (facts.status, facts.date) == (status, day)


@pytest.mark.parametrize(
    ("history", "after"),
    [
        ("2026-01-02: Proposed, 2026-02-03: Accepted", "2026-01-02: Proposed, 2026-02-03: Accepted\n2026-11-28: {}"),
        ("2026-02-03: Accepted; 2026-01-02: Proposed", "2026-11-28: {}\n2026-02-03: Accepted; 2026-01-02: Proposed"),
        ("* 2026-01-02: Proposed | 2026-02-03: Accepted", "* 2026-01-02: Proposed | 2026-02-03: Accepted\n* 2026-11-28: {}"),
        ("January 2, 2026: Accepted", "January 2, 2026: Accepted\nNovember 28, 2026: {}"),
    ],
)  # fmt: skip
def test_a_new_step_is_a_line_of_its_own(history: str, after: str) -> None:
    """With today's day in the form of the others; what was there stays."""
    deprecated = set_status(record(history), NAME, "deprecated", today=TODAY)
    assert deprecated == record(after.format("Deprecated"))
    assert set_status(deprecated, NAME, "deprecated", today=TODAY) == deprecated
    newer = Target("0009-new", "New", "0009-new.md", 9)
    superseded = set_status(record(history), NAME, "superseded", by=(newer,), today=TODAY)
    assert read_adr(superseded, NAME).status == "superseded"
    assert superseded.startswith(record(after).partition("{}")[0])


@pytest.mark.parametrize(
    "status",
    [
        "Accepted\n2026-02-03", "Accepted\n\n*3 February 2026*", "2026-02-03\nAccepted", "2026-02-03\n\nAccepted",
        "Accepted.  \n(2026-02-03)", "Accepted\nDate: 2026-02-03", "Accepted\n\nReview by:\n2027-01-01\n\n2026-02-03",
    ],
)  # fmt: skip
def test_a_day_on_a_line_of_its_own_is_that_of_the_status(status: str) -> None:
    """It is no status itself, and a day that a label announces is another one."""
    facts = read_adr(record(status), NAME)
    assert (facts.status, facts.date, facts.findings) == ("accepted", "2026-02-03", ())


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Was accepted, now deprecated", "deprecated"),
        ("Proposed at first; now accepted", "accepted"),
        ("Accepted (now superseded by ADR-3)", "superseded"),
        ("Accepted; now rejected alternatives are back", "accepted"),
        ("Accepted for now, deprecated soon", "accepted"),
    ],
)
def test_what_a_status_is_now_holds(text: str, status: str) -> None:
    """Behind a comma, a stop or a bracket; a word within a sentence is none."""
    assert read_adr(record(text), NAME).status == status
