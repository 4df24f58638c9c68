"""The number that a decision's heading begins with: `ADR-0007: Use X`, `7. Use X`, `DATA-001 — Use X`, `🚀 7 Use X`."""

from __future__ import annotations

import records.regex as re
from records.patterns import DIGITS, EMOJI, LETTERS, YEAR

_HEADING_NUMBER = re.compile(
    rf"(?:(?:ADR|RFC|Decision|Decision Record)[-_ #]*0*(?P<named>{DIGITS})\s*"
    r"(?:[:.)|：．、。）\u2013\u2014-]+\s*|\s+|$)"
    rf"|(?P<dotted>{DIGITS})(?:\.(?!\d)|[:)：．、）])\s*"
    rf"|(?P<dashed>{DIGITS})\s*[\u2013\u2014-]\s+"
    r"|(?P<padded>0\d{2,17})\s+)",
    re.IGNORECASE,
)

_SERIES_NUMBER = re.compile(
    r"[A-Z][A-Za-z]{0,11}(?:[-_ ][A-Z][A-Za-z]{0,11}){0,2}[-_ ]?(?P<number>0\d{1,17})"
    r"\s*(?:[:.)：．、。）|\u2013\u2014]+\s*|-+\s+)"
)

_WORDS_NUMBER = re.compile(
    r"(?![A-Z]+[- ][1-9])[^\W\d_]++(?:[-_ \t]++[^\W\d_]++){0,3}+\.?[°º]?[-_ \t]*+[#№]?"
    rf"[ \t]*+0*(?P<number>{DIGITS})[ \t]*"
    r"(?:[:：．、|]|[.)）\u2013\u2014-]+(?=\s))\s*"
)
_BRACKETED_NUMBER = re.compile(r"\[(?P<words>[^\[\]\n]{0,30}\d)\](?![(\[:])[\s:.–—-]*")
_DRESSED_NUMBER = re.compile(  # `**ADR-1:** Use X`, `[7](0007-use-x.md). Use X`, `7\\. Use X`
    rf"(?:(?P<mark>\*\*|__|[*_`])|(?P<link>\[))?(?P<words>(?:{LETTERS}[-_ #]*)?{DIGITS})"
    r"(?(mark)[:.)]*(?P=mark)|(?(link)[:.)]*\]\([^()\n]*\)|\\(?=[.)])))[\s:.)\u2013\u2014-]*"
)
_JOINED_NUMBER = re.compile(
    r"(?P<number>\d{3,18})[-_\u2013\u2014](?=[^\W\d_])"
)  # as the name has it: `0001-use-x`
_QUOTED = re.compile(r"([\"'])(?P<words>(?:(?!\1).)+)\1")
_EMOJI_BEFORE = re.compile(rf"(?:{EMOJI}[ \t]*+)++")
_YEARLY_NUMBER = re.compile(
    rf"(?:{LETTERS}(?:[-_ #]+{LETTERS})?[-_ #]*)?{YEAR}[-_./](?P<number>\d{{2,4}})"
    r"(?:\s*[:.)|：．、。）\u2013\u2014-]+\s*|\s+|$)"
)


def split_heading(heading: str, expected: int | None) -> tuple[int | None, str]:
    """Part a heading into its number and its title: `ADR-0007: Use X` gives 7 and `Use X`.

    A bare number before a dash counts only when it is the *expected* one or padded, for a title may begin so; one
    with the name of a series (`DATA-001 — Use X`) only when it is both, and one behind other words
    (`Entscheidung 7: X`) only when it is the expected one.
    """
    if symbols := _EMOJI_BEFORE.match(heading):
        number, title = split_heading(heading[symbols.end() :], expected)
        return (number, title) if number is not None else (None, heading)
    if quoted := _QUOTED.fullmatch(heading):
        number, title = split_heading(quoted["words"], expected)
        return (number, title) if number is not None else (None, heading)
    if bracketed := _BRACKETED_NUMBER.match(heading):
        number, title = split_heading(f"{bracketed['words']}: {heading[bracketed.end() :]}", expected)
        return (number, title) if number is not None and heading[bracketed.end() :] else (None, heading)
    dress = _DRESSED_NUMBER.match(heading)
    if dress and (rest := heading[dress.end() :]):
        number, title = split_heading(f"{dress['words']}: {rest}", expected)
        if number is not None and expected in (None, number):
            return number, title
    yearly = _YEARLY_NUMBER.match(heading)
    if yearly and (int(yearly["number"]) == expected or len(yearly["number"]) > 2):
        return int(yearly["number"]), heading[yearly.end() :].strip() or heading
    number_match = _HEADING_NUMBER.match(heading)
    if not number_match and (joined := _JOINED_NUMBER.match(heading)) and int(joined["number"]) == expected:
        return expected, heading[joined.end() :]
    if not number_match:
        series = _SERIES_NUMBER.match(heading)
        series = series or _WORDS_NUMBER.match(heading)
        if series and int(series["number"]) == expected:
            return expected, heading[series.end() :].strip() or heading
        return None, heading
    number = int(
        number_match["named"] or number_match["dotted"] or number_match["dashed"] or number_match["padded"]
    )
    if number_match["dashed"] and number != expected and not number_match["dashed"].startswith("0"):
        return None, heading
    return number, heading[number_match.end() :].strip() or heading
