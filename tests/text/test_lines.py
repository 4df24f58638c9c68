"""Lines are counted from 1, a text keeps its line end, and blank lines around it are left out."""

import pytest

from records.text.lines import line_at, newline_of, without_outer_blank_lines


@pytest.mark.parametrize(("offset", "line"), [(0, 1), (2, 1), (3, 2), (4, 3), (99, 4)])
def test_the_line_of_a_character(offset, line):
    """A line break belongs to the line that it ends."""
    assert line_at("ab\n\nc\n", offset) == line


@pytest.mark.parametrize(("text", "newline"), [("a\r\nb\n", "\r\n"), ("a\n", "\n"), ("", "\n")])
def test_the_line_end_of_a_text(text, newline):
    """A text with one line break of Windows is written with them."""
    assert newline_of(text) == newline


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ("\n  a  \n\n b \n \t\n", "  a  \n\n b "),
        ("\r\n\r\na\r\n", "a"),
        (" a ", " a "),
        ("", ""),
    ],
)
def test_blank_lines_around_a_text_are_left_out(text, inner):
    """The indentation of the first line and what ends the last one stay."""
    assert without_outer_blank_lines(text) == inner
