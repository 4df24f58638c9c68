"""A new record is written in the form of its log."""

from logs_help import learned
from records.history.record_form import values_of

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


def test_what_records_share_stays_and_the_rest_goes():
    """Labels without values, dates in their spelling, common lines and sections; nothing of one record alone."""
    form = learned([RECORD.format(number, "Accepted") for number in (1, 2, 3)])
    assert form.text(values_of(form, 4, "Use a queue", "2026-01-15", "accepted")) == NEW


def test_a_body_takes_the_place_of_the_sections():
    """The fields above the first section stay."""
    form = learned([RECORD.format(number, "Accepted") for number in (1, 2, 3)])
    text = form.text(values_of(form, 4, "Use a queue", "2026-01-15", "accepted"), "## Why\n\nIt is.\n")
    assert text.endswith("- **Team**:\n\n## Why\n\nIt is.\n")
