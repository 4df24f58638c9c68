"""The title of a record in a form: signs for its number and its words, and the words of a heading alone."""

from __future__ import annotations

import records.regex as re
from records.history.form_signs import STATUS, TITLE, YEAR_SIGN, number_sign
from records.patterns import DIGITS, EMOJI, NUMBER_SIGN

_LEAD = re.compile(
    rf"(?:{EMOJI}[ \t]*)?"
    r"\W*(?:[^\W\d_]{2,}(?:[-_ ]{1,2}[^\W\d_]{2,}){0,3}[-_ #]{0,2}"
    rf"(?:(?:{NUMBER_SIGN}|#)[ \t]*)?|(?P<letter>[A-Za-z])(?=\d))?"
    rf"(?P<digits>{DIGITS}(?!\d))\]?(?:\([^)]*\))?[ \t]*"
    r"(?:[:.)：．、。）–—|-]+[ \t]*|[ \t]+|$)"
)
_NUMBERED_ONLY = re.compile(rf"\W*(?:M?ADR|RFC|RFD|DR|Decision(?: Record)?|Record)[-_ #]*{DIGITS}\W*", re.I)
_HTML = re.compile(r"(?P<open>[ \t]*<h1\b[^<>]*>)(?P<title>.*?)(?P<close></h1>[ \t]*)", re.I)
_PREFIX = re.compile(
    r"(?:ADR|MADR|RFC|Architectur\w+ Decision(?: Record)?|Decision(?: Record)?)[ \t]*[:–—-][ \t]+", re.I
)


def with_title_sign(line: str, number: int | None) -> str:
    """A title line with signs for its number and its title."""
    if html := _HTML.fullmatch(line):
        return f"{html['open']}{with_title_sign(html['title'], number)}{html['close']}"
    marks = line[: len(line) - len(line.lstrip("# \t"))]
    title = line[len(marks) :]
    if YEAR_SIGN in title:
        before, _, numbered = title.partition(YEAR_SIGN)
        inner = with_title_sign(f"# {numbered[1:]}", number)
        return f"{marks}{before}{YEAR_SIGN}{numbered[:1]}{inner[2:]}"
    lead = _LEAD.match(title)
    is_own = lead and (number is None or int(lead["digits"]) == number)
    rest = title[lead.end() :].strip() if lead else ""
    if lead and not rest and re.search(r"[A-Za-z]", lead[0]) and not _NUMBERED_ONLY.fullmatch(title):
        lead = None  # `Use HTTP 2` ends in a digit of its own
    if lead and ((is_own and rest) if lead["letter"] else (is_own or rest)):
        start, end = lead.span("digits")
        if number is not None or end - start < 5:
            sign = number_sign(lead["digits"])
            return f"{marks}{title[:start]}{sign}{title[end : lead.end()]}{TITLE}"
    prefix = _PREFIX.match(title)
    return f"{marks}{prefix[0] if prefix else ''}{TITLE}"


def plain_title(heading: str) -> str:
    """A heading's words, without number, signs and case."""
    words = re.sub(r"^#+|<[^>]*>|\{#[^}]*\}", "", heading).lower()
    words = words.split(":")[0] if STATUS in words else words
    return re.sub(r"^[\d.\s]+|[^\w ]+", "", words.strip()).strip()
