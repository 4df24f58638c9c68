"""Dates are recognised in the forms that people write, and written in the same form again."""

import pytest

from records.text.dates import date_beside, date_forms, date_of, date_pattern, dates_in, written_as


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
        ("12 janvier 2024", "3 février 2026"),
        ("1er août 2024", "3 février 2026"),
        ("12 Janvier 2024", "3 Février 2026"),
        ("31. März 2024", "3. Februar 2026"),
        ("31 de enero de 2024", "3 de febrero de 2026"),
        ("5 de março de 2024", "3 de fevereiro de 2026"),
        ("05 maggio 2024", "03 febbraio 2026"),
        ("5 mei 2024", "3 februari 2026"),
        ("5 stycznia 2024", "3 lutego 2026"),
        ("5. června 2024", "3. února 2026"),
        ("5 января 2024", "3 февраля 2026"),
        ("2024. július 5", "2026. február 3"),
    ],
)
def test_a_date_is_written_in_the_form_of_another(written, again):
    """Order, separators, padding and the length of a month's name are kept."""
    text = f"decided on {written} by us"
    assert written_as(date_pattern(text), "2026-02-03") == again


def test_a_text_without_a_date_has_none():
    """Numbers alone are no date."""
    assert date_pattern("version 1.2 of 300 files") is None


@pytest.mark.parametrize("written", ["12 janv. 2024", "Sept 5, 2024", "5 okt 2024"])
def test_a_date_that_cannot_be_written_again_has_no_form(written):
    """A month's name that is shortened in another way than in English is read but gives no form."""
    assert date_of(written) is not None
    assert date_pattern(written) is None


@pytest.mark.parametrize(
    ("written", "month"),
    [("5 févr. 2024", 2), ("5 juil. 2024", 7), ("5 dez 2024", 12), ("5 fevrier 2024", 2), ("5 Mrz 2024", 3)],
)
def test_a_month_is_read_by_its_beginning_and_without_accents(written, month):
    """Every abbreviation that only one month begins with is read."""
    assert date_of(written) == f"2024-{month:02d}-05"


@pytest.mark.parametrize("written", ["5 jui 2024", "5 apples 2024", "5 čer 2024", "5 xyz 2024"])
def test_a_word_that_several_months_or_none_begin_with_is_no_month(written):
    """An ambiguous abbreviation is not guessed."""
    assert date_of(written) is None


def test_a_month_that_several_languages_have_gives_a_form_for_each():
    """Other dates of the same log decide between French and Norwegian."""
    both = set(date_forms("2 mai 2024"))
    assert both & set(date_forms("2 juin 2024")) == {"%-d %B(fr) %Y"}
    assert both & set(date_forms("2 desember 2024")) == {"%-d %B(no) %Y"}


@pytest.mark.parametrize(
    ("written", "other", "day"),
    [
        ("7/12/2022", "2022-07-13", "2022-07-12"),
        ("7/12/2022", "2022-12-13", "2022-12-07"),
        ("7/12/2022", None, "2022-12-07"),
        ("13/12/2022", "2022-07-13", "2022-12-13"),
        ("2022-12-07 or 7/12/2022", "2022-07-13", "2022-12-07"),
        ("on 03.04.2024", "2024-03-04", "2024-03-04"),
        ("soon", "2024-03-04", None),
    ],
)
def test_of_two_readings_of_a_date_the_nearer_one_counts(written, other, day):
    """Where day and month could be either, the day in a file's name tells."""
    assert date_beside(written, other) == day


@pytest.mark.parametrize(
    "text", ["2026-01-31", "2026-02-31", "0000-01-01", "2026-13-01", "2026/01-31", "٢٠٢٦-01-31"]
)
def test_a_day_alone_is_read_as_within_a_text(text):
    """A day in ISO 8601, for which no pattern is compiled, is what the patterns read."""
    assert date_of(text) == next((day for _, _, day in dates_in(text)), None)
    assert date_beside(text, "2020-01-01") == date_of(text)
