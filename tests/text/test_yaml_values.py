"""What the values of front matter mean, in the many forms that people and agents give them."""

from __future__ import annotations

from typing import Any

import pytest

from records.text.yaml import format_scalar
from records.text.yaml.library import compose
from records.text.yaml.values import iso_date, text_list


@pytest.mark.parametrize(
    ("value", "texts"),
    [
        (["a", "b"], ("a", "b")), ("a", ("a",)), (None, ()), ("none", ()), (["none", "a"], ("a",)),
        ([["a", ["b"]], "c"], ("a", "b", "c")), ({"a": "b", "c": "d"}, ("a: b", "c: d")),
        ([{"path": "x.py", "why": "y"}], ("x.py",)), ([{"name": "unit", "result": "passed"}], ("unit: passed",)),
        ([3, " a "], ("a",)),
    ],
)  # fmt: skip
def test_lists_are_flat_whatever_they_are_made_of(value: Any, texts: tuple[str, ...]) -> None:
    """Lists in lists, mappings in place of lists, and a word that says that there is none."""
    assert text_list(value) == texts


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2026-01-02", "2026-01-02"), ("2026/1/2", "2026-01-02"), ("20260102T100000", "2026-01-02"),
        ("31/12/2026", "2026-12-31"), ("2 Jan 2026", "2026-01-02"), ("January 2, 2026", "2026-01-02"),
        ("'2026-01-02T10:00'", "2026-01-02"), ("31/13/2026", None), ("2026-02-30", None), ("...", None), ("", None),
        ("12", None), (3, None), (None, None), (["2026-01-02"], None), ("some day", None),
    ],
)  # fmt: skip
def test_a_date_is_a_day_or_nothing(value: Any, day: str | None) -> None:
    """What is no day is no date, however much it looks like one."""
    assert iso_date(value) == day


@pytest.mark.parametrize("text", ["", "# only a comment\n", "---\n"])
def test_a_text_without_a_value_has_no_node(text: str) -> None:
    """An empty block is no error."""
    assert compose(text) is None or compose(text).value == ""


@pytest.mark.parametrize(
    ("value", "style", "written"),
    [
        (None, None, "null"),
        ("it's", "'", "'it''s'"),
        ("a", None, "a"),
        ("yes", None, '"yes"'),
        ("a\nb", "'", '"a\\nb"'),
    ],
)
def test_a_value_is_written_so_that_it_reads_back(value: str | None, style: str | None, written: str) -> None:
    """In the author's quotes, bare where bare is safe, and otherwise escaped."""
    assert format_scalar(value, style=style) == written
