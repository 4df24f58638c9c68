"""The front matter of a new record has the keys of its log, and the values that its records share."""

import pytest

from logs_help import learned
from records.history.record_form import values_of


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
    ("line", "new"),
    [
        ("last_reviewed: 2025-06-0{0}", "last_reviewed:\n"),
        ("reviewed: 2025-06-08", "reviewed:\n"),
        ("updated: 2024-02-0{0}", "updated: 2026-01-15\n"),
        ("created: 2024-02-0{0}T09:0{0}:00+0{0}:00", "created: 2026-01-15T09:03:00+03:00\n"),
        ("decided: 2024--02--0{0}", "decided: 2026--01--15\n"),
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


def test_front_matter_that_is_not_yaml_is_not_copied():
    """A new record begins with its title where the log's front matter has no keys."""
    form = learned([f"---\ntag:A\n---\n\n# {number}. T\n\nStatus: Accepted\n" for number in (1, 2, 3)])
    assert form.text(values_of(form, 4, "Use X", "2026-01-15", "accepted")).startswith("# 4. Use X\n")
