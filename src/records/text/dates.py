"""Dates as people write them: find one in a text, and write another in the same form."""

from __future__ import annotations

import re

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_MONTH = "|".join(f"{month[:3]}(?:{month[3:]})?" if month != "May" else month for month in _MONTHS)
_DATE = re.compile(
    r"(?<![\d-])(?:\d{4}([-/.])\d{1,2}\1\d{1,2}|\d{1,2}([-/.])\d{1,2}\2\d{4})(?![\d-])"
    rf"|\b(?:{_MONTH})\.?[ ]\d{{1,2}}(?:st|nd|rd|th)?,?[ ]\d{{4}}\b"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)?[ ](?:{_MONTH})\.?,?[ ]\d{{4}}\b"
    r"|(?<!\d)(?:19|20)\d{6}(?!\d)|(?<!\d)\d{4}年[ ]?\d{1,2}月[ ]?\d{1,2}日",
    re.I,
)


def find_date(text: str) -> re.Match[str] | None:
    """The first date in a text, in any of the usual forms."""
    return _DATE.search(text)


def date_pattern(written: str) -> str:
    """The form of a written date: its own separators, with Y, M, D (two digits), m, d (one), B and b (month's name)."""
    name = re.search(r"[A-Za-z]{3,}", written)
    if name:
        pattern = re.sub(
            r"(?<!\d)\d{1,2}(?!\d)(?:st|nd|rd|th)?", "d", written.replace(name[0], "\0"), count=1
        )
        word = "b" if len(name[0]) == 3 and name[0].lower() != "may" else "B"
        return re.sub(r"\d{4}", "Y", pattern).replace("\0", word)
    if re.fullmatch(r"\d{8}", written):
        return "YMD"
    if "年" in written:
        month, day = ("M" if "年0" in written else "m"), ("D" if "月0" in written else "d")
        signs = iter(("Y", month, day))
        return re.sub(r"\d+", lambda _: next(signs), written)
    first, sign, second, third = re.match(r"(\d+)(\D)(\d+)\D(\d+)", written).groups()  # type: ignore[union-attr]
    if len(first) == 4:
        return f"Y{sign}{'m' if len(second) == 1 else 'M'}{sign}{'d' if len(third) == 1 else 'D'}"
    day, month = ("d" if len(first) == 1 else "D"), ("m" if len(second) == 1 else "M")
    if int(second) > 12:  # month first
        day, month = ("d" if len(second) == 1 else "D"), ("m" if len(first) == 1 else "M")
        return f"{month}{sign}{day}{sign}Y"
    return f"{day}{sign}{month}{sign}Y"


def written_as(pattern: str, date: str) -> str:
    """An ISO date in the form of a pattern."""
    year, month, day = date.split("-")
    name = _MONTHS[int(month) - 1]
    values = {
        "Y": year,
        "M": month,
        "D": day,
        "m": str(int(month)),
        "d": str(int(day)),
        "B": name,
        "b": name[:3],
    }
    return re.sub(r"[YMDmdBb]", lambda sign: values[sign[0]], pattern)
