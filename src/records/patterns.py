"""The fragments of regular expressions that several readers share: each is written once, here.

They hold no group that captures, so that they can stand anywhere in an expression.
"""

from __future__ import annotations

# Python refuses to read a text of some thousand digits as a number, and SQLite holds no more than 64 bits.
DIGITS = r"\d{1,18}"
DATE = r"\d{4}-\d\d-\d\d"
YEAR = r"(?:19|20)\d\d"
# A day of six digits at the beginning of a name: `240131`; nobody counts decisions up to there.
SHORT_DAY = r"[1-4]\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)"
_HOUR, _SIXTY = r"(?:[01]\d|2[0-3])", r"[0-5]\d"
# A day with its time, to the minute or second, at the beginning of a name: `20240131101112`, `2024-01-31T10-11Z`.
STAMP = (
    rf"(?:{YEAR}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])|{YEAR}-\d\d-\d\d)"
    rf"(?:[Tt_-]?{_HOUR}{_SIXTY}{_SIXTY}|[Tt]?{_HOUR}{_SIXTY}|[Tt_-]{_HOUR}[-.]{_SIXTY}(?:[-.]{_SIXTY})?)[Zz]?(?![^\W_])"
)
# The day of a month in English: `31st`.
ORDINAL = r"(?:st|nd|rd|th)?"
# CommonMark's markers of a list item; a blank follows.
LIST_MARKER = r"(?:[*+-]|\d{1,9}[.)])"
# The same for a list without numbers, and no rule such as `* * *`.
BULLET = r"[*+-](?=[ \t]+(?!(?:[*-][ \t]*)+$)\S)"
CODE_FENCE = r"(?:`{3,}|~{3,})"
# Letters before the number of a record in its name or title: `ADR-7`, `rfc_7`.
LETTERS = r"[A-Za-z]{2,12}"
# The sign for `number` before a record's number: `Nr.`, `No 7`, `n°`, `№`.
NUMBER_SIGN = r"(?:[Nn](?:[ro]?\.?|umber|\.?[°º])|№)"
# Between the digits of a record's number and words that follow it without a sign: `0001UseX`.
BEFORE_CAPITAL = r"(?<=\d{3})(?=[A-Z][a-z])"
# A commit as people cite it, and its whole name (SHA-1 or SHA-256).
COMMIT_ID = r"[0-9a-f]{7,64}"
FULL_COMMIT_ID = r"[0-9a-f]{40}(?:[0-9a-f]{24})?"
# What a template leaves for an author to fill: `{{TITLE}}`.
PLACEHOLDER = r"\{\{\s*[A-Z][A-Z0-9_ ]*\}\}"
# An emoji as a character, with what changes its look, or as its short code.
EMOJI = (
    r"(?:[\u2300-\u23ff\u25a0-\u2793\u27c0-\u27ff\u2b00-\u2bff\U0001f000-\U0001faff]"
    r"[\ufe0e\ufe0f\u200d\U0001f3fb-\U0001f3ff]{0,4}|(?<!\w):[a-z][a-z0-9_+-]{1,39}:(?!\w))"
)
# Behind another record and a slash, where a path has none: the second of `ADR-3/ADR-4`.
BEHIND_RECORD = "|".join(rf"(?<=[Rr][-_ #]\d{{{digits}}}/)" for digits in range(1, 7))
