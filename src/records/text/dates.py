"""Dates as people write them, in many orders and languages: read one, and write another in the same form."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

import records.regex as re
from records.patterns import ORDINAL, YEAR

_ENGLISH = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_MONTH_NAMES = (
    "jan january januar janvier enero janeiro gennaio januari ene gen января янв січня stycznia ledna ocak",
    "feb february februar février fevrier febrero fevereiro febbraio februari fév fev "
    "февраля лютого lutego února şubat",
    "mar march märz maerz mars marzo março marco maart mrz mars марта березня marca března mart",
    "apr april avril abril aprile avr abr апреля квітня kwietnia dubna nisan",
    "may mai mayo maio maggio mei mag мая травня maja května mayıs maj",
    "jun june juni juin junio junho giugno giu июня червня czerwca června haziran",
    "jul july juli juillet julio julho luglio lug июля липня lipca července temmuz",
    "aug august août aout agosto augustus ago августа серпня sierpnia srpna ağustos augusti",
    "sep sept september septembre septiembre setembro settembre set сентября вересня września září eylül",
    "oct october oktober octobre octubre outubro ottobre okt out ott октября жовтня października října ekim",
    "nov november novembre noviembre novembro ноября листопада listopada listopadu kasım",
    "dec december dezember décembre decembre diciembre dezembro dicembre dez dic déc "
    "декабря грудня grudnia prosince aralık",
)
_MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, start=1) for name in names.split()}
_ISO = re.compile(r"(?<![\d/])(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d|[-_][A-Za-z])")
_COMPACT = re.compile(rf"(?<![\d/-])({YEAR})(\d\d)(\d\d)(?![\d_-])")
_EAST_ASIAN = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일号]?")
_DAY_FIRST = re.compile(r"(?<![\d./-])(\d{1,2})([/.-])[ ]?(\d{1,2})\2[ ]?(\d{4})(?!\d)")
_YEAR_FIRST = re.compile(rf"\b(\d{{4}}),?[ /.-]([^\W\d_]{{3,10}})\.?[ /.-](\d{{1,2}}){ORDINAL}\b")
_MONTH_FIRST = re.compile(rf"\b([^\W\d_]{{3,10}})\.? (\d{{1,2}}){ORDINAL},? (\d{{4}})\b")
_MONTH_SECOND = re.compile(
    r"\b(\d{1,2})(?:st|nd|rd|th|er|º|\.)?[ /-](?:of |de )?([^\W\d_]{3,12})\.?,?(?: de|[/-]| del)? ?(\d{4})\b"
)


def dates_in(text: str) -> Iterator[tuple[int, int, str]]:
    """List the dates of *text* as (start, end, ISO 8601), those that are no day of a calendar left out."""
    spans: list[tuple[int, int, str]] = []
    for pattern, read in _FORMS:
        new = [(*match.span(), iso) for match in pattern.finditer(text) if (iso := read(match))]
        spans = sorted([*spans, *(span for span in new if not _overlaps(spans, span))])
    yield from spans


def _overlaps(spans: list[tuple[int, int, str]], span: tuple[int, int, str]) -> bool:
    """Say whether one of several *spans*, which are sorted and apart, has a character in common with another one."""
    index = bisect_left(spans, (span[1],))
    return index > 0 and spans[index - 1][1] > span[0]


@lru_cache(2048)
def date_of(text: str) -> str | None:
    """Read the first date of *text* as ISO 8601, or None.

    `dd/mm/yyyy` is what adr-tools wrote before 2.0 (its `upgrade-repository` reads it so); where the second
    number is no month, the first one is.
    """
    if not any(sign in text for sign in "0123456789"):
        return None
    return next((iso for _, _, iso in dates_in(text)), None)


def _iso(year: str, month: str | int, day: str) -> str | None:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def _day_first(match: re.Match[str]) -> str | None:
    first, second, year = match[1], match[3], match[4]
    return _iso(year, second, first) or _iso(year, first, second)


_FORMS = (
    (_ISO, lambda match: _iso(match[1], match[2], match[3])),
    (_EAST_ASIAN, lambda match: _iso(match[1], match[2], match[3])),
    (_DAY_FIRST, _day_first),
    (_YEAR_FIRST, lambda match: _iso(match[1], _MONTHS.get(match[2].lower(), 0), match[3])),
    (_MONTH_FIRST, lambda match: _iso(match[3], _MONTHS.get(match[1].lower(), 0), match[2])),
    (_MONTH_SECOND, lambda match: _iso(match[3], _MONTHS.get(match[2].lower(), 0), match[1])),
    (_COMPACT, lambda match: _iso(match[1], match[2], match[3])),
)


def find_date(text: str) -> tuple[int, int, str] | None:
    """The first date of a text that another can be written like: its start, its end and its form."""
    spans = ((start, end, date_pattern(text[start:end])) for start, end, _ in dates_in(text))
    return next(((start, end, pattern) for start, end, pattern in spans if pattern), None)


def date_pattern(written: str) -> str | None:
    """The form of a written date: its own separators, with Y, M, D (two digits), m, d (one), B and b (month's name).

    None where no other date can be written so, such as with a month's name that is not English.
    """
    day = date_of(written)
    plain = re.sub(rf"(?<=\d){ORDINAL}\b", "", written)
    pattern = _pattern(plain)
    return pattern if day and written_as(pattern, day).casefold() == plain.casefold() else None


def _pattern(written: str) -> str:
    if name := re.search(r"[A-Za-z]{3,}", written):
        word = "b" if len(name[0]) == 3 and name[0].lower() != "may" else "B"
        signs = (("\0", word), (r"\d{4}", "Y"), (r"0\d", "D"), (r"\d{1,2}", "d"))
        pattern = written.replace(name[0], "\0")
        for expression, sign in signs:
            pattern = re.sub(expression, sign, pattern)
        return pattern
    if re.fullmatch(r"\d{8}", written):
        return "YMD"
    numbers = re.findall(r"\d+", written)
    if len(numbers) != 3:
        return ""
    order = "YMD" if len(numbers[0]) == 4 else "MDY" if int(numbers[1]) > 12 else "DMY"
    is_numeric = re.fullmatch(
        r"[\d./-]+", written
    )  # two digits are one filled up, even where they need not be
    is_padded = [number[0] == "0" or (len(number) == 2 and is_numeric) for number in numbers]
    letters = iter(
        sign if padded or sign == "Y" else sign.lower() for sign, padded in zip(order, is_padded, strict=True)
    )
    return re.sub(r"\d+", lambda _: next(letters), written)


def written_as(pattern: str, day: str) -> str:
    """An ISO date in the form of a pattern."""
    year, month, number = day.split("-")
    name = _ENGLISH[int(month) - 1]
    values = {"Y": year, "M": month, "D": number, "m": str(int(month)), "d": str(int(number))}
    values |= {"B": name, "b": name[:3]}
    return re.sub(r"[YMDmdBb]", lambda sign: values[sign[0]], pattern)
