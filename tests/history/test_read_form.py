"""The status and the date of a record are read where its log has them."""

import pytest

from logs_help import learned
from records.history.record_form import values_of


@pytest.mark.parametrize(
    ("record", "new"),
    [
        (
            "# 3. T\n\n## Status\n\nSuperseded by [4](0004-x.md)\n\n## Context\n\nx\n",
            "## Status\n\nProposed\n",
        ),
        ("# T\n\n## Status: accepted\n\n## Context\n", "## Status: proposed\n"),
        ("# T\n\nStatus: ACCEPTED\n\n## Context\n", "Status: PROPOSED\n"),
        (
            "# T\n\n| Status | Date |\n| --- | --- |\n| Accepted | 2024-01-01 |\n",
            "| Proposed | 2026-01-15 |\n",
        ),
        ('+++\nstatus = "accepted"\n+++\n# T\n', "# Use a queue\n"),
    ],
)
def test_the_status_stands_where_the_log_has_it(record, new):
    """Section, heading, line and table; its case is kept, a successor is not."""
    form = learned([record])
    assert new in form.text(values_of(form, 9, "Use a queue", "2026-01-15", "proposed"))


@pytest.mark.parametrize(
    ("day", "new"),
    [
        ("{0} mai 2024", "15 janvier 2026"),
        ("{0}. Mai 2024", "15. Januar 2026"),
        ("{0} de mayo de 2024", "15 de enero de 2026"),
        ("{0} févr. 2024", "2026-01-15"),
        ("May {0}, 2024", "January 15, 2026"),
    ],
)
@pytest.mark.parametrize("line", ["Date: {}", "{}", "*{}*", "- Date : {}"])
def test_a_date_is_written_in_the_language_and_place_of_the_log(line, day, new):
    """Also where the day stands alone below the title; a form that cannot be written becomes ISO."""
    texts = [f"# {n}. T\n\n{line.format(day.format(n))}\n\n## Status\n\nAccepted\n" for n in (2, 3)]
    form = learned(texts)
    assert f"\n\n{line.format(new)}\n\n" in form.text(values_of(form, 4, "Use X", "2026-01-15", "accepted"))


def test_other_dates_of_a_log_decide_in_which_language_a_month_is():
    """`2 mai` alone is taken for French; beside `2 desember` it is Norwegian."""
    days = ("2 mai 2024", "2 desember 2024")
    form = learned([f"# {n}. T\n\nDate: {day}\n\n## Status\n\nAccepted\n" for n, day in enumerate(days, 1)])
    assert "Date: 15 oktober 2026\n" in form.text(values_of(form, 3, "Use X", "2026-10-15", "accepted"))


@pytest.mark.parametrize(
    ("history", "new"),
    [
        ("2024-01-02: Proposed, 2024-02-03: Accepted", "2026-01-15: Proposed"),
        ("* 3 February 2024 - Accepted; 2 January 2024 - Proposed", "* 15 January 2026 - Proposed"),
        ("**2024-01-02**: Proposed, **2024-02-03**: **Accepted**", "**2026-01-15**: **Proposed**"),
    ],
)
def test_a_new_record_has_one_step_of_a_history_on_one_line(history, new):
    """The others were those of the records that it is like."""
    form = learned([f"# T\n\n## Status\n\n{history}\n\n## Context\n\nx\n"] * 2)
    text = form.text(values_of(form, 9, "Use a queue", "2026-01-15", "proposed"))
    assert f"## Status\n\n{new}\n\n" in text
