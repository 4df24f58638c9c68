"""The steps of a status history in one text: `2024-01-31: Proposed, 2024-02-02: Accepted`, `Proposed → Accepted`."""

from __future__ import annotations

from bisect import bisect_left

import records.regex as re
from records.adr.status_phrase import NO_STATUS, StatusText, ends_at, read_status_word
from records.adr.status_words import FORMERLY
from records.dataclass import dataclass, replace
from records.text.dates import dates_in

ARROW = re.compile(r"(?:→|->|=>|⇒|➔|➜)\s*")
_THEN_WORDS = (
    r"now|later|then|afterwards|jetzt|nun|inzwischen|später|maintenant|ahora|agora|adesso|nu|teraz|теперь"
)
_BEHIND_SIGN = r"[;,.(\u2013\u2014-]\s{0,9}(?:(?:but|and|is|was|since|aber|und|et|y|e)\s{1,9}){0,2}"
_NOW = re.compile(rf"{_BEHIND_SIGN}(?:{_THEN_WORDS})[\s:]{{1,9}}", re.I)
_SIGN = re.compile(rf"(?:{_BEHIND_SIGN}|{ARROW.pattern})(?:(?:{_THEN_WORDS})[\s:]{{1,9}})?", re.I)
_AT_FIRST = re.compile(
    rf"[\s*_`]*(?:(?:{'|'.join(FORMERLY)})\b|(?:was|before|old|once)(?=[ \t*_]*:))[\s:*_]*", re.I
)
_ARROW_AT_END = re.compile(rf"(?<![ \t])[ \t]*{ARROW.pattern}[*_`]*\Z")
# the words between two steps, as the languages of the statuses have them
_THEN = r"\b(?:and|then|und|dann|et|puis|y|luego|e|depois|poi|en|daarna|och|og|i|potem|и|затем)\b"
_STEP_END = re.compile(rf"[;,→·•|、，；。]|->|=>|{_THEN}|\s/\s|\.\s|\r?\n|<br ?/?>", re.I)
_STEP_END_AT_END = re.compile(rf"(?:[\s,;|→/、，；。·•=>–—-]|{_THEN}|<br ?/?>)++[*_`(\[]*\Z", re.I)
_LONGEST_STEP_END = 20
_BEFORE_DAY = re.compile(r"[\s*_`>(\[]*")
_LONGEST_DAY = 40


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a history: where its day begins and ends and which it is, and its status."""

    day: tuple[int, int, str]
    reading: StatusText


def arrow_before(text: str, position: int) -> str:
    """The arrow, with its blanks, before the status at *position* that another one led to; empty without one."""
    match = _ARROW_AT_END.search(text[:position])
    return match[0].rstrip("*_`") if match and read_status_word(text, 0).is_known else ""


def last_status(text: str) -> StatusText:
    """Read the status that holds: behind a day, the last arrow, or `now`; else the first one.

    Of `Previously accepted; deprecated` the first one holds no more.
    """
    first = _AT_FIRST.match(text)
    if first and read_status_word(text, first.end()).is_known:
        places = (sign.end() for sign in _SIGN.finditer(text, first.end()))
        words = [word for place in places if (word := read_status_word(text, place)).is_known]
        return next((word for word in reversed(words) if ends_at(text, word.end)), NO_STATUS)
    return read_status_word(text, _start_of_last(text))


def _start_of_last(text: str) -> int:
    day = leading_day(text)
    start = day[1] if day and read_status_word(text, day[1]).is_known else 0
    for arrow in ARROW.finditer(text):
        if read_status_word(text, arrow.end()).is_known:
            start = arrow.end()  # "Proposed → Accepted on 2025-12-16": the last one holds
    for now in _NOW.finditer(text):
        word = read_status_word(text, now.end())
        if word.is_known and ends_at(text, word.end):
            start = now.end()  # "Was accepted, now deprecated"
    return start


def leading_day(text: str, start: int = 0) -> tuple[int, int, str] | None:
    """Find the day with which *text* begins at *start*, marks aside: where it begins and ends, and as ISO 8601."""
    signs = _BEFORE_DAY.match(text, start)
    start = signs.end() if signs else start
    head = text[start : start + _LONGEST_DAY]
    if not any(sign.isdigit() for sign in head):
        return None
    first, last, day = next(dates_in(head), (-1, -1, ""))
    return None if first else (start, start + last, day)


def steps_in(text: str) -> list[Step]:
    """List the steps of a history in *text*, each a known status and its day; nothing where one has none.

    The days are before the statuses, or behind: `2024-01-01: Proposed, 2024-02-01: Accepted`. What stands between,
    such as who was there, belongs to no step.
    """
    days = list(dates_in(text))
    words = _words_of_steps(text, days)
    is_day_first = bool(days and words) and days[0][0] < words[0].start
    first_days = [day[0] for day in days]
    steps: list[Step] = []
    free = 0  # the first day that belongs to no step yet
    ends = [*(word.start for word in words[1:]), len(text)]
    for word, following in zip(words, ends, strict=False):
        position, end = bisect_left(first_days, word.start), bisect_left(first_days, following)
        before, behind = [position - 1] if position > free else [], [position] if position < end else []
        own = before + behind if is_day_first else behind + before
        if not own:
            return []
        steps.append(Step(days[own[0]], word))
        free = own[0] + 1
    return steps


def _words_of_steps(text: str, days: list[tuple[int, int, str]]) -> list[StatusText]:
    """The known statuses of *text* at its beginning, behind a day, or behind what parts two steps, in order."""
    parts: list[str] = []
    end = 0
    for first, last, _ in days:
        parts += text[end:first], "0" * (last - first)
        end = last
    bare = "".join([*parts, text[end:]])
    places = [0, *(last for _, last, _ in days), *(match.end() for match in _STEP_END.finditer(bare))]
    words = {word.start: word for place in places if (word := read_status_word(text, place)).is_known}
    return [words[start] for start in sorted(words) if not bare.startswith("0", start)]


def end_of_step(text: str, start: int, following: int) -> int:
    """Where the words of the step end that begins at *start*, before what parts it from the *following* position."""
    tail = _STEP_END_AT_END.search(text, max(start, following - _LONGEST_STEP_END), following)
    return tail.start() if tail else following


def latest_dated_step(text: str) -> StatusText | None:
    """A history on one line: `Proposed 2024-01-01, Accepted 2024-02-01`; the latest day holds."""
    steps = steps_in(text) if sum(1 for _ in dates_in(text)) > 1 else []
    if len(steps) < 2:
        return None
    latest = max(enumerate(steps), key=lambda step: (step[1].day[2], step[0]))[1]
    return replace(latest.reading, day=latest.day[2])
