"""Say how many there are of something: `1 record`, `2 records`."""

from __future__ import annotations


def counted(number: int, one: str, several: str = "") -> str:
    """The number with the word for it, which ends in `s` where there are none or several.

    Args:
        number: how many.
        one: the word for one of them.
        several: the words for several, where `s` at the end does not do.
    """
    return f"1 {one}" if number == 1 else f"{number:,} {several or one + 's'}"
