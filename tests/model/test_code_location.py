"""A place in the code, as people, compilers and forges write it."""

from __future__ import annotations

import pytest

from records.errors import InvalidInput
from records.model.code_location import parse_code_location


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("src/a.py", ("src/a.py", None, None)),
        ("src/a.py:3", ("src/a.py", 3, 3)),
        ("src/a.py:3:", ("src/a.py", 3, 3)),
        ("src/a.py:3-9", ("src/a.py", 3, 9)),
        ("src/a.py:12:7", ("src/a.py", 12, 12)),
        ("src/a.py:12:7:", ("src/a.py", 12, 12)),
        ("src/a.py#L3", ("src/a.py", 3, 3)),
        ("src/a.py#3", ("src/a.py", 3, 3)),
        ("src/a.py#L3-L9", ("src/a.py", 3, 9)),
        ("src/a.py#L3-9", ("src/a.py", 3, 9)),
        ("src/a.py:L3-L9", ("src/a.py", 3, 9)),
        ("src/a.py#L3C5", ("src/a.py", 3, 3)),
        ("src/a.py#L3C5-L9C2", ("src/a.py", 3, 9)),
        ("C:\\src\\a.py:3", ("C:\\src\\a.py", 3, 3)),
        ("notes/2024:report.md", ("notes/2024:report.md", None, None)),
        (":3", (":3", None, None)),
        ("", ("", None, None)),
    ],
)
def test_each_form_is_parsed(text, expected):
    """The path and the lines, without the column."""
    assert parse_code_location(text, lambda path: False) == expected


def test_a_file_whose_name_ends_like_a_line_is_meant_first():
    """`log:3` is a file where there is one."""
    assert parse_code_location("log:3", {"log:3"}.__contains__) == ("log:3", None, None)
    assert parse_code_location("log:3:4", {"log:3"}.__contains__) == ("log", 3, 3)


@pytest.mark.parametrize("text", ["a.py:0", "a.py:9-3", "a.py#L0"])
def test_lines_that_cannot_be_are_refused(text):
    """Lines count from 1, and the last does not come before the first."""
    location = parse_code_location(text, lambda path: False)
    with pytest.raises(InvalidInput):
        location.checked()
