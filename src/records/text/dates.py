"""Dates as people write them, in many orders and languages: read one, and write another in the same form."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

import records.regex as re
from records.patterns import ORDINAL, YEAR
from records.text.slug import plain_letters

_MONTHS_BY_LANGUAGE = {
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    "cs": "ledna února března dubna května června července srpna září října listopadu prosince",
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
    "da": "januar februar marts april maj juni juli august september oktober november december",
    "no": "januar februar mars april mai juni juli august september oktober november desember",
    "fi": "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta "
    "lokakuuta marraskuuta joulukuuta",
    "hu": "január február március április május június július augusztus szeptember október november december",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "uk": "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
    "tr": "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",
}
"""The months as each language writes them within a date, after CLDR."""
_OTHER_SPELLINGS = {"maerz": 3, "mrz": 3}
_SHORTEST_MONTH = 3
_ISO = re.compile(r"(?<![\d/])(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d|[-_][A-Za-z])")
_ESCAPED = re.compile(r"(?<![\d/])(\d{4})--(\d{1,2})--(\d{1,2})(?!\d)")  # in the address of a badge
_COMPACT = re.compile(rf"(?<![\d/-])({YEAR})(\d\d)(\d\d)(?![\d_-])")
_EAST_ASIAN = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일号]?")
_DAY_FIRST = re.compile(r"(?<![\d./-])(\d{1,2})([/.-])[ ]?(\d{1,2})\2[ ]?(\d{4})(?!\d)")
_YEAR_FIRST = re.compile(
    rf"(?<![^\W_])(\d{{4}})(?:[.,]? |[/.-])([^\W\d_]{{3,12}})\.?[ /.-](\d{{1,2}}){ORDINAL}(?![^\W_])"
)
_MONTH_FIRST = re.compile(rf"(?<![^\W_])([^\W\d_]{{3,12}})\.? (\d{{1,2}}){ORDINAL},? (\d{{4}})(?![^\W_])")
_MONTH_SECOND = re.compile(
    r"(?<![^\W_])(\d{1,2})(?:st|nd|rd|th|er|º|\.)?[ /-](?:of |de )?([^\W\d_]{3,12})\.?,?(?: de|[/-]| del)? ?"
    r"(\d{4})(?![^\W_])"
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
    if _is_plain(text) and (day := _iso(text[:4], text[5:7], text[8:])):
        return day
    return next((iso for _, _, iso in dates_in(text)), None)


def _is_plain(text: str) -> bool:
    """Say whether *text* has the form of a day in ISO 8601 and nothing else, which is read without a pattern."""
    numbers = f"{text[:4]}{text[5:7]}{text[8:]}"
    return text[4:5] == text[7:8] == "-" and len(numbers) == 8 and numbers.isascii() and numbers.isdigit()


def date_beside(text: str, other: str | None) -> str | None:
    """Read the first date of *text* as `date_of` does; of `7/12/2022` the reading that is nearer to an *other* day."""
    day = date_of(text)
    if day == text:
        return day
    first = _DAY_FIRST.search(text) if day and other else None
    if day is None or other is None or first is None or next(dates_in(text))[0] != first.start():
        return day
    swapped = _iso(first[4], first[1], first[3])
    if swapped is None:
        return day
    return min(day, swapped, key=lambda iso: abs(date.fromisoformat(iso) - date.fromisoformat(other)))


def _iso(year: str, month: str | int, day: str) -> str | None:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def _day_first(match: re.Match[str]) -> str | None:
    first, second, year = match[1], match[3], match[4]
    return _iso(year, second, first) or _iso(year, first, second)


@lru_cache(512)
def _month(name: str) -> int:
    """The number of a month by its name or an abbreviation that is of one month alone; 0 where it is neither."""
    word = plain_letters(name).casefold()
    numbers = _months_by_name().get(word, set())
    if not numbers and len(word) >= _SHORTEST_MONTH:
        numbers = {
            number for month, own in _months_by_name().items() if month.startswith(word) for number in own
        }
    return next(iter(numbers)) if len(numbers) == 1 else 0


@lru_cache(1)
def _months_by_name() -> dict[str, set[int]]:
    """The numbers of the months by their names and English abbreviations, without accents."""
    months = {name: {number} for name, number in _OTHER_SPELLINGS.items()}
    for language, names in _MONTHS_BY_LANGUAGE.items():
        for number, name in enumerate(names.split(), start=1):
            word = plain_letters(name).casefold()
            months.setdefault(word, set()).add(number)
            if language == "en":
                months[word[:_SHORTEST_MONTH]] = {number}
    return months


_FORMS = (
    (_ESCAPED, lambda match: _iso(match[1], match[2], match[3])),
    (_ISO, lambda match: _iso(match[1], match[2], match[3])),
    (_EAST_ASIAN, lambda match: _iso(match[1], match[2], match[3])),
    (_DAY_FIRST, _day_first),
    (_YEAR_FIRST, lambda match: _iso(match[1], _month(match[2]), match[3])),
    (_MONTH_FIRST, lambda match: _iso(match[3], _month(match[1]), match[2])),
    (_MONTH_SECOND, lambda match: _iso(match[3], _month(match[2]), match[1])),
    (_COMPACT, lambda match: _iso(match[1], match[2], match[3])),
)


def date_forms(text: str) -> tuple[str, ...]:
    """Every form in which the first date of a text may be written: `2 mai 2024` is French, or Norwegian."""
    first = next(dates_in(text), None)
    return _forms_of(text[first[0] : first[1]], first[2]) if first else ()


def date_pattern(written: str) -> str | None:
    """The likeliest form of a written date, with the codes of `strftime` for day, month and year.

    `%-d` and `%-m` have no leading zero; `%B(fr)` is the name of the month in a language. None for a month that is
    shortened in a language other than English.
    """
    return next(iter(date_forms(written)), None)


def _forms_of(written: str, day: str) -> tuple[str, ...]:
    """The forms in which a day is written so; those first that have the same capitals."""
    plain = re.sub(r"(?<=\d)(?:st|nd|rd|th|er|º)\b", "", written)
    forms = [form for form in _patterns(plain) if written_as(form, day).casefold() == plain.casefold()]
    return tuple(sorted(forms, key=lambda form: written_as(form, day) != plain))


def _patterns(written: str) -> Iterator[str]:
    """The forms that a written date may have."""
    name = re.search(r"[^\W\d_]{3,}", written)
    if name is None or not _month(name[0]):
        yield _numeric_pattern(written)
        return
    before, behind = (_with_codes(part) for part in (written[: name.start()], written[name.end() :]))
    yield f"{before}%B{behind}"
    yield f"{before}%b{behind}"
    for sign in ("", "^") if name[0][0].isupper() else ("",):
        for language in list(_MONTHS_BY_LANGUAGE)[1:]:
            yield f"{before}%{sign}B({language}){behind}"


def _with_codes(text: str) -> str:
    """A part of a date with codes for its day and its year."""
    for expression, code in ((r"\d{4}", "%Y"), (r"(?<!%)0\d", "%d"), (r"\d{1,2}", "%-d")):
        text = re.sub(expression, code, text)
    return text


def _numeric_pattern(written: str) -> str:
    if re.fullmatch(r"\d{8}", written):
        return "%Y%m%d"
    numbers = re.findall(r"\d+", written)
    if len(numbers) != 3:
        return ""
    order = "Ymd" if len(numbers[0]) == 4 else "mdY" if int(numbers[1]) > 12 else "dmY"
    # two digits are one filled up, even where they need not be
    is_numeric = re.fullmatch(r"[\d./-]+", written)
    is_padded = [number[0] == "0" or (len(number) == 2 and is_numeric) for number in numbers]
    codes = iter(
        f"%{code}" if padded or code == "Y" else f"%-{code}"
        for code, padded in zip(order, is_padded, strict=True)
    )
    return re.sub(r"\d+", lambda _: next(codes), written)


def written_as(pattern: str, day: str) -> str:
    """An ISO date in the form of a pattern."""
    year, month, number = day.split("-")

    def value(code: re.Match[str]) -> str:
        if code["name"]:
            names = _MONTHS_BY_LANGUAGE[code["language"] or "en"].split()
            name = names[int(month) - 1][: _SHORTEST_MONTH if code["name"] == "b" else None]
            return name[0].upper() + name[1:] if code["capital"] else name
        digits = {"Y": year, "m": month, "d": number}[code["number"]]
        return str(int(digits)) if code["bare"] else digits

    return _CODE.sub(value, pattern)


_CODE = re.compile(
    r"%(?:(?P<bare>-)?(?P<number>[Ymd])|(?P<capital>\^)?(?P<name>[Bb])(?:\((?P<language>[a-z]{2})\))?)"
)
