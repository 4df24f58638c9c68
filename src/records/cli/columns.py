"""The columns of a terminal: how many a text takes, texts cut to a number of them, and rows aligned."""

from __future__ import annotations

from records.text.escape import escape


def width_of(text: str) -> int:
    """Return the columns that a text takes: wide East Asian letters and emoji take two, combining marks none."""
    if text.isascii():
        return len(text)
    import unicodedata

    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )


def shorten(text: str, columns: int) -> str:
    """Return a text cut to so many columns, with an ellipsis where it was cut; escaped, so that the width is true."""
    text = escape(text)
    if width_of(text) <= columns:
        return text
    start = text[: max(0, columns - 1)]
    while start and width_of(start) > columns - 1:
        start = start[:-1]
    return start + "…"


def pad(text: str, columns: int) -> str:
    """Return a text filled up with blanks to so many columns."""
    return text + " " * (columns - width_of(text))


def fit(widths: list[int], flexible: int, total: int) -> list[int]:
    """Return widths that fit a total: the flexible column gives way down to half of it, then the others do."""
    available = total - 2 * (len(widths) - 1)
    wanted = min(widths[flexible], max(10, total // 2))
    if sum(widths) - widths[flexible] + wanted > available and flexible != 0:
        others = [index for index in range(len(widths)) if index != flexible]
        for index in sorted(others, key=lambda index: -widths[index]):
            excess = sum(widths) - widths[flexible] + wanted - available
            widths[index] -= max(0, min(excess, widths[index] - 10))
    spare = available - sum(widths)
    widths[flexible] = max(10, widths[flexible] + min(0, spare))
    return widths


def align(rows: list[tuple[str, ...]]) -> list[str]:
    """Return rows as lines with aligned columns, uncut."""
    columns = list(zip(*rows, strict=True))[:-1]
    if all(map(str.isascii, map("".join, columns))):
        pattern = "".join(f"{{:<{max(map(len, column))}}}  " for column in columns) + "{}"
        return [pattern.format(*row).rstrip() for row in rows]
    widths = [max(map(width_of, column)) for column in columns]
    return ["  ".join([*map(pad, row, widths), row[-1]]).rstrip() for row in rows]
