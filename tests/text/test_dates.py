"""Dates are recognised in the forms that people write, and written in the same form again."""

import pytest

from records.text.dates import date_of, date_pattern, find_date, written_as


@pytest.mark.parametrize(
    ("written", "again"),
    [
        ("2024-01-31", "2026-02-03"),
        ("2024/1/5", "2026/2/3"),
        ("20240131", "20260203"),
        ("31.01.2024", "03.02.2026"),
        ("5.1.2024", "3.2.2026"),
        ("01/31/2024", "02/03/2026"),
        ("1/31/2024", "2/03/2026"),
        ("January 31, 2024", "February 3, 2026"),
        ("31 Jan 2024", "3 Feb 2026"),
        ("3rd May 2024", "3 February 2026"),
        ("05 Jan 2024", "03 Feb 2026"),
        ("2024年1月05日", "2026年2月03日"),
        ("2024년 1월 5일", "2026년 2월 3일"),
    ],
)
def test_a_date_is_written_in_the_form_of_another(written, again):
    """Order, separators, padding and the length of a month's name are kept."""
    text = f"decided on {written} by us"
    start, end, pattern = find_date(text)
    assert text[start:end] == written
    assert written_as(pattern, "2026-02-03") == again


def test_a_text_without_a_date_has_none():
    """Numbers alone are no date."""
    assert find_date("version 1.2 of 300 files") is None


@pytest.mark.parametrize("written", ["31. März 2024", "31 de enero de 2024", "Sept 5, 2024"])
def test_a_date_that_cannot_be_written_again_has_no_form(written):
    """A month's name that is not English, or is shortened in another way, is read but gives no form."""
    assert date_of(written) is not None
    assert date_pattern(written) is None
    assert find_date(written) is None
