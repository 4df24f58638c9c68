"""Signs in the form of a record for what differs from record to record, and the text with what they stand for."""

from __future__ import annotations

import records.regex as re
from records.adr.status_words import split_symbols

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

STATUS, DATE, NUMBER, TITLE = "\ue000", "\ue001", "\ue002", "\ue003"
"""Private signs that stand for what differs from record to record; of a padded number one for each digit."""
BEFORE, BEHIND = "\ue004", "\ue005"
"""The same for the emoji that belongs to a status, before and behind its word."""
SLUG = "\ue007"
"""The same for the title as a part of a file name."""
LOWER, BADGE_DATE = "\ue008", "\ue009"
"""The same for the status in small letters, and for the date with the dashes that the address of a badge needs."""
YEAR_SIGN = "\ue006"
"""The same for the year that a number of `2024-001` belongs to."""
TEXT_SIGNS = (STATUS, DATE, TITLE, BEFORE, BEHIND, YEAR_SIGN, SLUG, LOWER, BADGE_DATE)
"""All of them but that of the number."""
SIGNS = re.compile(f"[{''.join(TEXT_SIGNS)}]|{NUMBER}+")


def fill_signs(text: str, values: dict[str, str]) -> str:
    """The text with what its signs stand for."""
    if BEFORE in text or BEHIND in text:
        before, word, behind = split_symbols(values[STATUS])
        word = f"{'' if BEFORE in text else before}{word}{'' if BEHIND in text else behind}"
        values = {**values, STATUS: word, BEFORE: before, BEHIND: behind}
    number = values[NUMBER]
    return SIGNS.sub(
        lambda sign: number.rjust(len(sign[0]), "0") if sign[0][0] == NUMBER else values[sign[0]], text
    )


def number_sign(digits: str) -> str:
    """The sign of a number: one for each digit where it is padded, or has three digits as padded ones have."""
    return NUMBER * len(digits) if digits.startswith("0") or len(digits) > 2 else NUMBER


def is_signed(lines: Sequence[str]) -> bool:
    """Whether a line holds a sign."""
    return any(SIGNS.search(line) for line in lines)
