"""Lines of a history that begin with a day, in any form: `2024-01-31: Proposed, 2024-02-02: Accepted`."""

from __future__ import annotations

import records.regex as re
from records.adr.record_layout import AdrView
from records.adr.statement import DATED, FieldStatement
from records.adr.status_steps import Step, end_of_step, leading_day, steps_in
from records.adr.status_text import is_status, read_status
from records.patterns import LIST_MARKER
from records.text.dates import date_of, dates_in

_MARKER = re.compile(rf"[ \t]*(?:{LIST_MARKER}[ \t]+)?")
_BEHIND_DAY = re.compile(r"[*_`)\]]{0,3}[ \t:：,，、–—-]+(?=\S)")


def begins_with_day(line: str) -> bool:
    """Say whether a line begins with a day, perhaps behind the marker of a list, and words follow it."""
    return _words_start(line) > 0


def is_day_alone(text: str) -> bool:
    """Say whether a text is a day among marks and nothing else."""
    days = list(dates_in(text))
    return len(days) == 1 and not re.search(r"[^\W_]", text[: days[0][0]] + text[days[0][1] :])


def _words_start(line: str) -> int:
    """Where the words behind the day begin with which a line begins; 0 where it has none."""
    marker = _MARKER.match(line)
    for start in (0, marker.end() if marker else 0):
        day = leading_day(line, start)
        behind = _BEHIND_DAY.match(line, day[1]) if day else None
        if behind:
            return behind.end()
    return 0


def dated_steps(view: AdrView, start: int, end: int) -> list[FieldStatement]:
    """List the steps of a history on the line between two positions, if a day and then a status begin it."""
    line = view.masked[start:end].rstrip()
    first = _words_start(line)
    if not first or line.startswith("[", first) or not is_status(line[first:]):
        return []
    steps = steps_in(line)
    spans = [_span(line, step, following) for step, following in zip(steps, [*steps[1:], None], strict=False)]
    days = [line[slice(*step.day[:2])] for step in steps]
    return [
        FieldStatement(
            "status", view.text[start + begin : start + stop], start + begin, start + stop, DATED, day
        )
        for (begin, stop), day in zip(spans or [(first, len(line))], days or [line[:first]], strict=True)
    ]


def _span(line: str, step: Step, following: Step | None) -> tuple[int, int]:
    """Where the words of a step begin, and where they end before the *following* one."""
    behind = _BEHIND_DAY.match(line, step.day[1]) if step.day[0] < step.reading.start else None
    start = behind.end() if behind else step.reading.start
    if following is None:
        return start, len(line)
    return start, end_of_step(line, start, min(following.day[0], following.reading.start))


def current_step(history: list[FieldStatement]) -> FieldStatement | None:
    """Return the step that holds: the latest day, the lower of two that are the same; without days the last."""
    if not history:
        return None
    days = [_day(item) for item in history]
    if not all(days):
        return history[-1]
    falling = len(history) > 1 and str(days[0]) > str(days[-1])
    order = history[::-1] if falling else history
    days = days[::-1] if falling else days
    latest = max(range(len(order)), key=lambda index: (str(days[index]), index))
    return order[latest]


def _day(item: FieldStatement) -> str | None:
    """The day of a step, ISO 8601."""
    return date_of(item.key) if item.where == DATED else read_status(item.raw).day or date_of(item.raw)
