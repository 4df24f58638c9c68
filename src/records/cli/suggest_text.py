"""Suggestions for people at a terminal: one block each, evidence by heading, what to type next."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from records.cli.output import shorten, style, terminal_width, width_of
from records.suggest.formats import explanation_lines, in_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from records.suggest.engine import Report
    from records.suggest.evidence import Evidence
    from records.suggest.suggestion import Suggestion


def render(report: Report, *, explain: bool = False) -> Iterator[str]:
    """Yield the lines of a report; the first suggestion is the most confident one."""
    suggestions = report.above_threshold
    if not suggestions:
        yield _nothing(report)
    for number, suggestion in enumerate(suggestions, 1):
        if number > 1:
            yield ""
        yield from _block(number, suggestion)
    if suggestions:
        yield from (f"set aside: {reason}" for reason in report.set_aside)
    for record in report.unnamed_related[:3]:
        yield f"related: {record.ref} {record.title} ({record.path})"
    if explain:
        yield ""
        yield from (shorten(line, terminal_width()) for line in explanation_lines(report))


def _nothing(report: Report) -> str:
    name = re.sub(r"\b([0-9a-f]{12})[0-9a-f]{28,}", r"\1", report.range)
    if report.set_aside:
        return f"{name}: nothing to suggest — {'; '.join(report.set_aside)}"
    near, limit = report.nearest, report.threshold
    summary = f"{name}: no decision that needs a record"
    if near is not None:
        return f"{summary}; nearest: {near.title} (score {_below(near.score, limit)}, threshold {limit:.2f})"
    return f"{summary} (score {report.analysis.score:.2f}, threshold {limit:.2f})"


def _below(score: float, limit: float) -> str:
    """A score that does not reach the threshold, with a digit more where two would look the same."""
    return f"{score:.2f}" if f"{score:.2f}" != f"{limit:.2f}" else f"{score:.3f}"


def _block(number: int, suggestion: Suggestion) -> Iterator[str]:

    title = style(f"{number}. {suggestion.title}", bold=True)
    yield f"{title}  {style(f'{in_words(suggestion.score)} ({suggestion.score:.2f})', fg='yellow')}"
    for heading in ("impact", "alternatives", "scope"):
        evidence, hidden_count = suggestion.visible(heading)
        if not evidence:
            continue
        yield f"   {style(heading, fg='cyan')}"
        yield from _places(evidence)
        if hidden_count:
            yield f"     and {hidden_count} more"
    if suggestion.supersedes:
        yield f"   supersedes {', '.join(suggestion.supersedes)}?"
    yield f"   next: records adr new --from-suggestion {number}"


def _places(evidence: list[Evidence]) -> Iterator[str]:
    places = [f"{e.path}:{e.line}" + (" (before)" if e.side == "old" else "") for e in evidence]
    width = min(max(map(width_of, places)), 48)
    for place, item in zip(places, evidence, strict=True):
        gap = " " * max(0, width - width_of(place))
        yield shorten(f"     {place}{gap}  {item.why}", terminal_width())
