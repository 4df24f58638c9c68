"""The form of a log's records is learned from the newest ones."""

import pytest

from records.history.record_form import learn_form, read_form, values_of

RECORD = """\
---
layout: decision
nav_order: {0}
authors: [person{0}]
---
# ADR-{0:04d} - Title number {0}

[Back to the list](README.md)

- **Status**: {1}
- **Date**: 0{0}.02.2024
- **Team**: team {0}

## 1. Problem

Something else in {0}.

### Forces

## 2. Choice

**Chosen:**

We take {0}.

## Only in {0}
"""
NEW = """\
---
layout: decision
nav_order: 4
authors: []
---

# ADR-0004 - Use a queue

[Back to the list](README.md)

- **Status**: Accepted
- **Date**: 15.01.2026
- **Team**:

## 1. Problem

### Forces

## 2. Choice

**Chosen:**
"""


def learned(texts, state="accepted"):
    """The form that records 1, 2, … of these texts have in common."""
    return learn_form([read_form(text, f"000{at}-x.md") for at, text in enumerate(texts, 1)], state)


def test_what_records_share_stays_and_the_rest_goes():
    """Labels without values, dates in their spelling, common lines and sections; nothing of one record alone."""
    form = learned([RECORD.format(number, "Accepted") for number in (1, 2, 3)])
    assert form.text(values_of(form, 4, "Use a queue", "2026-01-15", "accepted")) == NEW


def test_a_body_takes_the_place_of_the_sections():
    """The fields above the first section stay."""
    form = learned([RECORD.format(number, "Accepted") for number in (1, 2, 3)])
    text = form.text(values_of(form, 4, "Use a queue", "2026-01-15", "accepted"), "## Why\n\nIt is.\n")
    assert text.endswith("- **Team**:\n\n## Why\n\nIt is.\n")


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


def test_a_title_that_yaml_would_misread_is_quoted():
    """A colon within a bare value of front matter needs quotes."""
    form = learned(["---\ntitle: One\n---\n# One\n", "---\ntitle: Two\n---\n# Two\n"])
    text = form.text(values_of(form, 3, "Use: queues", "2026-01-15", "accepted"))
    assert text == '---\ntitle: "Use: queues"\n---\n\n# Use: queues\n'


@pytest.mark.parametrize(
    ("value", "new"),
    [
        ("|\n  {0}. Binary format of\n  the API", "|\n  4. Use X\nauthors"),
        (">-\n  {0}. Binary: a format", ">-\n  4. Use X\nauthors"),
        ('"{0}. Binary format\n  of the API"', '"4. Use X"\nauthors'),
        ("{0}. Binary format\n  of the API", "4. Use X\nauthors"),
    ],
)
def test_a_title_of_several_lines_is_replaced_as_a_whole(value, new):
    """A value ends with its node: a block or lines that continue it; its number and its indicator stay."""
    texts = [
        f"---\ntitle: {value.format(number)}\nauthors: [a{number}]\n---\n\n## Status\n\nAccepted\n"
        for number in (1, 2, 3)
    ]
    form = learned(texts)
    assert f"title: {new}" in form.text(values_of(form, 4, "Use X", "2026-01-15", "accepted"))


@pytest.mark.parametrize(
    ("lines", "new"),
    [
        (("- 状态：接受", "- 状态：接受；修订 ADR 0002 的语义"), "- 状态：Accepted\n"),
        (("Status: Accepted", "Status: Accepted; amends ADR-0002: timeouts"), "\nStatus: Accepted\n"),
        (("**Status:** Accepted  ", "**Status:** Accepted — replaces ADR 2  "), "\n**Status:** Accepted\n"),
        (("Status: **Accepted**", "Status: **Accepted**, see [2](0002-x.md)"), "\nStatus: **Accepted**\n"),
        (
            ("Status: Accepted; amends ADR-1", "Status: Accepted; amends ADR-1"),
            "\nStatus: Accepted\n",
        ),
        (
            ("Status: Accepted | Date: 2024-01-01", "Status: Accepted | Date: 2024-01-02"),
            "\nStatus: Accepted | Date: 2026-01-15\n",
        ),
        (
            ("---\nstatus: accepted\n---", "---\nstatus: accepted; amends ADR-1\n---"),
            "---\nstatus: accepted\n---",
        ),
    ],
)
def test_what_follows_the_word_of_a_status_is_no_form(lines, new):
    """A remark or a reference is about one decision; a field beside the status stays."""
    texts = [
        f"{line}\n\n# T\n\n## Context\n" if line.startswith("---") else f"# T\n\n{line}\n\n## Context\n"
        for line in lines
    ]
    form = learned(texts)
    text = form.text(values_of(form, 3, "Use X", "2026-01-15", "Accepted"))
    assert new.casefold() in text.replace("  \n", "\n").replace("接受", "Accepted").casefold()


@pytest.mark.parametrize(
    ("line", "new"),
    [
        ("last_reviewed: 2025-06-0{0}", "last_reviewed:\n"),
        ("reviewed: 2025-06-08", "reviewed:\n"),
        ("updated: 2024-02-0{0}", "updated: 2026-01-15\n"),
        ("created: 2024-02-0{0}T09:0{0}:00+0{0}:00", "created: 2026-01-15T09:03:00+03:00\n"),
        ("weight: {0}", "weight: 4\n"),
        ("priority: 3", "priority: 3\n"),
        ("id: ADR-000{0}", "id: ADR-0004\n"),
        ("tags: [a, b]", "tags: [a, b]\n"),
        ("topics: [a, b{0}]", "topics: []\n"),
    ],
)
def test_a_value_of_front_matter_is_no_number_by_accident(line, new):
    """Days and topics of other records are not copied, and no digits in a day or a time are the record's number."""
    texts = [
        f"---\nstatus: accepted\ndate: 2024-02-0{number}\n{line.format(number)}\n---\n# {number}. T\n\n## Context\n"
        for number in (1, 2, 3)
    ]
    form = learned(texts)
    assert f"\n{new}" in form.text(values_of(form, 4, "Use X", "2026-01-15", "accepted"))


def test_topics_that_one_record_has_otherwise_stay_empty():
    """Also where most of the records agree, in front matter and in a line."""
    texts = [
        f"---\ntags: [{tag}]\n---\n# {number}. T\n\nStatus: Accepted\nTags: {tag}\n\n## Context\n"
        for number, tag in enumerate("abb", 1)
    ]
    form = learned(texts)
    text = form.text(values_of(form, 4, "Use X", "2026-01-15", "accepted"))
    assert "tags: []\n" in text
    assert "\nTags:\n" in text


def test_front_matter_that_is_not_yaml_is_not_copied():
    """A new record begins with its title where the log's front matter has no keys."""
    form = learned([f"---\ntag:A\n---\n\n# {number}. T\n\nStatus: Accepted\n" for number in (1, 2, 3)])
    assert form.text(values_of(form, 4, "Use X", "2026-01-15", "accepted")).startswith("# 4. Use X\n")


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
